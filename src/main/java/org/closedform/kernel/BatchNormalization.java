package org.closedform.kernel;

import java.util.function.IntFunction;

/**
 * Batch normalisation of channels.
 *
 * <p>The numbers of a channel are made in their element type from x − c, exact for x near c, with c the mean rounded to that type;
 * the rest of the mean is in constants, which are float64 until they are rounded once. Where they would not do, because something
 * overflows or underflows, the channel is made by {@link CarefulChannel}. Which of both depends on the channel's numbers alone.
 *
 * @param channels how x is read
 * @param standardizations of each channel
 * @param gamma γ, of the element type of x
 */
public record BatchNormalization(Channels channels, Standardization[] standardizations, Buffer gamma) {

    /** y = γ·x̂ + β. */
    public Buffer normalize(Buffer x, Buffer beta) {
        Buffer y = x.ofSize(x.size());
        ChannelBlock block = ChannelBlock.of(x);
        fill(
                y,
                x,
                null,
                (channel, from, to) -> {
                    Standardization s = standardizations[channel];
                    double scale = scale(channel);
                    double shift = Math.fma(-rest(s, block), scale, beta.at(channel));
                    return block.set(from, to, s.mean(), scale, shift, 0)
                            && s.isUsual()
                            && !hasLost(scale, gamma, channel);
                },
                channel ->
                        carefully(channel).normalize(channels.load(x, channel), gamma.at(channel), beta.at(channel)));
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
        boolean[] isRegular = addUp(x, dy, dGamma, dBeta);
        Buffer dx = throughStatistics ? differentiate(x, dy, dGamma, dBeta, isRegular) : multiply(x, dy);
        return new Gradient(dx, dGamma, dBeta);
    }

    /** Whether the sums of a channel came out right without care. */
    private boolean[] addUp(Buffer x, Buffer dy, Buffer dGamma, Buffer dBeta) {
        ChannelBlock block = ChannelBlock.of(x);
        double[] mean = new double[channels.count()];
        for (int channel = 0; channel < mean.length; channel++) {
            mean[channel] = standardizations[channel].mean();
        }
        ChannelSums sums = ChannelSums.ofProducts(x, dy, channels, mean);
        boolean[] isRegular = new boolean[mean.length];
        for (int channel = 0; channel < mean.length; channel++) {
            Standardization s = standardizations[channel];
            double sum = sums.sums[channel];
            double product = sums.productSums[channel];
            double projection = s.inverseDeviation() * (product - rest(s, block) * sum);
            isRegular[channel] = s.isUsual()
                    && block.set(0, 1, s.mean(), s.inverseDeviation(), 0, 0)
                    && (block.isRegular(product) && block.isRegular(projection) || isZero(dy, channel));
            if (!isRegular[channel]) {
                CarefulChannel.Backward upstream = carefully(x, dy, channel);
                sum = upstream.sum();
                projection = upstream.projection();
            }
            dBeta.set(channel, sum);
            dGamma.set(channel, projection);
        }
        return isRegular;
    }

    private Buffer differentiate(Buffer x, Buffer dy, Buffer dGamma, Buffer dBeta, boolean[] isRegular) {
        Buffer dx = x.ofSize(x.size());
        ChannelBlock block = ChannelBlock.of(x);
        double n = channels.length();
        fill(
                dx,
                x,
                dy,
                (channel, from, to) -> {
                    Standardization s = standardizations[channel];
                    double slope = s.inverseDeviation() * (dGamma.at(channel) / n);
                    double shift = Math.fma(-rest(s, block), slope, dBeta.at(channel) / n);
                    return block.set(from, to, s.mean(), scale(channel), shift, slope)
                            && isRegular[channel]
                            && !hasLost(scale(channel), gamma, channel)
                            && !hasLost(slope, dGamma, channel);
                },
                channel -> carefully(x, dy, channel).differentiate(gamma.at(channel)));
        return dx;
    }

    private Buffer multiply(Buffer x, Buffer dy) {
        Buffer dx = x.ofSize(x.size());
        ChannelBlock block = ChannelBlock.of(x);
        fill(
                dx,
                dy,
                null,
                (channel, from, to) -> block.set(from, to, 0, scale(channel), 0, 0)
                        && standardizations[channel].isUsual()
                        && !hasLost(scale(channel), gamma, channel),
                channel -> carefully(channel).multiply(channels.load(dy, channel), gamma.at(channel)));
        return dx;
    }

    /** Makes y of x, or of x and dy, where there is one, dx; and then carefully the channels whose constants would not do. */
    private void fill(
            Buffer result, Buffer x, Buffer dy, ChannelTile.Constants constants, IntFunction<double[]> carefully) {
        boolean regular =
                channels.haveLongRuns() ? fillByRuns(result, x, dy, constants) : fillByTiles(result, x, dy, constants);
        for (int channel = 0; channel < channels.count() && !regular; channel++) {
            if (!constants.set(channel, 0, 1)) {
                channels.store(result, channel, carefully.apply(channel));
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
        for (ChannelTile tile : ChannelTile.of(channels, block.width())) {
            regular &= tile.set(constants, block);
            for (int line = 0; line < tile.lines(); line++) {
                block.load(x, dy, tile.offset(line), tile.size(line), 0);
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
        return gamma.at(channel) * standardizations[channel].inverseDeviation();
    }

    /** Whether a product with a factor that is not 0 is 0. */
    private static boolean hasLost(double product, Buffer factor, int channel) {
        return product == 0 && factor.at(channel) != 0;
    }

    /** What the mean is more than its rounding to the element type. */
    private static double rest(Standardization s, ChannelBlock block) {
        return (s.mean() - block.rounded(s.mean())) + s.meanRemainder();
    }

    private boolean isZero(Buffer dy, int channel) {
        return Summation.largest(channels.load(dy, channel)) == 0;
    }

    private CarefulChannel carefully(int channel) {
        return new CarefulChannel(standardizations[channel]);
    }

    private CarefulChannel.Backward carefully(Buffer x, Buffer dy, int channel) {
        return carefully(channel).new Backward(channels.load(x, channel), channels.load(dy, channel));
    }
}
