package org.closedform.kernel;

/**
 * Channels that are computed together, line by line. A line is numbers that follow each other in the array: of a few outer indices, a
 * run of each channel.
 *
 * @param first the first channel
 * @param end after the last channel
 * @param repeats how many outer indices a line has
 */
record ChannelTile(Channels channels, int first, int end, int repeats) {

    /** Tiles of about the same width, whose lines have at most {@code lanes} numbers, for runs that are no longer. */
    static ChannelTile[] of(Channels channels, int lanes) {
        int inner = Math.max(1, channels.inner());
        ChannelTile[] tiles = new ChannelTile[ceiling(channels.count(), lanes / inner)];
        int width = ceiling(channels.count(), Math.max(1, tiles.length));
        int repeats = tiles.length == 1 ? Math.min(channels.outer(), lanes / (width * inner)) : 1;
        for (int i = 0; i < tiles.length; i++) {
            int end = Math.min((i + 1) * width, channels.count());
            tiles[i] = new ChannelTile(channels, i * width, end, Math.max(1, repeats));
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

    /** How many numbers of one outer index a line has. */
    int width() {
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
