package org.closedform.kernel.loops;

import java.util.Arrays;

/**
 * The loops of batch normalisation over float32 numbers. Sums of more than two terms are written as chains: in sums of pairs the
 * JIT compiler swaps some operands, and then does not vectorise the loop.
 */
class Float32ChannelLoops implements ChannelLoops<float[]> {
    private static final int QUARTER = LANES / 4;
    private static final int SIXTEENTH = LANES / 16;

    /** Shorter runs are copied faster by hand. */
    private static final int SHORT = 8;

    @Override
    public float[] lanes(int size) {
        return new float[size + Float32Precision.BESIDE_HEADER];
    }

    @Override
    public void copy(float[] source, int from, float[] target, int to, int count) {
        System.arraycopy(source, from, target, to, count);
    }

    @Override
    public void copyRun(float[] source, int from, float[] target, int to, int count) {
        if (count >= SHORT) {
            System.arraycopy(source, from, target, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[to + i] = source[from + i];
        }
    }

    @Override
    public void fill(float[] x, int from, int to, double value) {
        Arrays.fill(x, from, to, Float32Precision.narrow(value));
    }

    @Override
    public void spread(double[] values, int first, int end, int run, float[] lanes) {
        if (run == 1) {
            for (int i = first; i < end; i++) {
                lanes[i - first] = Float32Precision.narrow(values[i]);
            }
            return;
        }
        for (int i = first, lane = 0; i < end; i++) {
            float value = Float32Precision.narrow(values[i]);
            for (int to = lane + run; lane < to; lane++) {
                lanes[lane] = value;
            }
        }
    }

    @Override
    public void center(float[] x, float[] mean, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = x[i] - mean[i];
        }
    }

    @Override
    public void multiplyDeviations(float[] x, float[] mean, float[] dy, int from, int to) {
        for (int i = from; i < to; i++) {
            x[i] = (x[i] - mean[i]) * dy[i];
        }
    }

    @Override
    public void addDeviations(float[] x, double mean, float[] sum, float[] squares, int lanes) {
        float m = Float32Precision.narrow(mean);
        for (int i = 0; i < lanes; i++) {
            float x0 = x[i] - m;
            float x1 = x[i + LANES] - m;
            float x2 = x[i + 2 * LANES] - m;
            float x3 = x[i + 3 * LANES] - m;
            sum[i] = sum[i] + (x0 + x1 + x2 + x3);
            squares[i] = squares[i] + Math.fma(x0, x0, Math.fma(x1, x1, Math.fma(x2, x2, x3 * x3)));
        }
    }

    @Override
    public void addLines(float[] x, float[] sum, int lanes) {
        for (int i = 0; i < lanes; i++) {
            sum[i] = sum[i] + (x[i] + x[i + LANES] + x[i + 2 * LANES] + x[i + 3 * LANES]);
        }
    }

    @Override
    public void addLinesAndSquares(float[] x, float[] sum, float[] squares, int lanes) {
        for (int i = 0; i < lanes; i++) {
            float x0 = x[i];
            float x1 = x[i + LANES];
            float x2 = x[i + 2 * LANES];
            float x3 = x[i + 3 * LANES];
            sum[i] = sum[i] + (x0 + x1 + x2 + x3);
            squares[i] = squares[i] + Math.fma(x0, x0, Math.fma(x1, x1, Math.fma(x2, x2, x3 * x3)));
        }
    }

    @Override
    public void add(float[] x, float[] sum, int lanes) {
        for (int i = 0; i < lanes; i++) {
            sum[i] = sum[i] + x[i];
        }
    }

    @Override
    public void addCompensated(float[] x, float[] sum, float[] lost, int lanes) {
        for (int i = 0; i < lanes; i++) {
            float next = sum[i] + x[i];
            float added = next - sum[i];
            lost[i] = lost[i] + ((sum[i] - (next - added)) + (x[i] - added));
            sum[i] = next;
        }
    }

    @Override
    public void addUpCompensated(float[] x, float[] xLost, float[] sum, float[] lost, int lanes) {
        float total = sum[0];
        float totalLost = lost[0];
        for (int i = 0; i < lanes; i++) {
            float next = total + x[i];
            float added = next - total;
            totalLost += (total - (next - added)) + (x[i] - added);
            totalLost += xLost[i];
            total = next;
        }
        sum[0] = total;
        lost[0] = totalLost;
    }

    @Override
    public void foldLine(float[] x, float[] quarter, float[] sum) {
        foldQuarters(x, quarter);
        foldSixteenths(quarter, sum);
    }

    @Override
    public void foldHalves(float[] x, float[] sum) {
        for (int i = 0; i < LANES - QUARTER; i++) {
            sum[i] = x[i] + x[i + QUARTER];
        }
    }

    @Override
    public void scatterClasses(float[] x, int count, int room, float[] classes, int at) {
        for (int piece = 0; piece < count; piece++) {
            for (int i = 0; i < SIXTEENTH; i++) {
                int lane = piece * room + i;
                float sum = x[lane];
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
    public void foldQuarters(float[] x, float[] sum) {
        for (int i = 0; i < QUARTER; i++) {
            sum[i] = x[i] + x[i + QUARTER] + x[i + 2 * QUARTER] + x[i + 3 * QUARTER];
        }
    }

    private static void foldSixteenths(float[] x, float[] sum) {
        for (int i = 0; i < SIXTEENTH; i++) {
            sum[i] = x[i] + x[i + SIXTEENTH] + x[i + 2 * SIXTEENTH] + x[i + 3 * SIXTEENTH];
        }
    }

    @Override
    public void round(float[] sum, float[] lost, int lanes, double[] totals, int at) {
        for (int i = 0; i < lanes; i++) {
            double total = sum[i];
            totals[at + i] = total + lost[i];
        }
    }

    @Override
    public void normalize(float[] x, float[] mean, float[] scale, float[] shift, float[] y, int lanes) {
        for (int i = 0; i < lanes; i++) {
            y[i] = Math.fma(x[i] - mean[i], scale[i], shift[i]);
        }
    }

    @Override
    public void normalize(float[] x, double mean, double scale, double shift, float[] y, int from, int to) {
        float m = Float32Precision.narrow(mean);
        float a = Float32Precision.narrow(scale);
        float b = Float32Precision.narrow(shift);
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(x[i] - m, a, b);
        }
    }

    @Override
    public void normalizeAndScale(
            float[] x,
            double mean,
            double scale,
            double shift,
            double factor,
            double term,
            float[] y,
            int from,
            int to) {
        float m = Float32Precision.narrow(mean);
        float a = Float32Precision.narrow(scale);
        float b = Float32Precision.narrow(shift);
        float c = Float32Precision.narrow(factor);
        float d = Float32Precision.narrow(term);
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(Math.fma(x[i] - m, a, b), c, d);
        }
    }

    @Override
    public void normalizeAndScale(
            float[] x,
            double mean,
            double scale,
            double shift,
            float[] factor,
            float[] term,
            float[] y,
            int from,
            int to) {
        float m = Float32Precision.narrow(mean);
        float a = Float32Precision.narrow(scale);
        float b = Float32Precision.narrow(shift);
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(Math.fma(x[i] - m, a, b), factor[i], term[i]);
        }
    }

    @Override
    public void differentiate(
            float[] x, float[] dy, float[] mean, float[] scale, float[] shift, float[] slope, float[] dx, int lanes) {
        for (int i = 0; i < lanes; i++) {
            dx[i] = scale[i] * Math.fma(mean[i] - x[i], slope[i], dy[i] - shift[i]);
        }
    }

    @Override
    public void differentiate(
            float[] x,
            float[] dy,
            double mean,
            double scale,
            double shift,
            double slope,
            float[] dx,
            int from,
            int to) {
        float m = Float32Precision.narrow(mean);
        float a = Float32Precision.narrow(scale);
        float b = Float32Precision.narrow(shift);
        float c = Float32Precision.narrow(slope);
        for (int i = from; i < to; i++) {
            dx[i] = a * Math.fma(m - x[i], c, dy[i] - b);
        }
    }
}
