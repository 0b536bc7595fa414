package org.closedform.kernel;

import java.util.List;
import java.util.function.IntConsumer;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * Two sums over the numbers of every channel: Σ (x − mean) and Σ (x − mean)², or Σ dy and Σ (x − mean)·dy.
 *
 * <p>They have one order, which depends on nothing but how many numbers a channel has, and suits SIMD lanes that run along a channel
 * and lanes that run across channels. Blocks of 1024 numbers; every sixteenth number of a block belongs to one class. The 64
 * numbers of a class are added as a tree of fours; the blocks, and at last the 16 classes, by compensated sums.
 *
 * <pre>{@code
 * t_k = x_k + x_k+d + x_k+2d + x_k+3d       x_k the k-th number of a class, d a quarter of how many there are, 16 in a whole block
 * u_k = t_k + t_k+4 + t_k+8 + t_k+12        k < 4
 * v   = u_0 + u_1 + u_2 + u_3
 * }</pre>
 */
final class ChannelSums<A> {
    /** As many as the widest vector has lanes of float32. */
    static final int CLASSES = 16;

    /** How many numbers of a channel are added before what additions lose is kept. */
    static final int BLOCK = Loops.BLOCK;

    /** About how long a number takes. */
    private static final double NANOSECONDS = 0.5;

    /** How many lines are added at once: the terms of t. */
    private static final int LINES = 4;

    private static final int LANES = Loops.LANES;

    /**
     * The sums of each channel.
     *
     * @param sums Σ (x − mean) or Σ dy
     * @param products Σ (x − mean)² or Σ (x − mean)·dy
     */
    record Totals(double[] sums, double[] products) {}

    private final Totals totals;
    private final Channels channels;
    private final double[] means;
    private final ChannelScratch<A> scratch;
    private final Loops<A> loops;

    /** x, or x and dy: where the numbers are, and where the lines for them. */
    private final List<A> sources;

    private final List<A> targets;

    /** Adds this many lanes of the lines to the sums. */
    private final IntConsumer addition;

    private ChannelSums(
            ChannelScratch<A> scratch, Channels channels, double[] means, List<Buffer> sources, Totals totals) {
        this.channels = channels;
        this.means = means;
        this.scratch = scratch;
        this.loops = scratch.loops;
        this.sources = sources.stream().map(scratch::values).toList();
        this.targets = List.of(scratch.x, scratch.dy);
        this.addition = sources.size() == 1 ? this::addDeviations : this::addProducts;
        this.totals = totals;
    }

    /** Of x − mean and (x − mean)², with means that it rounds to the element type. */
    static Totals ofDeviations(Buffer x, Channels channels, double[] means) {
        return of(channels, means, List.of(x));
    }

    /** Of dy and (x − mean)·dy, with means that it rounds to the element type. */
    static Totals ofProducts(Buffer x, Buffer dy, Channels channels, double[] means) {
        return of(channels, means, List.of(x, dy));
    }

    private static Totals of(Channels channels, double[] means, List<Buffer> sources) {
        Totals totals = new Totals(new double[channels.count()], new double[channels.count()]);
        int together = areTogether(channels) ? LANES : 1;
        Splitter.split(channels.count(), together, channels.length() * NANOSECONDS, (from, to) -> {
            ChannelScratch<?> scratch = ChannelScratch.of(sources.get(0));
            new ChannelSums<>(scratch, channels, means, sources, totals).addUp(from, to);
        });
        return totals;
    }

    /** Whether channels, whose numbers are not neighbours, are added up many at a time. */
    private static boolean areTogether(Channels channels) {
        return channels.inner() == 1 && channels.count() > 1;
    }

    private void addUp(int from, int to) {
        if (areTogether(channels)) {
            addAcross(from, to);
        } else {
            addAlong(from, to);
        }
    }

    private void addDeviations(int lanes) {
        forLines(lanes, (from, to) -> loops.center(scratch.x, scratch.mean, from, to));
        loops.addLinesAndSquares(scratch.x, scratch.sums.part, scratch.productSums.part, lanes);
    }

    private void addProducts(int lanes) {
        loops.addLines(scratch.dy, scratch.sums.part, lanes);
        forLines(lanes, (from, to) -> loops.multiplyDeviations(scratch.x, scratch.mean, scratch.dy, from, to));
        loops.addLines(scratch.x, scratch.productSums.part, lanes);
    }

    /** The lanes of all lines: in one call, where the rest of a line costs less than another call. */
    private static void forLines(int lanes, Splitter.Range work) {
        if (lanes > LANES / 2) {
            work.apply(0, LINES * LANES);
            return;
        }
        for (int line = 0; line < LINES; line++) {
            work.apply(line * LANES, line * LANES + lanes);
        }
    }

    /** The distance d for a block, where {@code left} numbers of the channel remain, its own included. */
    private static int distance(int left) {
        int most = LINES * CLASSES;
        return (Math.min(left, BLOCK) + most - 1) / most;
    }

    /**
     * Channels whose numbers are not neighbours: lanes of many channels, and, where one row of the array follows the other without
     * other channels between, of as many classes as there is room for.
     */
    private void addAcross(int from, int to) {
        int tiles = (to - from + LANES - 1) / LANES;
        int most = (to - from + tiles - 1) / tiles;
        for (int first = from; first < to; first += most) {
            int width = Math.min(most, to - first);
            int rows = width == channels.count() ? Math.min(CLASSES, Integer.highestOneBit(LANES / width)) : 1;
            setMeans(first, width, rows * width);
            clearTotals(width);
            for (int row = 0; row < CLASSES; row += rows) {
                addRows(first, width, row, rows);
            }
            setResults(first, width);
        }
    }

    /** Adds the numbers of some classes, which lie in neighbouring rows. */
    private void addRows(int first, int width, int row, int rows) {
        int lanes = rows * width;
        clear(lanes);
        for (int start = row; start < channels.outer(); start += BLOCK) {
            int distance = distance(channels.outer() - (start - row));
            for (int i = 0; i < Math.min(4, distance); i++) {
                for (int k = i; k < distance; k += 4) {
                    addLines(first, width, start + k * CLASSES, distance * CLASSES, rows);
                }
                if (channels.outer() > BLOCK / 4) {
                    scratch.sums.closePart(lanes);
                    scratch.productSums.closePart(lanes);
                }
            }
            closeBlock(lanes);
        }
        for (int i = 0; i < rows; i++) {
            scratch.sums.addToTotals(i * width, width);
            scratch.productSums.addToTotals(i * width, width);
        }
    }

    private void addLines(int first, int width, int row, int step, int rows) {
        for (int line = 0; line < LINES; line++) {
            int from = row + line * step;
            int count = Math.max(0, Math.min(rows, channels.outer() - from)) * width;
            for (int s = 0; s < sources.size() && count > 0; s++) {
                loops.copy(sources.get(s), channels.offset(from, first), targets.get(s), line * LANES, count);
            }
            pad(line, count, rows * width);
        }
        addition.accept(rows * width);
    }

    /** Channels by themselves: lanes of a quarter of a block. */
    private void addAlong(int first, int end) {
        int length = channels.length();
        for (int channel = first; channel < end; channel++) {
            double mean = means[channel];
            forLines(CLASSES * distance(length), (from, to) -> loops.fill(scratch.mean, from, to, mean));
            clear(LANES);
            for (int start = 0; start < length; start += BLOCK) {
                int lanes = CLASSES * distance(length - start);
                for (int line = 0; line < LINES; line++) {
                    int from = start + line * lanes;
                    int count = Math.max(0, Math.min(lanes, length - from));
                    for (int s = 0; s < sources.size(); s++) {
                        load(sources.get(s), channel, from, count, targets.get(s), line * LANES);
                    }
                    pad(line, count, lanes);
                }
                addition.accept(lanes);
                scratch.sums.closePartAlong();
                scratch.productSums.closePartAlong();
                closeBlock(CLASSES);
            }
            clearTotals(1);
            scratch.sums.addToTotal(CLASSES);
            scratch.productSums.addToTotal(CLASSES);
            setResults(channel, 1);
        }
    }

    /** Brings {@code count} numbers of a channel together, starting at its number {@code from}. */
    private void load(A source, int channel, int from, int count, A target, int to) {
        int outer = from / channels.inner();
        int skipped = from - outer * channels.inner();
        for (int done = 0; done < count; outer++, skipped = 0) {
            int run = Math.min(channels.inner() - skipped, count - done);
            loops.copyRun(source, channels.offset(outer, channel) + skipped, target, to + done, run);
            done += run;
        }
    }

    private void setMeans(int first, int width, int lanes) {
        scratch.spread(means, first, first + width, 1, scratch.mean, lanes);
        for (int line = 1; line < LINES; line++) {
            loops.copy(scratch.mean, 0, scratch.mean, line * LANES, lanes);
        }
    }

    /** Where a line has no more numbers, x is the mean and dy 0. */
    private void pad(int line, int from, int to) {
        if (from < to) {
            loops.copy(scratch.mean, from, scratch.x, line * LANES + from, to - from);
            loops.fill(scratch.dy, line * LANES + from, line * LANES + to, 0);
        }
    }

    private void clear(int lanes) {
        scratch.sums.clear(lanes);
        scratch.productSums.clear(lanes);
    }

    private void closeBlock(int lanes) {
        if (channels.length() > BLOCK) {
            scratch.sums.closeBlock(lanes);
            scratch.productSums.closeBlock(lanes);
        }
    }

    private void clearTotals(int count) {
        scratch.sums.clearTotals(count);
        scratch.productSums.clearTotals(count);
    }

    private void setResults(int first, int count) {
        scratch.sums.roundTotals(count, totals.sums, first);
        scratch.productSums.roundTotals(count, totals.products, first);
    }
}
