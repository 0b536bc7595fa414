package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.ChannelMoments;
import org.closedform.kernel.Channels;
import org.closedform.kernel.DoubleWords;
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
 * <p>So statistics can be computed part by part, in parallel. Never E[x²] − E[x]²: columns with mean 1e8 and deviation 1e-3
 * keep their digits. They are float64 whatever the data are, and mean and M2 are pairs: {@code mean + meanRemainder} is as near as
 * the deviations from it are known, since for such columns the rounding of the mean alone would put 1e-5 into every x̂, and
 * {@code m2 + m2Remainder} forgets nothing of the parts that were merged, so that their order hardly matters.
 *
 * <pre>{@code
 * BatchStatistics whole = parts.parallelStream()
 *         .map(part -> BatchStatistics.of(part, 1))
 *         .collect(BatchStatistics.merging(channels));
 * }</pre>
 *
 * <p><b>Accuracy,</b> measured in ulps of the data's element type, whatever the count: the mean within 2 ulp of the larger of |mean|
 * and the deviation, the variance within 4 ulp. Merged, in whatever order and however many parts, they stay within the same bounds.
 * The count is exact. <b>Special values:</b> a channel with a NaN or an infinity is NaN; where the squares of the deviations
 * overflow (beyond about 1e154) M2 is infinite.
 *
 * <p>Source: Chan, Golub, LeVeque, Algorithms for Computing the Sample Variance, 1983, eqs. (1.7) and (2.1).
 *
 * @param count how many numbers each channel has, ≥ 0
 * @param mean their mean, float64 [channels]
 * @param meanRemainder what rounding took from the mean, float64 [channels]
 * @param m2 the sum of their squared deviations, float64 [channels]
 * @param m2Remainder what rounding took from the sum, float64 [channels]
 */
public record BatchStatistics(long count, Tensor mean, Tensor meanRemainder, Tensor m2, Tensor m2Remainder)
        implements Serializable {
    /**
     * Checks shapes and types.
     *
     * @param count how many numbers each channel has, ≥ 0
     * @param mean their mean, float64 [channels]
     * @param meanRemainder what rounding took from the mean, float64 [channels]
     * @param m2 the sum of their squared deviations, float64 [channels]
     * @param m2Remainder what rounding took from the sum, float64 [channels]
     * @throws IllegalArgumentException if the count or an m2 is negative, or a tensor is not float64 of shape [channels]
     */
    public BatchStatistics {
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
    }

    /**
     * Statistics whose M2 is as good as float64 holds it.
     *
     * @param count how many numbers each channel has, ≥ 0
     * @param mean their mean, float64 [channels]
     * @param meanRemainder what rounding took from the mean, float64 [channels]
     * @param m2 the sum of their squared deviations, float64 [channels]
     */
    public BatchStatistics(long count, Tensor mean, Tensor meanRemainder, Tensor m2) {
        this(
                count,
                mean,
                meanRemainder,
                m2,
                Tensor.zeros(Objects.requireNonNull(m2, "BatchStatistics: m2 is null")
                        .shape()));
    }

    /**
     * Statistics whose mean and M2 are as good as float64 holds them.
     *
     * @param count how many numbers each channel has, ≥ 0
     * @param mean their mean, float64 [channels]
     * @param m2 the sum of their squared deviations, float64 [channels]
     */
    public BatchStatistics(long count, Tensor mean, Tensor m2) {
        this(
                count,
                mean,
                Tensor.zeros(Objects.requireNonNull(mean, "BatchStatistics: mean is null")
                        .shape()),
                m2);
    }

    /**
     * The statistics of nothing, which {@link #merge} leaves out.
     *
     * @param channels how many channels
     * @return count 0
     */
    public static BatchStatistics none(int channels) {
        Tensor zeros = Tensor.zeros(Shape.of(channels));
        return new BatchStatistics(0, zeros, zeros);
    }

    /**
     * The statistics of every channel of a batch.
     *
     * @param x a batch, of any shape and element type
     * @param axis its channel axis
     * @return over all elements of each channel
     * @throws ShapeException if there is no such axis, or the channels are empty
     */
    public static BatchStatistics of(Tensor x, int axis) {
        Objects.requireNonNull(x, "BatchStatistics: x is null");
        int channelAxis = x.shape().axis("BatchStatistics", axis);
        Channels channels = Channels.across(x.shape().dimensions(), channelAxis);
        if (channels.length() == 0) {
            throw new ShapeException("BatchStatistics: shape " + x.shape() + " has no element for a channel of axis "
                    + axis + "; an empty batch has no mean");
        }
        ChannelMoments moments = ChannelMoments.of(x.buffer(), channels);
        return new BatchStatistics(
                channels.length(),
                channelTensor(moments.mean()),
                channelTensor(moments.meanRemainder()),
                channelTensor(moments.m2()));
    }

    private static Tensor channelTensor(double[] perChannel) {
        return Tensor.of(Shape.of(perChannel.length), Buffer.of(perChannel));
    }

    /**
     * Merges all parts of a stream, also a parallel one; {@link #none} for an empty stream.
     *
     * @param channels how many channels every part has
     * @return the collector
     */
    public static Collector<BatchStatistics, ?, BatchStatistics> merging(int channels) {
        return Collectors.reducing(none(channels), BatchStatistics::merge);
    }

    /**
     * The statistics of this part and another together.
     *
     * @param other as many channels of other data
     * @return as if all data had been one batch
     * @throws ShapeException if the numbers of channels differ
     */
    public BatchStatistics merge(BatchStatistics other) {
        Objects.requireNonNull(other, "BatchStatistics.merge: other is null")
                .mean
                .requireLike(mean, "BatchStatistics.merge: the other mean");
        if (count == 0 || other.count == 0) {
            return count == 0 ? other : this;
        }
        if (other.count > count) {
            return other.merge(this); // the step from the larger part's mean is the smaller one
        }
        long n = Math.addExact(count, other.count);
        double otherShare = (double) other.count / n;
        Tensor delta = other.mean.minus(mean).plus(other.meanRemainder.minus(meanRemainder));
        Tensor step = delta.times(otherShare).plus(meanRemainder);
        Tensor merged = mean.plus(step);
        // what the last sum rounded away, whichever term is larger (Knuth's two-sum)
        Tensor taken = merged.minus(mean);
        Tensor remainder = mean.minus(merged.minus(taken)).plus(step.minus(taken));
        Tensor between = delta.times(delta).times(count * otherShare);
        DoubleWords sum = m2Words().plus(other.m2Words()).plus(DoubleWords.of(between.buffer()));
        return new BatchStatistics(
                n, merged, remainder, Tensor.of(m2.shape(), sum.rounded()), Tensor.of(m2.shape(), sum.remainder()));
    }

    private DoubleWords m2Words() {
        return new DoubleWords(m2.buffer(), m2Remainder.buffer());
    }

    /** {@return M2 / n, with which a batch is normalised; float64 [channels]} */
    public Tensor variance() {
        return m2.dividedBy(count);
    }

    /**
     * The estimate of the variance of what the batch was drawn from.
     *
     * @return M2 / (n − 1), float64 [channels]
     * @throws IllegalArgumentException if there are fewer than 2 numbers a channel
     */
    public Tensor unbiasedVariance() {
        if (count < 2) {
            throw new IllegalArgumentException("BatchStatistics.unbiasedVariance: " + count
                    + " value per channel; the unbiased variance divides by n - 1 and needs at least 2");
        }
        return m2.dividedBy(count - 1);
    }
}
