package org.closedform.kernel.loops;

/**
 * e^x = 2^k·e^r with k the whole number next to x / ln 2 and |r| ≤ ln 2 / 2, over float32 arrays, in operations that the JIT
 * compiler vectorises: no bit casts, no table, no branches.
 */
final class Float32Exponential {
    /** What {@link #widePowers} gives for 1. */
    static final float WIDE_ONE = 0x1p-50f;
    /** Every power of two is multiplied by 2^this, so that small results are not yet subnormal. */
    static final int LIFT_EXPONENT = 24;

    static final double LIFT = Math.scalb(1.0, LIFT_EXPONENT);

    /** From here on 1 / (1 + e^−x) is 1. */
    static final float SATURATED = 18;

    /** From here on 4·e^−x is 0. */
    static final float VANISHED = 106;

    /** Up to here 4·e^2x is a number. */
    static final float SQUARED = 42;

    /** From here on the whole number next to x / ln 2 would be rounded. */
    static final float LARGE = 0x1p21f;

    /** No sum of lifted exponentials that reaches this can be trusted. */
    static final float TOP = 0x1p93f;

    /** x / ln 2 this far below K gives 0. */
    private static final float RANGE = 179;

    static final float LOG2_E = 0x1.715476p0f;
    static final float LN_2 = 0x1.62e43p-1f;
    static final float LN_2_REST = -0x1.05c61p-29f;
    /** Added and subtracted, it leaves a whole number. */
    static final float ROUND = 0x1.8p23f;
    /** c beside c times this is rounded to a power of two. */
    private static final float ABOVE = 0x1p23f;

    /** So few numbers do not fill the unrolled vectors. */
    private static final int FEW = 24;

    /** What a power of two by bits is multiplied with at the end, so that a subnormal result is rounded once. */
    static final float UNIT = Float.MIN_VALUE / Float.MIN_NORMAL;

    /** The power of ROUND + this, times {@link #UNIT}, is 1. */
    static final float ONE_WITH_UNIT = 127 + 23;

    static final int MANTISSA_BITS = 23;
    static final int LOWEST = Float.floatToRawIntBits(ROUND);
    static final int HIGHEST = LOWEST + 255;

    private Float32Exponential() {}

    /** k for one x. */
    static float exponent(float x) {
        return Math.fma(x, LOG2_E, ROUND) - ROUND;
    }

    /**
     * e = lift · e^x / 2^K for x[from … to), with the K of the reference. For x = −∞, and x too far below the reference, e is NaN;
     * but 0 if the reference is known to be the largest x.
     *
     * <p>With h = 155 + the whole number next to x / ln 2 − K, from 0 to 249, a cubic in 2h that is e^((h − 155) ln 2 / 128) to
     * 1.1e-3, squared seven times, is off by less than 15 %; its leading bit is the power. Where h < 6 that is 0.
     *
     * <p>Few numbers are made one by one, with powers of two by shifting bits. That is in this method on purpose: C2 does not inline
     * one of more than 325 bytecodes, and inlined into the loop over rows the loops over many numbers would be a fifth slower.
     */
    static void divided(float[] x, float reference, float[] e, int from, int to, boolean isLargest) {
        if (to - from <= FEW && !isLargest && Math.abs(reference) < LARGE) {
            float least = exponent(reference) - LIFT_EXPONENT - ONE_WITH_UNIT;
            for (int i = from; i < to; i++) {
                float rounded = Math.fma(x[i], LOG2_E, ROUND);
                float k = rounded - ROUND;
                float r = Math.fma(k, -LN_2_REST, Math.fma(k, -LN_2, x[i]));
                int bits = Float.floatToRawIntBits(rounded - least);
                float power = Float.intBitsToFloat(Math.min(Math.max(bits, LOWEST), HIGHEST) << MANTISSA_BITS);
                e[i] = Math.fma(Math.fma(polynomial(r), r, 1), r, 1) * power * UNIT;
            }
            return;
        }
        float exponent = Math.fma(reference, LOG2_E, ROUND) - ROUND;
        float lowest = ROUND + exponent - RANGE;
        for (int i = from; i < to; i++) {
            float rounded = Math.fma(x[i], LOG2_E, ROUND);
            float above = rounded - lowest;
            float twice = above + Math.abs(above);
            float c = 2.7415372e-9f;
            c = Math.fma(twice, c, 1.1736181e-6f);
            c = Math.fma(twice, c, 1.2062832e-3f);
            c = Math.fma(twice, c, 0.43153134f);
            float k = rounded - ROUND;
            float r = Math.fma(k, -LN_2, x[i]);
            r = Math.fma(k, -LN_2_REST, r);
            e[i] = Math.fma(Math.fma(polynomial(r), r, 1), r, 1) * powerNextTo(c);
        }
        if (isLargest) {
            for (int i = from; i < to; i++) {
                if (e[i] != e[i]) {
                    e[i] = 0;
                }
            }
        }
    }

    /** c squared seven times, and of that the leading bit. */
    private static float powerNextTo(float root) {
        float c = root;
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
     * e^x = q·2^50·e^r for −18 ≤ x ≤ 106. The cubic is e^(k ln 2 / 128) to 3e-4.
     */
    static void widePowers(float[] x, float[] q, float[] r, int from, int to) {
        for (int i = from; i < to; i++) {
            float k = Math.fma(x[i], LOG2_E, ROUND) - ROUND;
            r[i] = Math.fma(k, -LN_2_REST, Math.fma(k, -LN_2, x[i]));
            float c = Math.fma(k, 2.823955e-8f, 1.0717897e-5f);
            c = Math.fma(k, Math.fma(k, c, 4.1319281e-3f), 0.7637165f);
            q[i] = powerNextTo(c);
        }
    }

    /** e^r − 1. */
    static float excess(float r) {
        return Math.fma(polynomial(r) * r, r, r);
    }

    /** (e^r − 1 − r) / r², so that e^r is off by 0.13·2^−24 (minimax, Remez 1934). */
    static float polynomial(float r) {
        float p = 1.3941218e-3f;
        p = Math.fma(p, r, 8.363235e-3f);
        p = Math.fma(p, r, 0.041666374f);
        p = Math.fma(p, r, 0.16666576f);
        return Math.fma(p, r, 0.5f);
    }

    /** (2 atanh(s) − 2s) / s³ for z = s² ≤ 1/9, so that 2 atanh(s) is off by 2^−33 (minimax, Remez 1934). */
    static float atanhSeries(float z) {
        float p = 0.24300944f;
        p = Math.fma(p, z, 0.21427658f);
        p = Math.fma(p, z, 0.28616884f);
        p = Math.fma(p, z, 0.39998878f);
        return Math.fma(p, z, 0.66666676f);
    }
}
