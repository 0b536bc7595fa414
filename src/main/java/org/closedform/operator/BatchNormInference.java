package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.storage.Storage;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Batch normalisation in inference: the means and variances gathered in training are constants, so each sample is normalised by
 * itself, and a single image works.
 *
 * <pre>{@code
 * x̂ = (x − μ) / √(v + ε)
 * y = γ x̂ + β
 *
 * dβ = Σ dy
 * dγ = Σ dy ⊙ x̂
 * dx = γ / √(v + ε) · dy
 *
 * x̂˙ = ẋ / √(v + ε)
 * ẏ  = γ x̂˙ + γ̇ x̂ + β̇
 * curvature of x: γ̇ / √(v + ε) · dy       of γ: Σ dy ⊙ x̂˙       of β: 0
 * }</pre>
 *
 * <p><b>Shapes:</b> as {@link BatchNorm}; an empty batch is allowed. <b>Special values:</b> as in IEEE arithmetic; dx does not
 * depend on x. <b>Accuracy:</b> y within 5 ulp of |γ x̂| + |β|, with x − μ rounded once, and dx within 5 ulp; dγ, dβ, ẏ and the
 * curvature as in {@link BatchNorm}.
 *
 * <p>Source: Ioffe and Szegedy, Batch Normalization, 2015, algorithm 2.
 *
 * @param axis the channel axis
 * @param epsilon ε ≥ 0, added to the variance under the root
 * @param running the means μ and variances v
 */
public record BatchNormInference(int axis, double epsilon, RunningStatistics running)
        implements Operator<BatchNorm.Inputs, Tensor>, Serializable {
    /**
     * Checks ε.
     *
     * @param axis the channel axis
     * @param epsilon ε ≥ 0, added to the variance under the root
     * @param running the means μ and variances v
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public BatchNormInference {
        BatchNorm.requireEpsilon("BatchNormInference", epsilon);
        Objects.requireNonNull(running, "BatchNormInference: running is null");
    }

    /** @throws ShapeException if x has rank below 2, or gamma, beta or the running statistics are not [C] */
    @Override
    public Pass forward(BatchNorm.Inputs in) {
        Objects.requireNonNull(in, "BatchNormInference: the inputs are null");
        return new Evaluation(this, in, normalization(requireInputs(in)).apply(in));
    }

    /** Checks x, γ and β against each other and the statistics, and returns the channel axis counted from 0. */
    private int requireInputs(BatchNorm.Inputs in) {
        int channelAxis = BatchNorm.requireInputs("BatchNormInference", in, axis);
        if (running.mean().size() != in.gamma().size()) {
            throw new ShapeException("BatchNormInference: the running statistics are of "
                    + running.mean().size() + " channels, but x " + in.x().shape() + " has "
                    + in.gamma().size() + " along axis " + channelAxis);
        }
        return channelAxis;
    }

    private ChannelNormalization normalization(int channelAxis) {
        return new ChannelNormalization(channelAxis, running.standardizations(epsilon));
    }

    /** An evaluation of batch norm in inference. */
    public sealed interface Pass extends Operator.Pass<BatchNorm.Inputs, Tensor> {
        /** {@return the batch norm} */
        BatchNormInference operator();

        /** {@return x, γ and β} */
        BatchNorm.Inputs inputs();

        private ChannelNormalization normalization() {
            return operator()
                    .normalization(Storage.axis(inputs().x().shape(), "BatchNormInference.Pass", operator().axis));
        }

        /** {@return x̂ = (x − μ) / √(v + ε), of the shape and element type of x} */
        default Tensor xHat() {
            return normalization().xHat(inputs().x());
        }

        /** {@return 1/√(v + ε) of each channel, float64 [C]} */
        default Tensor inverseDeviation() {
            return normalization().inverseDeviation();
        }

        /** dx = γ / √(v + ε) · dy, dγ = Σ dy ⊙ x̂, dβ = Σ dy. */
        @Override
        default BatchNorm.Inputs backward(Tensor dy) {
            Required.like(dy, output(), "BatchNormInference.backward: dy");
            return normalization().backwardOfConstants(inputs(), dy);
        }

        /** ẏ = γ x̂˙ + γ̇ x̂ + β̇, with x̂˙ = ẋ / √(v + ε). */
        @Override
        default Tensor pushforward(BatchNorm.Inputs tangent) {
            Required.like(tangent, inputs(), "BatchNormInference.pushforward: tangent");
            return normalization().pushforwardOfConstants(inputs(), tangent);
        }

        /** Of x γ̇ / √(v + ε) · dy, of γ Σ dy ⊙ x̂˙, of β 0. */
        @Override
        default BatchNorm.Inputs curvature(Tensor dy, BatchNorm.Inputs tangent) {
            Required.like(dy, output(), "BatchNormInference.curvature: dy");
            Required.like(tangent, inputs(), "BatchNormInference.curvature: tangent");
            return normalization().curvatureOfConstants(dy, tangent);
        }
    }

    private record Evaluation(BatchNormInference operator, BatchNorm.Inputs inputs, Tensor output) implements Pass {}
}
