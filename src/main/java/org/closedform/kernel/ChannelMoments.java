package org.closedform.kernel;

/**
 * Mean and M2 = Σ (x − mean)² of every channel.
 *
 * <p>A mean is a pair: the rounded mean and what its rounding left. For numbers around 1e8 with a deviation of 1e-3 the
 * rounding of the mean alone, 7e-9, would put an error of 7e-6 into every x̂.
 */
public record ChannelMoments(double[] mean, double[] meanRemainder, double[] m2) {
    /** A centre comes from so many times {@link ChannelBlock#LINES} lines. */
    private static final int SAMPLES = 4;

    private static final int MOST_CENTRES = 3;

    /**
     * Sums over x − c for a centre c near the mean, from which the mean and M2 about it follow exactly (Chan, Golub, LeVeque 1983,
     * eq. 1.7). The centre is the mean of a sample; where that is more than a deviation off, a better one is taken.
     */
    public static ChannelMoments of(Buffer x, Channels channels) {
        int count = channels.count();
        ChannelMoments moments = new ChannelMoments(new double[count], new double[count], new double[count]);
        ChannelBlock block = ChannelBlock.of(x);
        for (ChannelTile tile : ChannelTile.of(channels, block.lanes())) {
            int blocks = (tile.lines() + ChannelBlock.LINES - 1) / ChannelBlock.LINES;
            moments.gather(x, tile, block, Math.max(1, blocks / SAMPLES)); // about 0
            int centres = 1;
            while (!moments.gather(x, tile, block, 1) && centres < MOST_CENTRES) {
                centres++;
            }
            for (int channel = tile.first(); channel < tile.end(); channel++) {
                if (!block.isRegular(moments.mean[channel], moments.m2[channel] / channels.length())) {
                    moments.gatherCarefully(ChannelRow.of(x, channels, channel), channel);
                }
            }
        }
        return moments;
    }

    /** Takes every step-th block of lines about the means as they are; false if one of them was not near enough. */
    private boolean gather(Buffer x, ChannelTile tile, ChannelBlock block, int step) {
        tile.set((channel, from, to) -> block.set(from, to, mean[channel], 0, 0, 0), block);
        block.clearSums(tile.lanes());
        int size = 0;
        for (int line = 0; line < tile.lines(); line += step * ChannelBlock.LINES) {
            size += tile.load(line, ChannelBlock.LINES, x, null, block);
            block.addDeviations(tile.lanes());
        }
        double[] sums = tile.total(block.sums(tile.lanes()));
        double[] squares = tile.total(block.productSums(tile.lanes()));
        boolean near = true;
        for (int channel = tile.first(); channel < tile.end(); channel++) {
            double sum = sums[channel - tile.first()];
            double square = squares[channel - tile.first()];
            double correction = sum / size;
            move(channel, block.rounded(mean[channel]), correction);
            m2[channel] = Math.max(0, Math.fma(-sum, correction, square));
            near &= !(sum * correction > square / 2);
        }
        return near;
    }

    /** centre + correction, and what its rounding takes, whichever is larger (Knuth's two-sum). */
    private void move(int channel, double centre, double correction) {
        double moved = centre + correction;
        double taken = moved - centre;
        mean[channel] = moved;
        meanRemainder[channel] = (centre - (moved - taken)) + (correction - taken);
    }

    /** In float64, with two passes: for channels with deviations so large or small that squares are not right. */
    private void gatherCarefully(double[] values, int channel) {
        int n = values.length;
        double centre = Summation.sum(values) / n;
        ChannelRow.center(values, centre, 0);
        double correction = Summation.sum(values) / n;
        move(channel, centre, correction);
        ChannelRow.center(values, correction, 0);
        double sum = Summation.sum(values);
        m2[channel] = Summation.dot(values, values) - sum * sum / n;
    }
}
