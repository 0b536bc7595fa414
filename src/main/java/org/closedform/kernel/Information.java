package org.closedform.kernel;

/**
 * Entropy and divergence of one row: Σ p_i r_i, with r_i = −log p_i or r_i = log p_i − log q_i. Terms with p_i = 0 are 0.
 *
 * <p>Whatever r stands for, as long as ∂r_i/∂log p_i is a number s (−1 for entropy, 1 for divergence), the slope is r_i + s in
 * p_i, p_i (r_i + s) in log p_i, and p_i (r_i − Σ p r) in the i-th logit. Where r_i − Σ p r cancels, the digits that are left are
 * those of {@link DoubleDouble}; and no p_i underflows before it is multiplied.
 */
public final class Information {
    private Information() {}

    /** What a row of numbers says of a distribution, and how slopes come back to those numbers. */
    public enum Reading {
        LOGITS {
            @Override
            Distribution read(double[] x) {
                return Distribution.ofLogits(x);
            }

            @Override
            void pullFirst(Distribution p, DoubleDouble[] r, double total, double s, double[] dx) {
                deviations(p, r, total, dx);
            }

            @Override
            void pullSecond(Distribution p, double[] y, double[] dy) {
                CrossEntropy.logits(y, p.rounded(), dy);
            }
        },

        LOG_PROBABILITIES {
            @Override
            Distribution read(double[] x) {
                return Distribution.ofLogProbabilities(x);
            }

            @Override
            void pullFirst(Distribution p, DoubleDouble[] r, double total, double s, double[] dx) {
                for (int i = 0; i < dx.length; i++) {
                    dx[i] = p.isZero(i) ? 0 : p.times(i, r[i].plus(DoubleDouble.of(s)));
                }
            }

            @Override
            void pullSecond(Distribution p, double[] y, double[] dy) {
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = -p.at(i);
                }
            }
        },

        PROBABILITIES {
            @Override
            Distribution read(double[] x) {
                return Distribution.ofProbabilities(x);
            }

            @Override
            void pullFirst(Distribution p, DoubleDouble[] r, double total, double s, double[] dx) {
                for (int i = 0; i < dx.length; i++) {
                    dx[i] = r[i].plus(DoubleDouble.of(s)).high();
                }
            }

            @Override
            void pullSecond(Distribution p, double[] y, double[] dy) {
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = p.isZero(i) ? 0 : -p.dividedBy(i, y[i]);
                }
            }
        };

        abstract Distribution read(double[] x);

        /** The slope of Σ p r in what p was read from. */
        abstract void pullFirst(Distribution p, DoubleDouble[] r, double total, double s, double[] dx);

        /** The slope of −Σ p log q in y, which q was read from. */
        abstract void pullSecond(Distribution p, double[] y, double[] dy);
    }

    /** One divergence a row, and both gradients divided by {@code divisor}. */
    public record Divergences(double[] values, Buffer dp, Buffer dq) {}

    public static Divergences divergences(
            Buffer p, Reading pReading, Buffer q, Reading qReading, Rows rows, double divisor) {
        double[] values = new double[rows.count()];
        Buffer dp = p.ofSize(p.size());
        Buffer dq = q.ofSize(q.size());
        double[] y = rows.scratch();
        double[] dx = rows.scratch();
        double[] dy = rows.scratch();
        double epsilon = p.isFloat64() ? Math.ulp(1.0) : Math.ulp(1f);
        rows.forEach(p, (x, row) -> {
            rows.load(q, row, y);
            values[row] = new Divergence(pReading, x, qReading, y, epsilon).apply(dx, dy);
            CrossEntropy.divide(dx, divisor);
            CrossEntropy.divide(dy, divisor);
            rows.store(dp, row, dx);
            rows.store(dq, row, dy);
        });
        return new Divergences(values, dp, dq);
    }

    /** One entropy a row, and the gradient divided by {@code divisor}. */
    public static CrossEntropy.Result entropies(Buffer x, Reading reading, Rows rows, double divisor) {
        double[] values = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        double[] dx = rows.scratch();
        rows.forEach(x, (row, index) -> {
            values[index] = entropy(reading, row, dx);
            CrossEntropy.divide(dx, divisor);
            rows.store(gradient, index, dx);
        });
        return new CrossEntropy.Result(values, gradient);
    }

    private static double entropy(Reading reading, double[] x, double[] dx) {
        Distribution p = reading.read(x);
        DoubleDouble[] r = new DoubleDouble[x.length];
        for (int i = 0; i < r.length; i++) {
            r[i] = p.log()[i].negate();
        }
        double total = p.sumOfProducts(r).rounded();
        reading.pullFirst(p, r, total, -1, dx);
        return total;
    }

    /**
     * p_i (r_i − Σ p r), which a constant added to r leaves as it is; they sum to 0, so the largest p, where r − Σ p r may cancel,
     * takes minus the sum of the others.
     */
    private static void deviations(Distribution p, DoubleDouble[] r, double total, double[] dx) {
        if (total == Double.POSITIVE_INFINITY) {
            infiniteDeviations(p, r, dx);
            return;
        }
        int top = Extremum.argMax(p.rounded());
        DoubleDouble[] fromTop = new DoubleDouble[r.length];
        for (int i = 0; i < r.length; i++) {
            fromTop[i] = r[i].minus(r[top]);
        }
        DoubleDouble mean = p.sumOfProducts(fromTop).value();
        WideSum others = new WideSum();
        for (int i = 0; i < dx.length; i++) {
            if (i == top || p.isZero(i)) {
                dx[i] = 0;
            } else {
                DoubleDouble deviation = fromTop[i].minus(mean);
                dx[i] = p.times(i, deviation);
                others.add(p.m()[i], p.k()[i], deviation);
            }
        }
        dx[top] = 0 * total - others.rounded();
    }

    /** The limit as one r_i goes to +∞: p_i (1 − p_i)·∞ there and −∞ elsewhere. If two do, there is none. */
    private static void infiniteDeviations(Distribution p, DoubleDouble[] r, double[] dx) {
        int infinite = 0;
        boolean others = false;
        for (int i = 0; i < r.length; i++) {
            if (!p.isZero(i)) {
                boolean isInfinite = r[i].high() == Double.POSITIVE_INFINITY;
                infinite += isInfinite ? 1 : 0;
                others |= !isInfinite;
            }
        }
        double limit = infinite > 1 ? Double.NaN : others ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < r.length; i++) {
            boolean isInfinite = r[i].high() == Double.POSITIVE_INFINITY;
            dx[i] = p.isZero(i) ? 0 : isInfinite ? limit : Double.NEGATIVE_INFINITY;
        }
    }
}
