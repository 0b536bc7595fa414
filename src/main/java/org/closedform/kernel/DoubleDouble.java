package org.closedform.kernel;

/**
 * A number in about 100 bits: the sum of a double and of what its rounding lost, which is 0 where the double is NaN or infinite.
 *
 * <p>Source: Dekker, A Floating-Point Technique for Extending the Available Precision, 1971; Joldes, Muller, Popescu, Tight and
 * Rigorous Error Bounds for Basic Building Blocks of Double-Word Arithmetic, 2017.
 */
record DoubleDouble(double high, double low) {
    static final DoubleDouble ZERO = new DoubleDouble(0, 0);
    static final DoubleDouble ONE = new DoubleDouble(1, 0);

    static DoubleDouble of(double x) {
        return new DoubleDouble(x, 0);
    }

    /** high + low for |high| ≥ |low|. */
    private static DoubleDouble of(double high, double low) {
        double sum = high + low;
        return Double.isFinite(sum) ? new DoubleDouble(sum, (high - sum) + low) : of(high);
    }

    /** a + b, exactly. */
    static DoubleDouble sum(double a, double b) {
        double sum = a + b;
        return Double.isFinite(sum) ? new DoubleDouble(sum, CompensatedSum.lost(a, b, sum)) : of(sum);
    }

    /** a · b, exactly. */
    static DoubleDouble product(double a, double b) {
        double product = a * b;
        return of(product, Math.fma(a, b, -product));
    }

    DoubleDouble plus(DoubleDouble y) {
        DoubleDouble sum = sum(high, y.high);
        return of(sum.high, sum.low + (low + y.low));
    }

    DoubleDouble minus(DoubleDouble y) {
        return plus(y.negate());
    }

    DoubleDouble negate() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble times(DoubleDouble y) {
        double product = high * y.high;
        return of(product, Math.fma(high, y.high, -product) + (high * y.low + low * y.high));
    }

    DoubleDouble dividedBy(DoubleDouble y) {
        double quotient = high / y.high;
        return of(quotient, minus(y.times(of(quotient))).high / y.high);
    }

    /** x · 2^exponent. */
    DoubleDouble scaled(int exponent) {
        if (Math.abs(exponent) < Double.MAX_EXPONENT) {
            double power = Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
            return of(high * power, low * power);
        }
        return of(Math.scalb(high, exponent), Math.scalb(low, exponent));
    }
}
