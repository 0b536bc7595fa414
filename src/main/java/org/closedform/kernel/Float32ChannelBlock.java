package org.closedform.kernel;

import java.util.Arrays;

/** Float32 numbers. */
final class Float32ChannelBlock implements ChannelBlock {
    private static final int WIDTH = 512;
    private static final int SIZE = LINES * LANES;

    /** Shorter runs are copied faster by hand. */
    private static final int SHORT = 8;

    private static final double LARGE = 0x1p100;
    private static final double SMALL = 0x1p-100;

    // what is written comes first: a load waits for a number just stored whose address has the same last twelve bits
    private final Float32LaneSums sums = new Float32LaneSums();
    private final Float32LaneSums productSums = new Float32LaneSums();
    private final float[] result = array(WIDTH);
    private final float[] x = array(SIZE);
    private final float[] dy = array(SIZE);
    private final float[] mean = array(SIZE);
    private final float[] scale = array(WIDTH);
    private final float[] shift = array(WIDTH);
    private final float[] slope = array(WIDTH);

    /** With its header of 16 bytes a whole number of cache lines: arrays made one after the other begin alike in them. */
    static float[] array(int size) {
        return new float[size + 12];
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public double rounded(double number) {
        return (float) number;
    }

    @Override
    public boolean isRegular(double center, double meanSquare) {
        return meanSquare > 0x1p-120 && meanSquare < Float.POSITIVE_INFINITY
                || meanSquare == 0 && Math.abs(center) > 0x1p-40;
    }

    @Override
    public boolean isRegular(double sum) {
        return Math.abs(sum) > SMALL && Math.abs(sum) < Double.POSITIVE_INFINITY;
    }

    @Override
    public boolean set(int from, int to, double laneMean, double laneScale, double laneShift, double laneSlope) {
        for (int i = from; i < to; i++) {
            mean[i] = (float) laneMean;
            scale[i] = (float) laneScale;
            shift[i] = (float) laneShift;
            slope[i] = (float) laneSlope;
        }
        return Math.abs(laneMean) < LARGE && Math.abs(laneShift) < LARGE && isFactor(laneScale) && isFactor(laneSlope);
    }

    @Override
    public void spread(int width, int lanes) {
        for (int from = width; from < lanes; from += width) {
            System.arraycopy(mean, 0, mean, from, width);
            System.arraycopy(scale, 0, scale, from, width);
            System.arraycopy(shift, 0, shift, from, width);
            System.arraycopy(slope, 0, slope, from, width);
        }
    }

    @Override
    public void copyMeans(int lanes) {
        for (int line = 1; line < LINES; line++) {
            System.arraycopy(mean, 0, mean, line * LANES, lanes);
        }
    }

    private static boolean isFactor(double number) {
        return number == 0 || Math.abs(number) > SMALL && Math.abs(number) < LARGE;
    }

    @Override
    public void load(Buffer source, Buffer upstream, int from, int count, int line) {
        System.arraycopy(((Float32Buffer) source).values(), from, x, line * LANES, count);
        if (upstream != null) {
            System.arraycopy(((Float32Buffer) upstream).values(), from, dy, line * LANES, count);
        }
    }

    @Override
    public void load(Buffer source, Buffer upstream, Channels channels, int channel, int from, int count, int line) {
        load(((Float32Buffer) source).values(), channels, channel, from, count, x, line * LANES);
        if (upstream != null) {
            load(((Float32Buffer) upstream).values(), channels, channel, from, count, dy, line * LANES);
        }
    }

    private static void load(
            float[] source, Channels channels, int channel, int from, int count, float[] target, int to) {
        int inner = channels.inner();
        int outer = from / inner;
        int skipped = from - outer * inner;
        for (int done = 0; done < count; outer++, skipped = 0) {
            int run = Math.min(inner - skipped, count - done);
            copy(source, channels.offset(outer, channel) + skipped, target, to + done, run);
            done += run;
        }
    }

    private static void copy(float[] source, int from, float[] target, int to, int count) {
        if (count >= SHORT) {
            System.arraycopy(source, from, target, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            target[to + i] = source[from + i];
        }
    }

    @Override
    public void pad(int line, int from, int to) {
        if (from == to) {
            return;
        }
        System.arraycopy(mean, from, x, line * LANES + from, to - from);
        Arrays.fill(dy, line * LANES + from, line * LANES + to, 0);
    }

    @Override
    public void store(Buffer target, int to, int count) {
        System.arraycopy(result, 0, ((Float32Buffer) target).values(), to, count);
    }

    @Override
    public LaneSums sums() {
        return sums;
    }

    @Override
    public LaneSums productSums() {
        return productSums;
    }

    @Override
    public void addDeviations(int lanes) {
        center(x, mean);
        addLinesAndSquares(x, sums.part(), productSums.part(), lanes);
    }

    @Override
    public void addProducts(int lanes) {
        addLines(dy, sums.part(), lanes);
        multiply(x, mean, dy);
        addLines(x, productSums.part(), lanes);
    }

    @Override
    public void normalize(int lanes) {
        normalize(x, mean, scale, shift, result, ChannelBlock.whole(lanes));
    }

    @Override
    public void normalize(Buffer source, Buffer target, int from, int to) {
        float[] numbers = ((Float32Buffer) source).values();
        normalize(numbers, mean[0], scale[0], shift[0], ((Float32Buffer) target).values(), from, to);
    }

    @Override
    public void differentiate(int lanes) {
        differentiate(x, dy, mean, slope, shift, scale, result, ChannelBlock.whole(lanes));
    }

    @Override
    public void differentiate(Buffer source, Buffer upstream, Buffer target, int from, int to) {
        float[] numbers = ((Float32Buffer) source).values();
        float[] upstreams = ((Float32Buffer) upstream).values();
        float[] results = ((Float32Buffer) target).values();
        differentiate(numbers, upstreams, mean[0], slope[0], shift[0], scale[0], results, from, to);
    }

    private static void center(float[] x, float[] mean) {
        for (int i = 0; i < SIZE; i++) {
            x[i] = x[i] - mean[i];
        }
    }

    private static void multiply(float[] x, float[] mean, float[] dy) {
        for (int i = 0; i < SIZE; i++) {
            x[i] = (x[i] - mean[i]) * dy[i];
        }
    }

    private static void addLines(float[] x, float[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + (x[i] + x[i + LANES] + x[i + 2 * LANES] + x[i + 3 * LANES]);
        }
    }

    private static void addLinesAndSquares(float[] x, float[] sum, float[] squares, int count) {
        for (int i = 0; i < count; i++) {
            float x0 = x[i];
            float x1 = x[i + LANES];
            float x2 = x[i + 2 * LANES];
            float x3 = x[i + 3 * LANES];
            sum[i] = sum[i] + (x0 + x1 + x2 + x3);
            squares[i] = squares[i] + Math.fma(x0, x0, Math.fma(x1, x1, Math.fma(x2, x2, x3 * x3)));
        }
    }

    private static void normalize(float[] x, float[] mean, float[] scale, float[] shift, float[] y, int count) {
        for (int i = 0; i < count; i++) {
            y[i] = Math.fma(x[i] - mean[i], scale[i], shift[i]);
        }
    }

    private static void normalize(float[] x, float mean, float scale, float shift, float[] y, int from, int to) {
        for (int i = from; i < to; i++) {
            y[i] = Math.fma(x[i] - mean, scale, shift);
        }
    }

    private static void differentiate(
            float[] x, float[] dy, float[] mean, float[] slope, float[] shift, float[] scale, float[] dx, int count) {
        for (int i = 0; i < count; i++) {
            dx[i] = scale[i] * Math.fma(mean[i] - x[i], slope[i], dy[i] - shift[i]);
        }
    }

    private static void differentiate(
            float[] x, float[] dy, float mean, float slope, float shift, float scale, float[] dx, int from, int to) {
        for (int i = from; i < to; i++) {
            dx[i] = scale * Math.fma(mean - x[i], slope, dy[i] - shift);
        }
    }
}
