package org.closedform.kernel;

import java.util.List;
import org.closedform.kernel.loops.Loops;

/** Brings the numbers of channels into the lanes of four lines, block by block, and adds the lines to the sums of {@link ChannelSums}. */
abstract class ChannelLayout<A> {
    private static final int CLASSES = ChannelSums.CLASSES;
    private static final int BLOCK = ChannelSums.BLOCK;
    private static final int LANES = Loops.LANES;
    private static final int LINES = ChannelScratch.LINES;

    final ChannelScratch<A> scratch;
    final Channels channels;

    /** x, or x and dy. */
    final List<A> sources;

    /** The lines that they go to. */
    final List<A> targets;

    ChannelLayout(ChannelScratch<A> scratch, Channels channels, List<Buffer> sources) {
        this.scratch = scratch;
        this.channels = channels;
        this.sources = sources.stream().map(scratch::values).toList();
        this.targets = List.of(scratch.x, scratch.dy);
    }

    static <A> ChannelLayout<A> of(ChannelScratch<A> scratch, Channels channels, List<Buffer> sources) {
        return areNeighbours(channels)
                ? new Across<>(scratch, channels, sources)
                : areShort(channels)
                        ? new ShortChannels<>(scratch, channels, sources)
                        : new Along<>(scratch, channels, sources);
    }

    /** How many channels are added up together at most. */
    static int together(Channels channels) {
        return areNeighbours(channels) || areShort(channels) ? LANES : 1;
    }

    private static boolean areShort(Channels channels) {
        return channels.length() <= BLOCK;
    }

    private static boolean areNeighbours(Channels channels) {
        return channels.inner() == 1 && channels.count() > 1;
    }

    /** Turns to channels [first … first + width), and puts their means beside the lines. */
    abstract void turnTo(int first, int width, double[] means);

    /** How many lanes have a sum that goes on from block to block. */
    abstract int lanes();

    /** In how many groups the classes are added up, one group after the other. */
    int groups() {
        return 1;
    }

    int blocks(int group) {
        return (channels.length() + BLOCK - 1) / BLOCK;
    }

    /** Clears the sums of all lanes. */
    abstract void clear();

    /** Adds a block to the sums, as one or several parts. */
    abstract void addBlock(int group, int block);

    /** Adds the sum of every lane to the total of its channel. */
    abstract void addToTotals(LaneSums<A> sums);

    /** Whether the sums are of x − mean and its squares, not of dy and its products with x − mean. */
    final boolean areSquares() {
        return sources.size() == 1;
    }

    /** Adds the four lines to the sums. */
    final void addLines(int lanes) {
        scratch.addLines(areSquares(), lanes);
    }

    /** The distance d for a block, where {@code left} numbers of the channel remain, its own included. */
    static int distance(int left) {
        int most = LINES * CLASSES;
        return (Math.min(left, BLOCK) + most - 1) / most;
    }

    /** Brings {@code count} numbers of a channel together, starting at its number {@code from}. */
    final void load(A source, int channel, int from, int count, A target, int to) {
        int outer = from / channels.inner();
        int skipped = from - outer * channels.inner();
        for (int done = 0; done < count; outer++, skipped = 0) {
            int run = Math.min(channels.inner() - skipped, count - done);
            scratch.loops.copyRun(source, channels.offset(outer, channel) + skipped, target, to + done, run);
            done += run;
        }
    }

    /** One channel at a time: a line is a quarter of a block, and a lane is a number of it. */
    private static final class Along<A> extends ChannelLayout<A> {
        private int channel;
        private double mean;

        Along(ChannelScratch<A> scratch, Channels channels, List<Buffer> sources) {
            super(scratch, channels, sources);
        }

        @Override
        void turnTo(int first, int width, double[] means) {
            channel = first;
            mean = means[first];
            scratch.loops.fill(scratch.mean, 0, CLASSES * distance(channels.length()), mean);
        }

        @Override
        int lanes() {
            return CLASSES;
        }

        @Override
        void clear() {
            scratch.clear(LANES);
        }

        @Override
        void addBlock(int group, int block) {
            int lanes = CLASSES * distance(channels.length() - block * BLOCK);
            for (int line = 0; line < LINES; line++) {
                int from = block * BLOCK + line * lanes;
                int count = Math.max(0, Math.min(lanes, channels.length() - from));
                for (int s = 0; s < sources.size(); s++) {
                    load(sources.get(s), channel, from, count, targets.get(s), line * LANES);
                }
                scratch.pad(line, count, lanes);
            }
            if (areSquares()) {
                scratch.addDeviations(mean, lanes);
            } else {
                addLines(lanes);
            }
            scratch.sums.closePartAlong();
            scratch.products.closePartAlong();
        }

        @Override
        void addToTotals(LaneSums<A> sums) {
            sums.addToTotal(CLASSES);
        }
    }

    /**
     * Many neighbouring channels at a time: a lane is a class of a channel. They follow the array, class by class; where other
     * channels are in between, a line is of a single class.
     */
    private static final class Across<A> extends ChannelLayout<A> {
        private int first;
        private int width;

        /** How many classes of every channel have a lane. */
        private int classes;

        Across(ChannelScratch<A> scratch, Channels channels, List<Buffer> sources) {
            super(scratch, channels, sources);
        }

        @Override
        void turnTo(int first, int width, double[] means) {
            this.first = first;
            this.width = width;
            classes = width == channels.count() ? Math.min(CLASSES, Integer.highestOneBit(LANES / width)) : 1;
            scratch.spread(means, first, first + width, 1, scratch.mean, lanes());
        }

        @Override
        int lanes() {
            return classes * width;
        }

        @Override
        int groups() {
            return CLASSES / classes;
        }

        @Override
        int blocks(int group) {
            return (channels.length() - group * classes + BLOCK - 1) / BLOCK;
        }

        @Override
        void clear() {
            scratch.clear(lanes());
        }

        @Override
        void addBlock(int group, int block) {
            int distance = distance(channels.length() - block * BLOCK);
            for (int i = 0; i < Math.min(4, distance); i++) {
                for (int k = i; k < distance; k += 4) {
                    addClasses(group * classes + block * BLOCK + k * CLASSES, distance * CLASSES);
                }
                if (channels.length() > BLOCK / 4) {
                    scratch.sums.closePart(lanes());
                    scratch.products.closePart(lanes());
                }
            }
        }

        /** Adds a number of each class, the first being number {@code from} of its channel, and three more, {@code step} apart. */
        private void addClasses(int from, int step) {
            if (from + (LINES - 1) * step + classes <= channels.length()) {
                scratch.addLines(sources, channels.offset(from, first), step * channels.count(), lanes());
                return;
            }
            for (int line = 0; line < LINES; line++) {
                int number = from + line * step;
                int count = Math.max(0, Math.min(classes, channels.length() - number));
                if (count < classes) {
                    scratch.pad(line, count * width, lanes());
                }
                for (int s = 0; s < sources.size() && count > 0; s++) {
                    load(sources.get(s), number, count, targets.get(s), line * LANES);
                }
            }
            addLines(lanes());
        }

        private void load(A source, int number, int count, A target, int to) {
            scratch.loops.copy(source, channels.offset(number, first), target, to, count * width);
        }

        @Override
        void addToTotals(LaneSums<A> sums) {
            for (int i = 0; i < classes; i++) {
                sums.addToTotals(i * width, width);
            }
        }
    }
}
