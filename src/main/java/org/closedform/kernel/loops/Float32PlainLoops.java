package org.closedform.kernel.loops;

import java.util.Arrays;

/**
 * Loops in plain Java over float32 numbers.
 *
 * <p>The JIT compiler vectorises the loops that take the time: they are counted, without branches, over arrays with one index or at
 * constant distances. Searches, the maxima of short rows and the last sums of a fold have branches, and are scalar.
 */
class Float32PlainLoops extends Float32ChannelLoops implements Loops<float[]> {
    /** The loop over lanes runs at least this far: after shorter runs the JIT compiler chooses shorter vectors for all. */
    private static final int LEAST_LANES = 80;

    private static final int QUARTER = BLOCK / 4;

    @Override
    public float[] scratch(int size) {
        return new float[size + Float32Precision.PADDING];
    }

    @Override
    public void copy(float[] source, Block from, float[] target, Block to, int rows, int elements) {
        if (from.element() == 1 && to.element() == 1) {
            for (int i = 0; i < rows; i++) {
                System.arraycopy(source, from.origin() + i * from.row(), target, to.origin() + i * to.row(), elements);
            }
            return;
        }
        for (int k = 0; k < elements; k++) {
            int first = from.origin() + k * from.element();
            int at = to.origin() + k * to.element();
            if (from.row() == 1 && to.row() == 1) {
                System.arraycopy(source, first, target, at, rows);
            } else {
                copyLine(source, first, from.row(), target, at, to.row(), rows);
            }
        }
    }

    private static void copyLine(
            float[] source, int from, int fromStride, float[] target, int to, int toStride, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i * toStride] = source[from + i * fromStride];
        }
    }

    @Override
    public void pick(float[] x, int origin, int length, int first, int end, int column, double[] values) {
        for (int row = first; row < end; row++) {
            values[row] = x[origin + row * length + column];
        }
    }

    @Override
    public void pick(float[] x, int origin, int length, int first, int end, int[] columns, double[] values) {
        for (int row = first; row < end; row++) {
            values[row] = x[origin + row * length + columns[row]];
        }
    }

    @Override
    public void take(float[] e, int origin, int length, int first, int end, int[] columns, double[] values) {
        for (int row = first; row < end; row++) {
            int at = origin + row * length + columns[row];
            values[row] = e[at];
            e[at] = 0;
        }
    }

    @Override
    public void put(float[] e, int origin, int length, int first, int end, int[] columns, double[] values) {
        for (int row = first; row < end; row++) {
            e[origin + row * length + columns[row]] = Float32Precision.narrow(values[row]);
        }
    }

    /** In four independent accumulators. */
    @Override
    public double max(float[] x, int from, int to) {
        float a = x[from];
        float b = a;
        float c = a;
        float d = a;
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

    @Override
    public double max(float[] x, int from, int to, float[] parts, float[] padded, float[] quarters) {
        if (to - from <= QUARTER) {
            return max(x, from, to);
        }
        System.arraycopy(x, from, padded, 0, to - from);
        Arrays.fill(padded, to - from, BLOCK, x[from]);
        maxOfBlock(padded, quarters);
        maxOfQuarter(quarters, parts);
        return max(parts, 0, PARTS);
    }

    private static void maxOfBlock(float[] x, float[] max) {
        for (int i = 0; i < QUARTER; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + QUARTER]), Math.max(x[i + 2 * QUARTER], x[i + 3 * QUARTER]));
        }
    }

    private static void maxOfQuarter(float[] x, float[] max) {
        for (int i = 0; i < PARTS; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + PARTS]), Math.max(x[i + 2 * PARTS], x[i + 3 * PARTS]));
        }
    }

    @Override
    public int first(float[] x, int from, double least) {
        int first = from;
        while (x[first] < least) {
            first++;
        }
        return first;
    }

    @Override
    public boolean isRegular(double x) {
        return Math.abs(x) < Float32Exponential.LARGE;
    }

    @Override
    public double exponent(double reference) {
        return Float32Exponential.exponent(Float32Precision.narrow(reference)) - Float32Exponential.LIFT_EXPONENT;
    }

    @Override
    public void exponentials(float[] x, float[] e, int from, int to, double reference, boolean isLargest) {
        Float32Exponential.divided(x, Float32Precision.narrow(reference), e, from, to, isLargest);
    }

    @Override
    public double lift() {
        return Float32Exponential.LIFT;
    }

    @Override
    public boolean isInRange(double sum) {
        return sum > 0 && sum < Float32Exponential.TOP;
    }

    @Override
    public int fold(float[] e, int from, int to, float[] parts, float[] padded, float[] quarters) {
        if (to - from <= QUARTER) {
            return foldNeighbours(e, from, to, parts);
        }
        System.arraycopy(e, from, padded, 0, to - from);
        Arrays.fill(padded, to - from, BLOCK, 0);
        foldBlock(padded, quarters);
        foldQuarter(quarters, parts);
        return PARTS;
    }

    private static int foldNeighbours(float[] e, int from, int to, float[] parts) {
        int fours = (to - from) / 4;
        for (int i = 0; i < fours; i++) {
            int at = from + 4 * i;
            parts[i] = (e[at] + e[at + 1]) + (e[at + 2] + e[at + 3]);
        }
        int at = from + 4 * fours;
        if (at == to) {
            return fours;
        }
        parts[fours] = at + 1 == to ? e[at] : (e[at] + e[at + 1]) + (at + 2 == to ? 0 : e[at + 2]);
        return fours + 1;
    }

    private static void foldBlock(float[] e, float[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = (e[i] + e[i + QUARTER]) + (e[i + 2 * QUARTER] + e[i + 3 * QUARTER]);
        }
    }

    private static void foldQuarter(float[] e, float[] sum) {
        for (int i = 0; i < PARTS; i++) {
            sum[i] = (e[i] + e[i + PARTS]) + (e[i + 2 * PARTS] + e[i + 3 * PARTS]);
        }
    }

    @Override
    public double largest(float[] parts, int count) {
        float largest = 0;
        for (int i = 0; i < count; i++) {
            largest = parts[i] > largest
                    ? parts[i]
                    : largest; // faster than Math.max: the branch is nearly always predicted
        }
        return largest;
    }

    @Override
    public double sum(float[] parts, int count) {
        return Float32Sums.sum(parts, count);
    }

    @Override
    public void sums(float[] e, int origin, int length, int first, int end, double[] sums) {
        Float32Sums.sums(e, origin, length, first, end, sums);
    }

    @Override
    public void sumsButLargest(float[] e, int origin, int length, int first, int end, double[] sums, int[] largest) {
        Float32Sums.sumsButLargest(e, origin, length, first, end, sums, largest);
    }

    @Override
    public void addFour(float[] a, float[] b, float[] c, float[] d, float[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = (a[i] + b[i]) + (c[i] + d[i]);
        }
    }

    @Override
    public void sums(float[] parts, int count, int pitch, int rows, double[] sums) {
        for (int row = 0; row < rows; row++) {
            sums[row] = Float32Sums.sum(parts, row, pitch, count);
        }
    }

    @Override
    public void sumsInTurn(float[] parts, int count, int pitch, int rows, double[] sums) {
        for (int row = 0; row < rows; row++) {
            sums[row] = Float32Sums.sumInTurn(parts, row, pitch, count);
        }
    }

    @Override
    public void largest(float[] parts, int count, int pitch, int rows, double[] largest) {
        for (int row = 0; row < rows; row++) {
            float most = 0;
            for (int i = row; i < row + count * pitch; i += pitch) {
                most = parts[i] > most ? parts[i] : most;
            }
            largest[row] = Math.max(largest[row], most);
        }
    }

    @Override
    public void sumsButLargest(
            float[] e,
            int count,
            int pitch,
            int rows,
            double[] sums,
            double[] largest,
            int[] columns,
            double[] values,
            double[] lost) {
        Arrays.fill(sums, 0, rows, 0);
        Arrays.fill(lost, 0, rows, 0);
        Arrays.fill(largest, 0, rows, 0);
        for (int k = 0; k < count; k++) {
            Float32Precision.widen(e, k * pitch, values, 0, rows);
            Float32Sums.addButLargest(values, sums, lost, largest, rows);
        }
        for (int row = 0; row < rows; row++) {
            sums[row] += lost[row];
            int at = row;
            while (e[at] < largest[row]) {
                at += pitch;
            }
            columns[row] = at / pitch;
        }
    }

    @Override
    public void narrow(double[] high, double[] low, int count, float[] highs, float[] lows) {
        for (int i = 0; i < count; i++) {
            highs[i] = Float32Precision.narrow(high[i]);
            lows[i] = Float32Precision.rest(high[i], low[i]);
        }
    }

    @Override
    public void scale(float[] e, float[] high, float[] low, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = Math.fma(e[i], high[i], e[i] * low[i]);
        }
    }

    @Override
    public void subtract(float[] x, float[] high, float[] low, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = (x[i] - high[i]) - low[i];
        }
    }

    @Override
    public void scale(float[] e, int origin, int length, int first, int end, double[] high, double[] low) {
        for (int row = first, at = origin + first * length; row < end; row++, at += length) {
            float a = Float32Precision.narrow(high[row]);
            float b = Float32Precision.rest(high[row], low[row]);
            if (length <= Float32ShortRows.LONGEST) {
                Float32ShortRows.scale(e, a, b, at, length);
                continue;
            }
            for (int from = at; from < at + length; from += BLOCK) {
                scale(e, a, b, from, Math.min(from + BLOCK, at + length));
            }
        }
    }

    private static void scale(float[] e, float high, float low, int from, int to) {
        for (int i = from; i < to; i++) {
            e[i] = Math.fma(e[i], high, e[i] * low);
        }
    }

    @Override
    public void subtract(
            float[] x, float[] y, int origin, int length, int first, int end, double[] high, double[] low) {
        for (int row = first, at = origin + first * length; row < end; row++, at += length) {
            float a = Float32Precision.narrow(high[row]);
            float b = Float32Precision.rest(high[row], low[row]);
            if (length <= Float32ShortRows.LONGEST) {
                Float32ShortRows.subtract(x, y, a, b, at, length);
                continue;
            }
            for (int from = at; from < at + length; from += BLOCK) {
                subtract(x, y, a, b, from, Math.min(from + BLOCK, at + length));
            }
        }
    }

    private static void subtract(float[] x, float[] y, float high, float low, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (x[i] - high) - low;
        }
    }

    @Override
    public void weighDistances(float[] x, float[] weight, double origin, int count) {
        float from = Float32Precision.narrow(origin);
        for (int i = 0; i < count; i++) {
            x[i] = (from - x[i]) * weight[i];
        }
    }

    @Override
    public void scaleAndSubtract(float[] e, double factor, float[] x, double xFactor, int count) {
        float a = Float32Precision.narrow(factor);
        float b = Float32Precision.narrow(xFactor);
        for (int i = 0; i < count; i++) {
            e[i] = Math.fma(e[i], a, -(x[i] * b));
        }
    }

    @Override
    public void smooth(float[] x, float[] weight, double factor, double shift, int count) {
        float a = Float32Precision.narrow(factor);
        float b = Float32Precision.narrow(shift);
        for (int i = 0; i < count; i++) {
            x[i] = Math.fma(x[i], a, b) * weight[i];
        }
    }

    @Override
    public void sigmoid(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        Float32Sigmoids.sigmoid(x, y, count, a, q, r);
    }

    @Override
    public void sigmoidSlope(float[] x, float[] y, int count, int scale, float[] a, float[] q, float[] r) {
        Float32Sigmoids.sigmoidSlope(x, y, count, scale, a, q, r);
    }

    @Override
    public void softplus(float[] x, float[] y, int count, int sign, float[] a, float[] q, float[] r) {
        Float32Sigmoids.softplus(x, y, count, sign, a, q, r);
    }

    @Override
    public void tanh(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        Float32Sigmoids.tanh(x, y, count, a, q, r);
    }

    @Override
    public void powers(float[] x, float[] q, float[] r, int count) {
        Float32Exponential.widePowers(x, q, r, 0, count);
    }

    @Override
    public void logisticGate(float[] x, float[] y, int count, Gate u, float[] a, float[] q, float[] r) {
        Float32Gates.arguments(x, u, a, y, count);
        powers(a, q, r, count);
        Float32Gates.logistic(x, a, q, r, y, count);
    }

    @Override
    public void silu(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        Float32Silu.distances(x, a, y, count);
        powers(a, q, r, count);
        Float32Silu.silu(x, a, q, r, y, count);
    }

    @Override
    public void siluAndSlope(float[] x, float[] y, float[] slope, int count, float[] a, float[] q, float[] r) {
        Float32Silu.distances(x, a, slope, count);
        powers(a, q, r, count);
        Float32Silu.siluAndSlope(x, a, q, r, y, slope, count);
    }

    @Override
    public void mishGate(float[] x, float[] y, int count, float[] a, float[] q, float[] r) {
        Float32Gates.mishArguments(x, a, y, count);
        powers(a, q, r, count);
        Float32Gates.mish(x, a, q, r, y, count);
    }

    @Override
    public void addRuns(float[][] panel, float[] factors, float[][] sums, int rows, int steps, int lanes) {
        Float32Products.addRuns(panel, factors, sums, rows, steps, Math.max(lanes, LEAST_LANES));
    }
}
