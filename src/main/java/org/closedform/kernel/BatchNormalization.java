package org.closedform.kernel;

import java.util.function.IntFunction;

/**
 * Batch normalisation of channels, with x̂ = (x − (mean + meanRemainder))·inverseDeviation.
 *
 * <p>The numbers of a channel are made in their element type from x − c, exact for x near c, with c the mean rounded to that type;
 * the rest of the mean is in constants, which are float64 until they are rounded once. Where they would not do, because something
 * overflows or underflows, the channel is made once more in float64.
 *
 * @param channels how x is read
 * @param mean of each channel, float64
 * @param meanRemainder what rounding took from the mean, float64
 * @param inverseDeviation 1/√(σ² + ε), float64
 * @param gamma γ, of the element type of x
 */
public record BatchNormalization(
        Channels channels, Buffer mean, Buffer meanRemainder, Buffer inverseDeviation, Buffer gamma) {

    /** y = γ·x̂ + β. */
    public Buffer normalize(Buffer x, Buffer beta) {
        Buffer y = x.ofSize(x.size());
        ChannelBlock block = ChannelBlock.of(x);
        fill(
                y,
                x,
                null,
                (channel, from, to) -> {
                    double scale = scale(channel);
                    double shift = Math.fma(-rest(channel, block), scale, beta.at(channel));
                    return block.set(from, to, mean.at(channel), scale, shift, 0);
                },
                channel -> {
                    double[] xHat = xHat(x, channel);
                    ChannelRow.affine(xHat, gamma.at(channel), beta.at(channel));
                    return xHat;
                });
        return y;
    }

    /** dx, dγ and dβ. */
    public record Gradient(Buffer dx, Buffer dGamma, Buffer dBeta) {}

    /**
     * dβ = Σ dy, dγ = Σ dy·x̂ and dx = γ·inverseDeviation·(dy − dβ/n − x̂·dγ/n); where the statistics are constants, as in
     * inference, dx = γ·inverseDeviation·dy.
     */
    public Gradient backward(Buffer x, Buffer dy, boolean throughStatistics) {
        Buffer dGamma = x.ofSize(channels.count());
        Buffer dBeta = x.ofSize(channels.count());
        ChannelBlock block = ChannelBlock.of(x);
        for (ChannelTile tile : ChannelTile.of(channels, block.lanes())) {
            addUp(x, dy, tile, block, dGamma, dBeta);
        }
        Buffer zeros = Buffer.of(new double[channels.count()]);
        Buffer dx = throughStatistics
                ? differentiate(x, dy, dGamma, dBeta)
                : new BatchNormalization(channels, zeros, zeros, inverseDeviation, gamma).normalize(dy, zeros);
        return new Gradient(dx, dGamma, dBeta);
    }

    private void addUp(Buffer x, Buffer dy, ChannelTile tile, ChannelBlock block, Buffer dGamma, Buffer dBeta) {
        ChannelTile.Constants constants =
                (channel, from, to) -> block.set(from, to, mean.at(channel), inverseDeviation.at(channel), 0, 0);
        boolean regular = tile.set(constants, block);
        block.clearSums(tile.lanes());
        for (int line = 0; line < tile.lines(); line += ChannelBlock.LINES) {
            tile.load(line, ChannelBlock.LINES, x, dy, block);
            block.addProducts(tile.lanes());
        }
        double[] sums = tile.total(block.sums(tile.lanes()));
        double[] products = tile.total(block.productSums(tile.lanes()));
        for (int channel = tile.first(); channel < tile.end(); channel++) {
            double inverse = inverseDeviation.at(channel);
            double sum = sums[channel - tile.first()];
            double projection = products[channel - tile.first()] * (inverse / block.rounded(inverse))
                    - rest(channel, block) * inverse * sum;
            if (!Double.isFinite(sum)) {
                sum = Summation.sum(ChannelRow.of(dy, channels, channel));
            }
            if (!Double.isFinite(projection) || !regular && !constants.set(channel, 0, 1)) {
                projection = Summation.dot(ChannelRow.of(dy, channels, channel), xHat(x, channel));
            }
            dBeta.set(channel, sum);
            dGamma.set(channel, projection);
        }
    }

    private Buffer differentiate(Buffer x, Buffer dy, Buffer dGamma, Buffer dBeta) {
        Buffer dx = x.ofSize(x.size());
        ChannelBlock block = ChannelBlock.of(x);
        double n = channels.length();
        fill(
                dx,
                x,
                dy,
                (channel, from, to) -> {
                    double slope = inverseDeviation.at(channel) * (dGamma.at(channel) / n);
                    double shift = Math.fma(-rest(channel, block), slope, dBeta.at(channel) / n);
                    return block.set(from, to, mean.at(channel), scale(channel), shift, slope);
                },
                channel -> {
                    double[] xHat = xHat(x, channel);
                    double[] values = ChannelRow.of(dy, channels, channel);
                    double meanTerm = Summation.sum(values) / n;
                    double varianceTerm = Summation.dot(values, xHat) / n;
                    ChannelRow.differentiate(xHat, values, meanTerm, varianceTerm, scale(channel));
                    return values;
                });
        return dx;
    }

    /** Makes y of x, or of x and dy, where there is one, dx; and then carefully the channels whose constants would not do. */
    private void fill(
            Buffer result, Buffer x, Buffer dy, ChannelTile.Constants constants, IntFunction<double[]> carefully) {
        boolean regular =
                channels.haveLongRuns() ? fillByRuns(result, x, dy, constants) : fillByTiles(result, x, dy, constants);
        for (int channel = 0; channel < channels.count() && !regular; channel++) {
            if (!constants.set(channel, 0, 1)) {
                channels.rows().store(result, channel, carefully.apply(channel));
            }
        }
    }

    private boolean fillByRuns(Buffer result, Buffer x, Buffer dy, ChannelTile.Constants constants) {
        ChannelBlock block = ChannelBlock.of(x);
        boolean regular = true;
        for (int outer = 0; outer < channels.outer(); outer++) {
            for (int channel = 0; channel < channels.count(); channel++) {
                int from = channels.offset(outer, channel);
                int to = from + channels.inner();
                regular &= constants.set(channel, 0, 1);
                if (dy == null) {
                    block.normalize(x, result, from, to);
                } else {
                    block.differentiate(x, dy, result, from, to);
                }
            }
        }
        return regular;
    }

    private boolean fillByTiles(Buffer result, Buffer x, Buffer dy, ChannelTile.Constants constants) {
        ChannelBlock block = ChannelBlock.of(x);
        boolean regular = true;
        for (ChannelTile tile : ChannelTile.of(channels, block.lanes())) {
            regular &= tile.set(constants, block);
            for (int line = 0; line < tile.lines(); line++) {
                tile.load(line, 1, x, dy, block);
                if (dy == null) {
                    block.normalize(tile.lanes());
                } else {
                    block.differentiate(tile.lanes());
                }
                block.store(result, tile.offset(line), tile.size(line));
            }
        }
        return regular;
    }

    private double scale(int channel) {
        return gamma.at(channel) * inverseDeviation.at(channel);
    }

    /** What the mean is more than its rounding to the element type. */
    private double rest(int channel, ChannelBlock block) {
        return (mean.at(channel) - block.rounded(mean.at(channel))) + meanRemainder.at(channel);
    }

    private double[] xHat(Buffer x, int channel) {
        double[] values = ChannelRow.of(x, channels, channel);
        ChannelRow.center(values, mean.at(channel), meanRemainder.at(channel));
        ChannelRow.scale(values, inverseDeviation.at(channel));
        return values;
    }
}
