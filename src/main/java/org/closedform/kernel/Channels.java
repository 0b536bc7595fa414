package org.closedform.kernel;

/**
 * How a row-major array is read by channels: as [outer, count, inner], whatever its rank and the channel axis.
 *
 * @param outer how many numbers the axes before the channel axis have together
 * @param count how many channels there are
 * @param inner how many numbers the axes after it have together
 */
public record Channels(int outer, int count, int inner) {
    /** A channel for every index of an axis: the slabs perpendicular to it. */
    public static Channels across(int[] dimensions, int axis) {
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < axis; i++) {
            outer *= dimensions[i];
        }
        for (int i = axis + 1; i < dimensions.length; i++) {
            inner *= dimensions[i];
        }
        return dimensions[axis] == 1 ? new Channels(1, 1, outer * inner) : new Channels(outer, dimensions[axis], inner);
    }

    /** How many numbers a channel has. */
    public int length() {
        return outer * inner;
    }

    /** Where in the array a channel's numbers of one outer index begin. */
    int offset(int outerIndex, int channel) {
        return (outerIndex * count + channel) * inner;
    }

    /** The numbers of a channel in float64, a fresh array. */
    double[] load(Buffer buffer, int channel) {
        double[] values = new double[length()];
        if (inner == 1) {
            buffer.load(channel, count, outer, values, 0);
            return values;
        }
        for (int i = 0; i < outer; i++) {
            buffer.load(offset(i, channel), 1, inner, values, i * inner);
        }
        return values;
    }

    /** Writes all numbers of a channel. */
    void store(Buffer buffer, int channel, double[] values) {
        for (int i = 0; i < outer; i++) {
            buffer.store(offset(i, channel), 1, inner, values, i * inner);
        }
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
