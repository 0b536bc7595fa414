package org.closedform.kernel.loops;

/**
 * x times a sigmoid of it: with E = e^a = q·(1 + w) and q = 2^k,
 *
 * <pre>{@code
 * x·σ(u)               = x / (1 + E)                         a = −u
 * x·tanh(softplus(x))  = x·(1 + 2E) / (1 + 2E + 2E²)         a = −x
 * }</pre>
 *
 * <p>a and w are in two words, since E would lose |a| times what a loses. Where E leaves its range, results are infinite or NaN.
 *
 * <p>The JIT compiler vectorises every loop: they are counted, over arrays with one index, without branches.
 */
final class Float32Gates {
    /** 1 in the scale of q. */
    private static final float ONE = Float32Exponential.WIDE_ONE;

    /** The largest number: a difference times this twice is 0 if the difference is 0, and infinite otherwise. */
    private static final float LARGEST = Float.MAX_VALUE;

    private Float32Gates() {}

    /** a = −u, and what its rounding loses, which is infinite where u is too low. */
    static void arguments(float[] x, Gate gate, float[] a, float[] lost, int count) {
        float lowest = Float32Precision.narrow(-gate.reach(Float32Exponential.VANISHED));
        float highest = Float32Precision.narrow(gate.reach(Float32Exponential.SATURATED));
        if (gate.isLinear()) {
            linear(x, gate, lowest, highest, a, lost, count);
        } else {
            cubic(x, gate, lowest, highest, a, lost, count);
        }
    }

    /** The same for Mish, whose E must have a square. */
    static void mishArguments(float[] x, float[] a, float[] lost, int count) {
        linear(x, Gate.IDENTITY, -Float32Exponential.SQUARED, Float32Exponential.SATURATED, a, lost, count);
    }

    private static void linear(float[] x, Gate gate, float lowest, float highest, float[] a, float[] lost, int count) {
        float b = Float32Precision.narrow(gate.linear());
        float bLow = Float32Precision.rest(gate.linear(), gate.linearLow());
        for (int i = 0; i < count; i++) {
            float above = Math.max(x[i], lowest);
            float near = Math.min(above, highest);
            float u = b * near;
            a[i] = -u;
            lost[i] = Math.fma(-b, near, u) - Math.fma(bLow, near, (above - x[i]) * LARGEST * LARGEST);
        }
    }

    private static void cubic(float[] x, Gate gate, float lowest, float highest, float[] a, float[] lost, int count) {
        float b = Float32Precision.narrow(gate.linear());
        float bLow = Float32Precision.rest(gate.linear(), gate.linearLow());
        float c = Float32Precision.narrow(gate.cubic());
        float cLow = Float32Precision.rest(gate.cubic(), gate.cubicLow());
        for (int i = 0; i < count; i++) {
            float above = Math.max(x[i], lowest);
            a[i] = Math.min(above, highest);
            lost[i] = (above - x[i]) * LARGEST * LARGEST;
        }
        for (int i = 0; i < count; i++) {
            float near = a[i];
            float square = near * near;
            float term = c * square;
            float sum = b + term;
            float added = sum - b;
            float sumLost = Math.fma(c, square, -term) + Math.fma(c, Math.fma(near, near, -square), cLow * square);
            sumLost += (b - (sum - added)) + (term - added) + bLow;
            float u = sum * near;
            a[i] = -u;
            lost[i] = Math.fma(-sum, near, u) - Math.fma(sumLost, near, lost[i]);
        }
    }

    /** x·σ(u); y holds what was lost. */
    static void logistic(float[] x, float[] a, float[] q, float[] r, float[] y, int count) {
        excess(a, r, y, count);
        logistic(x, a, q, y, count);
    }

    /** x·tanh(softplus(x)). */
    static void mish(float[] x, float[] a, float[] q, float[] r, float[] y, int count) {
        excess(a, r, y, count);
        powers(q, a, y, count);
        sums(a, y, q, r, count);
        quotients(x, a, y, q, r, count);
    }

    /** w = e^(r + lost) − 1 in place of a, and what its rounding loses. */
    private static void excess(float[] a, float[] r, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float k = Math.fma(a[i], Float32Exponential.LOG2_E, Float32Exponential.ROUND) - Float32Exponential.ROUND;
            float exact = Math.fma(k, -Float32Exponential.LN_2, a[i]);
            float rest = Math.fma(k, -Float32Exponential.LN_2_REST, exact - r[i]) + lost[i];
            float p = Float32Exponential.polynomial(r[i]) * r[i];
            float w = Math.fma(p, r[i], r[i]);
            lost[i] = Math.fma(p, r[i], r[i] - w) + Math.fma(rest, w, rest);
            a[i] = w;
        }
    }

    private static void logistic(float[] x, float[] w, float[] q, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float inverse = 1 / Math.fma(q[i], w[i], q[i] + ONE);
            float share = inverse * q[i];
            float rest = 1 - share;
            float restLost = (1 - rest) - share;
            float missing = Math.fma(-share, w[i], rest - inverse * ONE) + Math.fma(-share, y[i], restLost);
            y[i] = Math.fma(x[i], inverse, x[i] * (missing * inverse)) * ONE;
        }
    }

    /** E in place of w, and what its rounding loses. */
    private static void powers(float[] q, float[] w, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float power = q[i] * (1 / ONE);
            float e = Math.fma(power, w[i], power);
            lost[i] = Math.fma(power, lost[i], Math.fma(power, w[i], power - e));
            w[i] = e;
        }
    }

    /** s = 1 + 2E, and what its rounding loses. */
    private static void sums(float[] e, float[] lost, float[] s, float[] sLost, int count) {
        for (int i = 0; i < count; i++) {
            float twice = e[i] + e[i];
            float sum = 1 + twice;
            float added = sum - 1;
            s[i] = sum;
            sLost[i] = (1 - (sum - added)) + (twice - added) + (lost[i] + lost[i]);
        }
    }

    /** x·s / (s + 2E²); y holds what was lost of E. */
    private static void quotients(float[] x, float[] e, float[] y, float[] s, float[] sLost, int count) {
        for (int i = 0; i < count; i++) {
            float square = e[i] * e[i];
            float squareLost = Math.fma(e[i], e[i], -square) + (e[i] + e[i]) * y[i];
            float d = Math.fma(2, square, s[i]);
            float added = d - s[i];
            float dLost = (s[i] - (d - added)) + (2 * square - added) + Math.fma(2, squareLost, sLost[i]);
            float inverse = 1 / d;
            float rough = s[i] * inverse;
            float missing = Math.fma(-rough, d, s[i]) + Math.fma(-rough, dLost, sLost[i]);
            float product = Math.fma(x[i], rough, x[i] * (missing * inverse));
            y[i] = Math.min(product, Math.max(x[i], -0f)); // a product of −0 may be +0
        }
    }
}
