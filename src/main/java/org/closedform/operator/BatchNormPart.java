package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Batch normalisation of one part of a batch in training, with the statistics of the whole batch: synchronised batch norm.
 *
 * <pre>{@code
 * x̂  = (x − μ) / √(v + ε)                                    μ and v of all parts together
 * y  = γ x̂ + β
 * dx = γ / √(v + ε) · (dy − (Σ dy)/n − x̂ · (Σ dy ⊙ x̂)/n)     the sums and n of all parts together
 * }</pre>
 *
 * <p>Each part needs two small values from the others, which merge: their statistics before the forward, and their sums before the
 * backward. The results are those of the whole batch.
 *
 * <pre>{@code
 * BatchStatistics whole = parts.map(x -> BatchStatistics.of(x, 1)).collect(BatchStatistics.merging(channels));
 * BatchNormPart.Pass pass = new BatchNorm().partOf(whole).forward(inputs);   // pass.output() is this part's y
 * BatchNormPart.Sums sums = pass.sums(dy);                                   // plus those of the others: dγ and dβ
 * Tensor dx = pass.backward(dy, sums.plus(others));
 * }</pre>
 *
 * <p>It is not an {@link Operator}, since its gradient depends on more than its own input and upstream. <b>Shapes and special
 * values:</b> as {@link BatchNorm}; a part may be empty, and a NaN or an infinity in one part makes that channel NaN in all.
 * <b>Accuracy:</b> y and dx as {@link BatchNorm} of the whole batch, and dγ and dβ within 4 ulp of the terms that they add up, if
 * the sums are merged by {@code WeightedSum}.
 *
 * <p>Source: Ioffe and Szegedy, Batch Normalization, 2015, algorithm 1 and §3.
 *
 * @param norm the batch norm
 * @param whole the statistics of all parts together
 */
public record BatchNormPart(BatchNorm norm, BatchStatistics whole) implements Serializable {
    /**
     * Checks that there are statistics.
     *
     * @param norm the batch norm
     * @param whole the statistics of all parts together
     */
    public BatchNormPart {
        Objects.requireNonNull(norm, "BatchNormPart: norm is null");
        Objects.requireNonNull(whole, "BatchNormPart: whole is null");
    }

    /**
     * What a part adds to the gradients of γ and β, which is also all that the other parts need from it for dx.
     *
     * @param gamma Σ dy ⊙ x̂ of each channel, [C]
     * @param beta Σ dy of each channel, [C]
     */
    public record Sums(Tensor gamma, Tensor beta) implements TensorTree<Sums>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param gamma Σ dy ⊙ x̂ of each channel, [C]
         * @param beta Σ dy of each channel, [C]
         */
        public Sums {
            Objects.requireNonNull(gamma, "BatchNormPart.Sums: gamma is null");
            Objects.requireNonNull(beta, "BatchNormPart.Sums: beta is null");
        }
    }

    /**
     * {@return the evaluation of a part}
     *
     * @param in the part, with the scale and shift that all parts share
     * @throws ShapeException if x has rank below 2, or gamma, beta or the statistics are not of its channels
     */
    public Pass forward(BatchNorm.Inputs in) {
        Objects.requireNonNull(in, "BatchNormPart: the inputs are null");
        int channelAxis = BatchNorm.requireInputs("BatchNormPart", in, norm.axis());
        int channels = whole.mean().size();
        if (channels != in.gamma().size()) {
            throw new ShapeException("BatchNormPart: the statistics are of " + channels + " channels, but x "
                    + in.x().shape() + " has " + in.gamma().size() + " along axis " + channelAxis);
        }
        ChannelNormalization normalization =
                new ChannelNormalization(channelAxis, whole.standardizations(norm.epsilon()));
        return new Evaluation(this, in, normalization, normalization.apply(in));
    }

    /** An evaluation of a part of a batch. */
    public sealed interface Pass {
        /** {@return the batch norm of parts} */
        BatchNormPart operator();

        /** {@return the part, γ and β} */
        BatchNorm.Inputs inputs();

        /** {@return y, of this part} */
        Tensor output();

        /** {@return x̂ = (x − μ) / √(v + ε), of this part} */
        Tensor xHat();

        /**
         * {@return Σ dy ⊙ x̂ and Σ dy over this part; added up over all parts they are dγ and dβ}
         *
         * @param dy the upstream of this part
         */
        Sums sums(Tensor dy);

        /**
         * {@return dx, of this part}
         *
         * @param dy the upstream of this part
         * @param sums those of all parts together
         */
        Tensor backward(Tensor dy, Sums sums);
    }

    private record Evaluation(
            BatchNormPart operator, BatchNorm.Inputs inputs, ChannelNormalization normalization, Tensor output)
            implements Pass {
        @Override
        public Tensor xHat() {
            return normalization.xHat(inputs.x());
        }

        @Override
        public Sums sums(Tensor dy) {
            return normalization.sums(inputs, requireUpstream("sums", dy));
        }

        @Override
        public Tensor backward(Tensor dy, Sums sums) {
            requireUpstream("backward", dy);
            Required.like(sums, new Sums(inputs.gamma(), inputs.beta()), "BatchNormPart.backward: sums");
            return normalization.backwardOfPart(inputs, dy, sums, operator.whole.count());
        }

        private Tensor requireUpstream(String method, Tensor dy) {
            return Required.like(dy, output, "BatchNormPart." + method + ": dy");
        }
    }
}
