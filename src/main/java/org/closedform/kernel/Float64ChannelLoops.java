package org.closedform.kernel;

/**
 * The loops of batch norm over float64 arrays.
 *
 * <p>The JIT compiler makes SIMD code of every loop here: counted, over arrays with one index or at constant distances, without
 * branches. Sums of more than two terms are chains; of sums in pairs the compiler swaps some operands, and then finds no vectors.
 */
final class Float64ChannelLoops {
    private static final int LANES = ChannelSums.LANES;
    private static final int QUARTER = LANES / 4;
    private static final int SIXTEENTH = LANES / 16;

    private Float64ChannelLoops() {}

    /** x −= mean. */
    static void center(double[] x, double[] mean, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = x[i] - mean[i];
        }
    }

    /** x = (x − mean)·dy. */
    static void multiply(double[] x, double[] mean, double[] dy, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = (x[i] - mean[i]) * dy[i];
        }
    }

    /** sum += x, of four lines of lanes. */
    static void addLines(double[] x, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + (x[i] + x[i + LANES] + x[i + 2 * LANES] + x[i + 3 * LANES]);
        }
    }

    /** sum += x and squares += x², of four lines of lanes. */
    static void addLinesAndSquares(double[] x, double[] sum, double[] squares, int count) {
        for (int i = 0; i < count; i++) {
            double x0 = x[i];
            double x1 = x[i + LANES];
            double x2 = x[i + 2 * LANES];
            double x3 = x[i + 3 * LANES];
            sum[i] = sum[i] + (x0 + x1 + x2 + x3);
            squares[i] = squares[i] + Math.fma(x0, x0, Math.fma(x1, x1, Math.fma(x2, x2, x3 * x3)));
        }
    }

    /** sum += x. */
    static void add(double[] x, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + x[i];
        }
    }

    /** sum += x, and lost += what that loses. */
    static void addCompensated(double[] x, double[] sum, double[] lost, int count) {
        for (int i = 0; i < count; i++) {
            double next = sum[i] + x[i];
            double added = next - sum[i];
            lost[i] = lost[i] + ((sum[i] - (next - added)) + (x[i] - added));
            sum[i] = next;
        }
    }

    /** The four quarters of a line added to one. */
    static void addQuarters(double[] x, double[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = x[i] + x[i + QUARTER] + x[i + 2 * QUARTER] + x[i + 3 * QUARTER];
        }
    }

    /** The four sixteenths of a quarter line added to one. */
    static void addSixteenths(double[] x, double[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = x[i] + x[i + SIXTEENTH] + x[i + 2 * SIXTEENTH] + x[i + 3 * SIXTEENTH];
        }
    }

    /** y = (x − mean)·scale + shift. */
    static void normalize(double[] x, double[] mean, double[] scale, double[] shift, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            y[i] = Math.fma(x[i] - mean[i], scale[i], shift[i]);
        }
    }

    /** y = (x − mean)·scale + shift, with the same constants for all. */
    static void normalize(double[] x, double mean, double scale, double shift, double[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(x[i] - mean, scale, shift);
        }
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope). */
    static void differentiate(
            double[] x,
            double[] dy,
            double[] mean,
            double[] slope,
            double[] shift,
            double[] scale,
            double[] dx,
            int count) {
        for (int i = 0; i < count; i++) {
            dx[i] = scale[i] * Math.fma(mean[i] - x[i], slope[i], dy[i] - shift[i]);
        }
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope), with the same constants for all. */
    static void differentiate(
            double[] x,
            double[] dy,
            double mean,
            double slope,
            double shift,
            double scale,
            double[] dx,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            dx[i] = scale * Math.fma(mean - x[i], slope, dy[i] - shift);
        }
    }
}
