package org.closedform.kernel;

import java.util.Arrays;

/** {@link ChannelMap} in float32. */
final class Float32ChannelMap {
    private static final int WIDTH = 2048 / Float.BYTES;

    /** Kept by a thread, so that a call allocates nothing but its result. */
    private static final ThreadLocal<Float32ChannelMap> SCRATCH = ThreadLocal.withInitial(Float32ChannelMap::new);

    // what is written comes first, against 4K aliasing: a load that matches a recent store in its low 12 address bits
    // stalls
    private final float[] result = Float32LaneSums.array(WIDTH);
    private final float[] x = Float32LaneSums.array(WIDTH);
    private final float[] dy = Float32LaneSums.array(WIDTH);
    private final float[] mean = Float32LaneSums.array(WIDTH);
    private final float[] scale = Float32LaneSums.array(WIDTH);
    private final float[] shift = Float32LaneSums.array(WIDTH);
    private final float[] slope = Float32LaneSums.array(WIDTH);

    static void normalize(Buffer x, ChannelConstants constants, Channels channels, Buffer y) {
        if (channels.haveLongRuns()) {
            normalizeRuns(values(x), constants, channels, values(y));
            return;
        }
        for (ChannelTile tile : ChannelTile.of(channels, WIDTH)) {
            SCRATCH.get().normalizeLines(values(x), constants, tile, values(y));
        }
    }

    private static void normalizeRuns(float[] x, ChannelConstants constants, Channels channels, float[] y) {
        float[] mean = values(constants.mean);
        float[] scale = values(constants.scale);
        float[] shift = values(constants.shift);
        for (int outer = 0; outer < channels.outer(); outer++) {
            for (int channel = 0; channel < channels.count(); channel++) {
                int from = channels.offset(outer, channel);
                Float32ChannelLoops.normalize(
                        x, mean[channel], scale[channel], shift[channel], y, from, from + channels.inner());
            }
        }
    }

    private void normalizeLines(float[] source, ChannelConstants constants, ChannelTile tile, float[] y) {
        spread(constants.mean, tile, mean);
        spread(constants.scale, tile, scale);
        spread(constants.shift, tile, shift);
        int lanes = whole(tile.lanes());
        for (int line = 0; line < tile.lines(); line++) {
            System.arraycopy(source, tile.offset(line), x, 0, tile.size(line));
            Float32ChannelLoops.normalize(x, mean, scale, shift, result, lanes);
            System.arraycopy(result, 0, y, tile.offset(line), tile.size(line));
        }
    }

    static void differentiate(Buffer x, Buffer dy, ChannelConstants constants, Channels channels, Buffer dx) {
        if (channels.haveLongRuns()) {
            differentiateRuns(values(x), values(dy), constants, channels, values(dx));
            return;
        }
        for (ChannelTile tile : ChannelTile.of(channels, WIDTH)) {
            SCRATCH.get().differentiateLines(values(x), values(dy), constants, tile, values(dx));
        }
    }

    private static void differentiateRuns(
            float[] x, float[] dy, ChannelConstants constants, Channels channels, float[] dx) {
        float[] mean = values(constants.mean);
        float[] scale = values(constants.scale);
        float[] shift = values(constants.shift);
        float[] slope = values(constants.slope);
        for (int outer = 0; outer < channels.outer(); outer++) {
            for (int channel = 0; channel < channels.count(); channel++) {
                int from = channels.offset(outer, channel);
                int to = from + channels.inner();
                Float32ChannelLoops.differentiate(
                        x, dy, mean[channel], slope[channel], shift[channel], scale[channel], dx, from, to);
            }
        }
    }

    private void differentiateLines(
            float[] source, float[] upstream, ChannelConstants constants, ChannelTile tile, float[] dx) {
        spread(constants.mean, tile, mean);
        spread(constants.scale, tile, scale);
        spread(constants.shift, tile, shift);
        spread(constants.slope, tile, slope);
        int lanes = whole(tile.lanes());
        for (int line = 0; line < tile.lines(); line++) {
            System.arraycopy(source, tile.offset(line), x, 0, tile.size(line));
            System.arraycopy(upstream, tile.offset(line), dy, 0, tile.size(line));
            Float32ChannelLoops.differentiate(x, dy, mean, slope, shift, scale, result, lanes);
            System.arraycopy(result, 0, dx, tile.offset(line), tile.size(line));
        }
    }

    /** Gives every lane of a line the constant of its channel. */
    private static void spread(Buffer constants, ChannelTile tile, float[] lanes) {
        int inner = tile.channels().inner();
        if (inner == 1) {
            System.arraycopy(values(constants), tile.first(), lanes, 0, tile.width());
        } else {
            for (int channel = tile.first(); channel < tile.end(); channel++) {
                int lane = (channel - tile.first()) * inner;
                Arrays.fill(lanes, lane, lane + inner, values(constants)[channel]);
            }
        }
        Float32LaneSums.repeat(lanes, tile.width(), tile.lanes());
    }

    /** Lanes as a loop takes them: whole vectors, of any processor, without a remainder. */
    private static int whole(int lanes) {
        return (lanes + 63) & -64;
    }

    private static float[] values(Buffer buffer) {
        return ((Float32Buffer) buffer).values();
    }
}
