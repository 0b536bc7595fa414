package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Long short-term memory: a recurrent layer whose cell c is carried from step to step by a sum, so that a gradient need not
 * vanish on its way back.
 *
 * <pre>{@code
 * z_t = W_ih·x_t + b_ih + W_hh·h_t−1 + b_hh        t = 1 … T, four blocks of H: z_i, z_f, z_g, z_o
 * i = σ(z_i)   f = σ(z_f)   g = tanh(z_g)   o = σ(z_o)
 * c_t = f ⊙ c_t−1 + i ⊙ g
 * h_t = o ⊙ tanh(c_t)
 *
 * dh_t = dy_t + W_hhᵀ·dz_t+1                       from t = T down; at T: dy_T + dhLast
 * dc_t = f_t+1 ⊙ dc_t+1 + o ⊙ tanh′(c_t) ⊙ dh_t    at T: dcLast in place of the first term
 * dz_i = g ⊙ σ′(z_i) ⊙ dc_t        dz_f = c_t−1 ⊙ σ′(z_f) ⊙ dc_t
 * dz_g = i ⊙ tanh′(z_g) ⊙ dc_t     dz_o = tanh(c_t) ⊙ σ′(z_o) ⊙ dh_t
 * dx_t = W_ihᵀ·dz_t      dh_0 = W_hhᵀ·dz_1      dc_0 = f_1 ⊙ dc_1
 * dW_ih = Σ_t dz_t·x_tᵀ      dW_hh = Σ_t dz_t·h_t−1ᵀ      db_ih = db_hh = Σ_t dz_t
 *
 * ż_t = W_ih·ẋ_t + Ẇ_ih·x_t + ḃ_ih + W_hh·ḣ_t−1 + Ẇ_hh·h_t−1 + ḃ_hh
 * ċ_t = f ⊙ ċ_t−1 + c_t−1 ⊙ σ′(z_f) ⊙ ż_f + g ⊙ σ′(z_i) ⊙ ż_i + i ⊙ tanh′(z_g) ⊙ ż_g
 * ḣ_t = tanh(c_t) ⊙ σ′(z_o) ⊙ ż_o + o ⊙ tanh′(c_t) ⊙ ċ_t
 * curvature: how each line from dh_t to dW_hh moves, by the product rule, from t = T down
 * }</pre>
 *
 * <p>Along the cell alone, a gradient is multiplied by f at each step, not by a weight: with f near 1 it comes through a
 * thousand steps. Only the recurrence is taken step by step; dx and the parameters' gradients are one matrix product each,
 * over all steps. Slopes are computed from z, so that a saturated gate keeps the digits of its slope.
 *
 * <p><b>Shapes:</b> x [T, N, D], T ≥ 1; h0 and c0 [N, H]; weightIh [4H, D], weightHh [4H, H], both biases [4H]; y [T,
 * N, H], hLast and cLast [N, H]. <b>Special values:</b> a gate is exactly 0 or 1 where σ is, and f = 1 with i = 0 keeps
 * the cell bit by bit; a NaN in x makes its sequence NaN from that step on, other sequences stay untouched; an empty
 * batch is empty, and its parameters' gradients are 0. <b>Accuracy:</b> sums are in float64, and z, c, h, ċ and ḣ are
 * rounded once a step; over 5 steps with weights around 1, values within 4, gradients, pushforwards and curvatures
 * within 8 times 2⁻⁵² (2⁻²³ in float32) of the largest number of their tensor, or of 1 where that is more.
 *
 * <p>Sequences may have lengths of their own, {@link #withLengths}, and be read from their ends, {@link #reversed}: see
 * {@link Traversal}.
 *
 * <p>Defaults are PyTorch's: {@code nn.LSTM} of one layer and one direction, time first, without peepholes or projection.
 * Weights of other libraries: {@link #fromOnnx}, {@link RecurrentParameters#fromKeras}.
 *
 * <p>Source: Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; the forget gate: Gers, Schmidhuber, Cummins, Learning
 * to Forget, 2000, eqs. (1)–(9); the full backward: Graves and Schmidhuber, Framewise Phoneme Classification, 2005.
 *
 * @param traversal the direction, and how long each sequence is
 */
public record Lstm(Traversal traversal) implements Operator<Lstm.Inputs, Lstm.Output>, Serializable {
    static final int GATES = 4;

    /** Its blocks are i, o, f, c. */
    private static final BlockOrder ONNX = new BlockOrder(0, 2, 3, 1);

    /**
     * Checks that the traversal is there.
     *
     * @param traversal the direction, and how long each sequence is
     */
    public Lstm {
        Objects.requireNonNull(traversal, "Lstm: traversal is null");
    }

    /** All steps, from the first to the last. */
    public Lstm() {
        this(Traversal.ALL_FORWARD);
    }

    /**
     * {@return the same layer for sequences of these lengths, see {@link Traversal}}
     *
     * @param lengths how many steps of each sequence count, from 0 to T
     * @throws IllegalArgumentException if one is negative
     */
    public Lstm withLengths(int... lengths) {
        return new Lstm(traversal.withLengths("Lstm.withLengths", lengths));
    }

    /** {@return the same layer in the other direction, from the last step of each sequence to the first} */
    public Lstm reversed() {
        return new Lstm(traversal.reversed());
    }

    /**
     * The weights of an ONNX {@code LSTM} of one direction, whose gates i, o, f, c are put in the order of i, f, g, o here.
     * ONNX has an axis of directions in front of each: {@code w.select(0, 0)} takes the first.
     *
     * @param w of the input, [4H, D]
     * @param r of the state before, [4H, H]
     * @param b both biases, [8H]: W's, then R's
     * @return the same weights as PyTorch has them
     * @throws ShapeException if they are not of these ranks, or w has no multiple of four rows, or r and b have not as many
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromOnnx(Tensor w, Tensor r, Tensor b) {
        return ONNX.fromOnnx("Lstm.fromOnnx", w, r, b);
    }

    /**
     * The weights of an ONNX {@code LSTM} whose optional biases are not there.
     *
     * @param w of the input, [4H, D]
     * @param r of the state before, [4H, H]
     * @return the same weights as PyTorch has them
     * @throws ShapeException if they are not of these ranks, or w has no multiple of four rows, or r has not as many
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromOnnx(Tensor w, Tensor r) {
        return ONNX.fromOnnx("Lstm.fromOnnx", w, r);
    }

    /**
     * What an LSTM is a function of, and the type of its gradient. Where only one of h0 and c0 is given, the other is zeros:
     * {@code h0.zerosLike()}.
     *
     * @param x sequences, time first, [T, N, D]
     * @param h0 the state before the first step, [N, H]
     * @param c0 the cell before the first step, [N, H]
     * @param parameters weights of 4H rows and biases
     */
    public record Inputs(Tensor x, Tensor h0, Tensor c0, RecurrentParameters parameters)
            implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x sequences, time first, [T, N, D]
         * @param h0 the state before the first step, [N, H]
         * @param c0 the cell before the first step, [N, H]
         * @param parameters weights of 4H rows and biases
         */
        public Inputs {
            Objects.requireNonNull(x, "Lstm.Inputs: x is null");
            Objects.requireNonNull(h0, "Lstm.Inputs: h0 is null");
            Objects.requireNonNull(c0, "Lstm.Inputs: c0 is null");
            Objects.requireNonNull(parameters, "Lstm.Inputs: parameters is null");
        }

        /**
         * From a state and a cell of zeros.
         *
         * @param x sequences, time first, [T, N, D]
         * @param parameters weights of 4H rows and biases
         * @throws ShapeException if x has another rank, or weightHh is not a matrix
         */
        public Inputs(Tensor x, RecurrentParameters parameters) {
            this(
                    x,
                    Objects.requireNonNull(parameters, "Lstm.Inputs: parameters is null")
                            .zeroState("Lstm.Inputs", x, 3),
                    parameters.zeroState("Lstm.Inputs", x, 3),
                    parameters);
        }
    }

    /**
     * What comes out, and the type of its upstream. A part that the loss does not depend on has an upstream of zeros:
     *
     * <pre>{@code
     * pass.backward(pass.output().zerosLike().withHLast(dHLast));
     * }</pre>
     *
     * @param y the state h after every step, [T, N, H]
     * @param hLast the state after the last step, [N, H]: PyTorch's h_n
     * @param cLast the cell after the last step, [N, H]: PyTorch's c_n
     */
    public record Output(Tensor y, Tensor hLast, Tensor cLast) implements TensorTree<Output>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param y the state h after every step, [T, N, H]
         * @param hLast the state after the last step, [N, H]
         * @param cLast the cell after the last step, [N, H]
         */
        public Output {
            Objects.requireNonNull(y, "Lstm.Output: y is null");
            Objects.requireNonNull(hLast, "Lstm.Output: hLast is null");
            Objects.requireNonNull(cLast, "Lstm.Output: cLast is null");
        }

        /**
         * {@return the same output, or upstream, with another y}
         *
         * @param other [T, N, H]
         */
        public Output withY(Tensor other) {
            return new Output(other, hLast, cLast);
        }

        /**
         * {@return the same output, or upstream, with another hLast}
         *
         * @param other [N, H]
         */
        public Output withHLast(Tensor other) {
            return new Output(y, other, cLast);
        }

        /**
         * {@return the same output, or upstream, with another cLast}
         *
         * @param other [N, H]
         */
        public Output withCLast(Tensor other) {
            return new Output(y, hLast, other);
        }
    }

    /** @throws ShapeException if x, the states and the parameters do not fit each other, or there is no step */
    @Override
    public Pass forward(Inputs in) {
        Objects.requireNonNull(in, "Lstm: the inputs are null");
        RecurrentSizes sizes = RecurrentSizes.of("Lstm", in.x(), in.parameters(), GATES, traversal);
        sizes.requireState("Lstm", "h0", in.h0(), in.x());
        sizes.requireState("Lstm", "c0", in.c0(), in.x());
        return LstmEvaluation.of(this, in, sizes);
    }

    /** An evaluation of an LSTM. */
    public sealed interface Pass extends Operator.Pass<Inputs, Output> permits LstmEvaluation {
        /** {@return the layer} */
        Lstm operator();

        /** {@return x, h0, c0 and the parameters} */
        Inputs inputs();

        /** {@return what went into the gates at every step, [T, N, 4H]: blocks of H for i, f, g and o} */
        Tensor z();

        /** {@return the cell after every step, [T, N, H]} */
        Tensor c();

        /** {@return the input gate σ(z_i) of every step, [T, N, H]: how much of g goes into the cell} */
        default Tensor i() {
            return LstmGates.i(z());
        }

        /** {@return the forget gate σ(z_f) of every step, [T, N, H]: how much of the cell is kept} */
        default Tensor f() {
            return LstmGates.f(z());
        }

        /** {@return the candidate tanh(z_g) of every step, [T, N, H]: what is offered to the cell} */
        default Tensor g() {
            return LstmGates.g(z());
        }

        /** {@return the output gate σ(z_o) of every step, [T, N, H]: how much of the cell shows} */
        default Tensor o() {
            return LstmGates.o(z());
        }
    }
}
