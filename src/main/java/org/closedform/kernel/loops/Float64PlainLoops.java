package org.closedform.kernel.loops;

import java.util.Arrays;

/**
 * Loops in plain Java over float64 numbers.
 *
 * <p>The JIT compiler vectorises the loops that take the time: they are counted, without branches, over arrays with one index or at
 * constant distances. Searches, the maxima of short rows and the last sums of a fold have branches, and are scalar.
 */
class Float64PlainLoops extends Float64ChannelLoops implements Loops<double[]> {
    /** The loop over lanes runs at least this far: after shorter runs the JIT compiler chooses shorter vectors for all. */
    private static final int LEAST_LANES = 80;

    private static final int QUARTER = BLOCK / 4;

    @Override
    public double[] scratch(int size) {
        return new double[size + Float64Precision.PADDING];
    }

    @Override
    public void copy(double[] source, Block from, double[] target, Block to, int rows, int elements) {
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
            double[] source, int from, int fromStride, double[] target, int to, int toStride, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i * toStride] = source[from + i * fromStride];
        }
    }

    @Override
    public void pick(double[] x, int origin, int length, int first, int end, int column, double[] values) {
        for (int row = first; row < end; row++) {
            values[row] = x[origin + row * length + column];
        }
    }

    @Override
    public void pick(double[] x, int origin, int length, int first, int end, int[] columns, double[] values) {
        for (int row = first; row < end; row++) {
            values[row] = x[origin + row * length + columns[row]];
        }
    }

    @Override
    public void take(double[] e, int origin, int length, int first, int end, int[] columns, double[] values) {
        for (int row = first; row < end; row++) {
            int at = origin + row * length + columns[row];
            values[row] = e[at];
            e[at] = 0;
        }
    }

    @Override
    public void put(double[] e, int origin, int length, int first, int end, int[] columns, double[] values) {
        for (int row = first; row < end; row++) {
            e[origin + row * length + columns[row]] = Float64Precision.narrow(values[row]);
        }
    }

    /** In four independent accumulators. */
    @Override
    public double max(double[] x, int from, int to) {
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

    @Override
    public double max(double[] x, int from, int to, double[] parts, double[] padded, double[] quarters) {
        if (to - from <= QUARTER) {
            return max(x, from, to);
        }
        System.arraycopy(x, from, padded, 0, to - from);
        Arrays.fill(padded, to - from, BLOCK, x[from]);
        maxOfBlock(padded, quarters);
        maxOfQuarter(quarters, parts);
        return max(parts, 0, PARTS);
    }

    private static void maxOfBlock(double[] x, double[] max) {
        for (int i = 0; i < QUARTER; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + QUARTER]), Math.max(x[i + 2 * QUARTER], x[i + 3 * QUARTER]));
        }
    }

    private static void maxOfQuarter(double[] x, double[] max) {
        for (int i = 0; i < PARTS; i++) {
            max[i] = Math.max(Math.max(x[i], x[i + PARTS]), Math.max(x[i + 2 * PARTS], x[i + 3 * PARTS]));
        }
    }

    @Override
    public int first(double[] x, int from, double least) {
        int first = from;
        while (x[first] < least) {
            first++;
        }
        return first;
    }

    @Override
    public boolean isRegular(double x) {
        return Math.abs(x) < Float64Exponential.LARGE;
    }

    @Override
    public double exponent(double reference) {
        return Float64Exponential.exponent(Float64Precision.narrow(reference)) - Float64Exponential.LIFT_EXPONENT;
    }

    @Override
    public void exponentials(double[] x, double[] e, int from, int to, double reference, boolean isLargest) {
        Float64Exponential.divided(x, Float64Precision.narrow(reference), e, from, to, isLargest);
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
    public int fold(double[] e, int from, int to, double[] parts, double[] padded, double[] quarters) {
        if (to - from <= QUARTER) {
            return foldNeighbours(e, from, to, parts);
        }
        System.arraycopy(e, from, padded, 0, to - from);
        Arrays.fill(padded, to - from, BLOCK, 0);
        foldBlock(padded, quarters);
        foldQuarter(quarters, parts);
        return PARTS;
    }

    private static int foldNeighbours(double[] e, int from, int to, double[] parts) {
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

    private static void foldBlock(double[] e, double[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = (e[i] + e[i + QUARTER]) + (e[i + 2 * QUARTER] + e[i + 3 * QUARTER]);
        }
    }

    private static void foldQuarter(double[] e, double[] sum) {
        for (int i = 0; i < PARTS; i++) {
            sum[i] = (e[i] + e[i + PARTS]) + (e[i + 2 * PARTS] + e[i + 3 * PARTS]);
        }
    }

    @Override
    public double largest(double[] parts, int count) {
        double largest = 0;
        for (int i = 0; i < count; i++) {
            largest = parts[i] > largest
                    ? parts[i]
                    : largest; // faster than Math.max: the branch is nearly always predicted
        }
        return largest;
    }

    @Override
    public double sum(double[] parts, int count) {
        return Float64Sums.sum(parts, count);
    }

    @Override
    public void sums(double[] e, int origin, int length, int first, int end, double[] sums) {
        Float64Sums.sums(e, origin, length, first, end, sums);
    }

    @Override
    public void sumsButLargest(double[] e, int origin, int length, int first, int end, double[] sums, int[] largest) {
        Float64Sums.sumsButLargest(e, origin, length, first, end, sums, largest);
    }

    @Override
    public void addFour(double[] a, double[] b, double[] c, double[] d, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = (a[i] + b[i]) + (c[i] + d[i]);
        }
    }

    @Override
    public void sums(double[] parts, int count, int pitch, int rows, double[] sums) {
        for (int row = 0; row < rows; row++) {
            sums[row] = Float64Sums.sum(parts, row, pitch, count);
        }
    }

    @Override
    public void sumsInTurn(double[] parts, int count, int pitch, int rows, double[] sums) {
        for (int row = 0; row < rows; row++) {
            sums[row] = Float64Sums.sumInTurn(parts, row, pitch, count);
        }
    }

    @Override
    public void largest(double[] parts, int count, int pitch, int rows, double[] largest) {
        for (int row = 0; row < rows; row++) {
            double most = 0;
            for (int i = row; i < row + count * pitch; i += pitch) {
                most = parts[i] > most ? parts[i] : most;
            }
            largest[row] = Math.max(largest[row], most);
        }
    }

    @Override
    public void sumsButLargest(
            double[] e,
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
            Float64Precision.widen(e, k * pitch, values, 0, rows);
            Float64Sums.addButLargest(values, sums, lost, largest, rows);
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
    public void narrow(double[] high, double[] low, int count, double[] highs, double[] lows) {
        for (int i = 0; i < count; i++) {
            highs[i] = Float64Precision.narrow(high[i]);
            lows[i] = Float64Precision.rest(high[i], low[i]);
        }
    }

    @Override
    public void scale(double[] e, double[] high, double[] low, int count) {
        for (int i = 0; i < count; i++) {
            e[i] = Math.fma(e[i], high[i], e[i] * low[i]);
        }
    }

    @Override
    public void subtract(double[] x, double[] high, double[] low, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = (x[i] - high[i]) - low[i];
        }
    }

    @Override
    public void scale(double[] e, int origin, int length, int first, int end, double[] high, double[] low) {
        for (int row = first, at = origin + first * length; row < end; row++, at += length) {
            double a = Float64Precision.narrow(high[row]);
            double b = Float64Precision.rest(high[row], low[row]);
            if (length <= Float64ShortRows.LONGEST) {
                Float64ShortRows.scale(e, a, b, at, length);
                continue;
            }
            for (int from = at; from < at + length; from += BLOCK) {
                scale(e, a, b, from, Math.min(from + BLOCK, at + length));
            }
        }
    }

    private static void scale(double[] e, double high, double low, int from, int to) {
        for (int i = from; i < to; i++) {
            e[i] = Math.fma(e[i], high, e[i] * low);
        }
    }

    @Override
    public void subtract(
            double[] x, double[] y, int origin, int length, int first, int end, double[] high, double[] low) {
        for (int row = first, at = origin + first * length; row < end; row++, at += length) {
            double a = Float64Precision.narrow(high[row]);
            double b = Float64Precision.rest(high[row], low[row]);
            if (length <= Float64ShortRows.LONGEST) {
                Float64ShortRows.subtract(x, y, a, b, at, length);
                continue;
            }
            for (int from = at; from < at + length; from += BLOCK) {
                subtract(x, y, a, b, from, Math.min(from + BLOCK, at + length));
            }
        }
    }

    private static void subtract(double[] x, double[] y, double high, double low, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = (x[i] - high) - low;
        }
    }

    @Override
    public void weighDistances(double[] x, double[] weight, double origin, int count) {
        double from = Float64Precision.narrow(origin);
        for (int i = 0; i < count; i++) {
            x[i] = (from - x[i]) * weight[i];
        }
    }

    @Override
    public void scaleAndSubtract(double[] e, double factor, double[] x, double xFactor, int count) {
        double a = Float64Precision.narrow(factor);
        double b = Float64Precision.narrow(xFactor);
        for (int i = 0; i < count; i++) {
            e[i] = Math.fma(e[i], a, -(x[i] * b));
        }
    }

    @Override
    public void smooth(double[] x, double[] weight, double factor, double shift, int count) {
        double a = Float64Precision.narrow(factor);
        double b = Float64Precision.narrow(shift);
        for (int i = 0; i < count; i++) {
            x[i] = Math.fma(x[i], a, b) * weight[i];
        }
    }

    @Override
    public void sigmoid(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        Float64Sigmoids.sigmoid(x, y, count, a, q, r);
    }

    @Override
    public void sigmoidSlope(double[] x, double[] y, int count, int scale, double[] a, double[] q, double[] r) {
        Float64Sigmoids.sigmoidSlope(x, y, count, scale, a, q, r);
    }

    @Override
    public void softplus(double[] x, double[] y, int count, int sign, double[] a, double[] q, double[] r) {
        Float64Sigmoids.softplus(x, y, count, sign, a, q, r);
    }

    @Override
    public void tanh(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        Float64Sigmoids.tanh(x, y, count, a, q, r);
    }

    @Override
    public void powers(double[] x, double[] q, double[] r, int count) {
        Float64Exponential.widePowers(x, q, r, 0, count);
    }

    @Override
    public void logisticGate(double[] x, double[] y, int count, Gate u, double[] a, double[] q, double[] r) {
        Float64Gates.arguments(x, u, a, y, count);
        powers(a, q, r, count);
        Float64Gates.logistic(x, a, q, r, y, count);
    }

    @Override
    public void silu(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        Float64Silu.distances(x, a, y, count);
        powers(a, q, r, count);
        Float64Silu.silu(x, a, q, r, y, count);
    }

    @Override
    public void siluAndSlope(double[] x, double[] y, double[] slope, int count, double[] a, double[] q, double[] r) {
        Float64Silu.distances(x, a, slope, count);
        powers(a, q, r, count);
        Float64Silu.siluAndSlope(x, a, q, r, y, slope, count);
    }

    @Override
    public void mishGate(double[] x, double[] y, int count, double[] a, double[] q, double[] r) {
        Float64Gates.mishArguments(x, a, y, count);
        powers(a, q, r, count);
        Float64Gates.mish(x, a, q, r, y, count);
    }

    @Override
    public void addRuns(double[][] panel, double[] factors, double[][] sums, int rows, int steps, int lanes) {
        Float64Products.addRuns(panel, factors, sums, rows, steps, Math.max(lanes, LEAST_LANES));
    }
}
