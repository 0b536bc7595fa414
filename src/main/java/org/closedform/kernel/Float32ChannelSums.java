package org.closedform.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** {@link ChannelSums} of float32 numbers. */
final class Float32ChannelSums {
    private static final int CLASSES = ChannelSums.CLASSES;
    private static final int BLOCK = ChannelSums.BLOCK;
    private static final int LINES = ChannelSums.LINES;
    private static final int LANES = ChannelSums.LANES;

    /** Shorter runs are copied faster by hand. */
    private static final int SHORT = 8;

    /** Kept by a thread, so that a call allocates nothing but its result. */
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private static final class Scratch {
        // what is written comes first, against 4K aliasing: a load that matches a recent store in its low 12 address
        // bits stalls
        final Float32LaneSums sums = new Float32LaneSums();
        final Float32LaneSums productSums = new Float32LaneSums();
        final float[] x = Float32LaneSums.array(LINES * LANES);
        final float[] dy = Float32LaneSums.array(LINES * LANES);
        final float[] mean = Float32LaneSums.array(LINES * LANES);
    }

    private final Channels channels;
    private final float[] means;
    private final ChannelSums result;

    /** x, or x and dy. */
    private final float[][] sources;

    /** Adds what is in the lines, in so many lanes, to the sums. */
    private final IntConsumer addition;

    private final Float32LaneSums sums;
    private final Float32LaneSums productSums;
    private final float[] x;
    private final float[] dy;
    private final float[][] lines;
    private final float[] mean;

    private Float32ChannelSums(Channels channels, Buffer mean, ChannelSums result, float[]... sources) {
        Scratch scratch = SCRATCH.get();
        this.channels = channels;
        this.means = values(mean);
        this.result = result;
        this.sources = sources;
        this.addition = sources.length == 1 ? this::addDeviations : this::addProducts;
        this.sums = scratch.sums;
        this.productSums = scratch.productSums;
        this.x = scratch.x;
        this.dy = scratch.dy;
        this.lines = new float[][] {x, dy};
        this.mean = scratch.mean;
    }

    static void addDeviations(Buffer x, Channels channels, Buffer mean, ChannelSums result) {
        new Float32ChannelSums(channels, mean, result, values(x)).add();
    }

    static void addProducts(Buffer x, Buffer dy, Channels channels, Buffer mean, ChannelSums result) {
        new Float32ChannelSums(channels, mean, result, values(x), values(dy)).add();
    }

    private void addDeviations(int lanes) {
        Float32ChannelLoops.center(x, mean, LINES * LANES);
        Float32ChannelLoops.addLinesAndSquares(x, sums.part, productSums.part, lanes);
    }

    private void addProducts(int lanes) {
        Float32ChannelLoops.addLines(dy, sums.part, lanes);
        Float32ChannelLoops.multiply(x, mean, dy, LINES * LANES);
        Float32ChannelLoops.addLines(x, productSums.part, lanes);
    }

    private void add() {
        if (channels.inner() == 1 && channels.count() > 1) {
            int tiles = (channels.count() + LANES - 1) / LANES;
            int width = (channels.count() + tiles - 1) / tiles;
            for (int first = 0; first < channels.count(); first += width) {
                addAcross(first, Math.min(width, channels.count() - first));
            }
        } else {
            for (int channel = 0; channel < channels.count(); channel++) {
                addAlong(channel);
            }
        }
    }

    /** Channels whose numbers are not neighbours: lanes of many channels, and of as many classes as there is room for. */
    private void addAcross(int first, int width) {
        int rows = Math.min(CLASSES, Integer.highestOneBit(LANES / width));
        setMeans(first, width, rows * width);
        sums.clearTotals(width);
        productSums.clearTotals(width);
        for (int row = 0; row < CLASSES; row += rows) {
            addRows(first, width, row, rows);
            for (int i = 0; i < rows; i++) {
                sums.addToTotals(i * width, width);
                productSums.addToTotals(i * width, width);
            }
        }
        for (int i = 0; i < width; i++) {
            setResult(first + i, i);
        }
    }

    private void setMeans(int first, int width, int lanes) {
        System.arraycopy(means, first, mean, 0, width);
        Float32LaneSums.repeat(mean, width, lanes);
        for (int line = 1; line < LINES; line++) {
            System.arraycopy(mean, 0, mean, line * LANES, lanes);
        }
    }

    private void setResult(int channel, int lane) {
        result.set(
                channel, sums.total[lane], sums.totalLost[lane], productSums.total[lane], productSums.totalLost[lane]);
    }

    /** Adds the numbers of some classes, which lie in neighbouring rows. */
    private void addRows(int first, int width, int row, int rows) {
        int lanes = rows * width;
        sums.clear(lanes);
        productSums.clear(lanes);
        for (int start = row; start < channels.outer(); start += BLOCK) {
            int distance = ChannelSums.distance(channels.outer() - (start - row));
            for (int i = 0; i < Math.min(4, distance); i++) {
                for (int k = i; k < distance; k += 4) {
                    addLines(first, width, start + k * CLASSES, distance * CLASSES, rows);
                }
                if (channels.outer() > BLOCK / 4) {
                    sums.closePart(lanes);
                    productSums.closePart(lanes);
                }
            }
            closeBlock(lanes);
        }
    }

    private void addLines(int first, int width, int row, int step, int rows) {
        for (int line = 0; line < LINES; line++) {
            int from = row + line * step;
            int count = Math.max(0, Math.min(rows, channels.outer() - from)) * width;
            if (count > 0) {
                for (int s = 0; s < sources.length; s++) {
                    System.arraycopy(sources[s], channels.offset(from, first), lines[s], line * LANES, count);
                }
            }
            pad(line, count, rows * width);
        }
        addition.accept(rows * width);
    }

    /** Channels by themselves: lanes of a quarter of a block. */
    private void addAlong(int channel) {
        int length = channels.length();
        setMeans(channel, 1, CLASSES * ChannelSums.distance(length));
        sums.clear(LANES);
        productSums.clear(LANES);
        for (int start = 0; start < length; start += BLOCK) {
            int lanes = CLASSES * ChannelSums.distance(length - start);
            for (int line = 0; line < LINES; line++) {
                int from = start + line * lanes;
                int count = Math.max(0, Math.min(lanes, length - from));
                for (int s = 0; s < sources.length; s++) {
                    load(sources[s], channel, from, count, lines[s], line * LANES);
                }
                pad(line, count, lanes);
            }
            addition.accept(lanes);
            sums.closePartAlong();
            productSums.closePartAlong();
            closeBlock(CLASSES);
        }
        sums.clearTotals(1);
        productSums.clearTotals(1);
        sums.addToTotal(CLASSES);
        productSums.addToTotal(CLASSES);
        setResult(channel, 0);
    }

    /** Brings {@code count} numbers of a channel, starting at its number {@code from}, together. */
    private void load(float[] source, int channel, int from, int count, float[] target, int to) {
        int outer = from / channels.inner();
        int skipped = from - outer * channels.inner();
        for (int done = 0; done < count; outer++, skipped = 0) {
            int run = Math.min(channels.inner() - skipped, count - done);
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

    /** Where a line has no more numbers, x is the mean and dy 0. */
    private void pad(int line, int from, int to) {
        if (from < to) {
            System.arraycopy(mean, from, x, line * LANES + from, to - from);
            Arrays.fill(dy, line * LANES + from, line * LANES + to, 0);
        }
    }

    private void closeBlock(int lanes) {
        if (channels.length() > BLOCK) {
            sums.closeBlock(lanes);
            productSums.closeBlock(lanes);
        }
    }

    private static float[] values(Buffer buffer) {
        return ((Float32Buffer) buffer).values();
    }
}
