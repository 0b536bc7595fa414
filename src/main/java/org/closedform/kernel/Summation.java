package org.closedform.kernel;

/**
 * Sums in one fixed order: blocks of 64 by eight accumulators, then pairwise over the blocks.
 *
 * <p>The error of a sum of n terms grows with log n instead of n (Higham, Accuracy and Stability of Numerical
 * Algorithms, 2nd ed., §4.2): to first order it is at most (10 + ⌈log₂(n/64)⌉) u Σ |term| with u = 2⁻⁵³, since lanes round 7 times
 * and their sum 3 times; for a dot one u more. That holds wherever the true sum is in range: one that leaves the range on its way is
 * made again with its terms scaled by a power of two, and so is a dot whose products leave it or may have lost digits to underflow.
 */
public final class Summation {
    private static final int BLOCK = 64;
    private static final int LANES = 8;

    /** This many binary places leave room for the sum of as many terms as an array can hold. */
    private static final int ROOM = 32;

    /** A dot at least this large lost nothing to underflow: n products take at most n · 2⁻¹⁰⁷⁵ from it, and n < 2³¹. */
    private static final double SURE = 0x1p-960;

    private Summation() {}

    /** Σ x_i. */
    public static double sum(double[] x) {
        return mean(x, 1);
    }

    /** Σ x_i / divisor, also where only the sum is out of range. */
    public static double mean(double[] x, double divisor) {
        double sum = sum(x, 0, x.length);
        if (Double.isFinite(sum)) {
            return sum / divisor;
        }
        double[] lower = x.clone();
        multiplyByPower(lower, -ROOM);
        return Math.scalb(sum(lower, 0, x.length) / divisor, ROOM);
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

    /** Σ x_i y_i, also where single products are out of range. */
    public static double dot(double[] x, double[] y) {
        double[] products = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            products[i] = x[i] * y[i];
        }
        double dot = sum(products, 0, products.length);
        return Double.isFinite(dot) && Math.abs(dot) >= SURE ? dot : scaledDot(x, y, dot);
    }

    /** With all products scaled by the power of two of the largest; if all are 0, as it is. */
    private static double scaledDot(double[] x, double[] y, double dot) {
        int largest = Integer.MIN_VALUE;
        for (int i = 0; i < x.length; i++) {
            if (Double.isNaN(x[i] * y[i])) {
                return Double.NaN;
            }
            if (x[i] != 0 && y[i] != 0) {
                largest = Math.max(largest, Math.getExponent(x[i]) + Math.getExponent(y[i]));
            }
        }
        if (largest == Integer.MIN_VALUE) {
            return dot;
        }
        double[] products = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            int exponent = Math.getExponent(x[i]);
            int other = Math.getExponent(y[i]);
            products[i] =
                    Math.scalb(Math.scalb(x[i], -exponent) * Math.scalb(y[i], -other), exponent + other - largest);
        }
        return Math.scalb(sum(products, 0, products.length), largest);
    }

    /** √(Σ x_i²), also where the squares would overflow or underflow. */
    public static double norm(double[] x) {
        double[] squares = x.clone();
        int power = divideByLargest(squares);
        for (int i = 0; i < x.length; i++) {
            squares[i] *= squares[i];
        }
        return Math.scalb(Math.sqrt(sum(squares)), power);
    }

    /** The largest |x|; NaN if one is NaN. */
    static double largest(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** Divides x, in place, by the power of two that brings the largest |x| to [1, 2), unless that is 0 or not finite; its exponent. */
    static int divideByLargest(double[] x) {
        double largest = largest(x);
        int power = largest > 0 && largest < Double.POSITIVE_INFINITY ? Math.getExponent(largest) : 0;
        multiplyByPower(x, -power);
        return power;
    }

    /** x · 2^power, in place. */
    static void multiplyByPower(double[] x, int power) {
        for (int i = 0; i < x.length && power != 0; i++) {
            x[i] = Math.scalb(x[i], power);
        }
    }
}
