package org.closedform.kernel;

import java.util.Arrays;

/** Float64 scratch. */
final class Float64Panel implements Panel {
    private static final int SIXTEENTH = SIZE / 16;
    private static final int QUARTER = SIZE / 4;

    /** From here on the whole number next to x / ln 2 would be rounded. */
    private static final double LARGE = 0x1p50;

    private final double[] x = new double[SIZE];
    private final double[] e = new double[SIZE];
    private final double[] shift = new double[SIZE];
    private final double[] powers = new double[SIZE];
    private final double[] a = new double[SIZE];
    private final double[] b = new double[SIZE];
    private final double[] quarter = new double[QUARTER];
    private final double[] sixteenth = new double[SIXTEENTH];

    @Override
    public void load(Buffer source, int from, int stride, int count, int at) {
        source.load(from, stride, count, x, at);
    }

    @Override
    public void loadMade(Buffer source, int from, int stride, int count) {
        source.load(from, stride, count, e, 0);
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
    public double made(int index) {
        return e[index];
    }

    @Override
    public void make(int index, double value) {
        e[index] = value;
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
    private void fill(double[] values, int from, int to, double padding) {
        System.arraycopy(values, from, powers, 0, to - from);
        Arrays.fill(powers, to - from, SIZE, padding);
    }

    private static void maxOfFour(double[] x, double[] max) {
        for (int i = 0; i < QUARTER; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + 2 * QUARTER]), Math.max(x[i + QUARTER], x[i + 3 * QUARTER]));
        }
    }

    private static void maxOfFourQuarters(double[] x, double[] max) {
        for (int i = 0; i < SIXTEENTH; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + 2 * SIXTEENTH]), Math.max(x[i + SIXTEENTH], x[i + 3 * SIXTEENTH]));
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
    public boolean isRegular(double value) {
        return Math.abs(value) < LARGE;
    }

    @Override
    public boolean isInRange(double sum) {
        return sum > 0 && sum < Float64Exponential.TOP;
    }

    @Override
    public void shift(int from, int to, double reference) {
        Arrays.fill(shift, from, to, Float64Exponential.exponent(reference));
    }

    @Override
    public void exponentials(int from, int to) {
        Float64Exponential.powers(x, shift, powers, from, to);
        Float64Exponential.times(x, powers, e, from, to);
    }

    @Override
    public double relative(double sum, double reference, double value) {
        double k = Float64Exponential.exponent(value);
        double quotient = Float64Exponential.quotient(sum / Float64Exponential.LIFT, value, k);
        return quotient * Math.scalb(1.0, (int) (Float64Exponential.exponent(reference) - k));
    }

    /** No number is rounded more than four times: first four by four, and the sixteenth that is left as if by more digits. */
    @Override
    public double sum(int from, int to) {
        if (to - from <= SIXTEENTH) {
            return CompensatedSum.of(e, from, to);
        }
        fill(e, from, to, 0);
        sumOfFour(powers, quarter);
        sumOfFourQuarters(quarter, sixteenth);
        return CompensatedSum.of(sixteenth, 0, SIXTEENTH);
    }

    private static void sumOfFour(double[] e, double[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = (e[i] + e[i + 2 * QUARTER]) + (e[i + QUARTER] + e[i + 3 * QUARTER]);
        }
    }

    private static void sumOfFourQuarters(double[] e, double[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = (e[i] + e[i + 2 * SIXTEENTH]) + (e[i + SIXTEENTH] + e[i + 3 * SIXTEENTH]);
        }
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
        Arrays.fill(a, from, to, first);
        Arrays.fill(b, from, to, second);
    }

    @Override
    public void scale(int count) {
        scale(e, a, b, Panel.whole(count));
    }

    private static void scale(double[] e, double[] a, double[] b, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = Math.fma(e[i], a[i], e[i] * b[i]);
        }
    }

    @Override
    public void subtract(int count) {
        subtract(x, a, b, e, Panel.whole(count));
    }

    private static void subtract(double[] x, double[] a, double[] b, double[] e, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = (x[i] - a[i]) - b[i];
        }
    }
}
