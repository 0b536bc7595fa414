package org.closedform.kernel;

/** Exponentials and logarithms with relative errors below 2⁻⁶⁸, for sums in which digits cancel. */
final class Precise {
    private static final double LOG2_E = 0x1.71547652b82fep0;
    /** Its products with whole numbers up to 2^20 are exact. */
    private static final double LN_2_HIGH = 0x1.62e42feep-1;

    private static final double LN_2_LOW = 0x1.a39ef35793c76p-33;
    private static final int HALVINGS = 6;
    private static final double HALVED = 1.0 / (1 << HALVINGS);
    private static final double SQRT_2 = 0x1.6a09e667f3bcdp0;
    /** Below this e^x − 1 is x. */
    private static final double TINY = 0x1p-200;

    /** e^x is 0 or ∞ from here on, also if multiplied by the power of two that {@link WideSum} takes out. */
    private static final double FAR = 4000;

    private Precise() {}

    /** e^x / 2^exponent. */
    static DoubleDouble exp(DoubleDouble x, int exponent) {
        if (!(Math.abs(x.high()) < FAR)) {
            return DoubleDouble.of(StrictMath.exp(x.high()));
        }
        double k = Math.rint(x.high() * LOG2_E);
        DoubleDouble r = x.minus(DoubleDouble.of(k * LN_2_HIGH)).minus(DoubleDouble.product(k, LN_2_LOW));
        return expm1(r).plus(DoubleDouble.ONE).scaled((int) k - exponent);
    }

    /** e^x − 1 for |x| ≤ ½: from that of x / 64 by e^2s − 1 = 2m + m², m = e^s − 1. */
    static DoubleDouble expm1(DoubleDouble x) {
        if (Math.abs(x.high()) < TINY) {
            return x;
        }
        double s = x.high() * HALVED;
        double square = s * s;
        double cubic = square
                * s
                * (1.0 / 6 + s * (1.0 / 24 + s * (1.0 / 120 + s * (1.0 / 720 + s * (1.0 / 5040 + s / 40320)))));
        double small = x.low() * HALVED * (1 + s) + (0.5 * Math.fma(s, s, -square) + cubic);
        DoubleDouble m = DoubleDouble.sum(s, 0.5 * square).plus(DoubleDouble.of(small));
        double high = m.high();
        double low = m.low();
        for (int i = 0; i < HALVINGS; i++) {
            square = high * high;
            double sum = high + high + square;
            double lost = (high + high - sum) + square;
            double rest = lost + (Math.fma(high, high, -square) + 2 * Math.fma(high, low, low));
            high = sum + rest;
            low = (sum - high) + rest;
        }
        return new DoubleDouble(high, low);
    }

    /** log x. */
    static DoubleDouble log(DoubleDouble x) {
        if (!(x.high() > 0 && x.high() < Double.POSITIVE_INFINITY)) {
            return DoubleDouble.of(StrictMath.log(x.high()));
        }
        int exponent = 0;
        DoubleDouble f = x;
        while (f.high() < Double.MIN_NORMAL) {
            f = f.scaled(64);
            exponent -= 64;
        }
        int k = Math.getExponent(f.high());
        k += Math.scalb(f.high(), -k) > SQRT_2 ? 1 : 0;
        double whole = exponent + k;
        return DoubleDouble.of(whole * LN_2_HIGH)
                .plus(DoubleDouble.product(whole, LN_2_LOW))
                .plus(log1p(f.scaled(-k).minus(DoubleDouble.ONE)));
    }

    /** log(1 + x) for −0.3 ≤ x: Newton's step from the logarithm as rounded. */
    static DoubleDouble log1p(DoubleDouble x) {
        if (!(x.high() < 0.42)) {
            return log(x.plus(DoubleDouble.ONE));
        }
        double y = StrictMath.log1p(x.high());
        DoubleDouble off = x.minus(expm1(DoubleDouble.of(y)));
        return DoubleDouble.sum(y, off.high() / (1 + x.high()));
    }

    /** log(p/q), without cancelling where they are close; NaN if one is negative. */
    static DoubleDouble logRatio(double p, double q) {
        if (!(p >= 0 && q >= 0)) {
            return DoubleDouble.of(Double.NaN);
        }
        if (p > 0.75 * q && 0.75 * p < q) {
            double scale = q < 0x1p-900 ? 0x1p100 : 1;
            return log1p(DoubleDouble.of((p - q) * scale).dividedBy(DoubleDouble.of(q * scale)));
        }
        return log(DoubleDouble.of(p)).minus(log(DoubleDouble.of(q)));
    }
}
