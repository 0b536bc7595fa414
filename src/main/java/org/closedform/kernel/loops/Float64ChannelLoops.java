package org.closedform.kernel.loops;

import java.util.Arrays;

/**
 * The loops of batch normalisation over float64 numbers. Sums of more than two terms are written as chains: in sums of pairs the
 * JIT compiler swaps some operands, and then does not vectorise the loop. A loop over four lines has a
 * bound that says it ends within the first line: without it, the index of each line might overflow, and the loop gets too long for C2
 * to vectorise.
 */
class Float64ChannelLoops implements ChannelLoops<double[]> {
    private static final int QUARTER = LANES / 4;
    private static final int SIXTEENTH = LANES / 16;

    /** Shorter runs are copied faster by hand. */
    private static final int SHORT = 8;

    @Override
    public double[] lanes(int size) {
        return new double[size + Float64Precision.BESIDE_HEADER];
    }

    @Override
    public void copy(double[] source, int from, double[] target, int to, int count) {
        System.arraycopy(source, from, target, to, count);
    }

    @Override
    public void copyRun(double[] source, int from, double[] target, int to, int count) {
        if (count >= SHORT) {
            System.arraycopy(source, from, target, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[to + i] = source[from + i];
        }
    }

    @Override
    public void fill(double[] x, int from, int to, double value) {
        Arrays.fill(x, from, to, Float64Precision.narrow(value));
    }

    @Override
    public void spread(double[] values, int first, int end, int run, double[] lanes) {
        if (run == 1) {
            for (int i = first; i < end; i++) {
                lanes[i - first] = Float64Precision.narrow(values[i]);
            }
            return;
        }
        for (int i = first, lane = 0; i < end; i++) {
            double value = Float64Precision.narrow(values[i]);
            for (int to = lane + run; lane < to; lane++) {
                lanes[lane] = value;
            }
        }
    }

    @Override
    public void addDeviations(double[] x, double mean, double[] sum, double[] squares, int lanes) {
        int count = Math.min(lanes, LANES);
        double m = Float64Precision.narrow(mean);
        for (int i = 0; i < count; i++) {
            double x0 = x[i] - m;
            double x1 = x[i + LANES] - m;
            double x2 = x[i + 2 * LANES] - m;
            double x3 = x[i + 3 * LANES] - m;
            sum[i] = sum[i] + (x0 + x1 + x2 + x3);
            squares[i] = squares[i] + Math.fma(x0, x0, Math.fma(x1, x1, Math.fma(x2, x2, x3 * x3)));
        }
    }

    @Override
    public void addDeviations(double[] x, double[] mean, double[] sum, double[] squares, int lanes) {
        int count = Math.min(lanes, LANES);
        for (int i = 0; i < count; i++) {
            double m = mean[i];
            double x0 = x[i] - m;
            double x1 = x[i + LANES] - m;
            double x2 = x[i + 2 * LANES] - m;
            double x3 = x[i + 3 * LANES] - m;
            sum[i] = sum[i] + (x0 + x1 + x2 + x3);
            squares[i] = squares[i] + Math.fma(x0, x0, Math.fma(x1, x1, Math.fma(x2, x2, x3 * x3)));
        }
    }

    @Override
    public void addDeviations(
            double[] x, int from, int step, double[] mean, double[] sum, double[] squares, int lanes, double[] lines) {
        copyLines(x, from, step, lanes, lines);
        addDeviations(lines, mean, sum, squares, lanes);
    }

    @Override
    public void addRowDeviations(
            double[] x,
            int from,
            int count,
            double[] mean,
            double[] sum,
            double[] squares,
            int lanesOfRow,
            double[] lines) {
        copyRows(x, from, count, lanesOfRow, lines);
        addDeviations(lines, mean, sum, squares, count * lanesOfRow);
    }

    private static void copyLines(double[] x, int from, int step, int lanes, double[] lines) {
        System.arraycopy(x, from, lines, 0, lanes);
        System.arraycopy(x, from + step, lines, LANES, lanes);
        System.arraycopy(x, from + 2 * step, lines, 2 * LANES, lanes);
        System.arraycopy(x, from + 3 * step, lines, 3 * LANES, lanes);
    }

    @Override
    public void addProducts(double[] x, double[] dy, double[] mean, double[] sum, double[] products, int lanes) {
        int count = Math.min(lanes, LANES);
        for (int i = 0; i < count; i++) {
            double m = mean[i];
            double dy0 = dy[i];
            double dy1 = dy[i + LANES];
            double dy2 = dy[i + 2 * LANES];
            double dy3 = dy[i + 3 * LANES];
            sum[i] = sum[i] + (dy0 + dy1 + dy2 + dy3);
            double product0 = (x[i] - m) * dy0;
            double product1 = (x[i + LANES] - m) * dy1;
            double product2 = (x[i + 2 * LANES] - m) * dy2;
            double product3 = (x[i + 3 * LANES] - m) * dy3;
            products[i] = products[i] + (product0 + product1 + product2 + product3);
        }
    }

    @Override
    public void addProducts(
            double[] x,
            double[] dy,
            int from,
            int step,
            double[] mean,
            double[] sum,
            double[] products,
            int lanes,
            double[] xLines,
            double[] dyLines) {
        copyLines(x, from, step, lanes, xLines);
        copyLines(dy, from, step, lanes, dyLines);
        addProducts(xLines, dyLines, mean, sum, products, lanes);
    }

    @Override
    public void addRowProducts(
            double[] x,
            double[] dy,
            int from,
            int count,
            double[] mean,
            double[] sum,
            double[] products,
            int lanesOfRow,
            double[] xLines,
            double[] dyLines) {
        copyRows(x, from, count, lanesOfRow, xLines);
        copyRows(dy, from, count, lanesOfRow, dyLines);
        addProducts(xLines, dyLines, mean, sum, products, count * lanesOfRow);
    }

    private static void copyRows(double[] x, int from, int count, int lanesOfRow, double[] lines) {
        int at = from;
        for (int row = 0; row < count; row++) {
            for (int line = 0; line < 4; line++, at += lanesOfRow) {
                System.arraycopy(x, at, lines, line * LANES + row * lanesOfRow, lanesOfRow);
            }
        }
    }

    @Override
    public void add(double[] x, double[] sum, int lanes) {
        for (int i = 0; i < lanes; i++) {
            sum[i] = sum[i] + x[i];
        }
    }

    @Override
    public void addCompensated(double[] x, double[] sum, double[] lost, int lanes) {
        for (int i = 0; i < lanes; i++) {
            double next = sum[i] + x[i];
            double added = next - sum[i];
            lost[i] = lost[i] + ((sum[i] - (next - added)) + (x[i] - added));
            sum[i] = next;
        }
    }

    @Override
    public void addUpCompensated(double[] x, double[] xLost, double[] sum, double[] lost, int lanes) {
        double total = sum[0];
        double totalLost = lost[0];
        for (int i = 0; i < lanes; i++) {
            double next = total + x[i];
            double added = next - total;
            totalLost += (total - (next - added)) + (x[i] - added);
            totalLost += xLost[i];
            total = next;
        }
        sum[0] = total;
        lost[0] = totalLost;
    }

    @Override
    public void foldLine(double[] x, double[] quarter, double[] sum) {
        foldQuarters(x, quarter);
        foldSixteenths(quarter, sum);
    }

    @Override
    public void foldHalves(double[] x, double[] sum) {
        for (int i = 0; i < LANES - QUARTER; i++) {
            sum[i] = x[i] + x[i + QUARTER];
        }
    }

    @Override
    public void scatterClasses(double[] x, int count, int room, double[] classes, int at) {
        for (int piece = 0; piece < count; piece++) {
            for (int i = 0; i < SIXTEENTH; i++) {
                int lane = piece * room + i;
                double sum = x[lane];
                if (room >= 2 * SIXTEENTH) {
                    sum += x[lane + SIXTEENTH];
                }
                if (room >= 4 * SIXTEENTH) {
                    sum = sum + x[lane + 2 * SIXTEENTH] + x[lane + 3 * SIXTEENTH];
                }
                classes[i * CLASS_STRIDE + at + piece] = sum;
            }
        }
    }

    @Override
    public void foldQuarters(double[] x, double[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = x[i] + x[i + QUARTER] + x[i + 2 * QUARTER] + x[i + 3 * QUARTER];
        }
    }

    private static void foldSixteenths(double[] x, double[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = x[i] + x[i + SIXTEENTH] + x[i + 2 * SIXTEENTH] + x[i + 3 * SIXTEENTH];
        }
    }

    @Override
    public void round(double[] sum, double[] lost, int lanes, double[] totals, int at) {
        for (int i = 0; i < lanes; i++) {
            double total = sum[i];
            totals[at + i] = total + lost[i];
        }
    }

    @Override
    public void normalize(
            double[] x,
            int from,
            int count,
            double[] mean,
            double[] scale,
            double[] shift,
            double[] y,
            double[] in,
            double[] out) {
        System.arraycopy(x, from, in, 0, count);
        normalize(in, mean, scale, shift, out, whole(count));
        System.arraycopy(out, 0, y, from, count);
    }

    private static void normalize(double[] x, double[] mean, double[] scale, double[] shift, double[] y, int lanes) {
        for (int i = 0; i < lanes; i++) {
            y[i] = Math.fma(x[i] - mean[i], scale[i], shift[i]);
        }
    }

    /** Lanes as a loop takes them: whole vectors, of any processor, without a remainder. */
    private static int whole(int lanes) {
        return (lanes + 63) & -64;
    }

    @Override
    public void normalize(double[] x, double mean, double scale, double shift, double[] y, int from, int to) {
        double m = Float64Precision.narrow(mean);
        double a = Float64Precision.narrow(scale);
        double b = Float64Precision.narrow(shift);
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(x[i] - m, a, b);
        }
    }

    @Override
    public void normalizeAndScale(
            double[] x,
            double mean,
            double scale,
            double shift,
            double factor,
            double term,
            double[] y,
            int from,
            int to) {
        double m = Float64Precision.narrow(mean);
        double a = Float64Precision.narrow(scale);
        double b = Float64Precision.narrow(shift);
        double c = Float64Precision.narrow(factor);
        double d = Float64Precision.narrow(term);
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(Math.fma(x[i] - m, a, b), c, d);
        }
    }

    @Override
    public void normalizeAndScale(
            double[] x,
            int from,
            int count,
            int group,
            double[] mean,
            double[] scale,
            double[] shift,
            double[] factor,
            double[] term,
            double[] y,
            double[] in,
            double[] out) {
        System.arraycopy(x, from, in, 0, count);
        for (int done = 0, end; done < count; done = end) {
            int g = (from + done) / group;
            end = Math.min((g + 1) * group - from, count);
            normalizeAndScale(in, mean[g], scale[g], shift[g], factor, term, out, done, end);
        }
        System.arraycopy(out, 0, y, from, count);
    }

    private static void normalizeAndScale(
            double[] x,
            double mean,
            double scale,
            double shift,
            double[] factor,
            double[] term,
            double[] y,
            int from,
            int to) {
        double m = Float64Precision.narrow(mean);
        double a = Float64Precision.narrow(scale);
        double b = Float64Precision.narrow(shift);
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(Math.fma(x[i] - m, a, b), factor[i], term[i]);
        }
    }

    @Override
    public void differentiate(
            double[] x,
            double[] dy,
            int from,
            int count,
            double[] mean,
            double[] scale,
            double[] shift,
            double[] slope,
            double[] dx,
            double[] xIn,
            double[] dyIn,
            double[] out) {
        System.arraycopy(x, from, xIn, 0, count);
        System.arraycopy(dy, from, dyIn, 0, count);
        differentiate(xIn, dyIn, mean, scale, shift, slope, out, whole(count));
        System.arraycopy(out, 0, dx, from, count);
    }

    private static void differentiate(
            double[] x,
            double[] dy,
            double[] mean,
            double[] scale,
            double[] shift,
            double[] slope,
            double[] dx,
            int lanes) {
        for (int i = 0; i < lanes; i++) {
            dx[i] = scale[i] * Math.fma(mean[i] - x[i], slope[i], dy[i] - shift[i]);
        }
    }

    @Override
    public void differentiate(
            double[] x,
            double[] dy,
            double mean,
            double scale,
            double shift,
            double slope,
            double[] dx,
            int from,
            int to) {
        double m = Float64Precision.narrow(mean);
        double a = Float64Precision.narrow(scale);
        double b = Float64Precision.narrow(shift);
        double c = Float64Precision.narrow(slope);
        for (int i = from; i < to; i++) {
            dx[i] = a * Math.fma(m - x[i], c, dy[i] - b);
        }
    }
}
