package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * One step of an {@link Lstm}, for sequences that come, or are made, step by step.
 *
 * <pre>{@code
 * z = W_ih·x + b_ih + W_hh·h + b_hh                four blocks of H: z_i, z_f, z_g, z_o
 * i = σ(z_i)   f = σ(z_f)   g = tanh(z_g)   o = σ(z_o)
 * c′ = f ⊙ c + i ⊙ g
 * h′ = o ⊙ tanh(c′)
 *
 * dc′ = dcNext + o ⊙ tanh′(c′) ⊙ dhNext
 * dz_i = g ⊙ σ′(z_i) ⊙ dc′      dz_f = c ⊙ σ′(z_f) ⊙ dc′
 * dz_g = i ⊙ tanh′(z_g) ⊙ dc′   dz_o = tanh(c′) ⊙ σ′(z_o) ⊙ dhNext
 * dx = W_ihᵀ·dz     dh = W_hhᵀ·dz     dc = f ⊙ dc′
 * dW_ih = dz·xᵀ     dW_hh = dz·hᵀ     db_ih = db_hh = Σ dz
 *
 * ż  = W_ih·ẋ + Ẇ_ih·x + ḃ_ih + W_hh·ḣ + Ẇ_hh·h + ḃ_hh
 * ċ′ = f ⊙ ċ + c ⊙ σ′(z_f) ⊙ ż_f + g ⊙ σ′(z_i) ⊙ ż_i + i ⊙ tanh′(z_g) ⊙ ż_g
 * ḣ′ = tanh(c′) ⊙ σ′(z_o) ⊙ ż_o + o ⊙ tanh′(c′) ⊙ ċ′
 * }</pre>
 *
 * <p>An LSTM's forward is T cells in a chain, bit for bit, and so is its pushforward.
 *
 * <p><b>Shapes:</b> x [N, D]; h and c [N, H]; weightIh [4H, D], weightHh [4H, H], both biases [4H]; the next h and c [N, H].
 * Special values, accuracy and source: see {@link Lstm}.
 */
public record LstmCell() implements Operator<LstmCell.Inputs, LstmCell.Output>, Serializable {

    /**
     * What a cell is a function of, and the type of its gradient.
     *
     * @param x one step of N sequences, [N, D]
     * @param h the state before, [N, H]
     * @param c the cell before, [N, H]
     * @param parameters weights of 4H rows and biases
     */
    public record Inputs(Tensor x, Tensor h, Tensor c, RecurrentParameters parameters)
            implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x one step of N sequences, [N, D]
         * @param h the state before, [N, H]
         * @param c the cell before, [N, H]
         * @param parameters weights of 4H rows and biases
         */
        public Inputs {
            Objects.requireNonNull(x, "LstmCell.Inputs: x is null");
            Objects.requireNonNull(h, "LstmCell.Inputs: h is null");
            Objects.requireNonNull(c, "LstmCell.Inputs: c is null");
            Objects.requireNonNull(parameters, "LstmCell.Inputs: parameters is null");
        }

        /**
         * From a state and a cell of zeros.
         *
         * @param x one step of N sequences, [N, D]
         * @param parameters weights of 4H rows and biases
         * @throws ShapeException if x has another rank, or weightHh is not a matrix
         */
        public Inputs(Tensor x, RecurrentParameters parameters) {
            this(
                    x,
                    Objects.requireNonNull(parameters, "LstmCell.Inputs: parameters is null")
                            .zeroState("LstmCell.Inputs", x, 2),
                    parameters.zeroState("LstmCell.Inputs", x, 2),
                    parameters);
        }
    }

    /**
     * What comes out, and the type of its upstream: h and c for the next step. The upstream of a part that the loss does not
     * depend on is zeros: {@code pass.output().zerosLike().withH(dH)}.
     *
     * @param h the state, [N, H]
     * @param c the cell, [N, H]
     */
    public record Output(Tensor h, Tensor c) implements TensorTree<Output>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param h the state, [N, H]
         * @param c the cell, [N, H]
         */
        public Output {
            Objects.requireNonNull(h, "LstmCell.Output: h is null");
            Objects.requireNonNull(c, "LstmCell.Output: c is null");
        }

        /**
         * {@return the same output, or upstream, with another h}
         *
         * @param other [N, H]
         */
        public Output withH(Tensor other) {
            return new Output(other, c);
        }

        /**
         * {@return the same output, or upstream, with another c}
         *
         * @param other [N, H]
         */
        public Output withC(Tensor other) {
            return new Output(h, other);
        }
    }

    /** @throws ShapeException if x, h, c and the parameters do not fit each other */
    @Override
    public Pass forward(Inputs in) {
        Objects.requireNonNull(in, "LstmCell: the inputs are null");
        RecurrentSizes sizes = RecurrentSizes.ofStep("LstmCell", in.x(), in.parameters(), Lstm.GATES);
        sizes.requireState("LstmCell", "h", in.h(), in.x());
        sizes.requireState("LstmCell", "c", in.c(), in.x());
        return new Evaluation(in, LstmEvaluation.of(new Lstm(), sequenceOf(in), sizes));
    }

    /** A sequence of this one step. */
    private static Lstm.Inputs sequenceOf(Inputs in) {
        return new Lstm.Inputs(in.x().expandDims(0), in.h(), in.c(), in.parameters());
    }

    private static Inputs stepOf(Lstm.Inputs in) {
        return new Inputs(in.x().squeeze(0), in.h0(), in.c0(), in.parameters());
    }

    private static Output outputOf(Lstm.Output sequence) {
        return new Output(sequence.hLast(), sequence.cLast());
    }

    /** The upstream of a sequence of this one step, whose y and hLast are the same numbers. */
    private static Lstm.Output upstreamOf(Output dy) {
        return new Lstm.Output(dy.h().zerosLike().expandDims(0), dy.h(), dy.c());
    }

    /** An evaluation of a cell. */
    public sealed interface Pass extends Operator.Pass<Inputs, Output> {
        /** {@return x, h, c and the parameters} */
        Inputs inputs();

        /** {@return what went into the gates, [N, 4H]: blocks of H for i, f, g and o} */
        Tensor z();

        /** {@return the input gate σ(z_i), [N, H]: how much of g goes into the cell} */
        default Tensor i() {
            return LstmGates.i(z());
        }

        /** {@return the forget gate σ(z_f), [N, H]: how much of the cell is kept} */
        default Tensor f() {
            return LstmGates.f(z());
        }

        /** {@return the candidate tanh(z_g), [N, H]: what is offered to the cell} */
        default Tensor g() {
            return LstmGates.g(z());
        }

        /** {@return the output gate σ(z_o), [N, H]: how much of the cell shows} */
        default Tensor o() {
            return LstmGates.o(z());
        }
    }

    private record Evaluation(Inputs inputs, LstmEvaluation sequence) implements Pass {
        @Override
        public Tensor z() {
            return sequence.z().squeeze(0);
        }

        @Override
        public Output output() {
            return outputOf(sequence.output());
        }

        @Override
        public Inputs backward(Output dy) {
            Required.like(dy, output(), "LstmCell.backward: dy");
            return stepOf(sequence.backward(upstreamOf(dy)));
        }

        @Override
        public Output pushforward(Inputs tangent) {
            Required.like(tangent, inputs, "LstmCell.pushforward: tangent");
            return outputOf(sequence.pushforward(sequenceOf(tangent)));
        }

        @Override
        public Inputs curvature(Output dy, Inputs tangent) {
            Required.like(dy, output(), "LstmCell.curvature: dy");
            Required.like(tangent, inputs, "LstmCell.curvature: tangent");
            return stepOf(sequence.curvature(upstreamOf(dy), sequenceOf(tangent)));
        }
    }
}
