package org.closedform.kernel;

/**
 * The loops of batch norm over float32 arrays.
 *
 * <p>The JIT compiler makes SIMD code of every loop here: counted, over arrays with one index or at constant distances, without
 * branches. Sums of more than two terms are chains; of sums in pairs the compiler swaps some operands, and then finds no vectors.
 */
final class Float32ChannelLoops {
    private static final int LANES = ChannelSums.LANES;
    private static final int QUARTER = LANES / 4;
    private static final int SIXTEENTH = LANES / 16;

    private Float32ChannelLoops() {}

    /** x −= mean. */
    static void center(float[] x, float[] mean, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = x[i] - mean[i];
        }
    }

    /** x = (x − mean)·dy. */
    static void multiply(float[] x, float[] mean, float[] dy, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = (x[i] - mean[i]) * dy[i];
        }
    }

    /** sum += x, of four lines of lanes. */
    static void addLines(float[] x, float[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + (x[i] + x[i + LANES] + x[i + 2 * LANES] + x[i + 3 * LANES]);
        }
    }

    /** sum += x and squares += x², of four lines of lanes. */
    static void addLinesAndSquares(float[] x, float[] sum, float[] squares, int count) {
        for (int i = 0; i < count; i++) {
            float x0 = x[i];
            float x1 = x[i + LANES];
            float x2 = x[i + 2 * LANES];
            float x3 = x[i + 3 * LANES];
            sum[i] = sum[i] + (x0 + x1 + x2 + x3);
            squares[i] = squares[i] + Math.fma(x0, x0, Math.fma(x1, x1, Math.fma(x2, x2, x3 * x3)));
        }
    }

    /** sum += x. */
    static void add(float[] x, float[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + x[i];
        }
    }

    /** sum += x, and lost += what that loses. */
    static void addCompensated(float[] x, float[] sum, float[] lost, int count) {
        for (int i = 0; i < count; i++) {
            float next = sum[i] + x[i];
            float added = next - sum[i];
            lost[i] = lost[i] + ((sum[i] - (next - added)) + (x[i] - added));
            sum[i] = next;
        }
    }

    /** The four quarters of a line added to one. */
    static void addQuarters(float[] x, float[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = x[i] + x[i + QUARTER] + x[i + 2 * QUARTER] + x[i + 3 * QUARTER];
        }
    }

    /** The four sixteenths of a quarter line added to one. */
    static void addSixteenths(float[] x, float[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = x[i] + x[i + SIXTEENTH] + x[i + 2 * SIXTEENTH] + x[i + 3 * SIXTEENTH];
        }
    }

    /** y = (x − mean)·scale + shift. */
    static void normalize(float[] x, float[] mean, float[] scale, float[] shift, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            y[i] = Math.fma(x[i] - mean[i], scale[i], shift[i]);
        }
    }

    /** y = (x − mean)·scale + shift, with the same constants for all. */
    static void normalize(float[] x, float mean, float scale, float shift, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(x[i] - mean, scale, shift);
        }
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope). */
    static void differentiate(
            float[] x, float[] dy, float[] mean, float[] slope, float[] shift, float[] scale, float[] dx, int count) {
        for (int i = 0; i < count; i++) {
            dx[i] = scale[i] * Math.fma(mean[i] - x[i], slope[i], dy[i] - shift[i]);
        }
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope), with the same constants for all. */
    static void differentiate(
            float[] x, float[] dy, float mean, float slope, float shift, float scale, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = scale * Math.fma(mean - x[i], slope, dy[i] - shift);
        }
    }
}
