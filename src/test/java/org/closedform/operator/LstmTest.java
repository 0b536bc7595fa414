package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** An LSTM of two hidden units by example: with one, blocks of rows could be mistaken for rows. */
class LstmTest {
    private static final Tensor BIAS = Tensor.zeros(Shape.of(8));

    /** The features themselves are z: the weights are those of the identity. Expected values with 20 digits. */
    @Test
    void gatesAreOfTheBlocksOfZ() {
        Tensor x = Tensor.of(Shape.of(1, 1, 8), 1, -2, 3, -0.5, 0.5, -1, 0.25, 2);
        RecurrentParameters parameters =
                new RecurrentParameters(Tensor.eye(8), Tensor.zeros(Shape.of(8, 2)), BIAS, BIAS);
        Lstm.Pass pass = new Lstm().forward(new Lstm.Inputs(x, parameters));
        assertEquals(x, pass.z());
        assertNear("i", pass.i(), 0.73105857863000487925, 0.11920292202211755594);
        assertNear("f", pass.f(), 0.95257412682243321912, 0.37754066879814543536);
        assertNear("g", pass.g(), 0.46211715726000975850, -0.76159415595576488811);
        assertNear("o", pass.o(), 0.56217650088579810403, 0.88079707797788244406);
    }

    private static void assertNear(String gate, Tensor actual, double... expected) {
        assertTrue(
                actual.isClose(Tensor.of(Shape.of(1, 1, 2), expected), 1e-15, 0),
                () -> gate + " is " + actual + ", not " + Arrays.toString(expected));
    }

    /** ONNX's blocks are i, o, f, c. */
    @Test
    void onnxsBlocksAreReordered() {
        RecurrentParameters parameters = Lstm.fromOnnx(
                Tensor.of(1, 2, 7, 8, 3, 4, 5, 6).reshape(8, 1),
                Tensor.of(1, 2, 7, 8, 3, 4, 5, 6)
                        .times(Tensor.of(10, 100).expandDims(1))
                        .transpose(),
                Tensor.of(1, 2, 7, 8, 3, 4, 5, 6, 11, 12, 17, 18, 13, 14, 15, 16));
        Tensor inOrder = Tensor.of(1, 2, 3, 4, 5, 6, 7, 8);
        assertEquals(
                new RecurrentParameters(
                        inOrder.reshape(8, 1),
                        inOrder.times(Tensor.of(10, 100).expandDims(1)).transpose(),
                        inOrder,
                        inOrder.plus(10)),
                parameters);
    }
}
