package org.closedform.kernel;

import java.util.Arrays;

/** Float32 scratch. */
final class Float32Panel implements Panel {
    private static final int SIXTEENTH = SIZE / 16;
    private static final int QUARTER = SIZE / 4;

    /** From here on the whole number next to x / ln 2 would be rounded. */
    private static final double LARGE = 0x1p21;

    private final float[] x = new float[SIZE];
    private final float[] e = new float[SIZE];
    private final float[] shift = new float[SIZE];
    private final float[] powers = new float[SIZE];
    private final float[] a = new float[SIZE];
    private final float[] b = new float[SIZE];
    private final float[] quarter = new float[QUARTER];
    private final float[] sixteenth = new float[SIXTEENTH];

    @Override
    public void load(Buffer source, int from, int stride, int count, int at) {
        ((Float32Buffer) source).load(from, stride, count, x, at);
    }

    @Override
    public void loadMade(Buffer source, int from, int stride, int count) {
        ((Float32Buffer) source).load(from, stride, count, e, 0);
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
    public double made(int index) {
        return e[index];
    }

    @Override
    public void make(int index, double value) {
        e[index] = (float) value;
    }

    @Override
    public double max(int from, int to) {
        if (to - from <= SIXTEENTH) {
            return max(x, from, to);
        }
        fill(x, from, to, x[from]);
        maxOfFour(powers, quarter);
        maxOfFourQuarters(quarter, sixteenth);
        return max(sixteenth, 0, SIXTEENTH);
    }

    /** Copies some numbers to where there is room, and pads them. */
    private void fill(float[] values, int from, int to, float padding) {
        System.arraycopy(values, from, powers, 0, to - from);
        Arrays.fill(powers, to - from, SIZE, padding);
    }

    private static void maxOfFour(float[] x, float[] max) {
        for (int i = 0; i < QUARTER; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + 2 * QUARTER]), Math.max(x[i + QUARTER], x[i + 3 * QUARTER]));
        }
    }

    private static void maxOfFourQuarters(float[] x, float[] max) {
        for (int i = 0; i < SIXTEENTH; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + 2 * SIXTEENTH]), Math.max(x[i + SIXTEENTH], x[i + 3 * SIXTEENTH]));
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
    public boolean isRegular(double value) {
        return Math.abs(value) < LARGE;
    }

    @Override
    public boolean isInRange(double sum) {
        return sum > 0 && sum < Float32Exponential.TOP;
    }

    @Override
    public void shift(int from, int to, double reference) {
        Arrays.fill(shift, from, to, Float32Exponential.exponent((float) reference));
    }

    @Override
    public void exponentials(int from, int to) {
        Float32Exponential.powers(x, shift, powers, from, to);
        Float32Exponential.times(x, powers, e, from, to);
    }

    @Override
    public double relative(double sum, double reference, double value) {
        double k = Float32Exponential.exponent((float) value);
        double quotient = Float64Exponential.quotient(sum / Float32Exponential.LIFT, value, k);
        return quotient * Math.scalb(1.0, (int) (Float32Exponential.exponent((float) reference) - k));
    }

    /** Pairwise and then in double: no number is rounded more than four times to float. */
    @Override
    public double sum(int from, int to) {
        if (to - from <= SIXTEENTH) {
            return sum(e, from, to);
        }
        fill(e, from, to, 0);
        sumOfFour(powers, quarter);
        sumOfFourQuarters(quarter, sixteenth);
        return sum(sixteenth, 0, SIXTEENTH);
    }

    private static void sumOfFour(float[] e, float[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = (e[i] + e[i + 2 * QUARTER]) + (e[i + QUARTER] + e[i + 3 * QUARTER]);
        }
    }

    private static void sumOfFourQuarters(float[] e, float[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = (e[i] + e[i + 2 * SIXTEENTH]) + (e[i + SIXTEENTH] + e[i + 3 * SIXTEENTH]);
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
    public void dropNaN(int from, int to) {
        for (int i = from; i < to; i++) {
            if (e[i] != e[i]) {
                e[i] = 0;
            }
        }
    }

    @Override
    public void pair(int from, int to, double first, double second) {
        float rounded = (float) first;
        Arrays.fill(a, from, to, rounded);
        Arrays.fill(b, from, to, (float) (first - rounded + second));
    }

    @Override
    public void scale(int count) {
        scale(e, a, b, Panel.whole(count));
    }

    private static void scale(float[] e, float[] a, float[] b, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = Math.fma(e[i], a[i], e[i] * b[i]);
        }
    }

    @Override
    public void subtract(int count) {
        subtract(x, a, b, e, Panel.whole(count));
    }

    private static void subtract(float[] x, float[] a, float[] b, float[] e, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = (x[i] - a[i]) - b[i];
        }
    }
}
