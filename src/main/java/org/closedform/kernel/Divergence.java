package org.closedform.kernel;

/**
 * The divergence of one row from another, Σ p r with r = log(p/q), and its gradients.
 *
 * <p>Where Σ p = Σ q it is also Σ (p r − p + q), whose terms p (e^−r − 1 + r) are ≥ 0, and 0 only for p = q: so it keeps its digits
 * where p is close to q. Of two rows of logits the sums are equal. Of other distributions they are equal but for rounding, which
 * may make Σ p r negative; then, too, it is the sum of what is not.
 */
final class Divergence {
    /** Below this distance e^−d − 1 + d is formed by its series. */
    private static final double NEAR = 0.5;

    /** Rounding, with a margin: four ulps of every number. */
    private static final double ULPS = 16;

    private final Information.Reading pReading;
    private final Information.Reading qReading;
    private final double[] x;
    private final double[] y;
    private final Distribution p;
    private final Distribution q;
    private final DoubleDouble[] r;
    private final double epsilon;

    Divergence(Information.Reading pReading, double[] x, Information.Reading qReading, double[] y, double epsilon) {
        this.pReading = pReading;
        this.qReading = qReading;
        this.x = x;
        this.y = y;
        this.p = pReading.read(x);
        this.q = qReading.read(y);
        this.r = new DoubleDouble[x.length];
        this.epsilon = epsilon;
    }

    /** Leaves the gradients in dx and dy. */
    double apply(double[] dx, double[] dy) {
        boolean logits = areBoth(Information.Reading.LOGITS);
        if (!logits || !nearLogRatios()) {
            logRatios();
        }
        qReading.pullSecond(p, y, dy);
        double total = logits ? excess() : total();
        for (int i = 0; logits && i < dy.length; i++) {
            // q − p
            dy[i] = isNear(i) ? p.times(i, DoubleDouble.of(StrictMath.expm1(-r[i].high()))) : dy[i];
        }
        pReading.pullFirst(p, r, total, 1, dx);
        return total;
    }

    private boolean areBoth(Information.Reading reading) {
        return pReading == reading && qReading == reading;
    }

    private boolean isNear(int i) {
        return Math.abs(r[i].high()) < NEAR;
    }

    private void logRatios() {
        boolean probabilities = areBoth(Information.Reading.PROBABILITIES);
        for (int i = 0; i < r.length; i++) {
            r[i] = probabilities ? Precise.logRatio(x[i], y[i]) : p.log()[i].minus(q.log()[i]);
        }
    }

    private double total() {
        double total = p.sumOfProducts(r).rounded();
        for (int i = 0; i < r.length; i++) {
            if (p.isZero(i) && Double.isNaN(q.log()[i].high())) {
                return Double.NaN;
            }
        }
        return total <= 0 && sumToTheSame() ? excess() : total;
    }

    /** Whether Σ p = Σ q, but for the rounding of the numbers that p and q are given in. */
    private boolean sumToTheSame() {
        WideSum difference = new WideSum();
        WideSum size = new WideSum();
        DoubleDouble one = DoubleDouble.ONE;
        for (int i = 0; i < r.length; i++) {
            difference.add(p.m()[i], p.k()[i], one);
            difference.add(q.m()[i], q.k()[i], one.negate());
            if (!p.isZero(i)) {
                size.add(p.m()[i], p.k()[i], DoubleDouble.of(1 + Math.abs(p.log()[i].high())));
            }
            if (!q.isZero(i)) {
                size.add(q.m()[i], q.k()[i], DoubleDouble.of(1 + Math.abs(q.log()[i].high())));
            }
        }
        return Math.abs(difference.value().high())
                <= ULPS * epsilon * size.value().high();
    }

    /** Σ (p r − p + q). */
    private double excess() {
        WideSum sum = new WideSum();
        DoubleDouble one = DoubleDouble.ONE;
        for (int i = 0; i < r.length; i++) {
            if (!p.isZero(i) && isNear(i)) {
                sum.add(p.m()[i], p.k()[i], DoubleDouble.of(excess(r[i].high())));
            } else {
                if (!p.isZero(i)) {
                    sum.add(p.m()[i], p.k()[i], r[i].minus(one));
                }
                sum.add(q.m()[i], q.k()[i], one);
            }
        }
        return sum.rounded();
    }

    /**
     * r_i = w_i − log Σ q e^w with w = x − y, both counted from where x is largest. False unless every |w| is small.
     */
    private boolean nearLogRatios() {
        int top = Extremum.argMax(x);
        double[] terms = new double[r.length];
        for (int i = 0; i < r.length; i++) {
            boolean nowhere = x[i] == Double.NEGATIVE_INFINITY && y[i] == Double.NEGATIVE_INFINITY;
            r[i] = nowhere ? DoubleDouble.ZERO : DoubleDouble.sum(x[i], -x[top]).minus(DoubleDouble.sum(y[i], -y[top]));
            if (!isNear(i)) {
                return false;
            }
            terms[i] = q.at(i) * StrictMath.expm1(r[i].high());
        }
        DoubleDouble shift = DoubleDouble.of(StrictMath.log1p(Summation.sum(terms)));
        for (int i = 0; i < r.length; i++) {
            r[i] = r[i].minus(shift);
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
