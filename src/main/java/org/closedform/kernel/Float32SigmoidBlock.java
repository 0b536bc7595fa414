package org.closedform.kernel;

/** Float32 numbers. */
final class Float32SigmoidBlock implements SigmoidBlock {
    private final float[] x = new float[SIZE + 6 * Panel.GAP];
    private final float[] a = new float[SIZE + 6 * Panel.GAP];
    private final float[] q = new float[SIZE + 6 * Panel.GAP];
    private final float[] r = new float[SIZE + 6 * Panel.GAP];
    private final float[] y = new float[SIZE + 6 * Panel.GAP];

    /** 1, as large as q says. */
    private static final float ONE = Float32Exponential.WIDE_ONE;
    /** From here on σ is 1; 4·e^−106 is no longer a number. */
    private static final float SATURATED = 18;

    private static final float VANISHED = 106;

    @Override
    public void load(Buffer source, int from, int count) {
        System.arraycopy(((Float32Buffer) source).values(), from, x, 0, count);
    }

    @Override
    public void store(Buffer target, int to, int count) {
        System.arraycopy(y, 0, ((Float32Buffer) target).values(), to, count);
    }

    @Override
    public void logistic(int count) {
        between(x, a, count);
        Float32Exponential.widePowers(a, q, r, count);
        logistic(q, r, y, count);
    }

    @Override
    public void logisticSlope(int count, int scale) {
        sizes(x, scale, VANISHED / scale, a, count);
        Float32Exponential.widePowers(a, q, r, count);
        logisticSlope(q, r, scale * scale, y, count);
    }

    @Override
    public void softplus(int count, int sign) {
        sizes(x, 1, VANISHED, a, count);
        Float32Exponential.widePowers(a, q, r, count);
        share(q, r, a, count);
        softplus(x, sign, a, y, count);
    }

    @Override
    public void tangent(int count) {
        sizes(x, 2, SATURATED / 2, a, count);
        Float32Exponential.widePowers(a, q, r, count);
        excess(r, a, y, count);
        tangent(x, q, a, y, y, count);
    }

    private static void between(float[] x, float[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.max(-x[i], -SATURATED), VANISHED);
        }
    }

    private static void sizes(float[] x, float scale, float most, float[] a, int count) {
        for (int i = 0; i < count; i++) {
            a[i] = Math.min(Math.abs(x[i]), most) * scale;
        }
    }

    private static void logistic(float[] q, float[] r, float[] y, int count) {
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
    private static void logisticSlope(float[] q, float[] r, float scale, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float w = Float32Exponential.excess(r[i]);
            float rough = 1 / Math.fma(q[i], w, q[i] + ONE);
            float missing = Math.fma(-rough * q[i], w, 1 - rough * q[i]) - rough * ONE;
            float inverse = Math.fma(missing, rough, rough);
            float share = inverse * q[i];
            y[i] = Math.min(inverse * (ONE * scale) * Math.fma(share, w, share), 0.25f * scale);
        }
    }

    /** s = 1 / (2E + 1). */
    private static void share(float[] q, float[] r, float[] s, int count) {
        for (int i = 0; i < count; i++) {
            float w = Float32Exponential.excess(r[i]);
            float twice = q[i] + q[i];
            float rough = 1 / Math.fma(twice, w, twice + ONE);
            float part = rough * twice;
            float missing = Math.fma(-part, w, 1 - part) - rough * ONE;
            s[i] = Math.fma(missing, rough, rough);
        }
    }

    /** 2 atanh(s) = 2s + s³·p(s²) for s = 1 / (2E + 1) ≤ 1/3, with p by Remez; off by 2^−33. */
    private static void softplus(float[] x, float sign, float[] s, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            float z = (s[i] * ONE) * (s[i] * ONE);
            float p = 0.24300944f;
            p = Math.fma(p, z, 0.21427658f);
            p = Math.fma(p, z, 0.28616884f);
            p = Math.fma(p, z, 0.39998878f);
            p = Math.fma(p, z, 0.66666676f);
            float log = Math.fma(s[i] * z, p, s[i] + s[i]);
            y[i] = sign * Math.fma(log, ONE, Math.max(sign * x[i], 0));
        }
    }

    /** w = e^r − 1, and what its rounding loses. */
    private static void excess(float[] r, float[] w, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float p = Float32Exponential.polynomial(r[i]) * r[i];
            w[i] = Math.fma(p, r[i], r[i]);
            lost[i] = Math.fma(p, r[i], r[i] - w[i]);
        }
    }

    /** The sign is that of x + x, which is the larger of the two in size. */
    private static void tangent(float[] x, float[] q, float[] excess, float[] lost, float[] y, int count) {
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
