package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A GRU of two hidden units by example: with one, blocks of rows could be mistaken for rows. */
class GruTest {
    private static final Tensor BIAS = Tensor.zeros(Shape.of(6));

    /** The features themselves are a: the weights are those of the identity. Expected values with 20 digits. */
    @Test
    void gatesAreOfTheBlocksOfA() {
        Tensor x = Tensor.of(Shape.of(1, 1, 6), 1, -2, 3, -0.5, 0.5, -1);
        RecurrentParameters parameters =
                new RecurrentParameters(Tensor.eye(6), Tensor.zeros(Shape.of(6, 2)), BIAS, BIAS);
        Gru.Pass pass = new Gru().forward(new Gru.Inputs(x, parameters));
        assertEquals(x, pass.a());
        assertNear("r", pass.r(), 0.73105857863000487925, 0.11920292202211755594);
        assertNear("z", pass.z(), 0.95257412682243321912, 0.37754066879814543536);
        assertNear("n", pass.n(), 0.46211715726000975850, -0.76159415595576488811);
    }

    private static void assertNear(String gate, Tensor actual, double... expected) {
        assertTrue(
                actual.isClose(Tensor.of(Shape.of(1, 1, 2), expected), 1e-15, 0),
                () -> gate + " is " + actual + ", not " + Arrays.toString(expected));
    }

    /** With r = σ(0) = 1/2 and z = 0: n = tanh(1/2 · (3·0.25 + 1)) after the product, tanh(3 · 1/2 · 0.25 + 1) before it. */
    @Test
    void theResetGateMultipliesAfterOrBeforeTheProduct() {
        RecurrentParameters parameters = new RecurrentParameters(
                Tensor.zeros(Shape.of(3, 1)),
                Tensor.of(new double[][] {{0}, {0}, {3}}),
                Tensor.of(0, -1000, 0),
                Tensor.of(0, 0, 1));
        Gru.Inputs in = new Gru.Inputs(Tensor.zeros(Shape.of(1, 1, 1)), Tensor.of(new double[][] {{0.25}}), parameters);
        assertTrue(Math.abs(new Gru().apply(in).y().item() - 0.70390560393662106) < 1e-15);
        assertTrue(Math.abs(new Gru(Gru.Reset.BEFORE).apply(in).y().item() - 0.87982669965198476) < 1e-15);
        assertEquals(1.75, new Gru().forward(in).u().item());
        assertEquals(1.375, new Gru(Gru.Reset.BEFORE).forward(in).u().item());
    }

    /** The blocks of ONNX and of Keras are z, r, n. */
    @Test
    void othersBlocksAreReordered() {
        Tensor theirs = Tensor.of(3, 4, 1, 2, 5, 6);
        Tensor ours = Tensor.of(1, 2, 3, 4, 5, 6);
        RecurrentParameters expected = new RecurrentParameters(column(ours), matrix(ours), ours, ours.plus(10));
        assertEquals(
                expected, Gru.fromOnnx(column(theirs), matrix(theirs), Tensor.concatenate(0, theirs, theirs.plus(10))));
        assertEquals(new RecurrentParameters(column(ours), matrix(ours)), Gru.fromOnnx(column(theirs), matrix(theirs)));
        Tensor kernel = column(theirs).transpose();
        Tensor recurrentKernel = matrix(theirs).transpose();
        assertEquals(expected, Gru.fromKeras(kernel, recurrentKernel, Tensor.stack(0, theirs, theirs.plus(10))));
        assertEquals(
                new RecurrentParameters(column(ours), matrix(ours), ours, BIAS),
                Gru.fromKeras(kernel, recurrentKernel, theirs));
        assertEquals(new RecurrentParameters(column(ours), matrix(ours)), Gru.fromKeras(kernel, recurrentKernel));
    }

    private static Tensor column(Tensor rows) {
        return rows.reshape(6, 1);
    }

    private static Tensor matrix(Tensor rows) {
        return column(rows).times(Tensor.of(10, 100));
    }
}
