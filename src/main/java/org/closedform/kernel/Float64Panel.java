package org.closedform.kernel;

import java.util.Arrays;

/** Float64 scratch. */
final class Float64Panel implements Panel {
    private static final int QUARTER = BLOCK / 4;

    /** From here on the whole number next to x / ln 2 would be rounded. */
    private static final double LARGE = 0x1p50;

    private final double[] x;
    private final double[] e;
    private final double[] shift;
    private final double[] powers;
    private final double[] block;
    private final double[] quarter;

    Float64Panel(int capacity) {
        this.x = new double[capacity];
        this.e = new double[capacity];
        this.shift = new double[capacity];
        this.powers = new double[capacity];
        boolean folds = capacity > QUARTER;
        this.block = new double[folds ? BLOCK : 0];
        this.quarter = new double[folds ? QUARTER : 0];
    }

    @Override
    public void load(Buffer source, int from, int stride, int count, int at) {
        source.load(from, stride, count, x, at);
    }

    @Override
    public void store(Buffer target, int to, int stride, int count, int at) {
        target.store(to, stride, count, e, at);
    }

    @Override
    public double at(int index) {
        return x[index];
    }

    @Override
    public double max(int from, int to) {
        double max = x[from];
        int start = from;
        for (; to - start >= BLOCK; start += BLOCK) {
            System.arraycopy(x, start, block, 0, BLOCK);
            maxOfFour(block, quarter);
            max = Math.max(max, max(quarter, 0, QUARTER));
        }
        return start < to ? Math.max(max, max(x, start, to)) : max;
    }

    private static void maxOfFour(double[] x, double[] max) {
        for (int i = 0; i < QUARTER; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + 2 * QUARTER]), Math.max(x[i + QUARTER], x[i + 3 * QUARTER]));
        }
    }

    private static double max(double[] values, int from, int to) {
        double max = values[from];
        for (int i = from + 1; i < to; i++) {
            max = Math.max(max, values[i]);
        }
        return max;
    }

    @Override
    public boolean isRegular(double max) {
        return Math.abs(max) < LARGE;
    }

    @Override
    public void shift(int from, int to, double max) {
        Arrays.fill(shift, from, to, Float64Exponential.exponent(max));
    }

    @Override
    public void exponentials(int count) {
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(from + BLOCK, count);
            Float64Exponential.powers(x, shift, powers, from, to);
            Float64Exponential.times(x, powers, e, from, to);
        }
    }

    @Override
    public double relative(double sum, double max) {
        double exponent = Float64Exponential.exponent(max);
        return Float64Exponential.quotient(sum / Float64Exponential.LIFT, max, exponent);
    }

    /**
     * The leading bits of all e are whole multiples of one power of two, few enough that their sum is exact in any order; only the
     * small rests are rounded (Demmel, Nguyen, Fast Reproducible Floating-Point Summation, 2013).
     */
    @Override
    public double sum(int from, int to) {
        return sum(from, to, 2 * Float64Exponential.LIFT);
    }

    @Override
    public double sumBut(int index, int from, int to) {
        e[index] = 0;
        return sum(from, to, max(e, from, to));
    }

    private double sum(int from, int to, double largest) {
        double split = Math.scalb(1.5, Math.getExponent(largest) + 3) * Integer.highestOneBit(to - from);
        double high = 0;
        double low = 0;
        int start = from;
        for (; to - start > QUARTER; start += BLOCK) {
            int count = Math.min(BLOCK, to - start);
            System.arraycopy(e, start, block, 0, count);
            Arrays.fill(block, count, BLOCK, 0);
            highSums(block, split, quarter);
            high += sum(quarter, 0, QUARTER);
            lowSums(block, split, quarter);
            low += sum(quarter, 0, QUARTER);
        }
        for (; start < to; start++) {
            double leading = (e[start] + split) - split;
            high += leading;
            low += e[start] - leading;
        }
        return high + low;
    }

    private static void highSums(double[] e, double split, double[] sums) {
        for (int i = 0; i < QUARTER; i++) {
            double a = (e[i] + split) - split;
            double b = (e[i + QUARTER] + split) - split;
            double c = (e[i + 2 * QUARTER] + split) - split;
            double d = (e[i + 3 * QUARTER] + split) - split;
            sums[i] = (a + b) + (c + d);
        }
    }

    private static void lowSums(double[] e, double split, double[] sums) {
        for (int i = 0; i < QUARTER; i++) {
            double a = e[i] - ((e[i] + split) - split);
            double b = e[i + QUARTER] - ((e[i + QUARTER] + split) - split);
            double c = e[i + 2 * QUARTER] - ((e[i + 2 * QUARTER] + split) - split);
            double d = e[i + 3 * QUARTER] - ((e[i + 3 * QUARTER] + split) - split);
            sums[i] = (a + b) + (c + d);
        }
    }

    private static double sum(double[] values, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int i = from;
        for (; i + 8 <= to; i += 8) {
            s0 += values[i];
            s1 += values[i + 1];
            s2 += values[i + 2];
            s3 += values[i + 3];
            s4 += values[i + 4];
            s5 += values[i + 5];
            s6 += values[i + 6];
            s7 += values[i + 7];
        }
        for (; i < to; i++) {
            s0 += values[i];
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
    }

    @Override
    public void dropNaN(int from, int to) {
        for (int i = from; i < to; i++) {
            if (e[i] != e[i]) {
                e[i] = 0;
            }
        }
    }

    @Override
    public void scale(int from, int to, double factor, double rest) {
        for (int i = from; i < to; i++) {
            e[i] = Math.fma(e[i], factor, e[i] * rest);
        }
    }

    @Override
    public void subtract(int from, int to, double first, double second) {
        for (int i = from; i < to; i++) {
            e[i] = (x[i] - first) - second;
        }
    }
}
