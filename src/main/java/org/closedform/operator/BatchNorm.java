package org.closedform.operator;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Batch normalisation in training: every channel is brought to mean 0 and variance 1 over the batch, then scaled and shifted by
 * learned parameters.
 *
 * <pre>{@code
 * μ  = (1/m) Σ x_i
 * v  = (1/m) Σ (x_i − μ)²
 * x̂_i = (x_i − μ) / √(v + ε)
 * y_i = γ x̂_i + β
 *
 * dβ = Σ dy_i
 * dγ = Σ dy_i x̂_i
 * dx = γ / √(v + ε) · (dy − mean(dy) − x̂ · mean(dy ⊙ x̂))
 *
 * s  = 1/√(v + ε)      P u = u − mean(u) − x̂ · mean(u ⊙ x̂)      so dx = γ s · P dy
 * x̂˙ = s · P ẋ
 * ẏ  = γ x̂˙ + γ̇ x̂ + β̇
 * curvature of x: γ̇ s · P dy − γ s² · (P dy · mean(ẋ ⊙ x̂) + P ẋ · mean(dy ⊙ x̂) + x̂ · mean(dy ⊙ P ẋ))
 *           of γ: Σ dy_i x̂˙_i           of β: 0
 * }</pre>
 *
 * <p>x reaches y along three paths: directly, and through μ and v, which give the two means in dx. With γ = √(v + ε) and β = μ
 * the output is the input again, so the layer can learn to change nothing. For inference from running statistics see
 * {@link #inference}.
 *
 * <p>The matrix P is symmetric, so it takes tangents forward as it takes upstreams back. The curvature of x is the product rule for
 * γ s · P dy, where ṡ = −s² · mean(ẋ ⊙ x̂), and x̂ in P has the derivative x̂˙. Except for its first term it is symmetric in dy and
 * ẋ.
 *
 * <p><b>Shapes:</b> x of rank ≥ 2 with C channels along {@code axis}, each channel being all elements at one index of it; gamma and
 * beta [C]; y has the shape of x. <b>Special values:</b> one value per channel gives y = β and dx = 0 (for ε > 0; with ε = 0 a
 * constant channel is NaN); a NaN or an infinity makes its channel NaN. All other results are accurate, however large or small x
 * is, also where squares leave the range of float64; ẏ and the curvature are, if their terms are in range. A channel's bits depend
 * on its own numbers and their order alone, not on other channels or the axis. <b>Accuracy,</b> measured in ulps of the element
 * type, whatever the size of the batch: x̂ within 4 of max(1, |x̂|), also in float64 at mean 1e8 and deviation 1e-3, and in float32
 * at mean 1e4 and deviation 1; of the terms that they add up, y, dx, dγ and dβ are within 4, ẏ within 5 and the curvature within 8.
 *
 * <p>Defaults are PyTorch's, ONNX's and Flax's: ε = 1e-5, channels along axis 1 (Flax: the last; Keras: the last, ε = 1e-3).
 *
 * <p>Source: Ioffe and Szegedy, Batch Normalization, 2015, algorithm 1 and §3.
 *
 * @param axis the channel axis
 * @param epsilon ε ≥ 0, added to the variance under the root
 */
public record BatchNorm(int axis, double epsilon) implements Operator<BatchNorm.Inputs, Tensor>, Serializable {
    /**
     * Checks ε.
     *
     * @param axis the channel axis
     * @param epsilon ε ≥ 0, added to the variance under the root
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public BatchNorm {
        requireEpsilon("BatchNorm", epsilon);
    }

    /** Channels along axis 1, ε = 1e-5. */
    public BatchNorm() {
        this(1, 1e-5);
    }

    /**
     * The differentiable inputs of a batch norm, and the type of its gradient.
     *
     * @param x a batch, rank ≥ 2
     * @param gamma the scale of each channel, [C]
     * @param beta the shift of each channel, [C]
     */
    public record Inputs(Tensor x, Tensor gamma, Tensor beta) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x a batch, rank ≥ 2
         * @param gamma the scale of each channel, [C]
         * @param beta the shift of each channel, [C]
         */
        public Inputs {
            Objects.requireNonNull(x, "BatchNorm.Inputs: x is null");
            Objects.requireNonNull(gamma, "BatchNorm.Inputs: gamma is null");
            Objects.requireNonNull(beta, "BatchNorm.Inputs: beta is null");
        }
    }

    /** @throws ShapeException if x has rank below 2 or an empty batch, or gamma or beta is not [C] */
    @Override
    public Pass forward(Inputs in) {
        Objects.requireNonNull(in, "BatchNorm: the inputs are null");
        int channelAxis = requireInputs("BatchNorm", in, axis);
        if (in.x().size() == 0 && in.gamma().size() > 0) {
            throw new ShapeException("BatchNorm: x has shape " + in.x().shape()
                    + ", an empty batch, which has no mean; for inference it would be right");
        }
        BatchStatistics statistics = BatchStatistics.of(in.x(), channelAxis);
        return new Evaluation(
                this, in, statistics, normalization(channelAxis, statistics).apply(in));
    }

    private ChannelNormalization normalization(int channelAxis, BatchStatistics statistics) {
        return new ChannelNormalization(channelAxis, statistics.standardizations(epsilon));
    }

    /**
     * {@return the same layer for inference, which normalises with the statistics gathered in training, so that a single image
     * works}
     *
     * @param running the means and variances to use
     */
    public BatchNormInference inference(RunningStatistics running) {
        return new BatchNormInference(axis, epsilon, running);
    }

    /**
     * {@return the same layer for a part of a batch, which normalises with the statistics of all parts: synchronised batch norm}
     *
     * @param whole the statistics of all parts together
     */
    public BatchNormPart partOf(BatchStatistics whole) {
        return new BatchNormPart(this, whole);
    }

    /**
     * {@return the same layer over the positions that count: padding takes no part in the statistics, and its y is 0}
     *
     * @param mask which positions count; of a shape that broadcasts to that of x without its channel axis
     */
    public MaskedBatchNorm withMask(Mask mask) {
        return new MaskedBatchNorm(this, mask);
    }

    /** {@return the same norm without scale and shift, y = x̂, on x alone} */
    public Operator<Tensor, Tensor> plain() {
        return new Plain(this);
    }

    private record Plain(BatchNorm norm) implements Operator<Tensor, Tensor>, Serializable {
        @Override
        public NormPass<Tensor> forward(Tensor x) {
            Objects.requireNonNull(x, "BatchNorm: x is null");
            NormLayout layout = NormLayout.ofChannels("BatchNorm", x, requireBatch("BatchNorm", x, norm.axis));
            return Normalization.of("BatchNorm", x, layout, Standardized.Centre.MEAN, norm.epsilon);
        }
    }

    /** An evaluation of batch norm in training. */
    public sealed interface Pass extends Operator.Pass<Inputs, Tensor> {
        /** {@return the batch norm} */
        BatchNorm operator();

        /** {@return x, γ and β} */
        Inputs inputs();

        /** {@return the batch's statistics, for running statistics} */
        BatchStatistics statistics();

        private ChannelNormalization normalization() {
            return operator()
                    .normalization(Storage.axis(inputs().x().shape(), "BatchNorm.Pass", operator().axis), statistics());
        }

        /** {@return x̂ = (x − μ) / √(v + ε), of the shape and element type of x} */
        default Tensor xHat() {
            return normalization().xHat(inputs().x());
        }

        /** {@return 1/√(v + ε) of each channel, float64 [C]} */
        default Tensor inverseDeviation() {
            return normalization().inverseDeviation();
        }

        /** dx = γ / √(v + ε) · (dy − mean(dy) − x̂ · mean(dy ⊙ x̂)), dγ = Σ dy ⊙ x̂, dβ = Σ dy. */
        @Override
        default Inputs backward(Tensor dy) {
            Required.like(dy, output(), "BatchNorm.backward: dy");
            return normalization().backward(inputs(), dy);
        }

        /** ẏ = γ x̂˙ + γ̇ x̂ + β̇, with x̂˙ = (ẋ − mean(ẋ) − x̂ · mean(ẋ ⊙ x̂)) / √(v + ε). */
        @Override
        default Tensor pushforward(Inputs tangent) {
            Required.like(tangent, inputs(), "BatchNorm.pushforward: tangent");
            return normalization().pushforward(inputs(), tangent);
        }

        /** Of x as in the formulas of {@link BatchNorm}, of γ Σ dy ⊙ x̂˙, of β 0. */
        @Override
        default Inputs curvature(Tensor dy, Inputs tangent) {
            Required.like(dy, output(), "BatchNorm.curvature: dy");
            Required.like(tangent, inputs(), "BatchNorm.curvature: tangent");
            return normalization().curvature(inputs(), dy, tangent);
        }
    }

    private record Evaluation(BatchNorm operator, Inputs inputs, BatchStatistics statistics, Tensor output)
            implements Pass {}

    static void requireEpsilon(String operation, double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    operation + ": epsilon is " + epsilon + "; a finite number of at least 0 is needed");
        }
    }

    /** Checks x and returns its channel axis counted from 0. */
    static int requireBatch(String operation, Tensor x, int axis) {
        if (x.rank() < 2) {
            throw new ShapeException(
                    operation + ": x has shape " + x.shape() + ", but a batch of rank 2 or more is needed");
        }
        return Storage.axis(x.shape(), operation, axis);
    }

    /** Checks x, γ and β against each other and returns the channel axis counted from 0. */
    static int requireInputs(String operation, Inputs in, int axis) {
        Tensor x = in.x();
        int channelAxis = requireBatch(operation, x, axis);
        int channels = x.shape().dimension(channelAxis);
        for (NamedTensor part : List.of(new NamedTensor("gamma", in.gamma()), new NamedTensor("beta", in.beta()))) {
            Tensor tensor = part.tensor();
            if (tensor.rank() != 1 || tensor.size() != channels) {
                throw new ShapeException(operation + ": " + part.name() + " has shape " + tensor.shape() + ", but x "
                        + x.shape() + " has " + channels + " channels along axis " + channelAxis + ", which take ["
                        + channels
                        + "]");
            }
            if (tensor.elementType() != x.elementType()) {
                throw new IllegalArgumentException(
                        operation + ": " + part.name() + " is " + tensor.elementType() + ", but x is " + x.elementType()
                                + "; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)");
            }
        }
        return channelAxis;
    }
}
