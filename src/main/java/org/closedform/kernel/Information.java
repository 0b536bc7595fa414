package org.closedform.kernel;

import java.util.Arrays;

/**
 * Entropy and divergence of one row: Σ p_i r_i, with r_i = −log p_i or r_i = log p_i − log q_i. Terms with p_i = 0 are 0.
 *
 * <p>∂r_i/∂log p_i is a constant s: −1 for entropy, 1 for divergence. So the slope is r_i + s in p_i, p_i (r_i + s) in log p_i, and
 * p_i (r_i − Σ p r) in the i-th logit. This is computed in double-double, because r_i − Σ p r may cancel, and with scaled p_i, so
 * that none underflows before it is multiplied.
 */
public final class Information {
    /** About how long a number takes. */
    static final double NANOSECONDS = 50;

    private Information() {}

    /** How the numbers of a row give a distribution, and how a gradient is pulled back to them. */
    public enum Reading {
        LOGITS {
            @Override
            void pullFirst(Distribution p, DoubleDoubles r, double total, double s, double[] dx) {
                if (total == Double.POSITIVE_INFINITY) {
                    infiniteDeviations(p, r, dx);
                    return;
                }
                p.times(r, p.centered(r).negate(), dx);
            }

            @Override
            void pullSecond(Distribution p, double[] y, double[] dy) {
                double[] rounded = new double[y.length];
                Arrays.setAll(rounded, p::at);
                CrossEntropy.logits(y, rounded, dy);
            }
        },

        LOG_PROBABILITIES {
            @Override
            void pullFirst(Distribution p, DoubleDoubles r, double total, double s, double[] dx) {
                p.times(r, DoubleDouble.of(s), dx);
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
            void pullFirst(Distribution p, DoubleDoubles r, double total, double s, double[] dx) {
                for (int i = 0; i < dx.length; i++) {
                    dx[i] = (r.high[i] + s) + r.low[i];
                }
            }

            @Override
            void pullSecond(Distribution p, double[] y, double[] dy) {
                for (int i = 0; i < dy.length; i++) {
                    dy[i] = p.isZero(i) ? 0 : -p.dividedBy(i, y[i]);
                }
            }
        };

        /** The slope of Σ p r in what p was read from. */
        abstract void pullFirst(Distribution p, DoubleDoubles r, double total, double s, double[] dx);

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
        double epsilon = p.isFloat64() ? Math.ulp(1.0) : Math.ulp(1f);
        rows.forEach(p, NANOSECONDS, () -> {
            double[] y = rows.scratch();
            double[] dx = rows.scratch();
            double[] dy = rows.scratch();
            Divergence divergence = new Divergence(pReading, qReading, rows.length(), epsilon);
            return (x, row) -> {
                rows.load(q, row, y);
                values[row] = divergence.apply(x, y, dx, dy);
                CrossEntropy.divide(dx, divisor);
                CrossEntropy.divide(dy, divisor);
                rows.store(dp, row, dx);
                rows.store(dq, row, dy);
            };
        });
        return new Divergences(values, dp, dq);
    }

    /** One entropy a row, and the gradient divided by {@code divisor}. */
    public static CrossEntropy.Result entropies(Buffer x, Reading reading, Rows rows, double divisor) {
        double[] values = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        rows.forEach(x, NANOSECONDS, () -> {
            double[] dx = rows.scratch();
            Distribution p = new Distribution(reading, rows.length());
            DoubleDoubles r = new DoubleDoubles(rows.length());
            return (row, index) -> {
                p.read(row, p.exponent(row));
                values[index] = entropy(reading, p, r, dx);
                CrossEntropy.divide(dx, divisor);
                rows.store(gradient, index, dx);
            };
        });
        return new CrossEntropy.Result(values, gradient);
    }

    private static double entropy(Reading reading, Distribution p, DoubleDoubles r, double[] dx) {
        if (reading == Reading.LOGITS) {
            DoubleDouble least = p.fromLeast(r);
            DoubleDouble mean = p.mean(r);
            p.times(r, mean.negate(), dx);
            return mean.plus(least).high();
        }
        DoubleDoubles log = p.log();
        for (int i = 0; i < dx.length; i++) {
            r.set(i, log.at(i).negate());
        }
        double total = p.mean(r).high();
        reading.pullFirst(p, r, total, -1, dx);
        return total;
    }

    /** The limit as one r_i goes to +∞: p_i (1 − p_i)·∞ there and −∞ elsewhere. If two do, there is none. */
    private static void infiniteDeviations(Distribution p, DoubleDoubles r, double[] dx) {
        int infinite = 0;
        boolean others = false;
        for (int i = 0; i < dx.length; i++) {
            if (!p.isZero(i)) {
                boolean isInfinite = r.high[i] == Double.POSITIVE_INFINITY;
                infinite += isInfinite ? 1 : 0;
                others |= !isInfinite;
            }
        }
        double limit = infinite > 1 ? Double.NaN : others ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < dx.length; i++) {
            boolean isInfinite = r.high[i] == Double.POSITIVE_INFINITY;
            dx[i] = p.isZero(i) ? 0 : isInfinite ? limit : Double.NEGATIVE_INFINITY;
        }
    }
}
