package org.closedform.operator;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.closedform.argument.Copied;
import org.closedform.tensor.Labels;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Layer normalisation: the features of every sample are brought to mean 0 and variance 1, then each feature is scaled and shifted
 * by learned parameters.
 *
 * <pre>{@code
 * μ  = mean(x),  v = mean((x − μ)²)       over the axes
 * x̂  = (x − μ) / √(v + ε)
 * y  = γ x̂ + β
 *
 * ẏ  = γ P(ẋ) / √(v + ε) + γ̇ x̂ + β̇      P(u) = u − mean(u) − x̂ mean(x̂ u)
 * dβ = Σ dy
 * dγ = Σ dy x̂                            over the samples
 * dx = P(γ dy) / √(v + ε)
 * }</pre>
 *
 * <p>It is {@link BatchNorm} turned around: samples do not influence each other, so a single sample works, and training and
 * inference are the same. {@link #plain} is x̂ alone.
 *
 * <p><b>Shapes:</b> x of any rank ≥ 1; gamma and beta have the lengths of the axes, in the order in which x has them; y has the
 * shape of x. <b>Special values:</b> one feature gives y = β and dx = 0 (for ε > 0; with ε = 0 equal features are NaN); a NaN or an
 * infinity makes its sample NaN; no samples give an empty y. x may be any finite number of the type, also where squares leave its
 * range. A sample's bits depend on its own numbers alone. <b>Accuracy,</b> measured in ulps of the element type, whatever the
 * number of features: x̂ within 4 of max(1, |x̂|), also in float64 at mean 1e8 and deviation 1e-3; y, ẏ, dx, dγ and dβ within 6 of
 * the terms that they add up.
 *
 * <p>Defaults are PyTorch's of one axis, and ONNX's: the last axis, ε = 1e-5 (Flax: 1e-6; Keras: 1e-3).
 *
 * <p>Source: Ba, Kiros, Hinton, Layer Normalization, 2016, eqs. (3) and (4).
 *
 * @param axes what is normalised together, from −rank to rank − 1; none means all
 * @param epsilon ε ≥ 0, added to the variance under the root
 */
public record LayerNorm(List<Integer> axes, double epsilon)
        implements Operator<LayerNorm.Inputs, Tensor>, Serializable {
    /**
     * Checks ε, and copies the axes.
     *
     * @param axes what is normalised together, from −rank to rank − 1; none means all
     * @param epsilon ε ≥ 0, added to the variance under the root
     * @throws IllegalArgumentException if ε is negative or not finite
     */
    public LayerNorm {
        axes = Copied.of(axes, "LayerNorm: axes");
        BatchNorm.requireEpsilon("LayerNorm", epsilon);
    }

    /** Over the last axis, ε = 1e-5. */
    public LayerNorm() {
        this(-1);
    }

    /**
     * Over these axes, ε = 1e-5.
     *
     * @param axes what is normalised together, from −rank to rank − 1; none means all
     */
    public LayerNorm(int... axes) {
        this(Axes.of("LayerNorm", axes), 1e-5);
    }

    /**
     * The differentiable inputs of a layer norm, and the type of its gradient.
     *
     * @param x samples
     * @param gamma the scale of each feature
     * @param beta the shift of each feature
     */
    public record Inputs(Tensor x, Tensor gamma, Tensor beta) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x samples
         * @param gamma the scale of each feature
         * @param beta the shift of each feature
         */
        public Inputs {
            Objects.requireNonNull(x, "LayerNorm.Inputs: x is null");
            Objects.requireNonNull(gamma, "LayerNorm.Inputs: gamma is null");
            Objects.requireNonNull(beta, "LayerNorm.Inputs: beta is null");
        }
    }

    /** @throws ShapeException if x lacks an axis or has no numbers along them, or gamma or beta do not fit */
    @Override
    public NormPass<Inputs> forward(Inputs in) {
        Objects.requireNonNull(in, "LayerNorm: the inputs are null");
        NormLayout layout = layout(in.x());
        layout.requireParameters("LayerNorm", in.x(), in.parts());
        return Normalization.of("LayerNorm", in, layout, Standardized.Centre.MEAN, epsilon);
    }

    private NormLayout layout(Tensor x) {
        return NormLayout.alongAxes("LayerNorm", x, axes);
    }

    /** {@return the same norm without scale and shift, y = x̂, on x alone} */
    public Operator<Tensor, Tensor> plain() {
        return new Plain(this);
    }

    private Object writeReplace() {
        return new Stored(Axes.written(axes), epsilon);
    }

    private record Stored(Labels axes, double epsilon) implements Serializable {
        private Object readResolve() {
            return new LayerNorm(Axes.read("LayerNorm", axes), epsilon);
        }
    }

    private record Plain(LayerNorm norm) implements Operator<Tensor, Tensor>, Serializable {
        @Override
        public NormPass<Tensor> forward(Tensor x) {
            Objects.requireNonNull(x, "LayerNorm: x is null");
            return Normalization.of("LayerNorm", x, norm.layout(x), Standardized.Centre.MEAN, norm.epsilon);
        }
    }
}
