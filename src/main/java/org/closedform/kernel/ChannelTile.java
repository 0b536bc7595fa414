package org.closedform.kernel;

/**
 * Channels that a {@link ChannelBlock} works on together, line by line. A line is numbers that follow each other in the array: of a
 * few outer indices, a run of each channel; or, where one channel alone has more in a row than there are lanes, a part of that.
 *
 * @param first the first channel
 * @param end after the last channel
 * @param run how many lanes in a row a channel has
 * @param repeats how many outer indices a line has
 * @param parts how many lines one outer index takes
 */
record ChannelTile(Channels channels, int first, int end, int run, int repeats, int parts) {

    /** Tiles of about the same width, whose lines have at most so many numbers. */
    static ChannelTile[] of(Channels channels, int lanes) {
        int inner = Math.max(1, channels.inner());
        int most = Math.max(1, lanes / inner);
        ChannelTile[] tiles = new ChannelTile[ceiling(channels.count(), most)];
        int width = ceiling(channels.count(), Math.max(1, tiles.length));
        int parts = ceiling(inner, lanes);
        int run = ceiling(inner, parts);
        int repeats = tiles.length == 1
                ? Math.max(1, Math.min(ceiling(channels.outer(), ChannelBlock.LINES), lanes / (width * run)))
                : 1;
        for (int i = 0; i < tiles.length; i++) {
            int end = Math.min((i + 1) * width, channels.count());
            tiles[i] = new ChannelTile(channels, i * width, end, run, repeats, parts);
        }
        return tiles;
    }

    private static int ceiling(int number, int divisor) {
        return (number + divisor - 1) / divisor;
    }

    /** How many lines there are; the last ones may be shorter. */
    int lines() {
        return ceiling(channels.outer(), repeats) * parts;
    }

    /** How many lanes a full line takes. */
    int lanes() {
        return repeats * width();
    }

    private int width() {
        return (end - first) * run;
    }

    private int outer(int line) {
        return (parts == 1 ? line : line / parts) * repeats;
    }

    private int inner(int line) {
        return parts == 1 ? 0 : line % parts * run;
    }

    /** Where in the array a line begins. */
    int offset(int line) {
        return channels.offset(outer(line), first) + inner(line);
    }

    /** How many numbers a line has of each channel. */
    int share(int line) {
        return Math.min(repeats, channels.outer() - outer(line)) * Math.min(run, channels.inner() - inner(line));
    }

    /** How many numbers a line has. */
    int size(int line) {
        return share(line) * (end - first);
    }

    /** Gives lanes from … to of a block the constants of a channel; false if they will not do. */
    @FunctionalInterface
    interface Constants {
        boolean set(int channel, int from, int to);
    }

    /** Sets the constants of all lanes; false if those of some channel will not do. */
    boolean set(Constants constants, ChannelBlock block) {
        boolean regular = true;
        for (int channel = first; channel < end; channel++) {
            int lane = (channel - first) * run;
            regular &= constants.set(channel, lane, lane + run);
        }
        block.spread(width(), lanes());
        return regular;
    }

    /**
     * Loads so many lines of x, and of dy if there is one, from a line on.
     *
     * @return how many numbers they have of each channel
     */
    int load(int line, int count, Buffer x, Buffer dy, ChannelBlock block) {
        int share = 0;
        for (int i = 0; i < count; i++) {
            boolean exists = outer(line + i) < channels.outer();
            block.load(x, dy, exists ? offset(line + i) : 0, exists ? size(line + i) : 0, i, lanes());
            share += exists ? share(line + i) : 0;
        }
        return share;
    }

    /** Makes of what every lane adds up to what every channel does: the first channel first. */
    double[] total(double[] sums) {
        addUp(sums, 0, repeats, width());
        for (int channel = 0; channel < end - first; channel++) {
            addUp(sums, channel * run, run, 1);
            sums[channel] = sums[channel * run];
        }
        return sums;
    }

    /** Adds up so many parts of so many numbers each, pairwise, into the first. */
    private static void addUp(double[] sums, int from, int parts, int size) {
        int left = parts;
        while (left > 1) {
            int half = (left + 1) / 2;
            for (int i = from; i < from + (left - half) * size; i++) {
                sums[i] += sums[i + half * size];
            }
            left = half;
        }
    }
}
