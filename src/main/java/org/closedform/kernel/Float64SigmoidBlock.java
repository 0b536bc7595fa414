package org.closedform.kernel;

/** Float64 numbers. */
final class Float64SigmoidBlock implements SigmoidBlock {
    private final double[] x = new double[SIZE + 3 * Panel.GAP];
    private final double[] a = new double[SIZE + 3 * Panel.GAP];
    private final double[] q = new double[SIZE + 3 * Panel.GAP];
    private final double[] r = new double[SIZE + 3 * Panel.GAP];
    private final double[] y = new double[SIZE + 3 * Panel.GAP];

    /** 1, as large as q says. */
    private static final double ONE = Float64Exponential.WIDE_ONE;
    /** From here on σ is 1; 4·e^−747 is no longer a number. */
    private static final double SATURATED = 41;

    private static final double VANISHED = 747;

    @Override
    public void load(Buffer source, int from, int count) {
        System.arraycopy(((Float64Buffer) source).values(), from, x, 0, count);
    }

    @Override
    public void store(Buffer target, int to, int count) {
        System.arraycopy(y, 0, ((Float64Buffer) target).values(), to, count);
    }

    @Override
    public void logistic(int count) {
        between(x, a, count);
        Float64Exponential.widePowers(a, q, r, count);
        logistic(q, r, y, count);
    }

    @Override
    public void logisticSlope(int count, int scale) {
        sizes(x, scale, VANISHED / scale, a, count);
        Float64Exponential.widePowers(a, q, r, count);
        logisticSlope(q, r, scale * scale, y, count);
    }

    @Override
    public void softplus(int count, int sign) {
        sizes(x, 1, VANISHED, a, count);
        Float64Exponential.widePowers(a, q, r, count);
        share(q, r, a, count);
        softplus(x, sign, a, y, count);
    }

    @Override
    public void tangent(int count) {
        sizes(x, 2, SATURATED / 2, a, count);
        Float64Exponential.widePowers(a, q, r, count);
        excess(r, a, y, count);
        tangent(x, q, a, y, y, count);
    }

    private static void between(double[] x, double[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.max(-x[i], -SATURATED), VANISHED);
        }
    }

    private static void sizes(double[] x, double scale, double most, double[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.abs(x[i]), most) * scale;
        }
    }

    private static void logistic(double[] q, double[] r, double[] y, int count) {
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
    private static void logisticSlope(double[] q, double[] r, double scale, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            double w = Float64Exponential.excess(r[i]);
            double rough = 1 / Math.fma(q[i], w, q[i] + ONE);
            double missing = Math.fma(-rough * q[i], w, 1 - rough * q[i]) - rough * ONE;
            double inverse = Math.fma(missing, rough, rough);
            double share = inverse * q[i];
            y[i] = Math.min(inverse * (ONE * scale) * Math.fma(share, w, share), 0.25 * scale);
        }
    }

    /** s = 1 / (2E + 1). */
    private static void share(double[] q, double[] r, double[] s, int count) {
        for (int i = 0; i < count; i++) {
            double w = Float64Exponential.excess(r[i]);
            double twice = q[i] + q[i];
            double rough = 1 / Math.fma(twice, w, twice + ONE);
            double part = rough * twice;
            double missing = Math.fma(-part, w, 1 - part) - rough * ONE;
            s[i] = Math.fma(missing, rough, rough);
        }
    }

    /** 2 atanh(s) = 2s + s³·p(s²) for s = 1 / (2E + 1) ≤ 1/3, with p by Remez; off by 2^−59. */
    private static void softplus(double[] x, double sign, double[] s, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            double z = (s[i] * ONE) * (s[i] * ONE);
            double p = 0.1701859829479474;
            p = Math.fma(p, z, 0.0834008991701953);
            p = Math.fma(p, z, 0.12106088644462844);
            p = Math.fma(p, z, 0.1330097333092405);
            p = Math.fma(p, z, 0.1538655993745615);
            p = Math.fma(p, z, 0.1818174392457997);
            p = Math.fma(p, z, 0.22222223969728372);
            p = Math.fma(p, z, 0.28571428547854183);
            p = Math.fma(p, z, 0.4000000000015724);
            p = Math.fma(p, z, 0.6666666666666631);
            double log = Math.fma(s[i] * z, p, s[i] + s[i]);
            y[i] = sign * Math.fma(log, ONE, Math.max(sign * x[i], 0));
        }
    }

    /** w = e^r − 1, and what its rounding loses. */
    private static void excess(double[] r, double[] w, double[] lost, int count) {
        for (int i = 0; i < count; i++) {
            double p = Float64Exponential.polynomial(r[i]) * r[i];
            w[i] = Math.fma(p, r[i], r[i]);
            lost[i] = Math.fma(p, r[i], r[i] - w[i]);
        }
    }

    /** The sign is that of x + x, which is the larger of the two in size. */
    private static void tangent(double[] x, double[] q, double[] excess, double[] lost, double[] y, int count) {
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
