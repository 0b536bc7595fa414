package org.closedform.kernel;

import java.util.Arrays;

/** {@link ChannelMap} in float64. */
final class Float64ChannelMap {
    private static final int WIDTH = 2048 / Double.BYTES;

    /** Kept by a thread, so that a call allocates nothing but its result. */
    private static final ThreadLocal<Float64ChannelMap> SCRATCH = ThreadLocal.withInitial(Float64ChannelMap::new);

    // what is written comes first, against 4K aliasing: a load that matches a recent store in its low 12 address bits
    // stalls
    private final double[] result = Float64LaneSums.array(WIDTH);
    private final double[] x = Float64LaneSums.array(WIDTH);
    private final double[] dy = Float64LaneSums.array(WIDTH);
    private final double[] mean = Float64LaneSums.array(WIDTH);
    private final double[] scale = Float64LaneSums.array(WIDTH);
    private final double[] shift = Float64LaneSums.array(WIDTH);
    private final double[] slope = Float64LaneSums.array(WIDTH);

    static void normalize(Buffer x, ChannelConstants constants, Channels channels, Buffer y) {
        if (channels.haveLongRuns()) {
            normalizeRuns(values(x), constants, channels, values(y));
            return;
        }
        for (ChannelTile tile : ChannelTile.of(channels, WIDTH)) {
            SCRATCH.get().normalizeLines(values(x), constants, tile, values(y));
        }
    }

    private static void normalizeRuns(double[] x, ChannelConstants constants, Channels channels, double[] y) {
        double[] mean = values(constants.mean);
        double[] scale = values(constants.scale);
        double[] shift = values(constants.shift);
        for (int outer = 0; outer < channels.outer(); outer++) {
            for (int channel = 0; channel < channels.count(); channel++) {
                int from = channels.offset(outer, channel);
                Float64ChannelLoops.normalize(
                        x, mean[channel], scale[channel], shift[channel], y, from, from + channels.inner());
            }
        }
    }

    private void normalizeLines(double[] source, ChannelConstants constants, ChannelTile tile, double[] y) {
        spread(constants.mean, tile, mean);
        spread(constants.scale, tile, scale);
        spread(constants.shift, tile, shift);
        int lanes = whole(tile.lanes());
        for (int line = 0; line < tile.lines(); line++) {
            System.arraycopy(source, tile.offset(line), x, 0, tile.size(line));
            Float64ChannelLoops.normalize(x, mean, scale, shift, result, lanes);
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
            double[] x, double[] dy, ChannelConstants constants, Channels channels, double[] dx) {
        double[] mean = values(constants.mean);
        double[] scale = values(constants.scale);
        double[] shift = values(constants.shift);
        double[] slope = values(constants.slope);
        for (int outer = 0; outer < channels.outer(); outer++) {
            for (int channel = 0; channel < channels.count(); channel++) {
                int from = channels.offset(outer, channel);
                int to = from + channels.inner();
                Float64ChannelLoops.differentiate(
                        x, dy, mean[channel], slope[channel], shift[channel], scale[channel], dx, from, to);
            }
        }
    }

    private void differentiateLines(
            double[] source, double[] upstream, ChannelConstants constants, ChannelTile tile, double[] dx) {
        spread(constants.mean, tile, mean);
        spread(constants.scale, tile, scale);
        spread(constants.shift, tile, shift);
        spread(constants.slope, tile, slope);
        int lanes = whole(tile.lanes());
        for (int line = 0; line < tile.lines(); line++) {
            System.arraycopy(source, tile.offset(line), x, 0, tile.size(line));
            System.arraycopy(upstream, tile.offset(line), dy, 0, tile.size(line));
            Float64ChannelLoops.differentiate(x, dy, mean, slope, shift, scale, result, lanes);
            System.arraycopy(result, 0, dx, tile.offset(line), tile.size(line));
        }
    }

    /** Gives every lane of a line the constant of its channel. */
    private static void spread(Buffer constants, ChannelTile tile, double[] lanes) {
        int inner = tile.channels().inner();
        if (inner == 1) {
            System.arraycopy(values(constants), tile.first(), lanes, 0, tile.width());
        } else {
            for (int channel = tile.first(); channel < tile.end(); channel++) {
                int lane = (channel - tile.first()) * inner;
                Arrays.fill(lanes, lane, lane + inner, values(constants)[channel]);
            }
        }
        Float64LaneSums.repeat(lanes, tile.width(), tile.lanes());
    }

    /** Lanes as a loop takes them: whole vectors, of any processor, without a remainder. */
    private static int whole(int lanes) {
        return (lanes + 63) & -64;
    }

    private static double[] values(Buffer buffer) {
        return ((Float64Buffer) buffer).values();
    }
}
