package org.closedform.operator;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Batch normalisation in training of the positions that count, such as the words of a batch of sentences without their padding.
 *
 * <pre>{@code
 * μ  = (1/m) Σ x_i,  v = (1/m) Σ (x_i − μ)²         over the m positions that count
 * y  = γ x̂ + β  where a position counts, else 0
 * dx, dγ, dβ, ẏ and curvature: as of {@link BatchNorm} over those m positions; 0 elsewhere
 * }</pre>
 *
 * <p>The positions that count are gathered into a batch [m, C], which has the bits of {@link BatchNorm}. What it makes is put back,
 * between zeros: at the other positions y is 0, not β.
 *
 * <p><b>Shapes:</b> as {@link BatchNorm}; the mask broadcasts to the shape of x without its channel axis, so [N] says which samples
 * count, and of x [N, C, T] a mask [N, T] which steps of each. <b>Special values:</b> what is at a position that does not count, NaN or an
 * infinity too, shows nowhere, nor does its upstream or tangent; nothing counts: y, ẏ and all gradients 0, and statistics of count 0.
 * Otherwise, and in <b>accuracy</b>, as {@link BatchNorm} over what counts.
 *
 * <p>PyTorch and ONNX have no such mask. The {@code mask} of Flax and of Keras leaves padding out of the statistics, but y is
 * γ x̂ + β there too.
 *
 * @param norm the batch norm
 * @param mask the positions that count
 */
public record MaskedBatchNorm(BatchNorm norm, Mask mask) implements Operator<BatchNorm.Inputs, Tensor>, Serializable {
    /**
     * Checks for null.
     *
     * @param norm the batch norm
     * @param mask the positions that count
     */
    public MaskedBatchNorm {
        Objects.requireNonNull(norm, "MaskedBatchNorm: norm is null");
        Objects.requireNonNull(mask, "MaskedBatchNorm: mask is null");
    }

    /** @throws ShapeException if x has rank below 2, gamma or beta is not [C], or the mask does not fit */
    @Override
    public Pass forward(BatchNorm.Inputs in) {
        Objects.requireNonNull(in, "MaskedBatchNorm: the inputs are null");
        int channelAxis = BatchNorm.requireInputs("MaskedBatchNorm", in, norm.axis());
        Lines channels = Lines.along(in.x().shape(), "MaskedBatchNorm", List.of(channelAxis));
        mask.requireRepeatsInto(in.x().shape().without(channelAxis), "MaskedBatchNorm: mask");
        Gathered gathered =
                Gathered.of(channels, mask.broadcastTo(in.x().shape().without(channelAxis)));
        Optional<BatchNorm.Pass> pass = gathered.count() == 0
                ? Optional.empty()
                : Optional.of(new BatchNorm(1, norm.epsilon()).forward(gathered.inputs(in)));
        Tensor output = gathered.scattered(pass.map(BatchNorm.Pass::output), in.x());
        return new Evaluation(this, in, gathered, pass, output);
    }

    /** An evaluation of batch norm over the positions that count. */
    public sealed interface Pass extends Operator.Pass<BatchNorm.Inputs, Tensor> {
        /** {@return the batch norm} */
        MaskedBatchNorm operator();

        /** {@return x, γ and β} */
        BatchNorm.Inputs inputs();

        /** {@return the statistics of the positions that count, for running statistics} */
        BatchStatistics statistics();

        /** {@return x̂ = (x − μ) / √(v + ε), of the shape and element type of x; 0 at positions that do not count} */
        Tensor xHat();
    }

    /**
     * The pass of the unmasked norm, put back.
     *
     * @param pass over the positions that count; empty if there are none
     */
    private record Evaluation(
            MaskedBatchNorm operator,
            BatchNorm.Inputs inputs,
            Gathered gathered,
            Optional<BatchNorm.Pass> pass,
            Tensor output)
            implements Pass {
        @Override
        public BatchStatistics statistics() {
            return pass.map(BatchNorm.Pass::statistics)
                    .orElseGet(() -> BatchStatistics.none(inputs.gamma().size()));
        }

        @Override
        public Tensor xHat() {
            return gathered.scattered(pass.map(BatchNorm.Pass::xHat), inputs.x());
        }

        @Override
        public BatchNorm.Inputs backward(Tensor dy) {
            Tensor upstream = gathered.rows(Required.like(dy, output, "MaskedBatchNorm.backward: dy"));
            return gradient(pass.map(p -> p.backward(upstream)));
        }

        @Override
        public Tensor pushforward(BatchNorm.Inputs tangent) {
            BatchNorm.Inputs moving =
                    gathered.inputs(Required.like(tangent, inputs, "MaskedBatchNorm.pushforward: tangent"));
            return gathered.scattered(pass.map(p -> p.pushforward(moving)), inputs.x());
        }

        @Override
        public BatchNorm.Inputs curvature(Tensor dy, BatchNorm.Inputs tangent) {
            Tensor upstream = gathered.rows(Required.like(dy, output, "MaskedBatchNorm.curvature: dy"));
            BatchNorm.Inputs moving =
                    gathered.inputs(Required.like(tangent, inputs, "MaskedBatchNorm.curvature: tangent"));
            return gradient(pass.map(p -> p.curvature(upstream, moving)));
        }

        private BatchNorm.Inputs gradient(Optional<BatchNorm.Inputs> d) {
            UnaryOperator<BatchNorm.Inputs> back = of ->
                    new BatchNorm.Inputs(gathered.scattered(Optional.of(of.x()), inputs.x()), of.gamma(), of.beta());
            return d.map(back).orElseGet(inputs::zerosLike);
        }
    }
}
