package org.closedform.kernel;

/**
 * The divergence of one row from another, Σ p r with r = log(p/q), and its gradients.
 *
 * <p>If Σ p = Σ q it is also Σ (p r − p + q). The terms of this second form, p (e^−r − 1 + r), are ≥ 0, and 0 only for p = q, so it
 * keeps its digits where p is close to q. For two rows of logits the sums are equal. For other distributions they are 1 up to
 * rounding, which may make Σ p r negative; the second form, which cannot be negative, is used then too.
 */
final class Divergence {
    /** Below this distance e^−d − 1 + d is computed by its series. */
    private static final double NEAR = 0.5;

    /** By how many ulps each number of a distribution may be off. */
    private static final double ULPS = 4;

    private final Information.Reading pReading;
    private final Information.Reading qReading;
    private final Distribution p;
    private final Distribution q;
    private final DoubleDoubles r;
    private final double[] terms;
    private final double epsilon;

    Divergence(Information.Reading pReading, Information.Reading qReading, int length, double epsilon) {
        this.pReading = pReading;
        this.qReading = qReading;
        this.p = new Distribution(pReading, length);
        this.q = new Distribution(qReading, length);
        this.r = new DoubleDoubles(length);
        this.terms = new double[length];
        this.epsilon = epsilon;
    }

    /** Reads two rows, which must not change while p, q and r are used. */
    void read(double[] x, double[] y) {
        int exponent = Math.min(p.exponent(x), q.exponent(y));
        p.read(x, exponent);
        q.read(y, exponent);
        if (!areBoth(Information.Reading.LOGITS) || !nearLogRatios(x, y)) {
            logRatios(x, y);
        }
    }

    Distribution p() {
        return p;
    }

    Distribution q() {
        return q;
    }

    /** log(p/q). */
    DoubleDoubles logRatios() {
        return r;
    }

    /** Leaves the gradients in dx and dy. */
    double apply(double[] x, double[] y, double[] dx, double[] dy) {
        read(x, y);
        boolean logits = areBoth(Information.Reading.LOGITS);
        qReading.pullSecond(p, y, dy);
        double total = logits ? excess() : total();
        for (int i = 0; logits && i < dy.length; i++) {
            // q − p
            dy[i] = isNear(i) ? p.at(i) * StrictMath.expm1(-r.high[i]) : dy[i];
        }
        pReading.pullFirst(p, r, total, 1, dx);
        return total;
    }

    private boolean areBoth(Information.Reading reading) {
        return pReading == reading && qReading == reading;
    }

    private boolean isNear(int i) {
        return Math.abs(r.high[i]) < NEAR;
    }

    private void logRatios(double[] x, double[] y) {
        if (areBoth(Information.Reading.PROBABILITIES)) {
            for (int i = 0; i < x.length; i++) {
                Precise.logRatio(x[i], y[i], r, i);
            }
            return;
        }
        DoubleDoubles logP = p.log();
        DoubleDoubles logQ = q.log();
        for (int i = 0; i < x.length; i++) {
            r.set(i, logP.at(i));
            r.subtract(i, logQ.high[i], logQ.low[i]);
        }
    }

    private double total() {
        for (int i = 0; i < p.length(); i++) {
            if (p.isZero(i) && q.isInvalid(i)) {
                return Double.NaN;
            }
        }
        double total = p.mean(r).high();
        return total <= 0 && sumsToOne(p) && sumsToOne(q) ? excess() : total;
    }

    /** Whether both rows sum to 1, but for the rounding of the numbers that they are given in. */
    boolean areDistributions() {
        return areBoth(Information.Reading.LOGITS) || sumsToOne(p) && sumsToOne(q);
    }

    /** Whether a row sums to 1, up to the rounding of its numbers. */
    private boolean sumsToOne(Distribution row) {
        CompensatedSum sum = new CompensatedSum();
        CompensatedSum size = new CompensatedSum();
        for (int i = 0; i < row.length(); i++) {
            sum.add(row.p().high[i], row.p().low[i]);
            size.add(size(row, i));
        }
        double off = row.unscaled(sum).minus(DoubleDouble.ONE).high();
        return Math.abs(off) <= ULPS * epsilon * row.unscaled(size).high();
    }

    private static double size(Distribution p, int i) {
        return p.isZero(i) ? 0 : p.p().high[i] * (1 + Math.abs(p.log().high[i]));
    }

    /** Σ (p r − p + q). */
    private double excess() {
        double[] weights = p.p().high;
        double[] others = q.p().high;
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0 && isNear(i)) {
                sum.add(weights[i] * excess(r.high[i]));
            } else {
                sum.add(weights[i] == 0 ? 0 : weights[i] * r.high[i]);
                sum.add(others[i] - weights[i]);
            }
        }
        double total = p.unscaled(sum).high();
        return Double.isFinite(total) ? total : p.mean(r).high();
    }

    /**
     * r_i = w_i − log Σ q e^w with w = x − y, both counted from where x is largest. False unless every |w| is small.
     */
    private boolean nearLogRatios(double[] x, double[] y) {
        int top = Extremum.argMax(x);
        for (int i = 0; i < x.length; i++) {
            boolean nowhere = x[i] == Double.NEGATIVE_INFINITY && y[i] == Double.NEGATIVE_INFINITY;
            DoubleDouble other = DoubleDouble.sum(y[i], -y[top]);
            r.set(i, DoubleDouble.sum(x[i], -x[top]));
            r.subtract(i, other.high(), other.low());
            r.high[i] = nowhere ? 0 : r.high[i];
            if (!isNear(i)) {
                return false;
            }
            terms[i] = q.at(i) * StrictMath.expm1(r.high[i]);
        }
        double shift = StrictMath.log1p(Summation.sum(terms));
        for (int i = 0; i < x.length; i++) {
            r.subtract(i, shift, 0);
        }
        return true;
    }

    /** e^−d − 1 + d = d²/2 − d³/6 + d⁴/24 − …, for small d. */
    private static double excess(double d) {
        double sum = 0;
        for (int n = 16; n > 2; n--) {
            sum = (1 + sum) * (-d / n);
        }
        return d * d / 2 * (1 + sum);
    }
}
