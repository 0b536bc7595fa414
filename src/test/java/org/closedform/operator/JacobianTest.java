package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JacobianTest {
    /** y = x·Wᵀ has J = W. */
    private static final Tensor W = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});

    private static Jacobian ofProduct() {
        Operator<Tensor, Tensor> product =
                new LinearWithoutBias().holding(x -> new LinearWithoutBias.Inputs(x, W), LinearWithoutBias.Inputs::x);
        return Jacobian.of(product.forward(Tensor.of(0.1, 0.2, 0.3)));
    }

    @Nested
    class OfAPass {
        @Test
        void hasOutputsAsRows() {
            assertEquals(W, ofProduct().toDense());
        }

        @Test
        void appliesBothWays() {
            assertEquals(Tensor.of(-2, -2), ofProduct().apply(Tensor.of(1, 0, -1)));
            assertEquals(Tensor.of(-3, -3, -3), ofProduct().applyTranspose(Tensor.of(1, -1)));
        }

        @Test
        void keepsTheElementTypeAndTakesEmptyTensors() {
            Operator.Pass<Tensor, Tensor> pass = new Sigmoid().forward(Tensor.of(new float[] {0}));
            assertEquals(Tensor.of(new float[][] {{0.25f}}), Jacobian.of(pass).toDense());
            Jacobian empty = Jacobian.of(new Sigmoid().forward(Tensor.zeros(Shape.of(0))));
            assertEquals(Shape.of(0, 0), empty.toDense().shape());
            assertEquals(Shape.of(0), empty.apply(Tensor.zeros(Shape.of(0))).shape());
        }
    }

    @Nested
    class Diagonal {
        private final Jacobian diagonal = Jacobian.diagonal(Tensor.of(new double[][] {{2, 3}}));

        @Test
        void scalesElements() {
            assertEquals(Tensor.of(new double[][] {{10, -3}}), diagonal.apply(Tensor.of(new double[][] {{5, -1}})));
            assertEquals(
                    Tensor.of(new double[][] {{10, -3}}), diagonal.applyTranspose(Tensor.of(new double[][] {{5, -1}})));
        }

        @Test
        void isDenseOverBothShapes() {
            assertEquals(Tensor.of(Shape.of(1, 2, 1, 2), 2, 0, 0, 3), diagonal.toDense());
            assertEquals(
                    ElementType.FLOAT32,
                    Jacobian.diagonal(Tensor.of(new float[] {1})).toDense().elementType());
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesWhatDoesNotFit() {
            assertEquals(
                    "Jacobian.apply: dx has shape [2], but [3] is needed",
                    assertThrows(ShapeException.class, () -> ofProduct().apply(Tensor.of(1, 2)))
                            .getMessage());
            assertEquals(
                    "Jacobian.applyTranspose: dy has shape [3], but [2] is needed",
                    assertThrows(ShapeException.class, () -> ofProduct().applyTranspose(Tensor.of(1, 2, 3)))
                            .getMessage());
            assertEquals(
                    "Jacobian.apply: dx has shape [3], but [2] is needed",
                    assertThrows(ShapeException.class, () -> Jacobian.diagonal(Tensor.of(1, 2))
                                    .apply(Tensor.of(1, 2, 3)))
                            .getMessage());
        }

        @Test
        void namesNull() {
            assertEquals(
                    "Jacobian.apply: dx is null",
                    assertThrows(NullPointerException.class, () -> ofProduct().apply(null))
                            .getMessage());
            assertEquals(
                    "Jacobian.applyTranspose: dy is null",
                    assertThrows(NullPointerException.class, () -> ofProduct().applyTranspose(null))
                            .getMessage());
        }

        @Test
        void refusesADenseTensorThatNoArrayHolds() {
            Tensor large = Tensor.zeros(Shape.of(50_000));
            assertThrows(ShapeException.class, () -> Jacobian.diagonal(large).toDense());
            assertThrows(ShapeException.class, () -> Jacobian.of(new Sigmoid().forward(large)));
            assertThrows(
                    ShapeException.class,
                    () -> new Softmax(0).forward(large).jacobian().toDense());
        }
    }
}
