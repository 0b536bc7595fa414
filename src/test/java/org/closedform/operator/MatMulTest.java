package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MatMulTest extends OperatorContract<MatMul.Inputs, Tensor> {
    private static final MatMul MATMUL = new MatMul();

    @Override
    protected Arbitrary<Case<MatMul.Inputs, Tensor>> cases(ElementType type) {
        Arbitrary<Integer> length = Arbitraries.integers().between(1, 3);
        return Combinators.combine(
                        length, length, length, Arbitraries.integers().between(0, BATCHES.length - 1))
                .flatAs((m, k, n, batch) -> {
                    Shape left = BATCHES[batch][0].with(-1, m).with(-1, k);
                    Shape right = BATCHES[batch][1].with(-1, k).with(-1, n);
                    return Combinators.combine(
                                    TensorArbitraries.tensors(left, type), TensorArbitraries.tensors(right, type))
                            .as((l, r) -> new Case<>(MATMUL, new MatMul.Inputs(l, r), List.of(), 50));
                });
    }

    private static final Shape[][] BATCHES = {
        {Shape.of(), Shape.of()},
        {Shape.of(2), Shape.of(2)},
        {Shape.of(2), Shape.of()},
        {Shape.of(), Shape.of(3)},
        {Shape.of(2, 1), Shape.of(1, 3)},
        {Shape.of(1), Shape.of(2)}
    };

    private static final Tensor LEFT = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    private static final Tensor RIGHT = Tensor.of(new double[][] {{1, 0, -1}, {2, 1, 0}});

    @Nested
    class Value {
        @Test
        void byHand() {
            Operator.Pass<MatMul.Inputs, Tensor> pass = MATMUL.forward(new MatMul.Inputs(LEFT, RIGHT));
            assertEquals(Tensor.of(new double[][] {{5, 2, -1}, {11, 4, -3}, {17, 6, -5}}), pass.output());
            MatMul.Inputs d = pass.backward(Tensor.eye(3));
            assertEquals(RIGHT.transpose(), d.left());
            assertEquals(LEFT.transpose(), d.right());
        }

        @Test
        void aRepeatedMatrixCollectsItsGradients() {
            Tensor batch = Tensor.stack(0, LEFT, LEFT);
            Operator.Pass<MatMul.Inputs, Tensor> pass = MATMUL.forward(new MatMul.Inputs(batch, RIGHT));
            MatMul.Inputs d = pass.backward(Tensor.stack(0, Tensor.eye(3), Tensor.eye(3)));
            assertEquals(LEFT.transpose().times(2), d.right());
        }
    }

    @Nested
    class Tangents {
        private final Tensor leftTangent = Tensor.of(new double[][] {{0, 1}, {-1, 0}, {2, 2}});
        private final Tensor rightTangent = Tensor.of(new double[][] {{1, 1, 0}, {0, -1, 2}});

        @Test
        void byHand() {
            Operator.Pass<MatMul.Inputs, Tensor> pass = MATMUL.forward(new MatMul.Inputs(LEFT, RIGHT));
            MatMul.Inputs tangent = new MatMul.Inputs(leftTangent, rightTangent);
            assertEquals(
                    Tensor.of(new double[][] {{2 + 1, 1 - 1, 0 + 4}, {-1 + 3, 0 - 1, 1 + 8}, {6 + 5, 2 - 1, -2 + 12}}),
                    pass.pushforward(tangent));
            assertEquals(
                    new MatMul.Inputs(rightTangent.transpose(), leftTangent.transpose()),
                    pass.curvature(Tensor.eye(3), tangent));
        }

        @Test
        void aRepeatedMatrixMovesEveryProduct() {
            Tensor batch = Tensor.stack(0, LEFT, LEFT);
            Operator.Pass<MatMul.Inputs, Tensor> pass = MATMUL.forward(new MatMul.Inputs(batch, RIGHT));
            MatMul.Inputs tangent = new MatMul.Inputs(Tensor.stack(0, leftTangent, leftTangent), rightTangent);
            Tensor moved = pass.pushforward(tangent);
            assertEquals(moved.select(0, 0), moved.select(0, 1));
            MatMul.Inputs second = pass.curvature(Tensor.stack(0, Tensor.eye(3), Tensor.eye(3)), tangent);
            assertEquals(leftTangent.transpose().times(2), second.right());
        }
    }

    @Nested
    class WrongDerivations {
        private final MatMul.Inputs square = new MatMul.Inputs(LEFT.slice(0, 0, 2), RIGHT.slice(1, 0, 2));

        @Test
        void areCaught() {
            assertCaught((in, y, dy) -> new MatMul.Inputs(
                    dy.matmul(in.right()), in.left().transpose().matmul(dy)));
            assertCaught((in, y, dy) -> new MatMul.Inputs(
                    dy.matmul(in.right().transpose()), in.left().matmul(dy)));
            assertCaught((in, y, dy) -> new MatMul.Inputs(
                    in.right().transpose().matmul(dy), dy.matmul(in.left().transpose())));
        }

        private void assertCaught(Operator.Backward<MatMul.Inputs, Tensor> wrong) {
            Operator<MatMul.Inputs, Tensor> mutant = Operator.of(MATMUL::apply, wrong);
            assertEquals(Verdict.FAIL, GradientCheck.of(mutant).at(square).verdict());
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesBothShapes() {
            assertMessage(
                    "MatMul: left has shape [3] and right [3, 2], but matrices […, m, k] and […, k, n] are needed",
                    Tensor.zeros(Shape.of(3)),
                    Tensor.zeros(Shape.of(3, 2)));
            assertMessage(
                    "Tensor.matmul: [3, 2] times [3, 2]: 2 columns against 3 rows; equal numbers are needed",
                    LEFT,
                    LEFT);
        }

        private void assertMessage(String expected, Tensor left, Tensor right) {
            MatMul.Inputs inputs = new MatMul.Inputs(left, right);
            assertEquals(
                    expected,
                    assertThrows(ShapeException.class, () -> MATMUL.forward(inputs))
                            .getMessage());
        }

        @Test
        void inputsAreRebuiltFromTwoParts() {
            assertEquals(
                    "TensorTree.rebuild: 3 tensors for MatMul.Inputs, which has 2 parts",
                    assertThrows(IllegalArgumentException.class, () -> new MatMul.Inputs(LEFT, RIGHT)
                                    .rebuild(List.of(LEFT, RIGHT, LEFT)))
                            .getMessage());
        }

        @Test
        void namesThePartThatIsNull() {
            assertEquals(
                    "MatMul.Inputs: right is null",
                    assertThrows(NullPointerException.class, () -> new MatMul.Inputs(LEFT, null))
                            .getMessage());
        }
    }
}
