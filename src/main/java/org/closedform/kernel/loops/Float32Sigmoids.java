package org.closedform.kernel.loops;

/**
 * The sigmoids, their slopes and their integral, all made of E = e^a:
 *
 * <pre>{@code
 * σ(x)        = 1 / (1 + E)           a = −x
 * σ′(x)       = E / (1 + E)²          a = |x|
 * tanh(x)     = ±(E − 1) / (E + 1)    a = 2|x|
 * softplus(x) = max(x, 0) + 2 atanh(1 / (2E + 1))    a = |x|
 * }</pre>
 *
 * <p>E itself is never formed: it is q + q·w with q = 2^k and a small w = e^r − 1, so that q + q·w + 1 is rounded only once. The
 * error of its reciprocal is known almost exactly, and corrected where that is needed.
 *
 * <p>The JIT compiler vectorises every loop: they are counted, over arrays with one index, without branches.
 */
final class Float32Sigmoids {
    /** 1 in the scale of q. */
    private static final float ONE = Float32Exponential.WIDE_ONE;

    private Float32Sigmoids() {}

    static void sigmoid(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        between(x, a, count);
        Float32Exponential.widePowers(a, q, r, 0, count);
        sigmoid(q, r, y, count);
    }

    static void sigmoidSlope(float[] x, float[] y, int count, int scale, float[] a, float[] q, float[] r) {
        sizes(x, scale, Float32Exponential.VANISHED / scale, a, count);
        Float32Exponential.widePowers(a, q, r, 0, count);
        slope(q, r, scale * scale, y, count);
    }

    static void softplus(float[] x, float[] y, int count, int sign, float[] a, float[] q, float[] r) {
        sizes(x, 1, Float32Exponential.VANISHED, a, count);
        Float32Exponential.widePowers(a, q, r, 0, count);
        share(q, r, a, count);
        softplus(x, sign, a, y, count);
    }

    static void tanh(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        sizes(x, 2, Float32Exponential.SATURATED / 2, a, count);
        Float32Exponential.widePowers(a, q, r, 0, count);
        excess(r, a, y, count);
        tanh(x, q, a, y, y, count);
    }

    private static void between(float[] x, float[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.max(-x[i], -Float32Exponential.SATURATED), Float32Exponential.VANISHED);
        }
    }

    private static void sizes(float[] x, float scale, float most, float[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.abs(x[i]), most) * scale;
        }
    }

    static void sigmoid(float[] q, float[] r, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float w = Float32Exponential.excess(r[i]);
            float inverse = 1 / Math.fma(q[i], w, q[i] + ONE);
            float sigmoid = inverse * ONE;
            float share = inverse * q[i];
            float missing = Math.fma(-share, w, 1 - share) - sigmoid;
            y[i] = Math.fma(missing, sigmoid, sigmoid);
        }
    }

    /** σ(−|x|)·σ(|x|); near 0 rounding would lift it above its maximum. */
    static void slope(float[] q, float[] r, float scale, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float w = Float32Exponential.excess(r[i]);
            float rough = 1 / Math.fma(q[i], w, q[i] + ONE);
            float missing = Math.fma(-rough * q[i], w, 1 - rough * q[i]) - rough * ONE;
            float inverse = Math.fma(missing, rough, rough);
            float share = inverse * q[i];
            y[i] = Math.min(inverse * (ONE * scale) * Math.fma(share, w, share), scale / 4);
        }
    }

    /** s = 1 / (2E + 1). */
    static void share(float[] q, float[] r, float[] s, int count) {
        for (int i = 0; i < count; i++) {
            float w = Float32Exponential.excess(r[i]);
            float twice = q[i] + q[i];
            float rough = 1 / Math.fma(twice, w, twice + ONE);
            float part = rough * twice;
            float missing = Math.fma(-part, w, 1 - part) - rough * ONE;
            s[i] = Math.fma(missing, rough, rough);
        }
    }

    /** 2 atanh(s) = 2s + s³·p(s²) for s = 1 / (2E + 1). */
    static void softplus(float[] x, float sign, float[] s, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float z = (s[i] * ONE) * (s[i] * ONE);
            float p = Float32Exponential.atanhSeries(z);
            float log = Math.fma(s[i] * z, p, s[i] + s[i]);
            y[i] = sign * Math.fma(log, ONE, Math.max(sign * x[i], 0));
        }
    }

    /** w = e^r − 1, and what its rounding loses. */
    static void excess(float[] r, float[] w, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float p = Float32Exponential.polynomial(r[i]) * r[i];
            w[i] = Math.fma(p, r[i], r[i]);
            lost[i] = Math.fma(p, r[i], r[i] - w[i]);
        }
    }

    /** The sign is that of x + x, which is the larger of the two in size. */
    static void tanh(float[] x, float[] q, float[] excess, float[] lost, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float power = q[i] * (1 / ONE);
            float w = power * excess[i];
            float below = power - 1;
            float above = power + 1;
            float inverse = 1 / (above + w);
            float rough = (below + w) * inverse;
            float missing =
                    Math.fma(power * lost[i], 1 - rough, Math.fma(w, 1 - rough, Math.fma(-rough, above, below)));
            float size = Math.fma(missing, inverse, rough);
            y[i] = Math.max(-size, Math.min(size, x[i] + x[i]));
        }
    }
}
