package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.closedform.operator.Linear;
import org.closedform.operator.Operator;
import org.closedform.operator.Softplus;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlatOperatorTest {
    private static final double[] TANGENT = {1, 0, 0, 0, 0, 2, 0, -1};

    /** x Wᵀ + b, of two inputs and two outputs. */
    private static FlatOperator<?, ?> linear() {
        return new FlatOperator<>(
                new Linear(),
                new Linear.Inputs(
                        Tensor.of(new double[][] {{1, 2}}),
                        Tensor.of(new double[][] {{3, 4}, {5, 6}}),
                        Tensor.of(7, 8)));
    }

    /** A function of a lone tensor at (1, −1, 2). */
    private static FlatOperator<Tensor, Tensor> of(UnaryOperator<Tensor> f) {
        return new FlatOperator<>(Operator.of(f::apply, (x, y, dy) -> x.zerosLike()), Tensor.of(1, -1, 2));
    }

    @Nested
    class Value {
        @Test
        void partsAreEndToEndOnBothSides() {
            assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, linear().point());
            assertArrayEquals(new double[] {18, 25}, linear().value());
            assertArrayEquals(new double[] {12, 20}, linear().evaluate(new double[] {1, 1, 3, 2, 5, 8, 7, 7}));
        }

        @Test
        void partsHaveTheirNamesAndALoneTensorTheOneGiven() {
            assertEquals("weight", FlatOperator.name(linear().inputs().get(1), "x"));
            assertEquals("y", FlatOperator.name(linear().outputs().get(0), "y"));
        }

        @Test
        void theCoarsestOutputCounts() {
            assertEquals(ElementType.FLOAT64.epsilon(), linear().outputEpsilon());
            assertEquals(
                    ElementType.FLOAT32.epsilon(),
                    of(x -> x.to(ElementType.FLOAT32)).outputEpsilon());
        }

        @Test
        void evaluationsAreCountedTogetherWithThoseOfItsKin() {
            FlatOperator<?, ?> f = linear();
            assertEquals(1, f.evaluations());
            f.evaluate(f.point());
            f.elsewhere(f.point()).orElseThrow().evaluate(f.point());
            f.byPushforward(new int[] {0}).isForwardStable();
            f.pullbackIfDefined(f.point());
            assertEquals(7, f.evaluations());
        }

        @Test
        void aForwardThatChangesIsNotStable() {
            AtomicInteger calls = new AtomicInteger();
            assertTrue(linear().isForwardStable());
            assertFalse(of(x -> x.plus(calls.incrementAndGet())).isForwardStable());
        }
    }

    @Nested
    class Gradient {
        /** y₀ = 3 x₀ + 4 x₁ + 7 and y₁ = 5 x₀ + 6 x₁ + 8. */
        @Test
        void pullbackAndPushforwardAreOneMatrix() {
            assertArrayEquals(new double[] {53, 64, 1, 2, 10, 20, 1, 10}, linear().pullBack(new double[] {1, 10}));
            assertArrayEquals(new double[] {3, 5 + 4 - 1}, linear().pushForward(TANGENT));
            assertTrue(linear().hasPushforward());
            assertFalse(of(x -> x).hasPushforward());
        }

        @Test
        void elsewhereTheyAreThoseOfThere() {
            double[] there = {0, 0, 1, 2, 3, 4, 0, 0};
            double[] expected = {31, 42, 0, 0, 0, 0, 1, 10};
            assertArrayEquals(
                    expected, linear().pullbackIfDefined(there).orElseThrow().apply(new double[] {1, 10}));
            assertArrayEquals(expected, linear().elsewhere(there).orElseThrow().pullBack(new double[] {1, 10}));
        }

        @Test
        void curvatureIsEmptyWithoutASecondDerivative() {
            assertEquals(Optional.empty(), of(x -> x).curvature(new double[3], new double[3]));
            double[] bent = new FlatOperator<>(new Softplus(), Tensor.of(0, 40, -40))
                    .curvature(new double[] {4, 1, 1}, new double[] {1, 1, 0})
                    .orElseThrow();
            assertEquals(1, bent[0], 1e-15);
            assertEquals(0, bent[2]);
        }

        @Test
        void theSlopeAlongADirectionIsThatOfThePullback() {
            Direction direction = new Direction("v", new int[] {0, 1}, new double[] {2, -1}, ElementType.FLOAT64);
            double[] there = {0, 0, 1, 2, 3, 4, 0, 0};
            assertEquals(
                    0 + 10 * 2,
                    linear().slopeIfDefined(there, direction).orElseThrow().applyAsDouble(new double[] {1, 10}));
        }

        /** With 0 for a backward, one push of the direction is all that is asked for. */
        @Test
        void byPushforwardASlopeTakesOnePush() {
            AtomicInteger pushes = new AtomicInteger();
            Operator<Tensor, Tensor> squares = Operator.of(x -> x.times(x), (x, y, dy) -> x.zerosLike(), (x, y, v) -> {
                pushes.incrementAndGet();
                return x.times(v).times(2);
            });
            FlatOperator<Tensor, Tensor> f =
                    new FlatOperator<>(squares, Tensor.of(1, -1, 2)).byPushforward(new int[] {0, 1, 2});
            Direction direction = Direction.coordinate("x", Tensor.of(1, -1, 2), 0, 2);
            var slope = f.slopeIfDefined(new double[] {0, 0, 5}, direction).orElseThrow();
            assertEquals(10, slope.applyAsDouble(new double[] {1, 1, 1}));
            assertEquals(30, slope.applyAsDouble(new double[] {0, 0, 3}));
            assertEquals(1, pushes.get());
            assertArrayEquals(new double[] {2, -2, 4}, f.pullBack(new double[] {1, 1, 1}));
            assertEquals(4, pushes.get());
        }
    }

    @Nested
    class OutsideTheDomain {
        private static Tensor throwing(Tensor x, RuntimeException e) {
            if (x.at(0) != 1) {
                throw e;
            }
            return x;
        }

        @Test
        void nothingIsDefined() {
            FlatOperator<Tensor, Tensor> f = of(x -> throwing(x, new IllegalStateException("outside")));
            double[] there = {2, 0, 0};
            assertEquals(0, f.evaluate(there).length);
            assertTrue(f.elsewhere(there).isEmpty());
            assertTrue(f.pullbackIfDefined(there).isEmpty());
            Direction direction = Direction.coordinate("x", Tensor.of(1, -1, 2), 0, 0);
            assertTrue(f.slopeIfDefined(there, direction).isEmpty());
        }

        @Test
        void aBrokenRuleIsNoDomain() {
            FlatOperator<Tensor, Tensor> f = of(x -> throwing(x, new BadFunctionException("broken")));
            double[] there = {2, 0, 0};
            assertThrows(BadFunctionException.class, () -> f.evaluate(there));
            assertThrows(BadFunctionException.class, () -> f.elsewhere(there));
            assertThrows(BadFunctionException.class, () -> f.pullbackIfDefined(there));
        }

        @Test
        void infinityIsAValueThere() {
            FlatOperator<Tensor, Tensor> f = of(x -> x.map(v -> 1 / (3 - v)));
            assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 1, 0.5}, f.evaluate(new double[] {3, 2, 1}));
            assertTrue(f.elsewhere(new double[] {3, 2, 1}).isEmpty());
        }
    }

    @Nested
    class BadInput {
        private static String message(UnaryOperator<Tensor> f) {
            return assertThrows(RuntimeException.class, () -> of(f)).getMessage();
        }

        @Test
        void isNamedAtThePoint() {
            assertTrue(message(x -> x.map(v -> 1 / (v - 1)))
                    .startsWith("GradientCheck: the output at this point is not finite, so it has no differences: "));
            assertEquals(
                    "GradientCheck: the forward throws at this point: java.lang.NullPointerException:"
                            + " Operator: the forward's output is null",
                    message(x -> null));
            assertEquals(
                    "GradientCheck: the forward throws at this point: java.lang.IllegalStateException: no way",
                    message(x -> {
                        throw new IllegalStateException("no way");
                    }));
        }

        @Test
        void anAssertionNearbyIsNamedWithThePoint() {
            FlatOperator<Tensor, Tensor> f = of(x -> {
                if (x.at(1) > 0) {
                    throw new AssertionError("x[1] > 0");
                }
                return x;
            });
            String message = assertThrows(BadFunctionException.class, () -> f.evaluate(new double[] {1, 0.5, 2}))
                    .getMessage();
            assertTrue(message.contains("x[1] is 0.5 (not -1.0)") && message.contains("within(lower, upper)"), message);
        }

        @Test
        void anotherShapeElsewhereIsRefused() {
            FlatOperator<Tensor, Tensor> f = of(x -> x.at(0) == 1 ? x : Tensor.zeros(Shape.of(2)));
            assertEquals(
                    "GradientCheck: the output has shape [[3]] at the point, but [[2]] elsewhere",
                    assertThrows(ShapeException.class, () -> f.evaluate(new double[] {2, 0, 0}))
                            .getMessage());
        }

        @Test
        void aGradientUnlikeTheInputIsRefused() {
            FlatOperator<Tensor, Tensor> f = new FlatOperator<>(
                    Operator.<Tensor, Tensor>of(x -> x, (x, y, dy) -> Tensor.of(1, 2)), Tensor.of(1, -1, 2));
            String message = assertThrows(IllegalArgumentException.class, () -> f.pullBack(new double[3]))
                    .getMessage();
            assertTrue(message.contains("the gradient") && message.contains("[3]"), message);
        }
    }

    @Test
    void finiteAndTheSameAreToldBitByBit() {
        assertTrue(FlatOperator.isFinite(new double[] {Double.MAX_VALUE, -0.0}));
        assertFalse(FlatOperator.isFinite(new double[] {1, Double.NaN}));
        assertFalse(FlatOperator.isFinite(new double[] {Double.NEGATIVE_INFINITY}));
        assertTrue(FlatOperator.sameBits(new double[] {Double.NaN}, new double[] {Double.NaN}));
        assertFalse(FlatOperator.sameBits(new double[] {0.0}, new double[] {-0.0}));
    }
}
