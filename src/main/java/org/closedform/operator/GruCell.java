package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * One step of a {@link Gru}, for sequences that come, or are made, step by step.
 *
 * <pre>{@code
 * a_r = W_ir·x + b_ir + W_hr·h + b_hr              r = σ(a_r)
 * a_z = W_iz·x + b_iz + W_hz·h + b_hz              z = σ(a_z)
 * a_n = W_in·x + b_in + r ⊙ (W_hn·h + b_hn)        n = tanh(a_n)        or with W_hn·(r ⊙ h) + b_hn
 * h′  = (1 − z) ⊙ n + z ⊙ h
 *
 * da_n = (1 − z) ⊙ tanh′(a_n) ⊙ dh′      da_z = (h − n) ⊙ σ′(a_z) ⊙ dh′
 * da_r, dh and the gradients of x and of the parameters: as those of a Gru's step, whose dh_t is dh′
 *
 * ḣ′ = (1 − z) ⊙ tanh′(a_n) ⊙ ȧ_n + (h − n) ⊙ σ′(a_z) ⊙ ȧ_z + z ⊙ ḣ
 * curvature: as that of a Gru of one step
 * }</pre>
 *
 * <p>A GRU's forward is T cells in a chain, bit for bit, and so is its pushforward.
 *
 * <p><b>Shapes:</b> x [N, D]; h [N, H]; weightIh [3H, D], weightHh [3H, H], both biases [3H]; the next h [N, H]. Special values,
 * accuracy, defaults and source: see {@link Gru}.
 *
 * @param reset where r multiplies
 */
public record GruCell(Gru.Reset reset) implements Operator<GruCell.Inputs, Tensor>, Serializable {
    /**
     * Checks that the reset is there.
     *
     * @param reset where r multiplies
     */
    public GruCell {
        Objects.requireNonNull(reset, "GruCell: reset is null");
    }

    /** Reset after the product. */
    public GruCell() {
        this(Gru.Reset.AFTER);
    }

    /**
     * What a cell is a function of, and the type of its gradient.
     *
     * @param x one step of N sequences, [N, D]
     * @param h the state before, [N, H]
     * @param parameters weights of 3H rows and biases
     */
    public record Inputs(Tensor x, Tensor h, RecurrentParameters parameters)
            implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x one step of N sequences, [N, D]
         * @param h the state before, [N, H]
         * @param parameters weights of 3H rows and biases
         */
        public Inputs {
            Objects.requireNonNull(x, "GruCell.Inputs: x is null");
            Objects.requireNonNull(h, "GruCell.Inputs: h is null");
            Objects.requireNonNull(parameters, "GruCell.Inputs: parameters is null");
        }

        /**
         * From a state of zeros.
         *
         * @param x one step of N sequences, [N, D]
         * @param parameters weights of 3H rows and biases
         * @throws ShapeException if x has another rank, or weightHh is not a matrix
         */
        public Inputs(Tensor x, RecurrentParameters parameters) {
            this(
                    x,
                    Objects.requireNonNull(parameters, "GruCell.Inputs: parameters is null")
                            .zeroState("GruCell.Inputs", x, 2),
                    parameters);
        }
    }

    /** @throws ShapeException if x, h and the parameters do not fit each other */
    @Override
    public Pass forward(Inputs in) {
        Objects.requireNonNull(in, "GruCell: the inputs are null");
        RecurrentSizes sizes = RecurrentSizes.ofStep("GruCell", in.x(), in.parameters(), Gru.GATES);
        sizes.requireState("GruCell", "h", in.h(), in.x());
        return new Evaluation(in, GruEvaluation.of(new Gru(reset), sequenceOf(in), sizes));
    }

    /** A sequence of this one step. */
    private static Gru.Inputs sequenceOf(Inputs in) {
        return new Gru.Inputs(in.x().expandDims(0), in.h(), in.parameters());
    }

    private static Inputs stepOf(Gru.Inputs in) {
        return new Inputs(in.x().squeeze(0), in.h0(), in.parameters());
    }

    /** The upstream of a sequence of this one step, whose y and hLast are the same numbers. */
    private static Gru.Output upstreamOf(Tensor dy) {
        return new Gru.Output(dy.zerosLike().expandDims(0), dy);
    }

    /** An evaluation of a cell. */
    public sealed interface Pass extends Operator.Pass<Inputs, Tensor> {
        /** {@return x, h and the parameters} */
        Inputs inputs();

        /** {@return what went into the gates and the candidate, [N, 3H]: blocks of H for r, z and n} */
        Tensor a();

        /** {@return what the candidate sees of the state, W_hn·h + b_hn or W_hn·(r ⊙ h) + b_hn, [N, H]} */
        Tensor u();

        /** {@return the reset gate σ(a_r), [N, H]: how much of the state the candidate sees} */
        default Tensor r() {
            return GruGates.r(a());
        }

        /** {@return the update gate σ(a_z), [N, H]: how much of the state is kept} */
        default Tensor z() {
            return GruGates.z(a());
        }

        /** {@return the candidate tanh(a_n), [N, H]: what replaces the rest} */
        default Tensor n() {
            return GruGates.n(a());
        }
    }

    private record Evaluation(Inputs inputs, GruEvaluation sequence) implements Pass {
        @Override
        public Tensor a() {
            return sequence.a().squeeze(0);
        }

        @Override
        public Tensor u() {
            return sequence.u().squeeze(0);
        }

        @Override
        public Tensor output() {
            return sequence.output().hLast();
        }

        @Override
        public Inputs backward(Tensor dy) {
            Required.like(dy, output(), "GruCell.backward: dy");
            return stepOf(sequence.backward(upstreamOf(dy)));
        }

        @Override
        public Tensor pushforward(Inputs tangent) {
            Required.like(tangent, inputs, "GruCell.pushforward: tangent");
            return sequence.pushforward(sequenceOf(tangent)).hLast();
        }

        @Override
        public Inputs curvature(Tensor dy, Inputs tangent) {
            Required.like(dy, output(), "GruCell.curvature: dy");
            Required.like(tangent, inputs, "GruCell.curvature: tangent");
            return stepOf(sequence.curvature(upstreamOf(dy), sequenceOf(tangent)));
        }
    }
}
