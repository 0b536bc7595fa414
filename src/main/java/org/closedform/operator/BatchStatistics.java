package org.closedform.operator;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.kernel.ChannelMoments;
import org.closedform.kernel.Channels;
import org.closedform.kernel.Moment;
import org.closedform.kernel.Standardization;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Count, mean and M2 = Σ (x − mean)² of every channel: the statistics of a batch, or, merged, of many.
 *
 * <pre>{@code
 * merge:  δ    = mean_b − mean_a
 *         mean = mean_a + δ · n_b / n
 *         M2   = M2_a + M2_b + δ² · n_a n_b / n
 * }</pre>
 *
 * <p>So statistics can be computed part by part, in parallel. Never E[x²] − E[x]²: columns with mean 1e8 and deviation 1e-3 keep
 * their digits. They are float64 whatever the type of the data, and mean and M2 have two words each. {@code mean + meanRemainder}
 * is as accurate as the deviations from it: for such columns the rounding of the mean alone would put an error of 1e-5 into every
 * x̂. {@code m2 + m2Remainder} keeps the rounding errors of merging, so that the order of the parts hardly matters.
 *
 * <pre>{@code
 * BatchStatistics whole = parts.parallelStream()
 *         .map(part -> BatchStatistics.of(part, 1))
 *         .collect(BatchStatistics.merging(channels));
 * }</pre>
 *
 * <p><b>Accuracy,</b> measured in ulps of the data's element type, whatever the count: the mean within 2 ulp of the larger of
 * |mean| and the deviation, the variance within 4 ulp. Merged, in whatever order and however many parts, they stay within the same
 * bounds. The count is exact. A channel's bits depend on its own numbers and their order alone. <b>Special values:</b> a channel
 * with a NaN or an infinity is NaN. The variance is infinite only where it is beyond the largest float64 number, for deviations
 * beyond 1e154, and so is M2. Where M2 is infinite the variance is still right, and where both are, the results of
 * {@link BatchNorm} still are.
 *
 * <p>Serialisable. Source: Chan, Golub, LeVeque, Algorithms for Computing the Sample Variance, 1983, eqs. (1.7) and (2.1).
 */
public final class BatchStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    private final long count;
    private final transient Moment[] moments; // written by writeReplace

    private BatchStatistics(long count, Moment[] moments) {
        this.count = count;
        this.moments = moments;
    }

    /**
     * Statistics that were gathered elsewhere.
     *
     * @param count how many numbers each channel has, ≥ 0
     * @param mean their mean, float64 [channels]
     * @param meanRemainder what rounding took from the mean, float64 [channels]
     * @param m2 the sum of their squared deviations, float64 [channels]
     * @param m2Remainder what rounding took from the sum, float64 [channels]
     * @throws IllegalArgumentException if the count or an m2 is negative, or a tensor is not float64 of shape [channels]
     */
    public BatchStatistics(long count, Tensor mean, Tensor meanRemainder, Tensor m2, Tensor m2Remainder) {
        if (count < 0) {
            throw new IllegalArgumentException("BatchStatistics: count is " + count + "; at least 0 is needed");
        }
        Tensor expected = RunningStatistics.requireChannels(mean, "BatchStatistics: mean");
        Objects.requireNonNull(meanRemainder, "BatchStatistics: meanRemainder is null");
        Objects.requireNonNull(m2, "BatchStatistics: m2 is null");
        meanRemainder.requireLike(expected, "BatchStatistics: meanRemainder");
        m2.requireLike(expected, "BatchStatistics: m2");
        Objects.requireNonNull(m2Remainder, "BatchStatistics: m2Remainder is null")
                .requireLike(expected, "BatchStatistics: m2Remainder");
        RunningStatistics.requireNotNegative(m2, "BatchStatistics: m2");
        this.count = count;
        this.moments = IntStream.range(0, mean.size())
                .mapToObj(i -> new Moment(mean.at(i), meanRemainder.at(i), m2.at(i), m2Remainder.at(i), 0))
                .toArray(Moment[]::new);
    }

    /** Of moments of channels. */
    static BatchStatistics of(long count, Moment[] moments) {
        return new BatchStatistics(count, moments);
    }

    /**
     * Statistics with a mean and an M2 of one word each.
     *
     * @param count how many numbers each channel has, ≥ 0
     * @param mean their mean, float64 [channels]
     * @param m2 the sum of their squared deviations, float64 [channels]
     * @throws IllegalArgumentException if the count or an m2 is negative, or a tensor is not float64 of shape [channels]
     */
    public BatchStatistics(long count, Tensor mean, Tensor m2) {
        this(count, mean, zerosLike(mean, "mean"), m2, zerosLike(m2, "m2"));
    }

    private static Tensor zerosLike(Tensor tensor, String name) {
        return Tensor.zeros(Objects.requireNonNull(tensor, () -> "BatchStatistics: " + name + " is null")
                .shape());
    }

    /**
     * {@return the statistics of no data, with count 0, which {@link #merge} ignores}
     *
     * @param channels how many channels
     */
    public static BatchStatistics none(int channels) {
        Tensor zeros = Tensor.zeros(Shape.of(channels));
        return new BatchStatistics(0, zeros, zeros);
    }

    /**
     * {@return the statistics of every channel of a batch}
     *
     * @param x a batch, of any shape and element type
     * @param axis its channel axis
     * @throws ShapeException if there is no such axis, or the channels are empty
     */
    public static BatchStatistics of(Tensor x, int axis) {
        Objects.requireNonNull(x, "BatchStatistics: x is null");
        int channelAxis = Storage.axis(x.shape(), "BatchStatistics", axis);
        Channels channels = Storage.channels(x.shape(), channelAxis);
        if (channels.length() == 0) {
            throw new ShapeException("BatchStatistics: shape " + x.shape() + " has no element for a channel of axis "
                    + axis + "; an empty batch has no mean");
        }
        return new BatchStatistics(channels.length(), ChannelMoments.of(Storage.of(x), channels));
    }

    /**
     * {@return a collector that merges all parts of a stream, also a parallel one; {@link #none} for an empty stream}
     *
     * @param channels how many channels every part has
     */
    public static Collector<BatchStatistics, ?, BatchStatistics> merging(int channels) {
        return Collectors.reducing(none(channels), BatchStatistics::merge);
    }

    /**
     * {@return the statistics of this part and another together, as if all data had been one batch}
     *
     * @param other as many channels of other data
     * @throws ShapeException if the numbers of channels differ
     */
    public BatchStatistics merge(BatchStatistics other) {
        Objects.requireNonNull(other, "BatchStatistics.merge: other is null");
        other.mean().requireLike(mean(), "BatchStatistics.merge: the other mean");
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        if (other.count > count) {
            return other.merge(this); // the step from the larger part's mean is the smaller one
        }
        return new BatchStatistics(
                Math.addExact(count, other.count),
                IntStream.range(0, moments.length)
                        .mapToObj(i -> moments[i].merge(count, other.moments[i], other.count))
                        .toArray(Moment[]::new));
    }

    /** {@return how many numbers each channel has, ≥ 0} */
    public long count() {
        return count;
    }

    /** {@return the mean of each channel, float64 [channels]} */
    public Tensor mean() {
        return perChannel(moment -> Math.scalb(moment.mean(), moment.exponent()));
    }

    /** {@return the rounding error of the mean, float64 [channels]} */
    public Tensor meanRemainder() {
        return perChannel(moment -> Math.scalb(moment.meanRemainder(), moment.exponent()));
    }

    /** {@return M2 = Σ (x − mean)² of each channel, float64 [channels]} */
    public Tensor m2() {
        return perChannel(moment -> Math.scalb(moment.m2(), 2 * moment.exponent()));
    }

    /** {@return the rounding error of M2, float64 [channels]} */
    public Tensor m2Remainder() {
        return perChannel(moment -> Math.scalb(moment.m2Remainder(), 2 * moment.exponent()));
    }

    /** {@return M2 / n, the variance that normalises a batch; float64 [channels]} */
    public Tensor variance() {
        return perChannel(moment -> moment.m2DividedBy(count));
    }

    /**
     * {@return M2 / (n − 1), the unbiased estimate of the variance of the population, float64 [channels]}
     *
     * @throws IllegalArgumentException if there are fewer than 2 numbers a channel
     */
    public Tensor unbiasedVariance() {
        if (count < 2) {
            throw new IllegalArgumentException("BatchStatistics.unbiasedVariance: " + count
                    + " value per channel; the unbiased variance divides by n - 1 and needs at least 2");
        }
        return perChannel(moment -> moment.m2DividedBy(count - 1));
    }

    /** The constants that give the x̂ of each channel. */
    Standardization[] standardizations(double epsilon) {
        return Arrays.stream(moments)
                .map(moment -> moment.standardization(count, epsilon))
                .toArray(Standardization[]::new);
    }

    private Tensor perChannel(ToDoubleFunction<Moment> f) {
        return Tensor.of(Arrays.stream(moments).mapToDouble(f).toArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BatchStatistics that && count == that.count && Arrays.equals(moments, that.moments);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(count) + Arrays.hashCode(moments);
    }

    @Override
    public String toString() {
        return "BatchStatistics[count=" + count + ", mean=" + mean() + ", variance=" + variance() + "]";
    }

    private Object writeReplace() {
        return new Stored(
                count,
                perChannel(Moment::mean),
                perChannel(Moment::meanRemainder),
                perChannel(Moment::m2),
                perChannel(Moment::m2Remainder),
                perChannel(Moment::exponent));
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("BatchStatistics: only what stands for it is in a stream");
    }

    /** The serial form: the numbers of each channel divided by a power of two, and its exponent. */
    private record Stored(
            long count, Tensor mean, Tensor meanRemainder, Tensor m2, Tensor m2Remainder, Tensor exponents)
            implements Serializable {
        private Object readResolve() {
            Moment[] divided = new BatchStatistics(count, mean, meanRemainder, m2, m2Remainder).moments;
            double[] powers = Objects.requireNonNull(exponents, "BatchStatistics: exponents is null")
                    .requireLike(mean, "BatchStatistics: exponents")
                    .toDoubleArray();
            return new BatchStatistics(
                    count,
                    IntStream.range(0, divided.length)
                            .mapToObj(i -> divided[i].multipliedByPower((int) powers[i]))
                            .toArray(Moment[]::new));
        }
    }
}
