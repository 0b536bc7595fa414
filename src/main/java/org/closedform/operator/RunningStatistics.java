package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.Elements;
import org.closedform.kernel.Standardization;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The means and variances that training gathers and inference uses: an immutable value, replaced after every batch.
 *
 * <pre>{@code
 * RunningStatistics running = RunningStatistics.initial(64);
 * BatchNorm.Pass pass = batchNorm.forward(inputs);
 * running = running.update(pass.statistics(), RunningAverage.PYTORCH);
 * }</pre>
 *
 * <p>Both are float64 whatever the type of the data, so that float32 data lose no digits here.
 *
 * @param mean float64 [channels]
 * @param variance float64 [channels]; biased or unbiased as the {@link RunningAverage} that gathered it says
 * @param updates how many batches went into it, which the cumulative average needs
 */
public record RunningStatistics(Tensor mean, Tensor variance, long updates) implements Serializable {
    /**
     * Checks shapes and types.
     *
     * @param mean float64 [channels]
     * @param variance float64 [channels]; biased or unbiased as the {@link RunningAverage} that gathered it says
     * @param updates how many batches went into it, which the cumulative average needs
     * @throws IllegalArgumentException if a tensor is not float64 of shape [channels], a variance is negative, or updates is
     */
    public RunningStatistics {
        Tensor expected = requireChannels(mean, "RunningStatistics: mean");
        Objects.requireNonNull(variance, "RunningStatistics: variance is null");
        variance.requireLike(expected, "RunningStatistics: variance");
        requireNotNegative(variance, "RunningStatistics: variance");
        if (updates < 0) {
            throw new IllegalArgumentException("RunningStatistics: updates is " + updates + "; at least 0 is needed");
        }
    }

    /**
     * {@return statistics before the first batch: mean 0 and variance 1, as in PyTorch, Flax and Keras}
     *
     * @param channels how many channels
     */
    public static RunningStatistics initial(int channels) {
        return new RunningStatistics(Tensor.zeros(Shape.of(channels)), Tensor.ones(Shape.of(channels)), 0);
    }

    /**
     * {@return statistics from a trained model, such as PyTorch's {@code running_mean} and {@code running_var}, of no updates yet}
     *
     * @param mean [channels], of any element type
     * @param variance [channels], of any element type
     * @throws IllegalArgumentException if the shapes are not [channels] both, or a variance is negative
     */
    public static RunningStatistics of(Tensor mean, Tensor variance) {
        Objects.requireNonNull(mean, "RunningStatistics.of: mean is null");
        Objects.requireNonNull(variance, "RunningStatistics.of: variance is null");
        return new RunningStatistics(mean.to(ElementType.FLOAT64), variance.to(ElementType.FLOAT64), 0);
    }

    /**
     * {@return the statistics after one more batch: new = (1 − weight) · old + weight · batch}
     *
     * @param batch the batch's statistics
     * @param averaging how much the batch weighs, and which variance it brings
     * @throws ShapeException if the numbers of channels differ
     * @throws IllegalArgumentException if an unbiased variance is wanted of one value per channel, or a mean of none
     */
    public RunningStatistics update(BatchStatistics batch, RunningAverage averaging) {
        Objects.requireNonNull(averaging, "RunningStatistics.update: averaging is null");
        Objects.requireNonNull(batch, "RunningStatistics.update: batch is null");
        batch.mean().requireLike(mean, "RunningStatistics.update: the batch's mean");
        if (batch.count() == 0) {
            throw new IllegalArgumentException(
                    "RunningStatistics.update: a batch of 0 values per channel; it has no mean");
        }
        Tensor batchVariance = averaging.unbiased() ? batch.unbiasedVariance() : batch.variance();
        double weight = averaging.weight(updates);
        return new RunningStatistics(
                average(mean, batch.mean(), weight), average(variance, batchVariance, weight), updates + 1);
    }

    private static Tensor average(Tensor old, Tensor batch, double weight) {
        return old.times(1 - weight).plus(batch.times(weight));
    }

    /** The constants that give the x̂ of each channel. */
    Standardization[] standardizations(double epsilon) {
        Buffer means = Storage.of(mean);
        Buffer variances = Storage.of(variance);
        return IntStream.range(0, means.size())
                .mapToObj(i -> Standardization.of(means.at(i), 0, variances.at(i), epsilon))
                .toArray(Standardization[]::new);
    }

    /** Checks that no number is negative; NaN passes, since numbers never throw. */
    static void requireNotNegative(Tensor tensor, String name) {
        int wrong = Elements.first(Storage.of(tensor), x -> x < 0);
        if (wrong >= 0) {
            throw new IllegalArgumentException(
                    name + " of channel " + wrong + " is " + tensor.at(wrong) + "; at least 0 is needed");
        }
    }

    /** Checks that a tensor is a float64 vector. */
    static Tensor requireChannels(Tensor tensor, String name) {
        Objects.requireNonNull(tensor, () -> name + " is null");
        if (tensor.rank() != 1) {
            throw new ShapeException(name + " has shape " + tensor.shape() + ", but a vector [channels] is needed");
        }
        return tensor.elementType() == ElementType.FLOAT64
                ? tensor
                : tensor.requireLike(Tensor.zeros(tensor.shape()), name);
    }
}
