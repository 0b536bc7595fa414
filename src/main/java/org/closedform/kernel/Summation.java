package org.closedform.kernel;

/**
 * Sums in one fixed order: blocks of 64 by eight accumulators, then pairwise over the blocks.
 *
 * <p>The error of a sum of n terms grows with log n instead of n (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., §4.2).
 */
public final class Summation {
    private static final int BLOCK = 64;
    private static final int LANES = 8;

    private Summation() {}

    /** Σ x_i. */
    public static double sum(double[] x) {
        return sum(x, 0, x.length);
    }

    private static double sum(double[] x, int from, int to) {
        int blocks = (to - from + BLOCK - 1) / BLOCK;
        if (blocks <= 1) {
            return block(x, from, to);
        }
        int middle = from + (blocks + 1) / 2 * BLOCK;
        return sum(x, from, middle) + sum(x, middle, to);
    }

    private static double block(double[] x, int from, int to) {
        double[] lanes = new double[LANES];
        int i = from;
        for (; i + LANES <= to; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += x[i + lane];
            }
        }
        for (int lane = 0; i < to; i++, lane++) {
            lanes[lane] += x[i];
        }
        return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
    }

    /** Σ x_i y_i. */
    public static double dot(double[] x, double[] y) {
        double[] products = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            products[i] = x[i] * y[i];
        }
        return sum(products);
    }

    /** √(Σ x_i²), also where the squares would overflow or underflow: x is first scaled by a power of two. */
    public static double norm(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (largest == 0 || largest == Double.POSITIVE_INFINITY || Double.isNaN(largest)) {
            return largest;
        }
        int exponent = Math.max(Math.getExponent(largest), Double.MIN_EXPONENT);
        double[] squares = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double scaled = Math.scalb(x[i], -exponent);
            squares[i] = scaled * scaled;
        }
        return Math.scalb(Math.sqrt(sum(squares)), exponent);
    }
}
