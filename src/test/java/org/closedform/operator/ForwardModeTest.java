package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pushforward and curvature of what {@link Operator} makes of others: of users' operators, chains, and parts that are held. */
class ForwardModeTest {
    private static final Operator<Tensor, Tensor> SQUARE =
            Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2));
    private static final Operator<Tensor, Tensor> TWO_WAY_SQUARE =
            Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2), (x, y, tangent) -> tangent.times(x)
                    .times(2));
    private static final Elementwise POLYNOMIAL = new Elementwise(x -> x * x, x -> 2 * x, x -> 2);
    private static final Elementwise CUBE = new Elementwise(x -> x * x * x, x -> 3 * x * x, x -> 6 * x);

    record Pair(Tensor left, Tensor right) implements TensorTree<Pair> {}

    private static final Operator<Pair, Tensor> PRODUCT = Operator.of(
            in -> in.left().times(in.right()), (in, y, dy) -> new Pair(dy.times(in.right()), dy.times(in.left())));

    private static void assertMessage(Class<? extends Throwable> type, String expected, Executable run) {
        assertEquals(expected, assertThrows(type, run).getMessage());
    }

    @Nested
    class TakenFromTheBackward {
        @ParameterizedTest
        @EnumSource
        void isTheJacobianOfEachOutputOnTheTangent(ElementType type) {
            Pair at = new Pair(Tensor.of(2, 3).to(type), Tensor.of(5, 7).to(type));
            Pair tangent = new Pair(Tensor.of(1, -1).to(type), Tensor.of(0.5, 2).to(type));
            Operator.Pass<Pair, Tensor> pass = PRODUCT.forward(at);
            assertEquals(Tensor.of(5 + 1, -7 + 6).to(type), pass.pushforward(tangent));
            assertFalse(pass.hasPushforward());
        }

        @Test
        void goesThroughEveryPartOfTheOutput() {
            Operator<Tensor, Pair> twice = Operator.of(
                    x -> new Pair(x.times(3), x.sum()),
                    (x, y, dy) -> dy.left().times(3).plus(dy.right()));
            Operator.Pass<Tensor, Pair> pass = twice.forward(Tensor.of(new double[][] {{1, 2}, {3, 4}}));
            Tensor tangent = Tensor.of(new double[][] {{1, 0}, {-2, 5}});
            assertEquals(new Pair(tangent.times(3), Tensor.scalar(4)), pass.pushforward(tangent));
        }

        @Test
        void ofNoOutputIsNone() {
            Tensor none = Tensor.zeros(Shape.of(0, 2));
            assertEquals(none, SQUARE.forward(none).pushforward(none));
        }

        @Test
        void namesWhatIsWrong() {
            Operator.Pass<Tensor, Tensor> pass = SQUARE.forward(Tensor.of(1, 2));
            assertMessage(
                    NullPointerException.class,
                    "Operator.pushforward: the tangent is null",
                    () -> pass.pushforward(null));
            assertMessage(
                    ShapeException.class,
                    "Operator.pushforward: the tangent has shape [3], but [2] is needed",
                    () -> pass.pushforward(Tensor.of(1, 2, 3)));
            Operator.Pass<Tensor, Tensor> withoutGradient = new Operator.Pass<>() {
                @Override
                public Tensor output() {
                    return Tensor.of(1);
                }

                @Override
                public Tensor backward(Tensor upstream) {
                    return null;
                }
            };
            assertMessage(
                    NullPointerException.class,
                    "Operator.pushforward: the gradient is null",
                    () -> withoutGradient.pushforward(Tensor.of(1)));
        }
    }

    @Nested
    class OfYourOwn {
        @Test
        void isWhatYouSay() {
            Operator.Pass<Tensor, Tensor> pass = TWO_WAY_SQUARE.forward(Tensor.of(3, -4));
            assertEquals(Tensor.of(9, 16), pass.output());
            assertEquals(Tensor.of(6, -8), pass.backward(Tensor.of(1, 1)));
            assertEquals(Tensor.of(30, -8), pass.pushforward(Tensor.of(5, 1)));
            assertTrue(pass.hasPushforward());
        }

        @Test
        void namesWhatIsWrong() {
            Tensor x = Tensor.of(1, 2);
            Operator.Pass<Tensor, Tensor> pass = TWO_WAY_SQUARE.forward(x);
            assertMessage(
                    NullPointerException.class,
                    "Operator.pushforward: the tangent is null",
                    () -> pass.pushforward(null));
            assertMessage(
                    ShapeException.class,
                    "Operator.pushforward: the tangent has shape [], but [2] is needed",
                    () -> pass.pushforward(Tensor.scalar(1)));
            assertMessage(
                    NullPointerException.class,
                    "Operator.of: pushforward is null",
                    () -> Operator.<Tensor, Tensor>of(v -> v, (v, y, dy) -> dy, null));
            assertMessage(
                    NullPointerException.class,
                    "Operator: the pushforward is null",
                    () -> Operator.Pass.<Tensor, Tensor>of(x, dy -> dy, null));
            assertMessage(
                    NullPointerException.class,
                    "Operator.pushforward: the result is null",
                    () -> Operator.Pass.<Tensor, Tensor>of(x, dy -> dy, v -> null)
                            .pushforward(x));
            assertMessage(
                    ShapeException.class,
                    "Operator.pushforward: the result has shape [1, 2], but [2] is needed",
                    () -> Operator.Pass.<Tensor, Tensor>of(x, dy -> dy, v -> v.expandDims(0))
                            .pushforward(x));
        }

        @Test
        void hasNoSecondDerivativeUnlessItIsGiven() {
            assertMessage(
                    UnsupportedOperationException.class,
                    "Operator.Pass.curvature: org.closedform.operator.ComposedPass has no second derivative; override curvature",
                    () -> SQUARE.forward(Tensor.of(1)).curvature(Tensor.of(1), Tensor.of(1)));
            assertMessage(NullPointerException.class, "Operator.Pass.curvature: upstream is null", () -> SQUARE.forward(
                            Tensor.of(1))
                    .curvature(null, Tensor.of(1)));
            assertMessage(NullPointerException.class, "Operator.Pass.curvature: tangent is null", () -> SQUARE.forward(
                            Tensor.of(1))
                    .curvature(Tensor.of(1), null));
        }
    }

    @Nested
    class OfAChain {
        /** (x²)³ = x⁶, by hand. */
        @Test
        void isTheChainRuleTwice() {
            Operator.Pass<Tensor, Tensor> pass = POLYNOMIAL.then(CUBE).forward(Tensor.of(2, -1));
            assertEquals(Tensor.of(6 * 32, -6), pass.pushforward(Tensor.of(1, 1)));
            assertEquals(Tensor.of(30 * 16 * 3, 30 * -2), pass.curvature(Tensor.of(3, 1), Tensor.of(1, -2)));
            assertTrue(pass.hasPushforward());
        }

        @Test
        void isTakenFromTheBackwardWhereOneOfThemIs() {
            Operator.Pass<Tensor, Tensor> pass = SQUARE.then(CUBE).forward(Tensor.of(2, -1));
            assertEquals(Tensor.of(6 * 32, -6), pass.pushforward(Tensor.of(1, 1)));
            assertFalse(pass.hasPushforward());
            assertFalse(CUBE.then(SQUARE).forward(Tensor.of(2)).hasPushforward());
        }

        @Test
        void hasNoSecondDerivativeWhereOneHasNone() {
            for (Operator<Tensor, Tensor> chain : List.of(SQUARE.then(CUBE), CUBE.then(SQUARE))) {
                assertThrows(UnsupportedOperationException.class, () -> chain.forward(Tensor.of(2))
                        .curvature(Tensor.of(1), Tensor.of(1)));
            }
        }

        @Test
        void namesWhatIsWrong() {
            Tensor x = Tensor.of(2, -1);
            Operator.Pass<Tensor, Tensor> pass = POLYNOMIAL.then(CUBE).forward(x);
            assertMessage(
                    NullPointerException.class,
                    "Operator.pushforward: the tangent is null",
                    () -> pass.pushforward(null));
            assertMessage(
                    NullPointerException.class, "Operator.curvature: upstream is null", () -> pass.curvature(null, x));
            assertMessage(
                    NullPointerException.class,
                    "Operator.curvature: the tangent is null",
                    () -> pass.curvature(x, null));
            assertMessage(
                    ShapeException.class,
                    "Operator.curvature: upstream has shape [], but [2] is needed",
                    () -> pass.curvature(Tensor.scalar(1), x));
            assertMessage(
                    ShapeException.class,
                    "Elementwise.pushforward: tangent has shape [], but [2] is needed",
                    () -> pass.pushforward(Tensor.scalar(1)));
        }
    }

    @Nested
    class OnAPart {
        private final Tensor weight = Tensor.of(new double[][] {{1, -2}, {0.5, 3}});

        private Operator<Tensor, Tensor> layer(Tensor bias) {
            return new Linear().holding(x -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x);
        }

        @Test
        void movesThePartAlone() {
            Operator.Pass<Tensor, Tensor> pass = layer(Tensor.of(10, 20)).forward(Tensor.of(3, 4));
            assertEquals(Tensor.of(1 - 2, 0.5 + 3), pass.pushforward(Tensor.of(1, 1)));
            assertEquals(Tensor.of(0, 0), pass.curvature(Tensor.of(1, 1), Tensor.of(1, 1)));
            assertTrue(pass.hasPushforward());
        }

        /** A difference of two of them is NaN. */
        @ParameterizedTest
        @EnumSource
        void isNotDisturbedByWhatIsHeld(ElementType type) {
            Tensor bias = Tensor.of(Double.NaN, Double.POSITIVE_INFINITY).to(type);
            Operator<Tensor, Tensor> layer =
                    new Linear().holding(x -> new Linear.Inputs(x, weight.to(type), bias), Linear.Inputs::x);
            Operator.Pass<Tensor, Tensor> pass = layer.forward(Tensor.of(3, 4).to(type));
            assertEquals(
                    Tensor.of(-1, 3.5).to(type),
                    pass.pushforward(Tensor.of(1, 1).to(type)));
        }

        @Test
        void mayBePartOfATensor() {
            Tensor held = Tensor.of(7, Double.NaN);
            Operator<Tensor, Tensor> first = TWO_WAY_SQUARE.holding(
                    part -> Tensor.concatenate(0, part, held), gradient -> gradient.slice(0, 0, 2));
            Operator.Pass<Tensor, Tensor> pass = first.forward(Tensor.of(3, 4));
            assertEquals(Tensor.of(6, 16, 0), pass.pushforward(Tensor.of(1, 2)).slice(0, 0, 3));
        }

        @Test
        void isTakenFromTheBackwardWhereThatOfTheWholeIs() {
            Operator.Pass<Tensor, Tensor> pass = PRODUCT.holding(left -> new Pair(left, Tensor.of(3, -1)), Pair::left)
                    .forward(Tensor.of(2, 5));
            assertEquals(Tensor.of(3, -2), pass.pushforward(Tensor.of(1, 2)));
            assertFalse(pass.hasPushforward());
            assertThrows(UnsupportedOperationException.class, () -> pass.curvature(Tensor.of(1, 1), Tensor.of(1, 1)));
        }

        @Test
        void namesWhatIsWrong() {
            Tensor x = Tensor.of(3, 4);
            Operator.Pass<Tensor, Tensor> pass = layer(Tensor.of(10, 20)).forward(x);
            assertMessage(
                    NullPointerException.class,
                    "Operator.pushforward: the tangent is null",
                    () -> pass.pushforward(null));
            assertMessage(
                    ShapeException.class,
                    "Operator.pushforward: the tangent has shape [], but [2] is needed",
                    () -> pass.pushforward(Tensor.scalar(1)));
            assertMessage(
                    ShapeException.class,
                    "Operator.curvature: the tangent has shape [], but [2] is needed",
                    () -> pass.curvature(x, Tensor.scalar(1)));
            assertMessage(
                    NullPointerException.class, "Operator.curvature: upstream is null", () -> pass.curvature(null, x));
            AtomicInteger calls = new AtomicInteger();
            Operator.Pass<Tensor, Tensor> once = SQUARE.holding(
                            (Tensor part) -> calls.getAndIncrement() == 0 ? part : null, gradient -> gradient)
                    .forward(x);
            assertMessage(
                    NullPointerException.class, "Operator.pushforward: place returns null", () -> once.pushforward(x));
        }
    }
}
