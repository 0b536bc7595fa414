package org.closedform.kernel;

import java.util.Arrays;

/** Float32 numbers. */
final class Float32ChannelBlock implements ChannelBlock {
    private static final int LANES = 512;
    private static final int SIZE = LINES * LANES;
    private static final double LARGE = 0x1p100;
    private static final double SMALL = 0x1p-100;

    // what is written comes first: a load waits for a number just stored whose address has the same last twelve bits
    private final Float32LaneSums sums = new Float32LaneSums(LANES);
    private final Float32LaneSums productSums = new Float32LaneSums(LANES);
    private final float[] result = array(LANES);
    private final float[] x = array(SIZE);
    private final float[] dy = array(SIZE);
    private final float[] mean = array(SIZE);
    private final float[] scale = array(SIZE);
    private final float[] shift = array(LANES);
    private final float[] slope = array(LANES);
    private int added;

    /** With its header of 16 bytes a whole number of cache lines: arrays made one after the other begin alike in them. */
    static float[] array(int size) {
        return new float[size + 12];
    }

    @Override
    public int lanes() {
        return LANES;
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
        for (int line = 1; line < LINES; line++) {
            System.arraycopy(mean, 0, mean, line * LANES, lanes);
            System.arraycopy(scale, 0, scale, line * LANES, lanes);
        }
    }

    private static boolean isFactor(double number) {
        return number == 0 || Math.abs(number) > SMALL && Math.abs(number) < LARGE;
    }

    @Override
    public void load(Buffer source, Buffer upstream, int from, int count, int line, int lanes) {
        int at = line * LANES;
        System.arraycopy(((Float32Buffer) source).values(), from, x, at, count);
        System.arraycopy(mean, count, x, at + count, lanes - count);
        if (upstream != null) {
            System.arraycopy(((Float32Buffer) upstream).values(), from, dy, at, count);
            Arrays.fill(dy, at + count, at + lanes, 0);
        }
    }

    @Override
    public void store(Buffer target, int to, int count) {
        System.arraycopy(result, 0, ((Float32Buffer) target).values(), to, count);
    }

    @Override
    public void clearSums(int lanes) {
        sums.clear(ChannelBlock.whole(lanes));
        productSums.clear(ChannelBlock.whole(lanes));
        added = 0;
    }

    @Override
    public void addDeviations(int lanes) {
        center(x, mean);
        addLinesAndSquares(x, sums.plain, productSums.plain, ChannelBlock.whole(lanes));
        keep(lanes);
    }

    @Override
    public void addProducts(int lanes) {
        multiply(x, mean, scale, dy);
        addLines(dy, sums.plain, ChannelBlock.whole(lanes));
        addLines(x, productSums.plain, ChannelBlock.whole(lanes));
        keep(lanes);
    }

    private void keep(int lanes) {
        added++;
        if (added % PLAIN_SUMS == 0) {
            sums.fold(ChannelBlock.whole(lanes));
            productSums.fold(ChannelBlock.whole(lanes));
        }
    }

    @Override
    public double[] sums(int lanes) {
        return sums.totals(lanes);
    }

    @Override
    public double[] productSums(int lanes) {
        return productSums.totals(lanes);
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

    private static void multiply(float[] x, float[] mean, float[] scale, float[] dy) {
        for (int i = 0; i < SIZE; i++) {
            x[i] = (x[i] - mean[i]) * scale[i] * dy[i];
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
