package org.closedform.kernel;

/**
 * The constants of every channel in the element type, for y = (x − mean)·scale + shift or dx = scale·((dy − shift) − (x − mean)·slope).
 * Channels whose constants are not safe are rejected: the fallback is {@link CarefulChannel}.
 */
final class ChannelConstants {
    final Buffer mean;
    final Buffer scale;
    final Buffer shift;
    final Buffer slope;

    private final SafeRange safe;
    private final boolean[] isRejected;

    /** Of so many channels, in the element type of a buffer. */
    ChannelConstants(int count, Buffer like) {
        mean = like.ofSize(count);
        scale = like.ofSize(count);
        shift = like.ofSize(count);
        slope = like.ofSize(count);
        safe = SafeRange.of(like);
        isRejected = new boolean[count];
    }

    /** Sets the constants of a channel, and rejects it unless they are safe. */
    void set(int channel, double mean, double scale, double shift, double slope) {
        this.mean.set(channel, mean);
        this.scale.set(channel, scale);
        this.shift.set(channel, shift);
        this.slope.set(channel, slope);
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
