package org.closedform.kernel;

/** A row of probabilities m·2^k, as {@link WideSum} takes them, and of their logarithms; in more digits than a double has. */
record Distribution(DoubleDouble[] m, int[] k, DoubleDouble[] log) {

    private Distribution(int length) {
        this(new DoubleDouble[length], new int[length], new DoubleDouble[length]);
    }

    /** softmax(x), from the exact differences to the largest logit. */
    static Distribution ofLogits(double[] x) {
        Distribution result = new Distribution(x.length);
        int top = Extremum.argMax(x);
        WideSum others = new WideSum();
        for (int i = 0; i < x.length; i++) {
            result.exponential(
                    i, Double.isInfinite(x[top]) ? DoubleDouble.of(Double.NaN) : DoubleDouble.sum(x[i], -x[top]));
            if (i != top) {
                others.add(result.m[i], result.k[i], DoubleDouble.ONE);
            }
        }
        DoubleDouble rest = others.value();
        DoubleDouble logSum = Precise.log1p(rest);
        DoubleDouble sum = DoubleDouble.ONE.plus(rest);
        for (int i = 0; i < x.length; i++) {
            result.m[i] = result.m[i].dividedBy(sum);
            result.log[i] = result.log[i].minus(logSum);
        }
        return result;
    }

    static Distribution ofLogProbabilities(double[] x) {
        Distribution result = new Distribution(x.length);
        for (int i = 0; i < x.length; i++) {
            result.exponential(i, DoubleDouble.of(x[i]));
        }
        return result;
    }

    static Distribution ofProbabilities(double[] x) {
        Distribution result = new Distribution(x.length);
        for (int i = 0; i < x.length; i++) {
            result.log[i] = Precise.log(DoubleDouble.of(x[i]));
            result.k[i] = result.log[i].high() < WideSum.SMALL ? WideSum.DOWN : 0;
            result.m[i] = DoubleDouble.of(Math.scalb(x[i], -result.k[i]));
        }
        return result;
    }

    private void exponential(int i, DoubleDouble x) {
        log[i] = x;
        k[i] = x.high() < WideSum.SMALL ? WideSum.DOWN : 0;
        m[i] = Precise.exp(x, k[i]);
    }

    boolean isZero(int i) {
        return m[i].high() == 0;
    }

    /** p_i, rounded. */
    double at(int i) {
        return k[i] == 0 ? m[i].high() : Math.scalb(m[i].high(), k[i]);
    }

    /** p_i r, rounded. */
    double times(int i, DoubleDouble r) {
        if (k[i] == 0) {
            return m[i].times(r).high();
        }
        WideSum product = new WideSum();
        product.add(m[i], k[i], r);
        return product.rounded();
    }

    /** p_i / y, rounded. */
    double dividedBy(int i, double y) {
        boolean isSmall = k[i] != 0 && y < 0x1p-500;
        return isSmall ? m[i].high() / Math.scalb(y, -k[i]) : Math.scalb(m[i].high() / y, k[i]);
    }

    /** p, rounded. */
    double[] rounded() {
        double[] p = new double[m.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = at(i);
        }
        return p;
    }

    /** Σ p_i r_i; terms with p_i = 0 are 0. */
    WideSum sumOfProducts(DoubleDouble[] r) {
        WideSum sum = new WideSum();
        for (int i = 0; i < r.length; i++) {
            if (!isZero(i)) {
                sum.add(m[i], k[i], r[i]);
            }
        }
        return sum;
    }
}
