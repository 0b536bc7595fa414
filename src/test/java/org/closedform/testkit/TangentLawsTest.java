package org.closedform.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The laws of forward mode and of second derivatives: each is broken by an operator that is wrong in that way. */
class TangentLawsTest {
    private static final Tensor X = Tensor.of(0.5, -1, 2);

    /** The cube, whose pushforward and curvature are given. */
    private record Cube(Tensor x, UnaryOperator<Tensor> push, BinaryOperator<Tensor> curve)
            implements Operator.Pass<Tensor, Tensor> {
        @Override
        public Tensor output() {
            return x.times(x).times(x);
        }

        @Override
        public Tensor backward(Tensor dy) {
            return dy.requireLike(x, "Cube.backward: dy").times(x).times(x).times(3);
        }

        @Override
        public Tensor pushforward(Tensor tangent) {
            return push.apply(tangent.requireLike(x, "Cube.pushforward: tangent"));
        }

        @Override
        public Tensor curvature(Tensor dy, Tensor tangent) {
            dy.requireLike(x, "Cube.curvature: dy");
            return curve.apply(dy, tangent.requireLike(x, "Cube.curvature: tangent"));
        }
    }

    private static Tensor pushforward(Tensor x, Tensor tangent) {
        return tangent.times(x).times(x).times(3);
    }

    private static Tensor curvature(Tensor x, Tensor dy, Tensor tangent) {
        return dy.times(tangent).times(x).times(6);
    }

    private static void assertBreaksOnly(String law, Operator<Tensor, Tensor> wrong) {
        String said = assertThrows(
                        AssertionError.class, () -> OperatorLaws.of(wrong).assertHoldAt(X))
                .getMessage();
        assertTrue(said.contains("in float64, " + law + ":"), () -> "expected: " + law + ", but it said: " + said);
        assertEquals(
                said.lines().filter(line -> line.contains(law + ":")).count(),
                said.lines().filter(line -> line.startsWith("in float")).count(),
                said);
    }

    private static void assertBreaks(String law, Operator<Tensor, Tensor> wrong) {
        String said = assertThrows(
                        AssertionError.class, () -> OperatorLaws.of(wrong).assertHoldAt(X))
                .getMessage();
        assertTrue(said.contains("in float64, " + law + ":"), () -> "expected: " + law + ", but it said: " + said);
    }

    @Test
    void holdOfOperatorsThatAreRight() {
        Operator<Tensor, Tensor> cube = x -> new Cube(x, v -> pushforward(x, v), (dy, v) -> curvature(x, dy, v));
        OperatorLaws.of(cube).assertHoldAt(X);
        OperatorLaws.of(new Sigmoid()).assertHoldAt(X);
        OperatorLaws.of(new MatMul()).assertHoldAt(new MatMul.Inputs(X.expandDims(0), X.expandDims(1)));
    }

    @Nested
    class OfForwardMode {
        private Operator<Tensor, Tensor> cube(BinaryOperator<Tensor> pushforward) {
            return x -> new Cube(x, v -> pushforward.apply(x, v), (dy, v) -> curvature(x, dy, v));
        }

        @Test
        void findAPushforwardOfAnotherShape() {
            assertBreaks("the pushforward is like the output", cube((x, v) -> v.expandDims(0)));
        }

        @Test
        void findAPushforwardThatIsNotLinear() {
            assertBreaks("pushforward is linear in the tangent", cube((x, v) -> v.times(v)));
        }

        @Test
        void findAPushforwardOfAnotherFunction() {
            Operator<Tensor, Tensor> wrong = cube((x, v) -> pushforward(x, v).times(1 + 1e-6));
            assertBreaks("pushforward and backward are adjoint", wrong);
            assertBreaks("agrees with finite differences", wrong);
        }

        @Test
        void findRandomNumbers() {
            AtomicInteger drawn = new AtomicInteger();
            assertBreaks(
                    "pushforward gives the same bits and changes nothing",
                    cube((x, v) -> v.times(drawn.incrementAndGet())));
        }

        @Test
        void findAPushforwardThatTakesAnyTangent() {
            Operator<Tensor, Tensor> careless = x -> new Operator.Pass<>() {
                @Override
                public Tensor output() {
                    return x;
                }

                @Override
                public Tensor backward(Tensor dy) {
                    return dy.requireLike(x, "backward: dy");
                }

                @Override
                public Tensor pushforward(Tensor tangent) {
                    return tangent;
                }
            };
            assertBreaksOnly("a tangent unlike the input is refused", careless);
        }

        /** What is taken from the backward is right if that is: nothing else is to be said of it. */
        @Test
        void findNothingInAPushforwardThatIsTakenFromTheBackward() {
            Operator<Tensor, Tensor> wrong = Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x));
            assertBreaksOnly("agrees with finite differences", wrong);
        }
    }

    @Nested
    class OfSecondDerivatives {
        private Operator<Tensor, Tensor> cube(Curvature curvature) {
            return x -> new Cube(x, v -> pushforward(x, v), (dy, v) -> curvature.of(x, dy, v));
        }

        @FunctionalInterface
        private interface Curvature {
            Tensor of(Tensor x, Tensor dy, Tensor tangent);
        }

        @Test
        void findAMissingFactor() {
            assertBreaksOnly("curvature agrees with differences of backward", cube((x, dy, v) -> curvature(x, dy, v)
                    .times(0.5)));
        }

        @Test
        void findACurvatureOfAnotherShape() {
            assertBreaks("the curvature is like the input", cube((x, dy, v) -> v.expandDims(0)));
        }

        @Test
        void findACurvatureThatIsNotLinear() {
            String law = "curvature is linear in the upstream and in the tangent";
            assertBreaks(law, cube((x, dy, v) -> curvature(x, dy, v).times(v)));
            assertBreaks(law, cube((x, dy, v) -> curvature(x, dy, v).times(dy)));
        }

        @Test
        void findACurvatureThatIsNotSymmetric() {
            assertBreaks(
                    "curvature is symmetric", cube((x, dy, v) -> dy.times(x).times(v.sum())));
        }

        @Test
        void findRandomNumbers() {
            AtomicInteger drawn = new AtomicInteger();
            assertBreaks("curvature gives the same bits and changes nothing", cube((x, dy, v) -> dy.times(v)
                    .times(drawn.incrementAndGet())));
        }

        @Test
        void findACurvatureThatTakesAnything() {
            Operator<Tensor, Tensor> careless = x -> new Operator.Pass<>() {
                @Override
                public Tensor output() {
                    return x;
                }

                @Override
                public Tensor backward(Tensor dy) {
                    return dy.requireLike(x, "backward: dy");
                }

                @Override
                public Tensor curvature(Tensor dy, Tensor tangent) {
                    return x.zerosLike();
                }
            };
            assertBreaksOnly("curvature refuses an upstream or a tangent that does not fit", careless);
        }

        @Test
        void askNothingOfAPassThatHasNone() {
            Operator<Tensor, Tensor> square =
                    Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2));
            OperatorLaws.of(square).assertHoldAt(X);
            assertFalse(square.forward(X).hasPushforward());
        }
    }
}
