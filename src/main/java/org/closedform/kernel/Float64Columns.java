package org.closedform.kernel;

import java.util.Arrays;

/** Float64 numbers. */
final class Float64Columns implements Columns {
    private static final int SIZE = LONGEST * WIDTH;

    private double[] x;
    private double[] e;
    private final double[] lowest = new double[SIZE + 3 * Panel.GAP];
    private final double[] a = new double[SIZE + 3 * Panel.GAP];
    private final double[] b = new double[SIZE + 3 * Panel.GAP];
    private final double[] sumsOfFour = new double[SIZE + 3 * Panel.GAP];
    private final double[] maximaOfFour = new double[SIZE + 3 * Panel.GAP];

    void attach(double[] x, double[] e) {
        this.x = x;
        this.e = e;
    }

    @Override
    public void exponentials(int length) {
        lowest(x, lowest);
        repeat(lowest, length);
        Float64Exponential.divided(x, lowest, e, 0, length * WIDTH);
        Arrays.fill(e, length * WIDTH, length * WIDTH + PADDING, 0);
    }

    private static void lowest(double[] x, double[] lowest) {
        for (int i = 0; i < WIDTH; i++) {
            lowest[i] = Float64Exponential.lowest(Float64Exponential.exponent(x[i]));
        }
    }

    /** The first element of every row for all its elements. */
    private static void repeat(double[] values, int length) {
        for (int i = 1; i < length; i++) {
            System.arraycopy(values, 0, values, i * WIDTH, WIDTH);
        }
    }

    /** Of a row's elements, every fourth and its three followers. */
    private static void sumOfFour(double[] e, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = (e[i] + e[i + WIDTH]) + (e[i + 2 * WIDTH] + e[i + 3 * WIDTH]);
        }
    }

    @Override
    public void sums(int length, double[] sums) {
        sumOfFour(e, sumsOfFour, length * WIDTH);
        for (int j = 0; j < WIDTH; j++) {
            sums[j] = CompensatedSum.of(sumsOfFour, j, 4 * WIDTH, (length + 3) / 4);
        }
    }

    @Override
    public double sum(int length, int row) {
        for (int at = row; at < length * WIDTH; at += 4 * WIDTH) {
            sumsOfFour[at] = (e[at] + e[at + WIDTH]) + (e[at + 2 * WIDTH] + e[at + 3 * WIDTH]);
        }
        return CompensatedSum.of(sumsOfFour, row, 4 * WIDTH, (length + 3) / 4);
    }

    @Override
    public double largestPart(int length, int row) {
        double largest = sumsOfFour[row];
        for (int at = row + 4 * WIDTH; at < length * WIDTH; at += 4 * WIDTH) {
            largest = Math.max(largest, sumsOfFour[at]);
        }
        return largest;
    }

    @Override
    public void maxima(int length, double[] maxima) {
        Arrays.fill(x, length * WIDTH, length * WIDTH + PADDING, Double.NEGATIVE_INFINITY);
        maxOfFour(x, maximaOfFour, length * WIDTH);
        for (int j = 0; j < WIDTH; j++) {
            double max = maximaOfFour[j];
            for (int at = j + 4 * WIDTH; at < length * WIDTH; at += 4 * WIDTH) {
                max = Math.max(max, maximaOfFour[at]);
            }
            maxima[j] = max;
        }
    }

    private static void maxOfFour(double[] x, double[] max, int count) {
        for (int i = 0; i < count; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + WIDTH]), Math.max(x[i + 2 * WIDTH], x[i + 3 * WIDTH]));
        }
    }

    @Override
    public void scale(int length, double[] numerators, double[] sums) {
        for (int j = 0; j < WIDTH; j++) {
            double factor = numerators[j] / sums[j];
            a[j] = factor;
            b[j] = Panel.lost(factor, numerators[j], sums[j]);
        }
        repeat(a, length);
        repeat(b, length);
        scale(e, a, b, length * WIDTH);
    }

    private static void scale(double[] e, double[] a, double[] b, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = Math.fma(e[i], a[i], e[i] * b[i]);
        }
    }

    @Override
    public void subtract(int length, double[] first, double[] second) {
        for (int j = 0; j < WIDTH; j++) {
            a[j] = first[j];
            b[j] = second[j];
        }
        repeat(a, length);
        repeat(b, length);
        subtract(x, a, b, e, length * WIDTH);
    }

    private static void subtract(double[] x, double[] a, double[] b, double[] e, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = (x[i] - a[i]) - b[i];
        }
    }
}
