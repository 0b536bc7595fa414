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
}
