package org.closedform.kernel.loops;

/**
 * x·σ(x) and its slope, from one exponential. With δ = x − z, where z is the zero of the slope, and e^−δ = 2^k·(1 + w),
 *
 * <pre>{@code
 * E      = e^−x = e^−δ·C             C = e^−z = −1 / (1 + z)
 * D      = 1 + E
 * x·σ    = x / D
 * (x·σ)′ = N / D²                    N = 1 + E·(1 + x) = (1 − 2^k) + 2^k·(C·(1 + w)·δ − w)
 * }</pre>
 *
 * <p>Where N is near 0, k = 0 and w ≈ −δ, so that its terms have one sign: the slope has all its digits there, too. δ, w and N are in
 * two words. Where E leaves its range, results are infinite or NaN.
 *
 * <p>The JIT compiler vectorises every loop: they are counted, over arrays with one index, without branches.
 */
final class Float32Silu {
    /** 1 in the scale of q. */
    static final float ONE = Float32Exponential.WIDE_ONE;

    /** Multiplied by it twice, a difference of 0 stays 0, and another one becomes infinite. */
    static final float LARGEST = Float.MAX_VALUE;

    static final float LOWEST = -Float32Exponential.VANISHED;

    /** From here on the slope is 1, too. */
    static final float HIGHEST = Float32Exponential.SATURATED + 4;

    private static final double ZERO_HIGH = -1.2784645427610737;
    private static final double ZERO_LOW = -1.0946994183093437e-16;
    static final float ZERO = Float32Precision.narrow(ZERO_HIGH);
    static final float ZERO_REST = Float32Precision.rest(ZERO_HIGH, ZERO_LOW);

    private static final double FACTOR_HIGH = 3.591121476668622;
    private static final double FACTOR_LOW = -3.6148589599468234e-20;
    /** C. */
    static final float FACTOR = Float32Precision.narrow(FACTOR_HIGH);

    static final float FACTOR_REST = Float32Precision.rest(FACTOR_HIGH, FACTOR_LOW);

    /** 1 / D is rounded down, so that what it lacks is positive, and a product with −0.0 keeps its sign. */
    static final float ALMOST_ONE = 1 - 4 * (Math.ulp(ONE) / ONE);

    private Float32Silu() {}

    /** y = x·σ(x); before, a and y hold −δ and what its rounding lost. */
    static void silu(float[] x, float[] a, float[] q, float[] r, float[] y, int count) {
        excess(a, y, r, y, count);
        multiples(r, y, count);
        values(x, q, r, y, y, count);
    }

    /** y = x·σ(x) and its slope; before, a and slope hold −δ and what its rounding lost. */
    static void siluAndSlope(float[] x, float[] a, float[] q, float[] r, float[] y, float[] slope, int count) {
        excess(a, slope, r, y, count);
        products(a, slope, r, y, count);
        quotients(x, q, r, y, a, slope, count);
    }

    /** a = −δ, and what its rounding loses, which is infinite where x is too low. */
    static void distances(float[] x, float[] a, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float above = Math.max(x[i], LOWEST);
            float near = Math.min(above, HIGHEST);
            float distance = ZERO - near;
            float added = distance - ZERO;
            a[i] = distance;
            lost[i] = (ZERO - (distance - added)) - (near + added) + (ZERO_REST - (above - x[i]) * LARGEST * LARGEST);
        }
    }

    /** w = e^(r + what reducing a + aLost to r loses) − 1 in place of r, and what its rounding loses. */
    private static void excess(float[] a, float[] aLost, float[] r, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float k = Math.fma(a[i], Float32Exponential.LOG2_E, Float32Exponential.ROUND) - Float32Exponential.ROUND;
            float exact = Math.fma(k, -Float32Exponential.LN_2, a[i]);
            float rest = Math.fma(k, -Float32Exponential.LN_2_REST, exact - r[i]) + aLost[i];
            float p = Float32Exponential.polynomial(r[i]) * r[i];
            float w = Math.fma(p, r[i], r[i]);
            lost[i] = Math.fma(p, r[i], r[i] - w) + Math.fma(rest, w, rest);
            r[i] = w;
        }
    }

    /** E / 2^k in place of w, and what its rounding loses. */
    private static void multiples(float[] w, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float v = Math.fma(FACTOR, w[i], FACTOR);
            float rest = Math.fma(FACTOR, lost[i], Math.fma(FACTOR_REST, w[i], FACTOR_REST));
            lost[i] = Math.fma(FACTOR, w[i], FACTOR - v) + rest;
            w[i] = v;
        }
    }

    /**
     * C·(1 + w)·(−δ) + w in place of −δ, and what its rounding loses. In two loops, because C2 of JDK 17 does not vectorise them as
     * one.
     */
    private static void products(float[] a, float[] aLost, float[] w, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float v = Math.fma(FACTOR, w[i], FACTOR);
            float rest = Math.fma(FACTOR, lost[i], Math.fma(FACTOR_REST, w[i], FACTOR_REST));
            float vLost = Math.fma(FACTOR, w[i], FACTOR - v) + rest;
            aLost[i] = Math.fma(v, aLost[i], vLost * a[i]);
        }
        for (int i = 0; i < count; i++) {
            float v = Math.fma(FACTOR, w[i], FACTOR);
            float product = v * a[i];
            float sum = product + w[i];
            aLost[i] = product - sum + w[i] - (Math.fma(-v, a[i], product) - aLost[i] - lost[i]);
            a[i] = sum;
        }
    }

    /** x / D; v and lost are E / 2^k. */
    private static void values(float[] x, float[] q, float[] v, float[] lost, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float inverse = ALMOST_ONE / Math.fma(q[i], v[i], ONE);
            float share = inverse * q[i];
            float sigmoid = inverse * ONE;
            float rest = 1 - sigmoid;
            float missing = Math.fma(-share, v[i], rest) + Math.fma(-share, lost[i], (1 - rest) - sigmoid);
            y[i] = Math.fma(x[i], inverse, x[i] * (missing * inverse)) * ONE;
        }
    }

    /**
     * x / D and N / D², where n holds w − C·(1 + w)·δ, and y and slope what w and n lost.
     *
     * <p>One method, too large to be inlined: inlined into a method with more loops, C2 of JDK 17 would not vectorise the last of them.
     * And these loops do not add or multiply two numbers that they have just computed, but subtract a negative, or add −0: C2 of
     * JDK 25 may order the terms differently in each copy of such an operation, and then has shorter vectors or none.
     */
    private static void quotients(float[] x, float[] q, float[] w, float[] y, float[] n, float[] slope, int count) {
        // N in the scale of q, and what its rounding loses
        for (int i = 0; i < count; i++) {
            float first = ONE - q[i];
            float second = q[i] * n[i];
            float numerator = first - second;
            float less = first - numerator;
            slope[i] = Math.fma(-q[i], slope[i], (first - (numerator - -less)) - (second - less));
            n[i] = numerator;
        }
        // E / 2^k in place of w, and what its rounding loses
        for (int i = 0; i < count; i++) {
            float v = Math.fma(FACTOR, w[i], FACTOR);
            float rest = Math.fma(FACTOR, y[i], Math.fma(FACTOR_REST, w[i], FACTOR_REST));
            y[i] = Math.fma(FACTOR, w[i], FACTOR - v) + rest;
            w[i] = v;
        }
        // q = 1 / D, in its scale, and w = by what part of it that is too small
        for (int i = 0; i < count; i++) {
            float inverse = ALMOST_ONE / Math.fma(q[i], w[i], ONE);
            float share = inverse * q[i];
            float sigmoid = inverse * ONE;
            float rest = 1 - sigmoid;
            float missing = Math.fma(-share, w[i], rest) - Math.fma(share, y[i], sigmoid - (1 - rest));
            y[i] = Math.fma(x[i], inverse, x[i] * Math.fma(missing, inverse, -0f)) * ONE;
            q[i] = inverse;
            w[i] = missing;
        }
        for (int i = 0; i < count; i++) {
            float ratio = n[i] * q[i];
            float less = slope[i] * -q[i];
            slope[i] = Math.fma(2 * w[i], ratio - less, -less) - Math.fma(-n[i], q[i], ratio);
            n[i] = ratio;
        }
        for (int i = 0; i < count; i++) {
            float product = n[i] * q[i];
            float excess = Math.fma(-slope[i], q[i], Math.fma(-n[i], q[i], product));
            slope[i] = (product - excess) * ONE;
        }
    }
}
