package org.closedform.kernel.loops;

/**
 * e^x = 2^k·e^r with k the whole number next to x / ln 2 and |r| ≤ ln 2 / 2, over float64 arrays, in operations that the JIT
 * compiler vectorises: no bit casts, no table, no branches.
 */
final class Float64Exponential {
    /** What {@link #widePowers} gives for 1. */
    static final double WIDE_ONE = 0x1p-110;
    /** Every power of two is multiplied by 2^this, so that small results are not yet subnormal. */
    static final int LIFT_EXPONENT = 60;

    static final double LIFT = Math.scalb(1.0, LIFT_EXPONENT);

    /** From here on 1 / (1 + e^−x) is 1. */
    static final double SATURATED = 41;

    /** From here on 4·e^−x is 0. */
    static final double VANISHED = 747;

    /** Up to here 4·e^2x is a number. */
    static final double SQUARED = 350;

    /** From here on the whole number next to x / ln 2 would be rounded. */
    static final double LARGE = 0x1p50;

    /** No sum of lifted exponentials that reaches this can be trusted. */
    static final double TOP = 0x1p159;

    /** x / ln 2 this far below K gives 0. */
    private static final double RANGE = 1160;

    static final double LOG2_E = 0x1.71547652b82fep0;
    static final double LN_2 = 0x1.62e42fefa39efp-1;
    static final double LN_2_REST = 0x1.abc9e3b39803fp-56;
    /** Added and subtracted, it leaves a whole number. */
    static final double ROUND = 0x1.8p52;
    /** c beside c times this is rounded to a power of two. */
    private static final double ABOVE = 0x1p52;

    /** So few numbers do not fill the unrolled vectors. */
    private static final int FEW = 16;

    /** What a power of two by bits is multiplied with at the end, so that a subnormal result is rounded once. */
    static final double UNIT = Double.MIN_VALUE / Double.MIN_NORMAL;

    /** The power of ROUND + this, times {@link #UNIT}, is 1. */
    static final double ONE_WITH_UNIT = 1023 + 52;

    static final int MANTISSA_BITS = 52;
    static final long LOWEST = Double.doubleToRawLongBits(ROUND);
    static final long HIGHEST = LOWEST + 2047;

    private Float64Exponential() {}

    /** k for one x. */
    static double exponent(double x) {
        return Math.fma(x, LOG2_E, ROUND) - ROUND;
    }

    /**
     * e = lift · e^x / 2^K for x[from … to), with the K of the reference. For x = −∞, and x too far below the reference, e is NaN;
     * but 0 if the reference is known to be the largest x.
     *
     * <p>With h = 1100 + the whole number next to x / ln 2 − K, from 0 to 1260, a cubic in 2h that is e^((h − 1100) ln 2 / 1024) to
     * 1.8e-4, squared ten times, is off by less than 20 %; its leading bit is the power. Where h < 26 that is 0.
     *
     * <p>In two loops, because a single one would be too large to be always vectorised. Few numbers are made one by one, with powers of two by shifting bits. That is in this method on purpose: C2 does not inline
     * one of more than 325 bytecodes, and inlined into the loop over rows the loops over many numbers would be a fifth slower.
     */
    static void divided(double[] x, double reference, double[] e, int from, int to, boolean isLargest) {
        if (to - from <= FEW && !isLargest && Math.abs(reference) < LARGE) {
            double least = exponent(reference) - LIFT_EXPONENT - ONE_WITH_UNIT;
            for (int i = from; i < to; i++) {
                double rounded = Math.fma(x[i], LOG2_E, ROUND);
                double k = rounded - ROUND;
                double r = Math.fma(k, -LN_2_REST, Math.fma(k, -LN_2, x[i]));
                long bits = Double.doubleToRawLongBits(rounded - least);
                double power = Double.longBitsToDouble(Math.min(Math.max(bits, LOWEST), HIGHEST) << MANTISSA_BITS);
                e[i] = Math.fma(Math.fma(polynomial(r), r, 1), r, 1) * power * UNIT;
            }
            return;
        }
        double lowest = ROUND + exponent(reference) - RANGE;
        for (int i = from; i < to; i++) {
            double above = Math.fma(x[i], LOG2_E, ROUND) - lowest;
            double twice = above + Math.abs(above);
            double c = Math.fma(twice, 4.658181686990464e-12, 2.4682692984436482e-8);
            c = Math.fma(twice, Math.fma(twice, c, 1.6192830425796375e-4), 0.4748469606559237);
            e[i] = powerNextTo(c);
        }
        for (int i = from; i < to; i++) {
            double k = Math.fma(x[i], LOG2_E, ROUND) - ROUND;
            double r = Math.fma(k, -LN_2_REST, Math.fma(k, -LN_2, x[i]));
            e[i] = Math.fma(Math.fma(polynomial(r), r, 1), r, 1) * e[i];
        }
        if (isLargest) {
            for (int i = from; i < to; i++) {
                if (e[i] != e[i]) {
                    e[i] = 0;
                }
            }
        }
    }

    /** c squared ten times, and of that the leading bit. */
    private static double powerNextTo(double root) {
        double c = root;
        c *= c;
        c *= c;
        c *= c;
        c *= c;
        c *= c;
        c *= c;
        c *= c;
        c *= c;
        c *= c;
        c *= c;
        return Math.fma(c, -ABOVE, Math.fma(c, ABOVE, c));
    }

    /**
     * e^x = q·2^110·e^r for −41 ≤ x ≤ 748. The cubic is e^(k ln 2 / 1024) to 1.2e-4.
     */
    static void widePowers(double[] x, double[] q, double[] r, int from, int to) {
        for (int i = from; i < to; i++) {
            double k = Math.fma(x[i], LOG2_E, ROUND) - ROUND;
            r[i] = Math.fma(k, -LN_2_REST, Math.fma(k, -LN_2, x[i]));
            double c = Math.fma(k, 6.727150744301409e-11, 2.0113564185404082e-7);
            c = Math.fma(k, Math.fma(k, c, 6.300669096576682e-4), 0.9283955570794514);
            q[i] = powerNextTo(c);
        }
    }

    /** e^r − 1. */
    static double excess(double r) {
        return Math.fma(polynomial(r) * r, r, r);
    }

    /** (e^r − 1 − r) / r², so that e^r is off by 0.12·2^−53 (minimax, Remez 1934). */
    static double polynomial(double r) {
        double p = 2.511015523194337e-8;
        p = Math.fma(p, r, 2.762020251400203e-7);
        p = Math.fma(p, r, 2.755724205671364e-6);
        p = Math.fma(p, r, 2.4801521055642096e-5);
        p = Math.fma(p, r, 1.9841269886839016e-4);
        p = Math.fma(p, r, 1.3888888917368762e-3);
        p = Math.fma(p, r, 8.333333333322125e-3);
        p = Math.fma(p, r, 0.04166666666662382);
        p = Math.fma(p, r, 0.16666666666666674);
        return Math.fma(p, r, 0.5);
    }

    /** (2 atanh(s) − 2s) / s³ for z = s² ≤ 1/9, so that 2 atanh(s) is off by 2^−59 (minimax, Remez 1934). */
    static double atanhSeries(double z) {
        double p = 0.1701859829479474;
        p = Math.fma(p, z, 0.0834008991701953);
        p = Math.fma(p, z, 0.12106088644462844);
        p = Math.fma(p, z, 0.1330097333092405);
        p = Math.fma(p, z, 0.1538655993745615);
        p = Math.fma(p, z, 0.1818174392457997);
        p = Math.fma(p, z, 0.22222223969728372);
        p = Math.fma(p, z, 0.28571428547854183);
        p = Math.fma(p, z, 0.4000000000015724);
        return Math.fma(p, z, 0.6666666666666631);
    }
}
