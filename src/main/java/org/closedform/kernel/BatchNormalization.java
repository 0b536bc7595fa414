package org.closedform.kernel;

import java.util.Arrays;
import java.util.Collections;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.loops.SafeRange;

/**
 * Batch normalisation of channels, forward and backward.
 *
 * <p>Numbers are computed in their element type from x − c, where c is the mean rounded to that type: for x near c this difference
 * is exact. The rest of the mean goes into the constants of the channel, which are computed in float64 and rounded once. Channels
 * that would overflow or underflow are rejected, and {@link CarefulChannel} computes them. Whether a channel is rejected depends on
 * its own numbers alone.
 *
 * @param channels how x is read
 * @param standardizations one for each channel
 */
public record BatchNormalization(Channels channels, Standardization[] standardizations) {

    /** x̂. */
    public Buffer standardize(Buffer x) {
        return normalize(x, channel -> 1, channel -> 0);
    }

    /** y = γ·x̂ + β. */
    public Buffer forward(Buffer x, Buffer gamma, Buffer beta) {
        return normalize(x, gamma::at, beta::at);
    }

    /** The same with γ and β for other channels than these, each of which is a run of x. */
    public Buffer forward(Buffer x, Channels scaled, Buffer gamma, Buffer beta) {
        ChannelMap own = map(x, channel -> 1, channel -> 0);
        BatchNormalization scaling = identity(scaled);
        ChannelMap scale = scaling.map(x, gamma::at, beta::at);
        return own.rejectsAny() || scale.rejectsAny()
                ? scaling.forward(standardize(x), gamma, beta)
                : new ScaledGroups(own, scale).normalize(x);
    }

    /** Of numbers that are x̂ already. */
    public static BatchNormalization identity(Channels channels) {
        return new BatchNormalization(
                channels,
                Collections.nCopies(channels.count(), Standardization.IDENTITY).toArray(Standardization[]::new));
    }

    private Buffer normalize(Buffer x, IntToDoubleFunction gamma, IntToDoubleFunction beta) {
        return map(x, gamma, beta).normalize(x, channel -> new CarefulChannel(standardizations[channel])
                .normalize(channels.load(x, channel), gamma.applyAsDouble(channel), beta.applyAsDouble(channel)));
    }

    private ChannelMap map(Buffer x, IntToDoubleFunction gamma, IntToDoubleFunction beta) {
        ChannelMap map = new ChannelMap(channels, x);
        for (int channel = 0; channel < channels.count(); channel++) {
            Standardization s = standardizations[channel];
            double factor = gamma.applyAsDouble(channel);
            double scale = factor * s.inverseDeviation();
            map.set(channel, s.mean(), scale, Math.fma(-s.rest(x), scale, beta.applyAsDouble(channel)), 0);
            map.rejectIf(!s.isUsual() || isLost(scale, factor), channel);
        }
        return map;
    }

    /** dx, dγ and dβ. */
    public record Gradient(Buffer dx, Buffer dGamma, Buffer dBeta) {}

    /** dβ = Σ dy, dγ = Σ dy·x̂ and dx = γ·inverseDeviation·(dy − dβ/n − x̂·dγ/n). */
    public Gradient backward(Buffer x, Buffer gamma, Buffer dy) {
        return backward(x, gamma, dy, x.ofSize(x.size()));
    }

    /** The same with dx in a given buffer, which may be dy. */
    public Gradient backward(Buffer x, Buffer gamma, Buffer dy, Buffer target) {
        Sums sums = sums(x, dy);
        Buffer dx = differentiate(x, gamma, dy, target, sums, channels.length(), channel -> carefully(x, dy, channel)
                .differentiate(gamma.at(channel)));
        return new Gradient(dx, sums.dGamma, sums.dBeta);
    }

    /** The same where the mean is 0 by definition, as in RMS norm: dx = γ·inverseDeviation·(dy − x̂·dγ/n). */
    public Gradient backwardAboutZero(Buffer x, Buffer gamma, Buffer dy, Buffer target) {
        Sums sums = sums(x, dy);
        Sums withoutMean = new Sums(x.ofSize(channels.count()), sums.dGamma, sums.isFast);
        Buffer dx =
                differentiate(x, gamma, dy, target, withoutMean, channels.length(), channel -> carefully(x, dy, channel)
                        .differentiateAboutZero(gamma.at(channel)));
        return new Gradient(dx, sums.dGamma, sums.dBeta);
    }

    /** The same where the statistics are constants, as in inference: dx = γ·inverseDeviation·dy. */
    public Gradient backwardOfConstants(Buffer x, Buffer gamma, Buffer dy) {
        return backwardOfConstants(x, gamma, dy, x.ofSize(x.size()));
    }

    /** The same with dx in a given buffer, which may be x. */
    public Gradient backwardOfConstants(Buffer x, Buffer gamma, Buffer dy, Buffer target) {
        Sums sums = sums(x, dy);
        return new Gradient(multiply(gamma, dy, target), sums.dGamma, sums.dBeta);
    }

    /**
     * dx for a part of a batch, with the sums over the whole batch.
     *
     * @param dGamma Σ dy·x̂
     * @param dBeta Σ dy
     * @param n how many numbers a channel of the whole batch has
     */
    public Buffer backwardOfPart(Buffer x, Buffer gamma, Buffer dy, Buffer dGamma, Buffer dBeta, double n) {
        Sums sums = new Sums(dBeta, dGamma, new boolean[channels.count()]);
        for (int channel = 0; channel < channels.count(); channel++) {
            sums.isFast[channel] = standardizations[channel].isUsual();
        }
        return differentiate(x, gamma, dy, x.ofSize(x.size()), sums, n, channel -> carefully(x, dy, channel)
                .differentiate(gamma.at(channel), dBeta.at(channel) / n, dGamma.at(channel) / n));
    }

    /**
     * The sums of each channel.
     *
     * @param dBeta Σ dy
     * @param dGamma Σ dy·x̂
     * @param isFast whether the fast path made them
     */
    public record Sums(Buffer dBeta, Buffer dGamma, boolean[] isFast) {}

    /** dβ = Σ dy and dγ = Σ dy·x̂ alone. */
    public Sums sums(Buffer x, Buffer dy) {
        Sums result = emptySums(x);
        complete(ChannelSums.ofProducts(x, dy, channels, means()), x, dy, result, 0, channels.count());
        return result;
    }

    Sums emptySums(Buffer like) {
        int count = channels.count();
        return new Sums(like.ofSize(count), like.ofSize(count), new boolean[count]);
    }

    double[] means() {
        return Arrays.stream(standardizations)
                .mapToDouble(Standardization::mean)
                .toArray();
    }

    /** The sums of channels [from … to) from Σ dy and Σ (x − mean)·dy. */
    void complete(ChannelSums.Totals totals, Buffer x, Buffer dy, Sums result, int from, int to) {
        SafeRange safe = SafeRange.of(x.isFloat64());
        for (int channel = from; channel < to; channel++) {
            Standardization s = standardizations[channel];
            double sum = totals.sums()[channel];
            double product = totals.products()[channel];
            double projection = s.inverseDeviation() * (product - s.rest(x) * sum);
            result.isFast[channel] = s.isUsual()
                    && safe.holds(s.mean())
                    && safe.holdsFactor(s.inverseDeviation())
                    && (safe.holdsSum(product) && safe.holdsSum(projection) || isZero(dy, channel));
            if (!result.isFast[channel]) {
                CarefulChannel.Backward careful = carefully(x, dy, channel);
                // Σ dy asks nothing of x, so a channel of equal numbers keeps the sum that it has beside them
                sum = Double.isFinite(sum) ? sum : careful.sum();
                projection = careful.projection();
            }
            result.dBeta.set(channel, sum);
            result.dGamma.set(channel, projection);
        }
    }

    private Buffer differentiate(
            Buffer x, Buffer gamma, Buffer dy, Buffer target, Sums sums, double n, IntFunction<double[]> fallback) {
        ChannelMap map = new ChannelMap(channels, x);
        setDerivative(map, x, gamma::at, sums, n, 0, channels.count());
        return map.differentiate(x, dy, target, fallback);
    }

    /** Gives channels [from … to) of a map the constants of dx. */
    void setDerivative(ChannelMap map, Buffer x, IntToDoubleFunction gamma, Sums sums, double n, int from, int to) {
        for (int channel = from; channel < to; channel++) {
            Standardization s = standardizations[channel];
            double factor = gamma.applyAsDouble(channel);
            double scale = factor * s.inverseDeviation();
            double slope = s.inverseDeviation() * (sums.dGamma.at(channel) / n);
            double shift = Math.fma(-s.rest(x), slope, sums.dBeta.at(channel) / n);
            map.set(channel, s.mean(), scale, shift, slope);
            map.rejectIf(!sums.isFast[channel], channel);
            map.rejectIf(isLost(scale, factor) || isLost(slope, sums.dGamma.at(channel)), channel);
        }
    }

    /** γ·inverseDeviation·dy in a given buffer. */
    public Buffer multiply(Buffer gamma, Buffer dy, Buffer target) {
        return multiplication(gamma, dy).normalize(dy, target, channel -> new CarefulChannel(standardizations[channel])
                .multiply(channels.load(dy, channel), gamma.at(channel)));
    }

    ChannelMap multiplication(Buffer gamma, Buffer dy) {
        ChannelMap map = new ChannelMap(channels, dy);
        for (int channel = 0; channel < channels.count(); channel++) {
            Standardization s = standardizations[channel];
            double scale = gamma.at(channel) * s.inverseDeviation();
            map.set(channel, 0, scale, 0, 0);
            map.rejectIf(!s.isUsual() || isLost(scale, gamma.at(channel)), channel);
        }
        return map;
    }

    private CarefulChannel.Backward carefully(Buffer x, Buffer dy, int channel) {
        return new CarefulChannel(standardizations[channel])
        .new Backward(channels.load(x, channel), channels.load(dy, channel));
    }

    private boolean isZero(Buffer dy, int channel) {
        return Extremum.maxAbsolute(channels.load(dy, channel)) == 0;
    }

    /** Whether a product underflowed to 0, given a factor of it. */
    private static boolean isLost(double product, double factor) {
        return product == 0 && factor != 0;
    }
}
