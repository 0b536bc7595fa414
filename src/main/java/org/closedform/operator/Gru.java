package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Gated recurrent unit: a recurrent layer whose state is kept or replaced, unit by unit, as its gate z says, so that a gradient need not
 * vanish on its way back.
 *
 * <pre>{@code
 * a_r = W_ir·x_t + b_ir + W_hr·h_t−1 + b_hr        t = 1 … T
 * a_z = W_iz·x_t + b_iz + W_hz·h_t−1 + b_hz
 * reset after the product:    u = W_hn·h_t−1 + b_hn           a_n = W_in·x_t + b_in + r ⊙ u
 * reset before the product:   u = W_hn·(r ⊙ h_t−1) + b_hn     a_n = W_in·x_t + b_in + u
 * r = σ(a_r)   z = σ(a_z)   n = tanh(a_n)
 * h_t = (1 − z) ⊙ n + z ⊙ h_t−1
 *
 * da_n = (1 − z) ⊙ tanh′(a_n) ⊙ dh_t                             from t = T down
 * da_z = (h_t−1 − n) ⊙ σ′(a_z) ⊙ dh_t
 * reset after:    du = r ⊙ da_n    ds = W_hnᵀ·du    da_r = u ⊙ σ′(a_r) ⊙ da_n        dk = ds
 * reset before:   du = da_n        ds = W_hnᵀ·du    da_r = h_t−1 ⊙ σ′(a_r) ⊙ ds      dk = r ⊙ ds
 * dh_t−1 = dy_t−1 + z ⊙ dh_t + W_hrᵀ·da_r + W_hzᵀ·da_z + dk      at T: dy_T + dhLast; at 0 without dy
 * dx_t = W_ihᵀ·da_t    dW_ih = Σ_t da_t·x_tᵀ    db_ih = Σ_t da_t
 * dW_hh, db_hh: of r and z Σ_t da_t·h_t−1ᵀ and Σ_t da_t; of n Σ_t du_t·h_t−1ᵀ (or r ⊙ h_t−1) and Σ_t du_t
 *
 * ȧ_r, ȧ_z, u̇, ȧ_n: each of the first lines by the product rule
 * ḣ_t = (1 − z) ⊙ tanh′(a_n) ⊙ ȧ_n + (h_t−1 − n) ⊙ σ′(a_z) ⊙ ȧ_z + z ⊙ ḣ_t−1
 * curvature: how each line from da_n to db_hh moves, by the product rule, from t = T down
 * }</pre>
 *
 * <p>Along the state alone, a gradient is multiplied by z at each step, as by the forget gate along the cell of an {@link Lstm}.
 * Only the recurrence is taken step by step; dx and the parameters' gradients are one matrix product each, over all steps.
 * Slopes are computed from a, and 1 − z is σ(−a_z), so that a saturated gate keeps its digits.
 *
 * <p><b>Shapes:</b> x [T, N, D], T ≥ 1; h0 [N, H]; weightIh [3H, D], weightHh [3H, H], both biases [3H], H rows each for r, z and
 * n; y [T, N, H], hLast [N, H]. <b>Special values:</b> a gate is exactly 0 or 1 where σ is, and where 1 − z is 0 the state is kept bit
 * by bit; a NaN in x makes its sequence NaN from that step on, other sequences stay untouched; an empty batch is empty, and
 * its parameters' gradients are 0. <b>Accuracy:</b> sums are in float64, and a, u, h and ḣ are rounded once a step; over 5
 * steps with weights around 1, values within 4, gradients and pushforwards within 8, curvatures within 16 times 2⁻⁵² (2⁻²³ in
 * float32) of the largest number of their tensor, or of 1 where that is more.
 *
 * <p>Sequences may have lengths of their own, {@link #withLengths}, and be read from their ends, {@link #reversed}: see
 * {@link Traversal}.
 *
 * <p>Defaults are PyTorch's: {@code nn.GRU} of one layer and one direction, time first, its gates r, z, n and reset after the
 * product. ONNX says {@code linear_before_reset=1} for that, its default is before; Keras {@code reset_after=True}, its default. Weights
 * of other libraries: {@link #fromOnnx(Tensor, Tensor, Tensor) fromOnnx}, {@link #fromKeras(Tensor, Tensor, Tensor) fromKeras}.
 *
 * <p>Source: Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk, Bengio, Learning Phrase Representations using RNN
 * Encoder–Decoder, 2014, eqs. (5) to (8), reset before; after: Appleyard, Kociský, Blunsom, Optimizing Performance of Recurrent
 * Neural Networks on GPUs, 2016.
 *
 * @param reset where r multiplies
 * @param traversal the direction, and how long each sequence is
 */
public record Gru(Reset reset, Traversal traversal) implements Operator<Gru.Inputs, Gru.Output>, Serializable {
    static final int GATES = 3;

    /** The blocks of ONNX and of Keras are z, r, n. */
    private static final BlockOrder UPDATE_FIRST = new BlockOrder(1, 0, 2);

    /** Where the reset gate multiplies what the candidate sees of the state. */
    public enum Reset {
        /** n = tanh(… + r ⊙ (W_hn·h + b_hn)): PyTorch, ONNX with {@code linear_before_reset=1}, Keras with {@code reset_after=True}. */
        AFTER,
        /** n = tanh(… + W_hn·(r ⊙ h) + b_hn): the paper's, ONNX's default, Keras with {@code reset_after=False}. */
        BEFORE
    }

    /**
     * Checks that both are there.
     *
     * @param reset where r multiplies
     * @param traversal the direction, and how long each sequence is
     */
    public Gru {
        Objects.requireNonNull(reset, "Gru: reset is null");
        Objects.requireNonNull(traversal, "Gru: traversal is null");
    }

    /**
     * All steps, from the first to the last.
     *
     * @param reset where r multiplies
     */
    public Gru(Reset reset) {
        this(reset, Traversal.ALL_FORWARD);
    }

    /** Reset after the product. */
    public Gru() {
        this(Reset.AFTER);
    }

    /**
     * {@return the same layer for sequences of these lengths, see {@link Traversal}}
     *
     * @param lengths how many steps of each sequence count, from 0 to T
     * @throws IllegalArgumentException if one is negative
     */
    public Gru withLengths(int... lengths) {
        return new Gru(reset, traversal.withLengths("Gru.withLengths", lengths));
    }

    /** {@return the same layer in the other direction, from the last step of each sequence to the first} */
    public Gru reversed() {
        return new Gru(reset, traversal.reversed());
    }

    /**
     * The weights of an ONNX {@code GRU} of one direction, whose gates z, r, h are put in the order of r, z, n here. ONNX has an axis
     * of directions in front of each: {@code w.select(0, 0)} takes the first.
     *
     * @param w of the input, [3H, D]
     * @param r of the state before, [3H, H]
     * @param b both biases, [6H]: W's, then R's
     * @return the same weights as PyTorch has them
     * @throws ShapeException if they are not of these ranks, or w has no multiple of three rows, or r and b have not as many
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromOnnx(Tensor w, Tensor r, Tensor b) {
        return UPDATE_FIRST.fromOnnx("Gru.fromOnnx", w, r, b);
    }

    /**
     * The weights of an ONNX {@code GRU} whose optional biases are not there.
     *
     * @param w of the input, [3H, D]
     * @param r of the state before, [3H, H]
     * @return the same weights as PyTorch has them
     * @throws ShapeException if they are not of these ranks, or w has no multiple of three rows, or r has not as many
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromOnnx(Tensor w, Tensor r) {
        return UPDATE_FIRST.fromOnnx("Gru.fromOnnx", w, r);
    }

    /**
     * The weights of a Keras {@code GRU}, which are transposed here; its gates z, r, h are put in the order of r, z, n.
     *
     * @param kernel of the input, [D, 3H]
     * @param recurrentKernel of the state before, [H, 3H]
     * @param bias [2, 3H], the input's and the state's, as with {@code reset_after=True}; or [3H], the input's, as without
     * @return the same weights as PyTorch has them
     * @throws ShapeException if a kernel is no matrix of a multiple of three columns, or the bias does not fit it
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromKeras(Tensor kernel, Tensor recurrentKernel, Tensor bias) {
        Objects.requireNonNull(bias, "Gru.fromKeras: bias is null");
        RecurrentParameters weights = fromKeras(kernel, recurrentKernel);
        int rows = weights.weightIh().shape().dimension(0);
        if (bias.rank() < 1
                || bias.rank() > 2
                || bias.shape().dimension(-1) != rows
                || bias.size() != bias.rank() * rows) {
            throw new ShapeException("Gru.fromKeras: bias has shape " + bias.shape() + ", but beside kernel "
                    + kernel.shape() + " [2, " + rows + "] or [" + rows + "] is needed");
        }
        boolean both = bias.rank() == 2;
        Tensor first = UPDATE_FIRST.ours(both ? bias.select(0, 0) : bias);
        Tensor second = both ? UPDATE_FIRST.ours(bias.select(0, 1)) : first.zerosLike();
        return new RecurrentParameters(weights.weightIh(), weights.weightHh(), first, second);
    }

    /**
     * The weights of a Keras {@code GRU} with {@code use_bias=False}.
     *
     * @param kernel of the input, [D, 3H]
     * @param recurrentKernel of the state before, [H, 3H]
     * @return the same weights as PyTorch has them
     * @throws ShapeException if a kernel is no matrix of a multiple of three columns
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromKeras(Tensor kernel, Tensor recurrentKernel) {
        return UPDATE_FIRST.fromKeras("Gru.fromKeras", kernel, recurrentKernel);
    }

    /**
     * What a GRU is a function of, and the type of its gradient.
     *
     * @param x sequences, time first, [T, N, D]
     * @param h0 the state before the first step, [N, H]
     * @param parameters weights of 3H rows and biases
     */
    public record Inputs(Tensor x, Tensor h0, RecurrentParameters parameters)
            implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x sequences, time first, [T, N, D]
         * @param h0 the state before the first step, [N, H]
         * @param parameters weights of 3H rows and biases
         */
        public Inputs {
            Objects.requireNonNull(x, "Gru.Inputs: x is null");
            Objects.requireNonNull(h0, "Gru.Inputs: h0 is null");
            Objects.requireNonNull(parameters, "Gru.Inputs: parameters is null");
        }

        /**
         * From a state of zeros.
         *
         * @param x sequences, time first, [T, N, D]
         * @param parameters weights of 3H rows and biases
         * @throws ShapeException if x has another rank, or weightHh is not a matrix
         */
        public Inputs(Tensor x, RecurrentParameters parameters) {
            this(
                    x,
                    Objects.requireNonNull(parameters, "Gru.Inputs: parameters is null")
                            .zeroState("Gru.Inputs", x, 3),
                    parameters);
        }
    }

    /**
     * What comes out, and the type of its upstream; that of a part that the loss does not depend on is zeros:
     * {@code pass.output().zerosLike().withHLast(dHLast)}.
     *
     * @param y the state after every step, [T, N, H]
     * @param hLast the state after the last step, [N, H]: PyTorch's h_n
     */
    public record Output(Tensor y, Tensor hLast) implements TensorTree<Output>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param y the state after every step, [T, N, H]
         * @param hLast the state after the last step, [N, H]
         */
        public Output {
            Objects.requireNonNull(y, "Gru.Output: y is null");
            Objects.requireNonNull(hLast, "Gru.Output: hLast is null");
        }

        /**
         * {@return the same output, or upstream, with another y}
         *
         * @param other [T, N, H]
         */
        public Output withY(Tensor other) {
            return new Output(other, hLast);
        }

        /**
         * {@return the same output, or upstream, with another hLast}
         *
         * @param other [N, H]
         */
        public Output withHLast(Tensor other) {
            return new Output(y, other);
        }
    }

    /** @throws ShapeException if x, the state and the parameters do not fit each other, or there is no step */
    @Override
    public Pass forward(Inputs in) {
        Objects.requireNonNull(in, "Gru: the inputs are null");
        RecurrentSizes sizes = RecurrentSizes.of("Gru", in.x(), in.parameters(), GATES, traversal);
        sizes.requireState("Gru", "h0", in.h0(), in.x());
        return GruEvaluation.of(this, in, sizes);
    }

    boolean isResetAfter() {
        return reset == Reset.AFTER;
    }

    /** An evaluation of a GRU. */
    public sealed interface Pass extends Operator.Pass<Inputs, Output> permits GruEvaluation {
        /** {@return the layer} */
        Gru operator();

        /** {@return x, h0 and the parameters} */
        Inputs inputs();

        /** {@return what went into the gates and the candidate at every step, [T, N, 3H]: blocks of H for r, z and n} */
        Tensor a();

        /** {@return what the candidate sees of the state at every step, W_hn·h + b_hn or W_hn·(r ⊙ h) + b_hn, [T, N, H]} */
        Tensor u();

        /** {@return the reset gate σ(a_r) of every step, [T, N, H]: how much of the state the candidate sees} */
        default Tensor r() {
            return GruGates.r(a());
        }

        /** {@return the update gate σ(a_z) of every step, [T, N, H]: how much of the state is kept} */
        default Tensor z() {
            return GruGates.z(a());
        }

        /** {@return the candidate tanh(a_n) of every step, [T, N, H]: what replaces the rest} */
        default Tensor n() {
            return GruGates.n(a());
        }
    }
}
