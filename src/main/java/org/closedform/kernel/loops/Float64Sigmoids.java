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
final class Float64Sigmoids {
    /** 1 in the scale of q. */
    private static final double ONE = Float64Exponential.WIDE_ONE;

    private Float64Sigmoids() {}

    static void sigmoid(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        between(x, a, count);
        Float64Exponential.widePowers(a, q, r, 0, count);
        sigmoid(q, r, y, count);
    }

    static void sigmoidSlope(double[] x, double[] y, int count, int scale, double[] a, double[] q, double[] r) {
        sizes(x, scale, Float64Exponential.VANISHED / scale, a, count);
        Float64Exponential.widePowers(a, q, r, 0, count);
        slope(q, r, scale * scale, y, count);
    }

    static void softplus(double[] x, double[] y, int count, int sign, double[] a, double[] q, double[] r) {
        sizes(x, 1, Float64Exponential.VANISHED, a, count);
        Float64Exponential.widePowers(a, q, r, 0, count);
        share(q, r, a, count);
        softplus(x, sign, a, y, count);
    }

    static void tanh(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        sizes(x, 2, Float64Exponential.SATURATED / 2, a, count);
        Float64Exponential.widePowers(a, q, r, 0, count);
        excess(r, a, y, count);
        tanh(x, q, a, y, y, count);
    }

    private static void between(double[] x, double[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.max(-x[i], -Float64Exponential.SATURATED), Float64Exponential.VANISHED);
        }
    }

    private static void sizes(double[] x, double scale, double most, double[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.abs(x[i]), most) * scale;
        }
    }

    static void sigmoid(double[] q, double[] r, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            double w = Float64Exponential.excess(r[i]);
            double inverse = 1 / Math.fma(q[i], w, q[i] + ONE);
            double sigmoid = inverse * ONE;
            double share = inverse * q[i];
            double missing = Math.fma(-share, w, 1 - share) - sigmoid;
            y[i] = Math.fma(missing, sigmoid, sigmoid);
        }
    }

    /** σ(−|x|)·σ(|x|); near 0 rounding would lift it above its maximum. */
    static void slope(double[] q, double[] r, double scale, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            double w = Float64Exponential.excess(r[i]);
            double rough = 1 / Math.fma(q[i], w, q[i] + ONE);
            double missing = Math.fma(-rough * q[i], w, 1 - rough * q[i]) - rough * ONE;
            double inverse = Math.fma(missing, rough, rough);
            double share = inverse * q[i];
            y[i] = Math.min(inverse * (ONE * scale) * Math.fma(share, w, share), scale / 4);
        }
    }

    /** s = 1 / (2E + 1). */
    static void share(double[] q, double[] r, double[] s, int count) {
        for (int i = 0; i < count; i++) {
            double w = Float64Exponential.excess(r[i]);
            double twice = q[i] + q[i];
            double rough = 1 / Math.fma(twice, w, twice + ONE);
            double part = rough * twice;
            double missing = Math.fma(-part, w, 1 - part) - rough * ONE;
            s[i] = Math.fma(missing, rough, rough);
        }
    }

    /** 2 atanh(s) = 2s + s³·p(s²) for s = 1 / (2E + 1). */
    static void softplus(double[] x, double sign, double[] s, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            double z = (s[i] * ONE) * (s[i] * ONE);
            double p = Float64Exponential.atanhSeries(z);
            double log = Math.fma(s[i] * z, p, s[i] + s[i]);
            y[i] = sign * Math.fma(log, ONE, Math.max(sign * x[i], 0));
        }
    }

    /** w = e^r − 1, and what its rounding loses. */
    static void excess(double[] r, double[] w, double[] lost, int count) {
        for (int i = 0; i < count; i++) {
            double p = Float64Exponential.polynomial(r[i]) * r[i];
            w[i] = Math.fma(p, r[i], r[i]);
            lost[i] = Math.fma(p, r[i], r[i] - w[i]);
        }
    }

    /** The sign is that of x + x, which is the larger of the two in size. */
    static void tanh(double[] x, double[] q, double[] excess, double[] lost, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            double power = q[i] * (1 / ONE);
            double w = power * excess[i];
            double below = power - 1;
            double above = power + 1;
            double inverse = 1 / (above + w);
            double rough = (below + w) * inverse;
            double missing =
                    Math.fma(power * lost[i], 1 - rough, Math.fma(w, 1 - rough, Math.fma(-rough, above, below)));
            double size = Math.fma(missing, inverse, rough);
            y[i] = Math.max(-size, Math.min(size, x[i] + x[i]));
        }
    }
}
