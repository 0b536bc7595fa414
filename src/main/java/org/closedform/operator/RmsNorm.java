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
 * Root mean square normalisation: the features of every sample are divided by their root mean square, then each feature is scaled
 * by a learned parameter. It is {@link LayerNorm} without the mean.
 *
 * <pre>{@code
 * x̂  = x / √(mean(x²) + ε)               over the axes
 * y  = γ x̂
 *
 * ẏ  = γ P(ẋ) / √(mean(x²) + ε) + γ̇ x̂    P(u) = u − x̂ mean(x̂ u)
 * dγ = Σ dy x̂                            over the samples
 * dx = P(γ dy) / √(mean(x²) + ε)
 * }</pre>
 *
 * <p>Shifting x changes y; {@link #plain} is x̂ alone.
 *
 * <p><b>Shapes:</b> x of any rank ≥ 1; gamma has the lengths of the axes, in the order in which x has them; y has the shape of x.
 * <b>Special values:</b> features of 0 give y = 0 (with ε = 0 NaN); a NaN or an infinity makes its sample NaN; no samples give an
 * empty y. x may be any finite number of the type, also where squares leave its range. A sample's bits depend on its own numbers
 * alone. <b>Accuracy,</b> measured in ulps of the element type, whatever the number of features: x̂ within 4 of itself; y, ẏ, dx
 * and dγ within 6 of the terms that they add up.
 *
 * <p>Defaults are ONNX's: the last axis, ε = 1e-5 (Flax and Keras: 1e-6; PyTorch: the machine epsilon of the element type, 2⁻⁵² or
 * 2⁻²³).
 *
 * <p>Source: Zhang, Sennrich, Root Mean Square Layer Normalization, 2019, eq. (4).
 *
 * @param axes what is normalised together, from −rank to rank − 1; none means all
 * @param epsilon ε ≥ 0, added to the mean square under the root
 */
public record RmsNorm(List<Integer> axes, double epsilon) implements Operator<RmsNorm.Inputs, Tensor>, Serializable {
    /**
     * Checks ε, and copies the axes.
     *
     * @param axes what is normalised together, from −rank to rank − 1; none means all
     * @param epsilon ε ≥ 0, added to the mean square under the root
     * @throws IllegalArgumentException if ε is negative or not finite
     */
    public RmsNorm {
        axes = Copied.of(axes, "RmsNorm: axes");
        BatchNorm.requireEpsilon("RmsNorm", epsilon);
    }

    /** Over the last axis, ε = 1e-5. */
    public RmsNorm() {
        this(-1);
    }

    /**
     * Over these axes, ε = 1e-5.
     *
     * @param axes what is normalised together, from −rank to rank − 1; none means all
     */
    public RmsNorm(int... axes) {
        this(Axes.of("RmsNorm", axes), 1e-5);
    }

    /**
     * The differentiable inputs of an RMS norm, and the type of its gradient.
     *
     * @param x samples
     * @param gamma the scale of each feature
     */
    public record Inputs(Tensor x, Tensor gamma) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x samples
         * @param gamma the scale of each feature
         */
        public Inputs {
            Objects.requireNonNull(x, "RmsNorm.Inputs: x is null");
            Objects.requireNonNull(gamma, "RmsNorm.Inputs: gamma is null");
        }
    }

    /** @throws ShapeException if x lacks an axis or has no numbers along them, or gamma does not fit */
    @Override
    public NormPass<Inputs> forward(Inputs in) {
        Objects.requireNonNull(in, "RmsNorm: the inputs are null");
        NormLayout layout = layout(in.x());
        layout.requireParameters("RmsNorm", in.x(), in.parts());
        return Normalization.of("RmsNorm", in, layout, Standardized.Centre.ZERO, epsilon);
    }

    private NormLayout layout(Tensor x) {
        return NormLayout.alongAxes("RmsNorm", x, axes);
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
            return new RmsNorm(Axes.read("RmsNorm", axes), epsilon);
        }
    }

    private record Plain(RmsNorm norm) implements Operator<Tensor, Tensor>, Serializable {
        @Override
        public NormPass<Tensor> forward(Tensor x) {
            Objects.requireNonNull(x, "RmsNorm: x is null");
            return Normalization.of("RmsNorm", x, norm.layout(x), Standardized.Centre.ZERO, norm.epsilon);
        }
    }
}
