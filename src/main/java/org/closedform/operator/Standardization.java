package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.BatchNormalization;
import org.closedform.kernel.Channels;
import org.closedform.tensor.Tensor;

/**
 * What makes x̂ of x, channel by channel: x̂ = (x − mean) · inverseDeviation.
 *
 * @param axis the channel axis, from 0
 * @param mean μ, float64 [channels]
 * @param meanRemainder what rounding took from μ, float64 [channels]; see {@link BatchStatistics}
 * @param inverseDeviation 1/√(σ² + ε), float64 [channels]
 */
public record Standardization(int axis, Tensor mean, Tensor meanRemainder, Tensor inverseDeviation)
        implements Serializable {
    /**
     * Checks shapes and types.
     *
     * @param axis the channel axis, from 0
     * @param mean μ, float64 [channels]
     * @param meanRemainder what rounding took from μ, float64 [channels]; see {@link BatchStatistics}
     * @param inverseDeviation 1/√(σ² + ε), float64 [channels]
     * @throws IllegalArgumentException if the axis is negative, or a tensor is not float64 of shape [channels]
     * @throws NullPointerException naming what is null
     */
    public Standardization {
        Objects.requireNonNull(meanRemainder, "Standardization: meanRemainder is null");
        Objects.requireNonNull(inverseDeviation, "Standardization: inverseDeviation is null");
        if (axis < 0) {
            throw new IllegalArgumentException("Standardization: axis is " + axis + "; it is counted from 0");
        }
        Tensor expected = RunningStatistics.requireChannels(mean, "Standardization: mean");
        meanRemainder.requireLike(expected, "Standardization: meanRemainder");
        inverseDeviation.requireLike(expected, "Standardization: inverseDeviation");
    }

    static Standardization of(BatchStatistics statistics, double epsilon, int axis) {
        return new Standardization(
                axis, statistics.mean(), statistics.meanRemainder(), inverseDeviation(statistics.variance(), epsilon));
    }

    static Standardization of(RunningStatistics running, double epsilon, int axis) {
        return new Standardization(
                axis,
                running.mean(),
                Tensor.zeros(running.mean().shape()),
                inverseDeviation(running.variance(), epsilon));
    }

    private static Tensor inverseDeviation(Tensor variance, double epsilon) {
        return variance.map(v -> 1 / Math.sqrt(v + epsilon));
    }

    /** Checks that these are statistics of the channels of x, and that the output is like x. */
    void requireFit(String operation, BatchNorm.Inputs in, Tensor output) {
        BatchNorm.requireInputs(operation, in, axis);
        RequiredShape.check(
                operation + ": mean of the standardization", mean, in.gamma().shape());
        output.requireLike(in.x(), operation + ": output");
    }

    /** x̂. */
    Tensor xHat(Tensor x) {
        Tensor ones = inverseDeviation.map(v -> 1);
        return apply(new BatchNorm.Inputs(x, ones, ones.map(v -> 0)));
    }

    /** y = γ x̂ + β. */
    Tensor apply(BatchNorm.Inputs in) {
        Tensor x = in.x();
        return Tensor.of(x.shape(), of(in).normalize(x.buffer(), in.beta().buffer()));
    }

    /** The gradient, with the two mean terms of dx where the statistics depend on x. */
    BatchNorm.Inputs backward(BatchNorm.Inputs in, Tensor dy, boolean throughStatistics) {
        BatchNormalization.Gradient gradient = of(in).backward(in.x().buffer(), dy.buffer(), throughStatistics);
        return new BatchNorm.Inputs(
                Tensor.of(in.x().shape(), gradient.dx()),
                Tensor.of(in.gamma().shape(), gradient.dGamma()),
                Tensor.of(in.beta().shape(), gradient.dBeta()));
    }

    private BatchNormalization of(BatchNorm.Inputs in) {
        return new BatchNormalization(
                Channels.across(in.x().shape().dimensions(), axis),
                mean.buffer(),
                meanRemainder.buffer(),
                inverseDeviation.buffer(),
                in.gamma().buffer());
    }
}
