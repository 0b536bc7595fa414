package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Instance normalisation: every channel of every sample is brought to mean 0 and variance 1 by itself, then scaled and shifted by
 * learned parameters.
 *
 * <pre>{@code
 * μ  = mean(x),  v = mean((x − μ)²)       over a channel of a sample
 * x̂  = (x − μ) / √(v + ε)
 * y  = γ x̂ + β
 *
 * ẏ  = γ P(ẋ) / √(v + ε) + γ̇ x̂ + β̇      P(u) = u − mean(u) − x̂ mean(x̂ u)
 * dβ = Σ dy
 * dγ = Σ dy x̂                            over all samples
 * dx = γ P(dy) / √(v + ε)
 * }</pre>
 *
 * <p>It is a {@link GroupNorm} of groups of one channel; the inputs are those of a {@link BatchNorm}. {@link #plain} is x̂ alone.
 *
 * <p><b>Shapes:</b> x of rank ≥ 2, samples along axis 0, C channels along {@code axis}; gamma and beta [C]; y has the shape of x.
 * <b>Special values:</b> as {@link GroupNorm}, a group being a channel of a sample. <b>Accuracy:</b> as {@link LayerNorm}.
 *
 * <p>Defaults are PyTorch's and ONNX's: channels along axis 1, ε = 1e-5 (Flax: the last, 1e-6). PyTorch has scale and shift only if
 * asked, with {@code affine=True}; without them it is {@link #plain}.
 *
 * <p>Source: Ulyanov, Vedaldi, Lempitsky, Instance Normalization: The Missing Ingredient for Fast Stylization, 2016, §2.
 *
 * @param axis the channel axis, not 0
 * @param epsilon ε ≥ 0, added to the variance under the root
 */
public record InstanceNorm(int axis, double epsilon) implements Operator<BatchNorm.Inputs, Tensor>, Serializable {
    /**
     * Checks ε.
     *
     * @param axis the channel axis, not 0
     * @param epsilon ε ≥ 0, added to the variance under the root
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public InstanceNorm {
        BatchNorm.requireEpsilon("InstanceNorm", epsilon);
    }

    /** Channels along axis 1, ε = 1e-5. */
    public InstanceNorm() {
        this(1, 1e-5);
    }

    /** @throws ShapeException if x has rank below 2 or no numbers in a channel, or gamma or beta is not [C] */
    @Override
    public NormPass<BatchNorm.Inputs> forward(BatchNorm.Inputs in) {
        Objects.requireNonNull(in, "InstanceNorm: the inputs are null");
        BatchNorm.requireInputs("InstanceNorm", in, axis);
        return Normalization.of("InstanceNorm", in, layout(in.x()), Standardized.Centre.MEAN, epsilon);
    }

    private NormLayout layout(Tensor x) {
        int channelAxis = BatchNorm.requireBatch("InstanceNorm", x, axis);
        return NormLayout.ofGroups("InstanceNorm", x, channelAxis, x.shape().dimension(channelAxis));
    }

    /** {@return the same norm without scale and shift, y = x̂, on x alone} */
    public Operator<Tensor, Tensor> plain() {
        return new Plain(this);
    }

    private record Plain(InstanceNorm norm) implements Operator<Tensor, Tensor>, Serializable {
        @Override
        public NormPass<Tensor> forward(Tensor x) {
            Objects.requireNonNull(x, "InstanceNorm: x is null");
            return Normalization.of("InstanceNorm", x, norm.layout(x), Standardized.Centre.MEAN, norm.epsilon);
        }
    }
}
