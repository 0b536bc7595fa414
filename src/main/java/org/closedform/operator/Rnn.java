package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.Hyperbolic;
import org.closedform.kernel.Rectifier;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Elman's recurrent layer: a state h that every step of a sequence is mixed into, through tanh or ReLU.
 *
 * <pre>{@code
 * z_t = W_ih·x_t + b_ih + W_hh·h_t−1 + b_hh        t = 1 … T
 * h_t = φ(z_t)
 *
 * dh_t = dy_t + W_hhᵀ·dz_t+1                       from t = T down; at T: dy_T + dhLast
 * dz_t = φ′(z_t) ⊙ dh_t
 * dx_t = W_ihᵀ·dz_t          dh_0 = W_hhᵀ·dz_1
 * dW_ih = Σ_t dz_t·x_tᵀ      dW_hh = Σ_t dz_t·h_t−1ᵀ      db_ih = db_hh = Σ_t dz_t
 *
 * ż_t = W_ih·ẋ_t + Ẇ_ih·x_t + ḃ_ih + W_hh·ḣ_t−1 + Ẇ_hh·h_t−1 + ḃ_hh
 * ḣ_t = φ′(z_t) ⊙ ż_t
 *
 * curvature: how dh_t and dz_t move, from t = T down; dx and the parameters' gradients by the product rule
 * (dh_t)˙ = W_hhᵀ·(dz_t+1)˙ + Ẇ_hhᵀ·dz_t+1         at T: 0
 * (dz_t)˙ = φ′(z_t) ⊙ (dh_t)˙ + φ″(z_t) ⊙ ż_t ⊙ dh_t
 * }</pre>
 *
 * <p>The way from h_T back to h_0 is a product of T factors diag(φ′(z_t))·W_hh: it vanishes or explodes with T, and an
 * {@link Lstm} is what helps. Only that product is taken step by step; dx and the parameters' gradients are one matrix
 * product each, over all steps.
 *
 * <p><b>Shapes:</b> x [T, N, D], T ≥ 1; h0 [N, H]; weightIh [H, D], weightHh [H, H], both biases [H]; y [T, N, H],
 * hLast [N, H]. <b>Special values:</b> a NaN in x makes its sequence NaN from that step on, other sequences stay
 * untouched; an empty batch is empty, and its parameters' gradients are 0; ReLU has slope 0 at 0. <b>Accuracy:</b> sums
 * are in float64, and z, h and ḣ are rounded once a step; over 5 steps with weights around 1, values within 4,
 * gradients, pushforwards and curvatures within 8 times 2⁻⁵² (2⁻²³ in float32) of the largest number of their tensor,
 * or of 1 where that is more.
 *
 * <p>Sequences may have lengths of their own, {@link #withLengths}, and be read from their ends, {@link #reversed}: see
 * {@link Traversal}.
 *
 * <p>Defaults are PyTorch's: {@code nn.RNN} of one layer and one direction, time first, tanh.
 *
 * <p>Source: Elman, Finding Structure in Time, 1990; backward: Werbos, Backpropagation Through Time, 1990, §III.
 *
 * @param nonlinearity φ
 * @param traversal the direction, and how long each sequence is
 */
public record Rnn(Nonlinearity nonlinearity, Traversal traversal)
        implements Operator<Rnn.Inputs, Rnn.Output>, Serializable {

    /** What a state goes through. */
    public enum Nonlinearity {
        /** The hyperbolic tangent, see {@link Tanh}. */
        TANH(Hyperbolic::tangent, Hyperbolic::tangentSlope, Hyperbolic::tangentSecondSlope),
        /** max(z, 0), see {@link Relu}. */
        RELU(Rectifier::value, Rectifier::slope, z -> 0);

        final DoubleUnaryOperator value;
        final DoubleUnaryOperator slope;
        final DoubleUnaryOperator secondSlope;

        Nonlinearity(DoubleUnaryOperator value, DoubleUnaryOperator slope, DoubleUnaryOperator secondSlope) {
            this.value = value;
            this.slope = slope;
            this.secondSlope = secondSlope;
        }
    }

    /**
     * Checks that both are there.
     *
     * @param nonlinearity φ
     * @param traversal the direction, and how long each sequence is
     */
    public Rnn {
        Objects.requireNonNull(nonlinearity, "Rnn: nonlinearity is null");
        Objects.requireNonNull(traversal, "Rnn: traversal is null");
    }

    /**
     * All steps, from the first to the last.
     *
     * @param nonlinearity φ
     */
    public Rnn(Nonlinearity nonlinearity) {
        this(nonlinearity, Traversal.ALL_FORWARD);
    }

    /** With tanh. */
    public Rnn() {
        this(Nonlinearity.TANH);
    }

    /**
     * {@return the same layer for sequences of these lengths, see {@link Traversal}}
     *
     * @param lengths how many steps of each sequence count, from 0 to T
     * @throws IllegalArgumentException if one is negative
     */
    public Rnn withLengths(int... lengths) {
        return new Rnn(nonlinearity, traversal.withLengths("Rnn.withLengths", lengths));
    }

    /** {@return the same layer in the other direction, from the last step of each sequence to the first} */
    public Rnn reversed() {
        return new Rnn(nonlinearity, traversal.reversed());
    }

    /**
     * What a recurrent layer is a function of, and the type of its gradient.
     *
     * @param x sequences, time first, [T, N, D]
     * @param h0 the state before the first step, [N, H]
     * @param parameters weights of H rows and biases
     */
    public record Inputs(Tensor x, Tensor h0, RecurrentParameters parameters)
            implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param x sequences, time first, [T, N, D]
         * @param h0 the state before the first step, [N, H]
         * @param parameters weights of H rows and biases
         */
        public Inputs {
            Objects.requireNonNull(x, "Rnn.Inputs: x is null");
            Objects.requireNonNull(h0, "Rnn.Inputs: h0 is null");
            Objects.requireNonNull(parameters, "Rnn.Inputs: parameters is null");
        }

        /**
         * From a state of zeros.
         *
         * @param x sequences, time first, [T, N, D]
         * @param parameters weights of H rows and biases
         * @throws ShapeException if x has another rank, or weightHh is not a matrix
         */
        public Inputs(Tensor x, RecurrentParameters parameters) {
            this(
                    x,
                    Objects.requireNonNull(parameters, "Rnn.Inputs: parameters is null")
                            .zeroState("Rnn.Inputs", x, 3),
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
            Objects.requireNonNull(y, "Rnn.Output: y is null");
            Objects.requireNonNull(hLast, "Rnn.Output: hLast is null");
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
        Objects.requireNonNull(in, "Rnn: the inputs are null");
        RecurrentSizes sizes = RecurrentSizes.of("Rnn", in.x(), in.parameters(), 1, traversal);
        sizes.requireState("Rnn", "h0", in.h0(), in.x());
        return RnnEvaluation.of(this, in, sizes);
    }

    /** An evaluation of a recurrent layer. */
    public sealed interface Pass extends Operator.Pass<Inputs, Output> permits RnnEvaluation {
        /** {@return the layer} */
        Rnn operator();

        /** {@return φ} */
        default Nonlinearity nonlinearity() {
            return operator().nonlinearity;
        }

        /** {@return x, h0 and the parameters} */
        Inputs inputs();

        /** {@return what went into φ at every step, [T, N, H]} */
        Tensor z();

        /** {@return φ′(z_t) of every step, [T, N, H]: with the weight, the factor by which a step passes a gradient on} */
        default Tensor slope() {
            return z().map(nonlinearity().slope);
        }
    }
}
