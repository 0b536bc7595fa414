package org.closedform.kernel;

import java.util.List;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * The sums of {@link ChannelSums}, in the same order, for many channels of few numbers, each channel's beside each other: the rows of
 * a layer norm. Each of 16 channels has 16 lanes of a line, one a class.
 */
final class ShortChannelSums<A> {
    private static final int CLASSES = ChannelSums.CLASSES;
    private static final int LANES = Loops.LANES;
    private static final int LINES = 4;

    /** How many channels are added up at once. */
    private static final int TOGETHER = LANES / CLASSES;

    /** Longer channels fill the lanes by themselves. */
    private static final int LONGEST = LANES;

    private final ChannelScratch<A> scratch;
    private final Loops<A> loops;
    private final int length;
    private final List<A> sources;
    private final List<A> targets;

    private ShortChannelSums(ChannelScratch<A> scratch, int length, List<Buffer> sources) {
        this.scratch = scratch;
        this.loops = scratch.loops;
        this.length = length;
        this.sources = sources.stream().map(scratch::values).toList();
        this.targets = List.of(scratch.x, scratch.dy);
    }

    /** Whether these channels are such. */
    static boolean suits(Channels channels) {
        return channels.outer() == 1 && channels.count() > 1 && channels.length() > 1 && channels.length() <= LONGEST;
    }

    static void addUp(Channels channels, double[] means, List<Buffer> sources, ChannelSums.Totals totals) {
        Splitter.split(channels.count(), TOGETHER, channels.length() * ChannelSums.NANOSECONDS, (from, to) -> {
            ChannelScratch<?> scratch = ChannelScratch.of(sources.get(0));
            new ShortChannelSums<>(scratch, channels.length(), sources).addUp(from, to, means, totals);
        });
    }

    private void addUp(int from, int to, double[] means, ChannelSums.Totals totals) {
        for (int first = from; first < to; first += TOGETHER) {
            int count = Math.min(TOGETHER, to - first);
            int lanes = count * CLASSES;
            setMeans(means, first, count);
            scratch.sums.clear(lanes);
            scratch.productSums.clear(lanes);
            int distance = (length + LINES * CLASSES - 1) / (LINES * CLASSES);
            for (int k = 0; k < distance; k++) {
                for (int line = 0; line < LINES; line++) {
                    load(first, count, (line * distance + k) * CLASSES, line * LANES);
                }
                ChannelSums.add(scratch, sources.size() == 1, lanes);
            }
            scratch.sums.totalChannels(count, CLASSES, totals.sums(), first);
            scratch.productSums.totalChannels(count, CLASSES, totals.products(), first);
        }
    }

    private void setMeans(double[] means, int first, int count) {
        loops.spread(means, first, first + count, CLASSES, scratch.mean);
        for (int line = 1; line < LINES; line++) {
            loops.copy(scratch.mean, 0, scratch.mean, line * LANES, count * CLASSES);
        }
    }

    /** Numbers {@code from} to {@code from} + 16 of every channel; where it has no more, x is the mean and dy 0. */
    private void load(int first, int count, int from, int to) {
        int numbers = Math.max(0, Math.min(CLASSES, length - from));
        if (numbers < CLASSES) {
            loops.copy(scratch.mean, 0, scratch.x, to, count * CLASSES);
            loops.fill(scratch.dy, to, to + count * CLASSES, 0);
        }
        Block source = new Block(first * length + from, length, 1);
        for (int s = 0; s < sources.size() && numbers > 0; s++) {
            loops.copy(sources.get(s), source, targets.get(s), new Block(to, CLASSES, 1), count, numbers);
        }
    }
}
