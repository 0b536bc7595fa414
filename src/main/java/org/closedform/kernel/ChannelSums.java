package org.closedform.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
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
    static final double NANOSECONDS = 0.5;

    /** So many times as many channels as are added up together are enough work for the threads of a pool. */
    private static final int MANY = 16;

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
        this.addition = lanes -> add(scratch, sources.size() == 1, lanes);
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
        if (ShortChannelSums.suits(channels)) {
            ShortChannelSums.addUp(channels, means, sources, totals);
            return totals;
        }
        Supplier<ChannelSums<Object>> onThisThread =
                () -> new ChannelSums<>(ChannelScratch.of(sources.get(0)), channels, means, sources, totals);
        int most = areTogether(channels) ? LANES : 1;
        double nanoseconds = channels.length() * NANOSECONDS;
        boolean areMany = channels.count() >= MANY * most || channels.length() <= BLOCK;
        if (areMany || !Splitter.isLarge(channels.count(), nanoseconds)) {
            Splitter.split(channels.count(), most, nanoseconds, (from, to) -> onThisThread
                    .get()
                    .addUp(from, to));
            return totals;
        }
        for (int first = 0; first < channels.count(); first += most) {
            addUpByBlocks(onThisThread, first, Math.min(most, channels.count() - first));
        }
        return totals;
    }

    /** Adds up the blocks of some channels on several threads, and then their sums. */
    private static <A> void addUpByBlocks(Supplier<ChannelSums<A>> onThisThread, int first, int width) {
        ChannelSums<A> own = onThisThread.get();
        List<BlockSums<A>> groups = new ArrayList<>();
        for (Group group : own.groups(first, width)) {
            BlockSums<A> blocks = new BlockSums<>(own.loops, own.blocks(group), group.lanes());
            double nanoseconds = group.lanes() * (BLOCK / CLASSES) * NANOSECONDS;
            Splitter.split(own.blocks(group), 1, nanoseconds, (from, to) -> onThisThread
                    .get()
                    .addBlocks(group, from, to, blocks));
            groups.add(blocks);
        }
        own.addUp(first, width, (group, block) -> groups.get(group.row / group.rows)
                .load(block, own.scratch.sums, own.scratch.productSums));
    }

    /** Whether channels, whose numbers are not neighbours, are added up many at a time. */
    private static boolean areTogether(Channels channels) {
        return channels.inner() == 1 && channels.count() > 1;
    }

    /** Some of the classes of some channels, which are lanes side by side. */
    private record Group(int first, int width, int row, int rows) {
        int lanes() {
            return rows * width;
        }
    }

    /** Makes the sums of a block, or fetches them. */
    @FunctionalInterface
    private interface Addition {
        void apply(Group group, int block);
    }

    /**
     * Of channels whose numbers are not neighbours as many classes as there is room for, where one row of the array follows the other
     * without other channels between. A channel by itself has lanes for all of them.
     */
    private Group[] groups(int first, int width) {
        boolean isWhole = width == channels.count();
        int rows = !areTogether(channels)
                ? CLASSES
                : isWhole ? Math.min(CLASSES, Integer.highestOneBit(LANES / width)) : 1;
        Group[] groups = new Group[CLASSES / rows];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new Group(first, width, i * rows, rows);
        }
        return groups;
    }

    private int blocks(Group group) {
        int numbers = areTogether(channels) ? channels.outer() - group.row : channels.length();
        return (numbers + BLOCK - 1) / BLOCK;
    }

    private void addUp(int from, int to) {
        int most = areTogether(channels) ? LANES : 1;
        int tiles = (to - from + most - 1) / most;
        for (int tile = 0, first = from; tile < tiles; tile++) {
            int width = (to - first) / (tiles - tile);
            setMeans(first, width);
            addUp(first, width, this::addBlock);
            first += width;
        }
    }

    private void addUp(int first, int width, Addition addition) {
        clearTotals(width);
        for (Group group : groups(first, width)) {
            clear(group);
            for (int block = 0; block < blocks(group); block++) {
                addition.apply(group, block);
                closeBlock(group.lanes());
            }
            addToTotals(group);
        }
        setResults(first, width);
    }

    private void addBlocks(Group group, int from, int to, BlockSums<A> blocks) {
        setMeans(group.first, group.width);
        for (int block = from; block < to; block++) {
            clear(group);
            addBlock(group, block);
            blocks.store(block, scratch.sums, scratch.productSums);
        }
    }

    private void addBlock(Group group, int block) {
        if (areTogether(channels)) {
            addBlockAcross(group, block);
        } else {
            addBlockAlong(group.first, block);
        }
    }

    /** Adds lanes of the lines to the sums: x − mean and its squares, or dy and its products with x − mean. */
    static <A> void add(ChannelScratch<A> scratch, boolean areSquares, int lanes) {
        if (areSquares) {
            addDeviations(scratch, lanes);
        } else {
            addProducts(scratch, lanes);
        }
    }

    private static <A> void addDeviations(ChannelScratch<A> scratch, int lanes) {
        forLines(lanes, (from, to) -> scratch.loops.center(scratch.x, scratch.mean, from, to));
        scratch.loops.addLinesAndSquares(scratch.x, scratch.sums.part, scratch.productSums.part, lanes);
    }

    private static <A> void addProducts(ChannelScratch<A> scratch, int lanes) {
        scratch.loops.addLines(scratch.dy, scratch.sums.part, lanes);
        forLines(lanes, (from, to) -> scratch.loops.multiplyDeviations(scratch.x, scratch.mean, scratch.dy, from, to));
        scratch.loops.addLines(scratch.x, scratch.productSums.part, lanes);
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

    private void addBlockAcross(Group group, int block) {
        int lanes = group.lanes();
        int distance = distance(channels.outer() - block * BLOCK);
        for (int i = 0; i < Math.min(4, distance); i++) {
            for (int k = i; k < distance; k += 4) {
                addLines(group, group.row + block * BLOCK + k * CLASSES, distance * CLASSES);
            }
            if (channels.outer() > BLOCK / 4) {
                scratch.sums.closePart(lanes);
                scratch.productSums.closePart(lanes);
            }
        }
    }

    private void addLines(Group group, int row, int step) {
        for (int line = 0; line < LINES; line++) {
            int from = row + line * step;
            int count = Math.max(0, Math.min(group.rows, channels.outer() - from)) * group.width;
            for (int s = 0; s < sources.size() && count > 0; s++) {
                loops.copy(sources.get(s), channels.offset(from, group.first), targets.get(s), line * LANES, count);
            }
            pad(line, count, group.lanes());
        }
        addition.accept(group.lanes());
    }

    /** Lanes of a quarter of a block. */
    private void addBlockAlong(int channel, int block) {
        int start = block * BLOCK;
        int lanes = CLASSES * distance(channels.length() - start);
        for (int line = 0; line < LINES; line++) {
            int from = start + line * lanes;
            int count = Math.max(0, Math.min(lanes, channels.length() - from));
            for (int s = 0; s < sources.size(); s++) {
                load(sources.get(s), channel, from, count, targets.get(s), line * LANES);
            }
            pad(line, count, lanes);
        }
        addition.accept(lanes);
        scratch.sums.closePartAlong();
        scratch.productSums.closePartAlong();
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

    private void setMeans(int first, int width) {
        if (!areTogether(channels)) {
            forLines(
                    CLASSES * distance(channels.length()),
                    (from, to) -> loops.fill(scratch.mean, from, to, means[first]));
            return;
        }
        int lanes = groups(first, width)[0].lanes();
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

    private void clear(Group group) {
        int lanes = areTogether(channels) ? group.lanes() : LANES;
        scratch.sums.clear(lanes);
        scratch.productSums.clear(lanes);
    }

    private void closeBlock(int lanes) {
        if (channels.length() > BLOCK) {
            scratch.sums.closeBlock(lanes);
            scratch.productSums.closeBlock(lanes);
        }
    }

    private void addToTotals(Group group) {
        if (!areTogether(channels)) {
            scratch.sums.addToTotal(CLASSES);
            scratch.productSums.addToTotal(CLASSES);
            return;
        }
        for (int i = 0; i < group.rows; i++) {
            scratch.sums.addToTotals(i * group.width, group.width);
            scratch.productSums.addToTotals(i * group.width, group.width);
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
