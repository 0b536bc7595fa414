package org.closedform.kernel;

/**
 * Element by element, with the constants of every channel: long runs of one channel where they are, short ones in scratch, where each
 * number of a {@link ChannelTile}'s line has the constants of its channel beside it.
 */
final class ChannelMap {
    private ChannelMap() {}

    /** y = (x − mean)·scale + shift. */
    static void normalize(Buffer x, ChannelConstants constants, Channels channels, Buffer y) {
        if (x.isFloat64()) {
            Float64ChannelMap.normalize(x, constants, channels, y);
        } else {
            Float32ChannelMap.normalize(x, constants, channels, y);
        }
    }

    /** dx = scale·((dy − shift) − (x − mean)·slope). */
    static void differentiate(Buffer x, Buffer dy, ChannelConstants constants, Channels channels, Buffer dx) {
        if (x.isFloat64()) {
            Float64ChannelMap.differentiate(x, dy, constants, channels, dx);
        } else {
            Float32ChannelMap.differentiate(x, dy, constants, channels, dx);
        }
    }
}
