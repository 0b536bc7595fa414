package org.closedform.kernel;

import org.closedform.kernel.loops.TwoSum;

/**
 * A number of about 100 bits: a double and its rounding error, which is 0 where the double is NaN or infinite.
 *
 * <p>Source: Dekker, A Floating-Point Technique for Extending the Available Precision, 1971; Joldes, Muller, Popescu, Tight and
 * Rigorous Error Bounds for Basic Building Blocks of Double-Word Arithmetic, 2017.
 */
record DoubleDouble(double high, double low) {
    static final DoubleDouble ONE = new DoubleDouble(1, 0);

    static DoubleDouble of(double x) {
        return new DoubleDouble(x, 0);
    }

    /** high + low for |high| ≥ |low|. */
    static DoubleDouble of(double high, double low) {
        double sum = high + low;
        boolean isFinite = Double.isFinite(sum);
        return new DoubleDouble(isFinite ? sum : high, isFinite ? (high - sum) + low : 0);
    }

    /** a + b, exactly. */
    static DoubleDouble sum(double a, double b) {
        double sum = a + b;
        return of(sum, TwoSum.lost(a, b, sum));
    }

    DoubleDouble plus(DoubleDouble y) {
        double sum = high + y.high;
        return of(sum, TwoSum.lost(high, y.high, sum) + (low + y.low));
    }

    DoubleDouble minus(DoubleDouble y) {
        return plus(y.negate());
    }

    DoubleDouble negate() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble times(DoubleDouble y) {
        double product = high * y.high;
        return of(product, Math.fma(high, y.high, -product) + Math.fma(high, y.low, low * y.high));
    }

    DoubleDouble times(double y) {
        return times(of(y));
    }

    DoubleDouble dividedBy(DoubleDouble y) {
        double quotient = high / y.high;
        return of(quotient, minus(y.times(of(quotient))).high / y.high);
    }

    /** 2^exponent, for exponents of normal numbers. */
    static double power(int exponent) {
        return Double.longBitsToDouble((long) (exponent + Double.MAX_EXPONENT) << 52);
    }
}
