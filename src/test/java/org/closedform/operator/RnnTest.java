package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A recurrent layer by example. */
class RnnTest {
    /** The features themselves are z: the weights are those of the identity, and nothing comes from the step before. */
    private static Rnn.Pass pass(Rnn.Nonlinearity nonlinearity, double... z) {
        int hidden = z.length;
        Tensor bias = Tensor.zeros(Shape.of(hidden));
        RecurrentParameters parameters =
                new RecurrentParameters(Tensor.eye(hidden), Tensor.zeros(Shape.of(hidden, hidden)), bias, bias);
        return new Rnn(nonlinearity).forward(new Rnn.Inputs(Tensor.of(Shape.of(1, 1, hidden), z), parameters));
    }

    /** 1/cosh² z, with 40 digits. */
    @Test
    void slopeOfTanhIsOneOverCoshSquared() {
        Tensor expected = Tensor.of(Shape.of(1, 1, 3), 0.7864477329659274101, 0.07065082485316446569, 1);
        Tensor slope = pass(Rnn.Nonlinearity.TANH, 0.5, -2, 0).slope();
        assertTrue(slope.isClose(expected, 1e-15, 0), slope::toString);
    }

    @Test
    void slopeOfReluIsOneAboveZeroOnly() {
        assertEquals(
                Tensor.of(Shape.of(1, 1, 3), 1, 0, 0),
                pass(Rnn.Nonlinearity.RELU, 0.5, -2, 0).slope());
    }
}
