package org.closedform.kernel;

/**
 * Entropy and divergence of one row: Σ p_i r_i, with r_i = −log p_i or r_i = log p_i − log q_i. Terms with p_i = 0 are 0.
 *
 * <p>Whatever r stands for, as long as ∂r_i/∂log p_i is a number s (−1 for entropy, 1 for divergence), the slope is r_i + s in
 * p_i, p_i (r_i + s) in log p_i, and p_i (r_i − Σ p r) in the i-th logit.
 */
public final class Information {
    /** Below this distance e^−d − 1 + d is formed by its series. */
    private static final double NEAR = 0.5;

    private Information() {}

    /** What a row of numbers says of a distribution, and how slopes come back to those numbers. */
    public enum Reading {
        LOGITS {
            @Override
            void read(double[] x, double[] p, double[] logP) {
                SoftmaxRow.softmax(x, p);
                SoftmaxRow.logSoftmax(x, logP);
            }

            @Override
            void pullFirst(double[] p, double[] r, double total, double s, double[] dx) {
                deviations(p, r, total, dx);
            }

            @Override
            void pullSecond(double[] p, double[] y, double[] dy) {
                CrossEntropy.logits(y, p.clone(), dy);
            }
        },

        LOG_PROBABILITIES {
            @Override
            void read(double[] x, double[] p, double[] logP) {
                for (int i = 0; i < x.length; i++) {
                    p[i] = StrictMath.exp(x[i]);
                    logP[i] = x[i];
                }
            }

            @Override
            void pullFirst(double[] p, double[] r, double total, double s, double[] dx) {
                for (int i = 0; i < p.length; i++) {
                    dx[i] = p[i] == 0 ? 0 : p[i] * (r[i] + s);
                }
            }

            @Override
            void pullSecond(double[] p, double[] y, double[] dy) {
                for (int i = 0; i < p.length; i++) {
                    dy[i] = -p[i];
                }
            }
        },

        PROBABILITIES {
            @Override
            void read(double[] x, double[] p, double[] logP) {
                for (int i = 0; i < x.length; i++) {
                    p[i] = x[i];
                    logP[i] = StrictMath.log(x[i]);
                }
            }

            @Override
            void pullFirst(double[] p, double[] r, double total, double s, double[] dx) {
                for (int i = 0; i < p.length; i++) {
                    dx[i] = r[i] + s;
                }
            }

            @Override
            void pullSecond(double[] p, double[] y, double[] dy) {
                for (int i = 0; i < p.length; i++) {
                    dy[i] = p[i] == 0 ? 0 : -p[i] / y[i];
                }
            }
        };

        /** Fills p and log p from x. */
        abstract void read(double[] x, double[] p, double[] logP);

        /** The slope of Σ p r in what p was read from. */
        abstract void pullFirst(double[] p, double[] r, double total, double s, double[] dx);

        /** The slope of −Σ p log q in y, which q was read from. */
        abstract void pullSecond(double[] p, double[] y, double[] dy);
    }

    /** One divergence a row, and both gradients divided by {@code divisor}. */
    public record Divergences(double[] values, Buffer dp, Buffer dq) {}

    public static Divergences divergences(
            Buffer p, Reading pReading, Buffer q, Reading qReading, Rows rows, double divisor) {
        double[] values = new double[rows.count()];
        Buffer dp = p.ofSize(p.size());
        Buffer dq = q.ofSize(q.size());
        double[] y = rows.scratch();
        Divergence divergence = new Divergence(pReading, qReading, rows.length());
        rows.forEach(p, (x, row) -> {
            rows.load(q, row, y);
            values[row] = divergence.apply(x, y);
            rows.store(dp, row, divided(divergence.dx, divisor));
            rows.store(dq, row, divided(divergence.dy, divisor));
        });
        return new Divergences(values, dp, dq);
    }

    /** One entropy a row, and the gradient divided by {@code divisor}. */
    public static CrossEntropy.Result entropies(Buffer x, Reading reading, Rows rows, double divisor) {
        double[] values = new double[rows.count()];
        Buffer gradient = x.ofSize(x.size());
        double[] p = rows.scratch();
        double[] r = rows.scratch();
        double[] dx = rows.scratch();
        rows.forEach(x, (row, index) -> {
            values[index] =
                    reading == Reading.LOGITS ? entropyOfLogits(row, p, r, dx) : entropy(reading, row, p, r, dx);
            rows.store(gradient, index, divided(dx, divisor));
        });
        return new CrossEntropy.Result(values, gradient);
    }

    private static double entropy(Reading reading, double[] x, double[] p, double[] r, double[] dx) {
        reading.read(x, p, r);
        for (int i = 0; i < r.length; i++) {
            r[i] = -r[i];
            dx[i] = p[i] == 0 ? 0 : p[i] * r[i];
        }
        double total = Summation.sum(dx);
        reading.pullFirst(p, r, total, -1, dx);
        return total;
    }

    /** With r_i = x_top − x_i the entropy is Σ p r + log1p(R), two terms ≥ 0; the slope needs r up to a constant only. */
    private static double entropyOfLogits(double[] x, double[] p, double[] r, double[] dx) {
        int top = Extremum.argMax(x);
        double rest = SoftmaxRow.exponentials(x, top, p);
        for (int i = 0; i < x.length; i++) {
            p[i] /= 1 + rest;
            r[i] = x[top] - x[i];
            dx[i] = p[i] == 0 ? 0 : p[i] * r[i];
        }
        double mean = Summation.sum(dx);
        deviations(p, r, mean, dx);
        return mean + StrictMath.log1p(rest);
    }

    /** p_i (r_i − mean); they sum to 0, so the largest p, where r − mean may cancel, takes minus the sum of the others. */
    private static void deviations(double[] p, double[] r, double mean, double[] dx) {
        if (mean == Double.POSITIVE_INFINITY) {
            infiniteDeviations(p, r, dx);
            return;
        }
        int top = Extremum.argMax(p);
        for (int i = 0; i < p.length; i++) {
            dx[i] = i == top || p[i] == 0 ? 0 : p[i] * (r[i] - mean);
        }
        dx[top] = 0 * mean - Summation.sum(dx);
    }

    /** The limit as one r_i goes to +∞: p_i (1 − p_i)·∞ there and −∞ elsewhere. If two do, there is none. */
    private static void infiniteDeviations(double[] p, double[] r, double[] dx) {
        int infinite = 0;
        double others = 0;
        for (int i = 0; i < p.length; i++) {
            if (p[i] > 0 && r[i] == Double.POSITIVE_INFINITY) {
                infinite++;
            } else {
                others += p[i];
            }
        }
        double limit = infinite > 1 ? Double.NaN : others > 0 ? Double.POSITIVE_INFINITY : 0;
        for (int i = 0; i < p.length; i++) {
            dx[i] = p[i] == 0 ? 0 : r[i] == Double.POSITIVE_INFINITY ? limit : Double.NEGATIVE_INFINITY;
        }
    }

    private static double[] divided(double[] x, double divisor) {
        for (int i = 0; i < x.length; i++) {
            x[i] /= divisor;
        }
        return x;
    }

    /** The divergence of a row from another, with scratch. */
    private static final class Divergence {
        private final Reading pReading;
        private final Reading qReading;
        private final double[] p;
        private final double[] q;
        private final double[] logP;
        private final double[] logQ;
        private final double[] r;
        private final double[] dx;
        private final double[] dy;

        Divergence(Reading pReading, Reading qReading, int length) {
            this.pReading = pReading;
            this.qReading = qReading;
            this.p = new double[length];
            this.q = new double[length];
            this.logP = new double[length];
            this.logQ = new double[length];
            this.r = new double[length];
            this.dx = new double[length];
            this.dy = new double[length];
        }

        /** Leaves the gradients in dx and dy. */
        double apply(double[] x, double[] y) {
            pReading.read(x, p, logP);
            qReading.read(y, q, logQ);
            qReading.pullSecond(p, y, dy);
            boolean logits = pReading == Reading.LOGITS && qReading == Reading.LOGITS;
            double total = logits ? ofLogits(x, y) : ofAny();
            pReading.pullFirst(p, r, total, 1, dx);
            return total;
        }

        private double ofAny() {
            boolean probabilities = pReading == Reading.PROBABILITIES && qReading == Reading.PROBABILITIES;
            for (int i = 0; i < p.length; i++) {
                r[i] = probabilities ? logRatio(p[i], q[i]) : logP[i] - logQ[i];
                dx[i] = p[i] != 0 ? p[i] * r[i] : Double.isNaN(logQ[i]) ? Double.NaN : 0;
            }
            return Summation.sum(dx);
        }

        /**
         * Since Σ p = Σ q the divergence is also Σ (p r − p + q), whose terms p (e^−r − 1 + r) are ≥ 0: it keeps its digits where
         * p is close to q. There the slope q − p is p (e^−r − 1).
         */
        private double ofLogits(double[] x, double[] y) {
            if (!nearLogRatios(x, y)) {
                for (int i = 0; i < p.length; i++) {
                    r[i] = logP[i] - logQ[i];
                }
            }
            for (int i = 0; i < p.length; i++) {
                boolean near = Math.abs(r[i]) < NEAR;
                dx[i] = p[i] == 0 ? q[i] : near ? p[i] * excess(r[i]) : p[i] * r[i] - (p[i] - q[i]);
                dy[i] = near ? p[i] * StrictMath.expm1(-r[i]) : dy[i];
            }
            return Summation.sum(dx);
        }

        /**
         * r_i = w_i − log Σ q e^w with w = x − y, both counted from where x is largest. False unless every |w| is small.
         */
        private boolean nearLogRatios(double[] x, double[] y) {
            int top = Extremum.argMax(x);
            for (int i = 0; i < r.length; i++) {
                boolean nowhere = x[i] == Double.NEGATIVE_INFINITY && y[i] == Double.NEGATIVE_INFINITY;
                r[i] = nowhere ? 0 : differenceOfDifferences(x[i], x[top], y[i], y[top]);
                if (!(Math.abs(r[i]) < NEAR)) {
                    return false;
                }
                dx[i] = q[i] * StrictMath.expm1(r[i]);
            }
            double shift = StrictMath.log1p(Summation.sum(dx));
            for (int i = 0; i < r.length; i++) {
                r[i] -= shift;
            }
            return true;
        }
    }

    /** log(p/q), without cancelling where they are close. */
    private static double logRatio(double p, double q) {
        double quotient = p / q;
        if (!(p >= 0 && q >= 0)) {
            return Double.NaN;
        }
        if (quotient > 0.5 && quotient < 2) {
            return StrictMath.log1p((p - q) / q);
        }
        boolean normal = quotient >= Double.MIN_NORMAL && quotient <= Double.MAX_VALUE;
        return normal ? StrictMath.log(quotient) : StrictMath.log(p) - StrictMath.log(q);
    }

    /** e^−d − 1 + d = d²/2 − d³/6 + d⁴/24 − …, for small d. */
    private static double excess(double d) {
        double sum = 0;
        for (int n = 16; n > 2; n--) {
            sum = (1 + sum) * (-d / n);
        }
        return d * d / 2 * (1 + sum);
    }

    /** (a − b) − (c − d), with the rounding errors of both differences. */
    private static double differenceOfDifferences(double a, double b, double c, double d) {
        double first = a - b;
        double second = c - d;
        return (first - second) + (roundingError(a, b, first) - roundingError(c, d, second));
    }

    /** (a − b) − d for d = a − b as rounded (Knuth's two-sum). */
    private static double roundingError(double a, double b, double d) {
        double virtual = d - a;
        return (a - (d - virtual)) - (b + virtual);
    }
}
