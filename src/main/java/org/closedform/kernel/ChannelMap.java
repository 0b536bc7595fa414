package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * Element by element, with the constants of every channel: long runs of one channel where they are, short ones in scratch, where every
 * number of a line has the constants of its channel beside it.
 */
final class ChannelMap<A> {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 0.5;

    /** The most numbers of a line. */
    static final int WIDTH = 512;

    /** Runs at least this long are processed where they are. */
    private static final int LONG = 256;

    /** The same where every channel is a single run, so that a line's constants would serve that line alone. */
    private static final int LONG_IF_SINGLE = 32;

    private final ChannelScratch<A> scratch;
    private final Loops<A> loops;
    private final Channels channels;
    private final ChannelConstants constants;

    private ChannelMap(ChannelScratch<A> scratch, Channels channels, ChannelConstants constants) {
        this.scratch = scratch;
        this.loops = scratch.loops;
        this.channels = channels;
        this.constants = constants;
    }

    /** y = (x − mean)·scale + shift. */
    static void normalize(Buffer x, ChannelConstants constants, Channels channels, Buffer y) {
        if (areLong(channels)) {
            splitRuns(channels, (from, to) -> of(x, channels, constants).normalizeRuns(x, y, from, to));
            return;
        }
        for (Tile tile : Tile.of(channels, WIDTH)) {
            Splitter.split(tile.lines(), 1, tile.lanes() * NANOSECONDS, (from, to) -> of(x, channels, constants)
                    .normalizeLines(x, tile, y, from, to));
        }
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope). */
    static void differentiate(Buffer x, Buffer dy, ChannelConstants constants, Channels channels, Buffer dx) {
        if (areLong(channels)) {
            splitRuns(channels, (from, to) -> of(x, channels, constants).differentiateRuns(x, dy, dx, from, to));
            return;
        }
        for (Tile tile : Tile.of(channels, WIDTH)) {
            Splitter.split(tile.lines(), 1, tile.lanes() * NANOSECONDS, (from, to) -> of(x, channels, constants)
                    .differentiateLines(x, dy, tile, dx, from, to));
        }
    }

    private static boolean areLong(Channels channels) {
        return channels.inner() >= (channels.outer() == 1 ? LONG_IF_SINGLE : LONG);
    }

    /** Does the work on ranges of the array. */
    private static void splitRuns(Channels channels, Splitter.Range work) {
        Splitter.split(channels.outer() * channels.count() * channels.inner(), Loops.BLOCK, NANOSECONDS, work);
    }

    private static ChannelMap<?> of(Buffer like, Channels channels, ChannelConstants constants) {
        return new ChannelMap<>(ChannelScratch.of(like), channels, constants);
    }

    private void normalizeRuns(Buffer source, Buffer target, int begin, int end) {
        A x = scratch.values(source);
        A y = scratch.values(target);
        ChannelConstants c = constants;
        for (int from = begin, to; from < end; from = to) {
            int channel = from / channels.inner() % channels.count();
            to = Math.min(from - from % channels.inner() + channels.inner(), end);
            loops.normalize(x, c.mean[channel], c.scale[channel], c.shift[channel], y, from, to);
        }
    }

    private void normalizeLines(Buffer source, Tile tile, Buffer target, int from, int to) {
        A x = scratch.values(source);
        A y = scratch.values(target);
        spread(tile);
        int lanes = whole(tile.lanes());
        for (int line = from; line < to; line++) {
            loops.copy(x, tile.offset(line), scratch.x, 0, tile.size(line));
            loops.normalize(scratch.x, scratch.mean, scratch.scale, scratch.shift, scratch.result, lanes);
            loops.copy(scratch.result, 0, y, tile.offset(line), tile.size(line));
        }
    }

    private void differentiateRuns(Buffer source, Buffer upstream, Buffer target, int begin, int end) {
        A x = scratch.values(source);
        A dy = scratch.values(upstream);
        A dx = scratch.values(target);
        ChannelConstants c = constants;
        for (int from = begin, to; from < end; from = to) {
            int channel = from / channels.inner() % channels.count();
            to = Math.min(from - from % channels.inner() + channels.inner(), end);
            loops.differentiate(
                    x, dy, c.mean[channel], c.scale[channel], c.shift[channel], c.slope[channel], dx, from, to);
        }
    }

    private void differentiateLines(Buffer source, Buffer upstream, Tile tile, Buffer target, int from, int to) {
        A x = scratch.values(source);
        A dy = scratch.values(upstream);
        A dx = scratch.values(target);
        ChannelScratch<A> s = scratch;
        spread(tile);
        s.spread(constants.slope, tile.first, tile.end, channels.inner(), s.slope, tile.lanes());
        int lanes = whole(tile.lanes());
        for (int line = from; line < to; line++) {
            loops.copy(x, tile.offset(line), s.x, 0, tile.size(line));
            loops.copy(dy, tile.offset(line), s.dy, 0, tile.size(line));
            loops.differentiate(s.x, s.dy, s.mean, s.scale, s.shift, s.slope, s.result, lanes);
            loops.copy(s.result, 0, dx, tile.offset(line), tile.size(line));
        }
    }

    /** Gives every lane of a line the constants of its channel. */
    private void spread(Tile tile) {
        ChannelScratch<A> s = scratch;
        s.spread(constants.mean, tile.first, tile.end, channels.inner(), s.mean, tile.lanes());
        s.spread(constants.scale, tile.first, tile.end, channels.inner(), s.scale, tile.lanes());
        s.spread(constants.shift, tile.first, tile.end, channels.inner(), s.shift, tile.lanes());
    }

    /** Lanes as a loop takes them: whole vectors, of any processor, without a remainder. */
    private static int whole(int lanes) {
        return (lanes + 63) & -64;
    }

    /**
     * Channels that are computed together, line by line. A line is numbers that follow each other in the array: of a few outer
     * indices, a run of each channel.
     *
     * @param first the first channel
     * @param end after the last channel
     * @param repeats how many outer indices a line has
     */
    record Tile(Channels channels, int first, int end, int repeats) {

        /** Tiles of about the same width, whose lines have at most {@code lanes} numbers, for runs that are no longer. */
        static Tile[] of(Channels channels, int lanes) {
            int inner = Math.max(1, channels.inner());
            Tile[] tiles = new Tile[ceiling(channels.count(), lanes / inner)];
            int width = ceiling(channels.count(), Math.max(1, tiles.length));
            int repeats = tiles.length == 1 ? Math.min(channels.outer(), lanes / (width * inner)) : 1;
            for (int i = 0; i < tiles.length; i++) {
                int end = Math.min((i + 1) * width, channels.count());
                tiles[i] = new Tile(channels, i * width, end, Math.max(1, repeats));
            }
            return tiles;
        }

        private static int ceiling(int number, int divisor) {
            return (number + divisor - 1) / divisor;
        }

        /** How many lines there are; the last one may be shorter. */
        int lines() {
            return ceiling(channels.outer(), repeats);
        }

        /** How many numbers a full line has. */
        int lanes() {
            return repeats * width();
        }

        private int width() {
            return (end - first) * channels.inner();
        }

        /** Where in the array a line begins. */
        int offset(int line) {
            return channels.offset(line * repeats, first);
        }

        /** How many numbers a line has. */
        int size(int line) {
            return Math.min(repeats, channels.outer() - line * repeats) * width();
        }
    }
}
