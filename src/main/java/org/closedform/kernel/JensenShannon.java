package org.closedform.kernel;

import org.closedform.kernel.Information.Reading;

/**
 * Jensen–Shannon divergence of one row, ½ Σ p log(p/m) + ½ Σ q log(q/m) with m = (p + q)/2, and its gradients.
 *
 * <p>With r = log(p/q) and d = tanh(r/2) = (p − q)/(p + q) every class adds (p + q)/4 · h, where
 *
 * <pre>{@code
 * h = (1 + d) log(1 + d) + (1 − d) log(1 − d) = d²/1 + d⁴/6 + d⁶/15 + d⁸/28 + …
 * }</pre>
 *
 * <p>has terms ≥ 0 only: so it keeps its digits where p and q are close, and is 0 only where they are equal. The slope in p is
 * ½ log(p/m) = ½ log(1 + d).
 */
public final class JensenShannon {
    private static final double LOG_2 = 0.6931471805599453;

    /** Below this |d| the series is taken. */
    private static final double NEAR = 0.5;

    /** So many terms of the series make up h to the last digit for |d| < ½. */
    private static final int TERMS = 26;

    private final Reading reading;
    private final Divergence pair;
    private final double[] ofP;
    private final double[] ofQ;
    private final double[] weights;

    private JensenShannon(Reading reading, int length, double epsilon) {
        this.reading = reading;
        this.pair = new Divergence(reading, reading, length, epsilon);
        this.ofP = new double[length];
        this.ofQ = new double[length];
        this.weights = new double[length];
    }

    /** One divergence a row, and both gradients divided by {@code divisor}. */
    public static Information.Divergences divergences(Buffer p, Buffer q, Reading reading, Rows rows, double divisor) {
        double[] values = new double[rows.count()];
        Buffer dp = p.ofSize(p.size());
        Buffer dq = q.ofSize(q.size());
        double epsilon = p.isFloat64() ? Math.ulp(1.0) : Math.ulp(1f);
        rows.forEach(p, Information.NANOSECONDS, () -> {
            double[] y = rows.scratch();
            double[] dx = rows.scratch();
            double[] dy = rows.scratch();
            JensenShannon divergence = new JensenShannon(reading, rows.length(), epsilon);
            return (x, row) -> {
                rows.load(q, row, y);
                // in one order, so that both orders give the same bits
                values[row] = isFirst(x, y) ? divergence.apply(x, y, dx, dy) : divergence.apply(y, x, dy, dx);
                CrossEntropy.divide(dx, divisor);
                CrossEntropy.divide(dy, divisor);
                rows.store(dp, row, dx);
                rows.store(dq, row, dy);
            };
        });
        return new Information.Divergences(values, dp, dq);
    }

    /** How both gradients of each row move, divided by {@code divisor}. */
    public static InformationCurvature.Movements movements(
            Buffer p, Buffer pTangent, Buffer q, Buffer qTangent, Reading reading, Rows rows, double divisor) {
        return InformationCurvature.movements(p, pTangent, q, qTangent, rows, divisor, () -> {
            JensenShannon divergence = new JensenShannon(reading, rows.length(), Math.ulp(1.0));
            Movement first = new Movement(reading, rows.length());
            Movement second = new Movement(reading, rows.length());
            return (x, y, xTangent, yTangent, dx, dy) ->
                    divergence.move(x, y, xTangent, yTangent, first, second, dx, dy);
        });
    }

    private static boolean isFirst(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            int order = Double.compare(x[i], y[i]);
            if (order != 0) {
                return order > 0;
            }
        }
        return true;
    }

    private double apply(double[] x, double[] y, double[] dx, double[] dy) {
        readSlopes(x, y);
        double[] p = pair.p().p().high;
        double[] q = pair.q().p().high;
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < x.length; i++) {
            sum.add((p[i] + q[i]) * excess(ratio(i)));
        }
        pull(pair.p(), ofP, dx);
        pull(pair.q(), ofQ, dy);
        double total = 0.25 * pair.p().unscaled(sum).high();
        return total > LOG_2 && pair.areDistributions() ? LOG_2 : total;
    }

    /** ½ log(p/m) and ½ log(q/m), the slopes in p and q. */
    private void readSlopes(double[] x, double[] y) {
        pair.read(x, y);
        for (int i = 0; i < x.length; i++) {
            ofP[i] = 0.5 * logShare(ratio(i)) + 0;
            ofQ[i] = 0.5 * logShare(-ratio(i)) + 0;
        }
    }

    /** log(p_i/q_i): 0 where both are 0, NaN if either is no probability. */
    private double ratio(int i) {
        if (pair.p().isInvalid(i) || pair.q().isInvalid(i)) {
            return Double.NaN;
        }
        return pair.p().isZero(i) && pair.q().isZero(i) ? 0 : pair.logRatios().high[i];
    }

    /** log(2p/(p + q)) = log 2 − log(1 + e^−r). */
    private static double logShare(double r) {
        double d = Hyperbolic.tangent(0.5 * r);
        if (Math.abs(d) < NEAR) {
            return StrictMath.log1p(d);
        }
        return (r < 0 ? r : 0) + (LOG_2 - StrictMath.log1p(StrictMath.exp(-Math.abs(r))));
    }

    private static double excess(double r) {
        double d = Hyperbolic.tangent(0.5 * r);
        if (Math.abs(d) < NEAR) {
            double square = d * d;
            double sum = 0;
            for (int k = TERMS; k > 0; k--) {
                sum = Math.fma(sum, square, 1.0 / (k * (2 * k - 1)));
            }
            return square * sum;
        }
        double e = StrictMath.exp(-Math.abs(r));
        double lost = e == 0 ? 0 : Math.abs(r) * (e / (1 + e));
        return 2 * ((LOG_2 - StrictMath.log1p(e)) - lost);
    }

    /** The slope in what a distribution was read from, of those in its probabilities. */
    private void pull(Distribution distribution, double[] slopes, double[] dx) {
        switch (reading) {
            case PROBABILITIES -> System.arraycopy(slopes, 0, dx, 0, dx.length);
            case LOG_PROBABILITIES -> {
                for (int i = 0; i < dx.length; i++) {
                    dx[i] = times(distribution.at(i), slopes[i]);
                }
            }
            case LOGITS -> {
                for (int i = 0; i < dx.length; i++) {
                    weights[i] = distribution.at(i);
                }
                hideInfinite(weights, slopes);
                ScalarSoftmax.backward(weights, slopes, dx);
                for (int i = 0; i < dx.length; i++) {
                    dx[i] += 0; // turns −0 into 0
                }
            }
        }
    }

    /** Makes a slope 0 where its weight is 0, so that an infinite slope there adds nothing to a mean. */
    private static void hideInfinite(double[] weights, double[] slopes) {
        for (int i = 0; i < weights.length; i++) {
            slopes[i] = weights[i] == 0 ? 0 : slopes[i];
        }
    }

    private static double times(double weight, double slope) {
        return weight == 0 ? 0 : weight * slope;
    }

    /** With the movements m and n of log p and log q, ½ log(p/m) moves by ½ (m − n) q/(p + q). */
    private void move(
            double[] x,
            double[] y,
            double[] xTangent,
            double[] yTangent,
            Movement first,
            Movement second,
            double[] dx,
            double[] dy) {
        readSlopes(x, y);
        first.read(pair.p(), x, xTangent);
        second.read(pair.q(), y, yTangent);
        for (int i = 0; i < x.length; i++) {
            double half = 0.5 * (first.ofLog[i] - second.ofLog[i]);
            dx[i] = half * Logistic.value(-ratio(i));
            dy[i] = -half * Logistic.value(ratio(i));
        }
        moveSlope(first, ofP, dx);
        moveSlope(second, ofQ, dy);
    }

    /** The movement of p (g − Σ p g) for slopes g in probabilities p, that of the latter being in {@code moved}. */
    private void moveSlope(Movement p, double[] slopes, double[] moved) {
        if (reading == Reading.PROBABILITIES) {
            return;
        }
        hideInfinite(p.p, slopes);
        double mean = 0;
        if (reading == Reading.LOGITS) {
            double origin = ScalarSoftmax.origin(p.p, slopes);
            for (int i = 0; i < slopes.length; i++) {
                slopes[i] -= origin;
                weights[i] = p.p[i] * slopes[i];
            }
            mean = Summation.sum(weights);
        }
        for (int i = 0; i < slopes.length; i++) {
            weights[i] = p.p[i] == 0 ? 0 : p.ofLog[i] * (slopes[i] - mean) + moved[i];
        }
        if (reading == Reading.LOGITS) {
            ScalarSoftmax.backward(p.p, weights, moved);
            return;
        }
        for (int i = 0; i < slopes.length; i++) {
            moved[i] = times(p.p[i], weights[i]);
        }
    }
}
