package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.loops.TwoSum;

/**
 * Softmax and its relatives for one row in float64, number by number: the fallback of {@link SoftmaxRows}, and its gradients.
 *
 * <p>Everything is written over e_i = e^(x_i − x_top), where x_top is the first largest logit, and R = Σ over i ≠ top of
 * e_i. Since e_top = 1 exactly, Σ e = 1 + R and log Σ e = log1p(R): a confident row (R tiny) loses no digit.
 */
public final class ScalarSoftmax {
    /**
     * Divided by this, numbers have sums that do not overflow; those that become subnormal are negligible beside the large ones.
     */
    private static final double RANGE = 0x1p64;

    /** A class with more than this has much of the probability: the mean of dy is not far from its dy. */
    private static final double MUCH = 0.25;

    private ScalarSoftmax() {}

    /** y_i = e_i / (1 + R). */
    public static void softmax(double[] x, double[] y) {
        int top = Extremum.argMax(x);
        double sum = 1 + exponentials(x, top, y);
        for (int i = 0; i < y.length; i++) {
            y[i] /= sum;
        }
    }

    /** y_i = (x_i − x_top) − log1p(R): both terms ≤ 0, so nothing cancels. */
    public static void logSoftmax(double[] x, double[] y) {
        int top = Extremum.argMax(x);
        double logSum = StrictMath.log1p(exponentials(x, top, y));
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - x[top]) - logSum;
        }
    }

    /** log Σ e^x = x_top + log1p(R); −∞ for an empty row or one of nothing but −∞, +∞ if a logit is +∞ and none NaN. */
    public static double logSumExp(double[] x) {
        if (x.length == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        int top = Extremum.argMax(x);
        if (Double.isInfinite(x[top])) {
            return x[top];
        }
        return x[top] + StrictMath.log1p(exponentials(x, top, new double[x.length]));
    }

    /**
     * dx = y ⊙ (dy − ⟨y, dy⟩). A constant added to dy changes nothing, so the dy of a likely class is subtracted first. Then 1 − y,
     * which has few digits where y is near 1, is never formed.
     */
    public static void backward(double[] y, double[] dy, double[] dx) {
        double origin = origin(y, dy);
        if (Double.isFinite(backward(y, dy, origin, dx))) {
            return;
        }
        if (areFinite(dy)) {
            backward(y, scaled(dy, 1 / RANGE), origin / RANGE, dx);
            System.arraycopy(scaled(dx, RANGE), 0, dx, 0, dx.length);
        } else {
            backward(y, dy, 0, dx);
        }
    }

    /** The number of a class with much of the probability, or 0. */
    static double origin(double[] y, double[] numbers) {
        double origin = 0;
        for (int i = 0; i < y.length; i++) {
            origin = y[i] > MUCH ? numbers[i] : origin;
        }
        return origin;
    }

    private static double backward(double[] y, double[] dy, double origin, double[] dx) {
        for (int i = 0; i < dx.length; i++) {
            dx[i] = y[i] * (dy[i] - origin);
        }
        double mean = Summation.sum(dx);
        for (int i = 0; i < dx.length; i++) {
            dx[i] = y[i] * ((dy[i] - origin) - mean);
        }
        return mean;
    }

    /**
     * dx = dy − p·Σ dy, with p = softmax(x). For a class with more than half of the probability dy − p·Σ dy may cancel; dx sums to
     * 0, so that class gets minus the sum of the others.
     */
    public static void logBackward(double[] x, double[] dy, double[] dx) {
        double sum = Summation.sum(dy);
        if (!Double.isFinite(sum) && areFinite(dy)) {
            logBackward(x, scaled(dy, 1 / RANGE), dx);
            System.arraycopy(scaled(dx, RANGE), 0, dx, 0, dx.length);
            return;
        }
        int top = Extremum.argMax(x);
        double rest = exponentials(x, top, dx);
        for (int i = 0; i < dx.length; i++) {
            dx[i] = dy[i] - dx[i] / (1 + rest) * sum;
        }
        if (rest < 1 && Double.isFinite(sum)) {
            dx[top] = 0;
            dx[top] = 0 - Summation.sum(dx);
        }
    }

    private static boolean areFinite(double[] x) {
        return Arrays.stream(x).allMatch(Double::isFinite);
    }

    private static double[] scaled(double[] x, double factor) {
        return Arrays.stream(x).map(v -> v * factor).toArray();
    }

    /**
     * diag(y) − y·yᵀ for every row, as a dense matrix over all elements. On the diagonal 1 − y_i is the sum of the other
     * probabilities.
     */
    public static Buffer jacobian(Buffer y, Rows rows) {
        int n = y.size();
        Buffer result = y.ofSize(n * n);
        rows.forEach(y, 2 * rows.length(), () -> (p, row) -> {
            for (int i = 0; i < p.length; i++) {
                double own = p[i];
                for (int j = 0; j < p.length; j++) {
                    result.set(rows.offset(row, i) * n + rows.offset(row, j), -own * p[j]);
                }
                p[i] = 0;
                result.set(rows.offset(row, i) * (n + 1), own * Summation.sum(p));
                p[i] = own;
            }
        });
        return result;
    }

    /**
     * Fills e with e_i and returns R. A row without a finite largest logit (a NaN, a +∞, or only −∞) has no distribution, and all
     * its numbers are NaN.
     */
    static double exponentials(double[] x, int top, double[] e) {
        if (Double.isNaN(x[top]) || Double.isInfinite(x[top])) {
            Arrays.fill(e, Double.NaN);
            return Double.NaN;
        }
        for (int i = 0; i < e.length; i++) {
            e[i] = exponentialOfDifference(x[i], x[top]);
        }
        e[top] = 0;
        double rest = Summation.sum(e);
        e[top] = 1;
        return rest;
    }

    /**
     * e^(a − b) for a ≤ b. The difference d is rounded, by up to 2^−44 near −700, which alone would cost hundreds of ulps; its
     * rounding error δ is known exactly (Knuth's two-sum), and e^(d + δ) = e^d·(1 + δ) as far as doubles can tell.
     */
    private static double exponentialOfDifference(double a, double b) {
        double d = a - b;
        double e = StrictMath.exp(d);
        if (e == 0) {
            return 0;
        }
        return Math.fma(e, TwoSum.lost(a, -b, d), e);
    }
}
