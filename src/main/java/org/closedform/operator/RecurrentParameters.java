package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * What a recurrent layer learns, as PyTorch names and lays it out, and the type of its gradient:
 * z_t = W_ih·x_t + b_ih + W_hh·h_t−1 + b_hh.
 *
 * <p>An {@link Rnn} of H units has H rows, an {@link Lstm} 4H: H each for the gates i, f, g and o, in this order; a {@link Gru} 3H: for
 * the gates r and z and the candidate n. Only the sum of the two biases matters, so their gradients are equal, except those of the
 * candidate of a GRU; there are two because models are stored so.
 *
 * @param weightIh of the input, [H, D], [3H, D] or [4H, D]
 * @param weightHh of the state before, [H, H], [3H, H] or [4H, H]
 * @param biasIh one bias, [H], [3H] or [4H]
 * @param biasHh the other, [H], [3H] or [4H]
 */
public record RecurrentParameters(Tensor weightIh, Tensor weightHh, Tensor biasIh, Tensor biasHh)
        implements TensorTree<RecurrentParameters>, Serializable {
    /**
     * Checks that no part is null.
     *
     * @param weightIh of the input, [H, D], [3H, D] or [4H, D]
     * @param weightHh of the state before, [H, H], [3H, H] or [4H, H]
     * @param biasIh one bias, [H], [3H] or [4H]
     * @param biasHh the other, [H], [3H] or [4H]
     */
    public RecurrentParameters {
        Objects.requireNonNull(weightIh, "RecurrentParameters: weightIh is null");
        Objects.requireNonNull(weightHh, "RecurrentParameters: weightHh is null");
        Objects.requireNonNull(biasIh, "RecurrentParameters: biasIh is null");
        Objects.requireNonNull(biasHh, "RecurrentParameters: biasHh is null");
    }

    /**
     * Without biases: both are zeros.
     *
     * @param weightIh of the input, [H, D], [3H, D] or [4H, D]
     * @param weightHh of the state before, [H, H], [3H, H] or [4H, H]
     * @throws ShapeException if weightIh is a scalar
     */
    public RecurrentParameters(Tensor weightIh, Tensor weightHh) {
        this(weightIh, weightHh, zeroBias(weightIh), zeroBias(weightIh));
    }

    private static Tensor zeroBias(Tensor weightIh) {
        Objects.requireNonNull(weightIh, "RecurrentParameters: weightIh is null");
        int rows = weightIh.shape().dimension(Storage.axis(weightIh.shape(), "RecurrentParameters: weightIh", 0));
        return Tensor.zeros(Shape.of(rows)).to(weightIh.elementType());
    }

    /**
     * The weights of a Keras {@code SimpleRNN} or {@code LSTM}, which are transposed here. Keras' gates i, f, c, o are in the
     * order of i, f, g, o, and its one bias becomes the first of the two; the second is 0. For a {@code GRU} see
     * {@link Gru#fromKeras(Tensor, Tensor, Tensor)}.
     *
     * @param kernel of the input, [D, H] or [D, 4H]
     * @param recurrentKernel of the state before, [H, H] or [H, 4H]
     * @param bias [H] or [4H]
     * @return the same weights as PyTorch has them
     * @throws ShapeException if a kernel is not a matrix
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromKeras(Tensor kernel, Tensor recurrentKernel, Tensor bias) {
        Objects.requireNonNull(bias, "RecurrentParameters.fromKeras: bias is null");
        RecurrentParameters weights = fromKeras(kernel, recurrentKernel);
        return new RecurrentParameters(weights.weightIh(), weights.weightHh(), bias, bias.zerosLike());
    }

    /**
     * The weights of a Keras layer with {@code use_bias=False}.
     *
     * @param kernel of the input, [D, H] or [D, 4H]
     * @param recurrentKernel of the state before, [H, H] or [H, 4H]
     * @return the same weights as PyTorch has them
     * @throws ShapeException if a kernel is not a matrix
     * @throws NullPointerException if one is null
     */
    public static RecurrentParameters fromKeras(Tensor kernel, Tensor recurrentKernel) {
        return new BlockOrder(0).fromKeras("RecurrentParameters.fromKeras", kernel, recurrentKernel);
    }

    /** A state of zeros for sequences [T, N, D] or steps [N, D]: [N, H]. */
    Tensor zeroState(String operation, Tensor x, int rank) {
        RecurrentSizes.requireRank(operation, x, rank);
        RecurrentSizes.requireHiddenMatrix(operation, weightHh);
        Shape state = Shape.of(x.shape().dimension(-2), weightHh.shape().dimension(1));
        return Tensor.zeros(state, x.elementType());
    }
}
