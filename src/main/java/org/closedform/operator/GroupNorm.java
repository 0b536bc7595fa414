package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Group normalisation: in every sample, groups of neighbouring channels are brought to mean 0 and variance 1, then each channel is
 * scaled and shifted by learned parameters.
 *
 * <pre>{@code
 * μ  = mean(x),  v = mean((x − μ)²)       over a group of channels of a sample
 * x̂  = (x − μ) / √(v + ε)
 * y  = γ x̂ + β
 *
 * ẏ  = γ P(ẋ) / √(v + ε) + γ̇ x̂ + β̇      P(u) = u − mean(u) − x̂ mean(x̂ u)
 * dβ = Σ dy
 * dγ = Σ dy x̂                            over all samples
 * dx = P(γ dy) / √(v + ε)
 * }</pre>
 *
 * <p>It replaces a {@link BatchNorm} where batches are small: the inputs are the same, and samples do not influence each other. One
 * group of all channels is a {@link LayerNorm} with a scale for each channel; as many groups as channels are an
 * {@link InstanceNorm}. {@link #plain} is x̂ alone.
 *
 * <p><b>Shapes:</b> x of rank ≥ 2, samples along axis 0, C channels along {@code axis}, of which the number of groups is a divisor;
 * gamma and beta [C]; y has the shape of x. <b>Special values:</b> a single number in a group gives y = β and dx = 0 (for ε > 0;
 * with ε = 0 a constant group is NaN); a NaN or an infinity makes its group NaN; no samples give an empty y. x may be any finite
 * number of the type, however large or small. A group's bits depend on its own numbers alone. <b>Accuracy:</b> as
 * {@link LayerNorm}.
 *
 * <p>Defaults are PyTorch's and ONNX's: channels along axis 1, ε = 1e-5 (Flax: the last, 1e-6; Keras: the last, 1e-3).
 *
 * <p>Source: Wu, He, Group Normalization, 2018, eqs. (1), (2), (6) and (7).
 *
 * @param groups how many groups the channels are divided into, ≥ 1
 * @param axis the channel axis, not 0
 * @param epsilon ε ≥ 0, added to the variance under the root
 */
public record GroupNorm(int groups, int axis, double epsilon)
        implements Operator<BatchNorm.Inputs, Tensor>, Serializable {
    /**
     * Checks the settings.
     *
     * @param groups how many groups the channels are divided into, ≥ 1
     * @param axis the channel axis, not 0
     * @param epsilon ε ≥ 0, added to the variance under the root
     * @throws IllegalArgumentException if there are fewer groups than 1, or ε is negative or not finite
     */
    public GroupNorm {
        if (groups < 1) {
            throw new IllegalArgumentException("GroupNorm: groups is " + groups + "; at least 1 is needed");
        }
        BatchNorm.requireEpsilon("GroupNorm", epsilon);
    }

    /**
     * Channels along axis 1, ε = 1e-5.
     *
     * @param groups how many groups the channels are divided into, ≥ 1
     */
    public GroupNorm(int groups) {
        this(groups, 1, 1e-5);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ShapeException if x has rank below 2 or no numbers in a group, the groups do not divide the channels, or gamma or beta is
     *     not [C]
     */
    @Override
    public NormPass<BatchNorm.Inputs> forward(BatchNorm.Inputs in) {
        Objects.requireNonNull(in, "GroupNorm: the inputs are null");
        BatchNorm.requireInputs("GroupNorm", in, axis);
        return Normalization.of("GroupNorm", in, layout(in.x()), Standardized.Centre.MEAN, epsilon);
    }

    private NormLayout layout(Tensor x) {
        return NormLayout.ofGroups("GroupNorm", x, BatchNorm.requireBatch("GroupNorm", x, axis), groups);
    }

    /** {@return the same norm without scale and shift, y = x̂, on x alone} */
    public Operator<Tensor, Tensor> plain() {
        return new Plain(this);
    }

    private record Plain(GroupNorm norm) implements Operator<Tensor, Tensor>, Serializable {
        @Override
        public NormPass<Tensor> forward(Tensor x) {
            Objects.requireNonNull(x, "GroupNorm: x is null");
            return Normalization.of("GroupNorm", x, norm.layout(x), Standardized.Centre.MEAN, norm.epsilon);
        }
    }
}
