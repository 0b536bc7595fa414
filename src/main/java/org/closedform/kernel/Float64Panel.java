package org.closedform.kernel;

import java.util.Arrays;

/** Float64 numbers. */
final class Float64Panel implements Panel {
    private static final int SIXTEENTH = SIZE / 16;
    private static final int QUARTER = SIZE / 4;

    /** From here on the whole number next to x / ln 2 would be rounded. */
    private static final double LARGE = 0x1p50;

    private double[] x;
    private double[] e;
    private double[] scratchX = new double[SIZE + 3 * GAP];
    private double[] scratchE = new double[SIZE + 3 * GAP];
    private final double[] padded = new double[SIZE + 3 * GAP];
    private final double[] quarter = new double[QUARTER + GAP];
    private final double[] sixteenth = new double[SIXTEENTH];
    private int parts;
    private final RowConstants constants = new RowConstants();

    @Override
    public void attach(Buffer x, Buffer e) {
        this.x = ((Float64Buffer) x).values();
        this.e = ((Float64Buffer) e).values();
    }

    @Override
    public void attachScratch(int size) {
        if (scratchX.length < size) {
            scratchX = new double[size + 3 * GAP];
            scratchE = new double[size + 3 * GAP];
        }
        x = scratchX;
        e = scratchE;
    }

    @Override
    public void detach() {
        x = null;
        e = null;
    }

    @Override
    public RowConstants constants() {
        return constants;
    }

    @Override
    public void load(Buffer source, Block from, Block to, int rows, int elements) {
        Float64Buffer.copy(((Float64Buffer) source).values(), from, x, to, rows, elements);
    }

    @Override
    public void store(Buffer target, Block from, Block to, int rows, int elements) {
        Float64Buffer.copy(e, from, ((Float64Buffer) target).values(), to, rows, elements);
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
    public boolean isRegular(double value) {
        return Math.abs(value) < LARGE;
    }

    @Override
    public double lift() {
        return Float64Exponential.LIFT;
    }

    @Override
    public boolean isInRange(double sum) {
        return sum > 0 && sum < Float64Exponential.TOP;
    }

    @Override
    public void exponentials(int from, int to, double reference) {
        double exponent = Float64Exponential.exponent(reference);
        Float64Exponential.divided(x, Float64Exponential.lowest(exponent), e, from, to);
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
    public double exponent(double reference) {
        return Float64Exponential.exponent(reference) - Float64Exponential.LIFT_EXPONENT;
    }

    @Override
    public double sum(int from, int to) {
        parts = SIXTEENTH;
        if (to - from <= QUARTER) {
            parts = sumOfNeighbours(e, from, to, sixteenth);
        } else {
            pad(e, from, to, 0);
            sumOfFour(padded, quarter);
            sumOfFourQuarters(quarter, sixteenth);
        }
        return CompensatedSum.of(sixteenth, 0, 1, parts);
    }

    @Override
    public double largestPart() {
        double largest = 0;
        for (int i = 0; i < parts; i++) {
            largest = sixteenth[i] > largest
                    ? sixteenth[i]
                    : largest; // unlike Math.max a guess that is nearly always right
        }
        return largest;
    }

    /** Four by four; how many fours there are. */
    private static int sumOfNeighbours(double[] e, int from, int to, double[] sum) {
        int fours = (to - from) / 4;
        for (int i = 0; i < fours; i++) {
            int at = from + 4 * i;
            sum[i] = (e[at] + e[at + 1]) + (e[at + 2] + e[at + 3]);
        }
        int at = from + 4 * fours;
        if (at == to) {
            return fours;
        }
        sum[fours] = at + 1 == to ? e[at] : (e[at] + e[at + 1]) + (at + 2 == to ? 0 : e[at + 2]);
        return fours + 1;
    }

    /** Copies some numbers to where there is room. */
    private void pad(double[] values, int from, int to, double padding) {
        System.arraycopy(values, from, padded, 0, to - from);
        Arrays.fill(padded, to - from, SIZE, padding);
    }

    private static void sumOfFour(double[] e, double[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = (e[i] + e[i + QUARTER]) + (e[i + 2 * QUARTER] + e[i + 3 * QUARTER]);
        }
    }

    private static void sumOfFourQuarters(double[] e, double[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = (e[i] + e[i + SIXTEENTH]) + (e[i + 2 * SIXTEENTH] + e[i + 3 * SIXTEENTH]);
        }
    }

    @Override
    public double max(int from, int to) {
        if (to - from <= QUARTER) {
            return max(x, from, to);
        }
        pad(x, from, to, x[from]);
        maxOfFour(padded, quarter);
        maxOfFourQuarters(quarter, sixteenth);
        return max(sixteenth, 0, SIXTEENTH);
    }

    /** In four that do not wait for each other. */
    private static double max(double[] x, int from, int to) {
        double a = x[from];
        double b = a;
        double c = a;
        double d = a;
        int i = from;
        for (; i + 4 <= to; i += 4) {
            a = Math.max(a, x[i]);
            b = Math.max(b, x[i + 1]);
            c = Math.max(c, x[i + 2]);
            d = Math.max(d, x[i + 3]);
        }
        for (; i < to; i++) {
            a = Math.max(a, x[i]);
        }
        return Math.max(Math.max(a, b), Math.max(c, d));
    }

    private static void maxOfFour(double[] x, double[] max) {
        for (int i = 0; i < QUARTER; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + QUARTER]), Math.max(x[i + 2 * QUARTER], x[i + 3 * QUARTER]));
        }
    }

    private static void maxOfFourQuarters(double[] x, double[] max) {
        for (int i = 0; i < SIXTEENTH; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + SIXTEENTH]), Math.max(x[i + 2 * SIXTEENTH], x[i + 3 * SIXTEENTH]));
        }
    }

    @Override
    public void sums(int from, int length, int at, int rows, RowConstants constants) {
        sums(e, from, length, constants.sums, at, rows);
    }

    private static void sums(double[] e, int from, int length, double[] sums, int at, int rows) {
        for (int row = 0; row < rows; row++) {
            int end = from + (row + 1) * length;
            double sum = 0;
            double lost = 0;
            int i = end - length;
            for (; i + 4 <= end; i += 4) {
                double four = (e[i] + e[i + 1]) + (e[i + 2] + e[i + 3]);
                double next = sum + four;
                lost += CompensatedSum.lost(sum, four, next);
                sum = next;
            }
            for (; i < end; i++) {
                double next = sum + e[i];
                lost += CompensatedSum.lost(sum, e[i], next);
                sum = next;
            }
            sums[at + row] = sum + lost;
        }
    }

    @Override
    public int top(int from, int to) {
        int top = from;
        long largest = 0;
        for (int i = from; i < to; i++) {
            long bits = Double.doubleToRawLongBits(e[i]);
            top = bits > largest ? i : top;
            largest = Math.max(bits, largest);
        }
        return top;
    }

    @Override
    public void scale(int from, int to, double numerator, double sum) {
        double factor = numerator / sum;
        scale(e, factor, Panel.lost(factor, numerator, sum), from, to);
    }

    private static void scale(double[] e, double a, double b, int from, int to) {
        for (int i = from; i < to; i++) {
            e[i] = Math.fma(e[i], a, e[i] * b);
        }
    }

    @Override
    public void scale(int from, int length, int rows, RowConstants constants) {
        for (int row = 0, at = from; row < rows; row++, at += length) {
            scale(at, at + length, constants.a[row], constants.b[row]);
        }
    }

    @Override
    public void subtract(int from, int to, double a, double b) {
        subtract(x, e, a, b, from, to);
    }

    @Override
    public void subtract(int from, int length, int rows, RowConstants constants) {
        for (int row = 0, at = from; row < rows; row++, at += length) {
            subtract(at, at + length, constants.a[row], constants.b[row]);
        }
    }

    private static void subtract(double[] x, double[] e, double a, double b, int from, int to) {
        for (int i = from; i < to; i++) {
            e[i] = (x[i] - a) - b;
        }
    }
}
