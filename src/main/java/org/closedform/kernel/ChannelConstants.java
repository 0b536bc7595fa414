package org.closedform.kernel;

import org.closedform.kernel.loops.SafeRange;

/**
 * The constants of every channel, to be rounded to the element type: y = (x − mean)·scale + shift or dx = scale·((dy − shift) − (x − mean)·slope).
 * Channels whose constants are not safe are rejected: the fallback is {@link CarefulChannel}.
 */
final class ChannelConstants {
    final double[] mean;
    final double[] scale;
    final double[] shift;
    final double[] slope;

    private final SafeRange safe;
    private final boolean[] isRejected;

    /** Of {@code count} channels, for numbers of the element type of a buffer. */
    ChannelConstants(int count, Buffer like) {
        mean = new double[count];
        scale = new double[count];
        shift = new double[count];
        slope = new double[count];
        safe = SafeRange.of(like.isFloat64());
        isRejected = new boolean[count];
    }

    /** Sets the constants of a channel, and rejects it unless they are safe. */
    void set(int channel, double mean, double scale, double shift, double slope) {
        this.mean[channel] = mean;
        this.scale[channel] = scale;
        this.shift[channel] = shift;
        this.slope[channel] = slope;
        isRejected[channel] =
                !(safe.holds(mean) && safe.holds(shift) && safe.holdsFactor(scale) && safe.holdsFactor(slope));
    }

    void rejectIf(boolean reason, int channel) {
        isRejected[channel] |= reason;
    }

    boolean isRejected(int channel) {
        return isRejected[channel];
    }
}
