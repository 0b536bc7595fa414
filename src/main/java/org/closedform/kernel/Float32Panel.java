package org.closedform.kernel;

import java.util.Arrays;

/** Float32 scratch. */
final class Float32Panel implements Panel {
    private static final int QUARTER = BLOCK / 4;

    /** From here on the whole number next to x / ln 2 would be rounded. */
    private static final double LARGE = 0x1p21;

    private final float[] x;
    private final float[] e;
    private final float[] shift;
    private final float[] powers;
    private final float[] block;
    private final float[] quarter;

    Float32Panel(int capacity) {
        this.x = new float[capacity];
        this.e = new float[capacity];
        this.shift = new float[capacity];
        this.powers = new float[capacity];
        boolean folds = capacity > QUARTER;
        this.block = new float[folds ? BLOCK : 0];
        this.quarter = new float[folds ? QUARTER : 0];
    }

    @Override
    public void load(Buffer source, int from, int stride, int count, int at) {
        ((Float32Buffer) source).load(from, stride, count, x, at);
    }

    @Override
    public void store(Buffer target, int to, int stride, int count, int at) {
        ((Float32Buffer) target).store(to, stride, count, e, at);
    }

    @Override
    public double at(int index) {
        return x[index];
    }

    @Override
    public double max(int from, int to) {
        float max = x[from];
        int start = from;
        for (; to - start >= BLOCK; start += BLOCK) {
            System.arraycopy(x, start, block, 0, BLOCK);
            maxOfFour(block, quarter);
            max = Math.max(max, max(quarter, 0, QUARTER));
        }
        return start < to ? Math.max(max, max(x, start, to)) : max;
    }

    private static void maxOfFour(float[] x, float[] max) {
        for (int i = 0; i < QUARTER; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + 2 * QUARTER]), Math.max(x[i + QUARTER], x[i + 3 * QUARTER]));
        }
    }

    private static float max(float[] values, int from, int to) {
        float max = values[from];
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
        Arrays.fill(shift, from, to, Float32Exponential.exponent((float) max));
    }

    @Override
    public void exponentials(int count) {
        for (int from = 0; from < count; from += BLOCK) {
            int to = Math.min(from + BLOCK, count);
            Float32Exponential.powers(x, shift, powers, from, to);
            Float32Exponential.times(x, powers, e, from, to);
        }
    }

    @Override
    public double relative(double sum, double max) {
        double exponent = Float32Exponential.exponent((float) max);
        return Float64Exponential.quotient(sum / Float32Exponential.LIFT, max, exponent);
    }

    @Override
    public double sum(int from, int to) {
        int count = to - from;
        if (count > BLOCK) {
            int middle = from + (count + 2 * BLOCK - 1) / (2 * BLOCK) * BLOCK;
            return sum(from, middle) + sum(middle, to);
        }
        if (count <= QUARTER) {
            return sum(e, from, to);
        }
        System.arraycopy(e, from, block, 0, count);
        Arrays.fill(block, count, BLOCK, 0);
        sumOfFour(block, quarter);
        return sum(quarter, 0, QUARTER);
    }

    private static void sumOfFour(float[] e, float[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = (e[i] + e[i + 2 * QUARTER]) + (e[i + QUARTER] + e[i + 3 * QUARTER]);
        }
    }

    private static double sum(float[] values, int from, int to) {
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
    public double sumBut(int index, int from, int to) {
        e[index] = 0;
        return sum(from, to);
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
        float rounded = (float) factor;
        float remainder = (float) (factor - rounded);
        for (int i = from; i < to; i++) {
            e[i] = Math.fma(e[i], rounded, e[i] * remainder);
        }
    }

    @Override
    public void subtract(int from, int to, double first, double second) {
        float roundedFirst = (float) first;
        float roundedSecond = (float) second;
        for (int i = from; i < to; i++) {
            e[i] = (x[i] - roundedFirst) - roundedSecond;
        }
    }
}
