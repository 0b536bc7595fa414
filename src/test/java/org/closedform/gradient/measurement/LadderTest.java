package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.closedform.gradient.diagnosis.MadeUp;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Steps that are about halved until the derivative is known. */
class LadderTest {
    /** 4 − 2√3, and that times 2√3 − 3. */
    private static final double SECOND = 0.5358983848622454;

    private static final double THIRD = 0.24871130596428207;

    private static Ladder ladder(Along along, int side) {
        return new Ladder(along.path(), new Noise(along.path(), 4), side);
    }

    @Test
    void findsADerivative() {
        Ladder ladder = ladder(Along.of(StrictMath::exp, StrictMath::exp, 1), 0);
        assertTrue(ladder.descend(4, Along.ALL));
        assertEquals(StrictMath.E, ladder.tableau(0).value(), 1e-10);
        assertTrue(
                ladder.tableau(0).error() < 1e-10,
                () -> "error " + ladder.tableau(0).error());
        assertEquals(4, ladder.top(Along.ALL));
        assertEquals(0, ladder.top(new boolean[] {false}));
        double moves = (StrictMath.exp(5) - StrictMath.exp(-3)) / 2;
        assertEquals(moves, ladder.movement(0), 1e-12);
        assertEquals(moves / 4, ladder.steepest(0), 1e-12);
        assertEquals(StrictMath.exp(5), ladder.largest(0), 1e-12);
        assertTrue(ladder.closestMove(0) < 1, () -> "moved at " + ladder.closestMove(0));
    }

    /** The points of a ladder, relative to where it starts. */
    private static List<Double> moves(int side, double firstStep) {
        List<Double> moves = new ArrayList<>();
        DoubleUnaryOperator f = v -> {
            moves.add(v - 2);
            return StrictMath.exp(v);
        };
        Along along = Along.of(f, StrictMath::exp, 2);
        moves.clear();
        Ladder ladder = ladder(along, side);
        ladder.descend(firstStep, Along.ALL);
        assertEquals(StrictMath.exp(2), ladder.tableau(0).value(), 1e-6);
        return moves;
    }

    @Test
    void stepsAreHalvedAboutOnBothSidesOrOnOne() {
        assertMoves(moves(0, 1), 1, -1, SECOND, -SECOND, THIRD, -THIRD);
        assertMoves(moves(1, 1), 1, SECOND, THIRD);
        assertMoves(moves(-1, 1), -1, -SECOND, -THIRD);
    }

    private static void assertMoves(List<Double> moves, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], moves.get(i), 1e-15);
        }
    }

    @Test
    void aSmoothFunctionIsSettledSoon() {
        assertTrue(moves(0, 1).size() <= 24, () -> moves(0, 1).size() + " points");
    }

    @Test
    void ofAFunctionThatDoesNotMoveFourStepsAreEnough() {
        List<Double> points = new ArrayList<>();
        Along along = Along.of(
                v -> {
                    points.add(v);
                    return 7;
                },
                v -> 0,
                2);
        points.clear();
        Ladder ladder = ladder(along, 0);
        assertTrue(ladder.descend(4, Along.ALL));
        assertEquals(0, ladder.tableau(0).value());
        assertTrue(ladder.tableau(0).isFlat());
        assertTrue(points.size() <= 8, () -> points.size() + " points");
        assertEquals(Double.POSITIVE_INFINITY, ladder.closestMove(0));
    }

    @Test
    void whatIsNotWantedIsNotLookedAt() {
        List<Double> points = new ArrayList<>();
        Along along = Along.of(
                v -> {
                    points.add(v);
                    return v;
                },
                v -> 1,
                2);
        points.clear();
        ladder(along, 0).descend(4, new boolean[] {false});
        assertEquals(List.of(), points);
    }

    @Test
    void stepsOutOfTheDomainAreForgotten() {
        Ladder ladder = ladder(Along.of(StrictMath::log, v -> 1 / v, 0.01), 0);
        assertFalse(ladder.descend(4, Along.ALL));
        assertEquals(100, ladder.tableau(0).value(), 1e-5);
        double top = ladder.top(Along.ALL);
        assertTrue(top < 0.01, () -> "begins with " + top);
        assertTrue(ladder.steepest(0) < 1e3, () -> "steepest " + ladder.steepest(0));
    }

    @Test
    void stepsAcrossACornerAreForgotten() {
        Ladder ladder = ladder(Along.of(v -> Math.abs(v - 0.1), v -> -1, 0), 0);
        assertTrue(ladder.descend(4, Along.ALL));
        assertEquals(-1, ladder.tableau(0).value(), 1e-9);
        assertTrue(ladder.top(Along.ALL) <= 0.25, () -> "begins with " + ladder.top(Along.ALL));
    }

    @Test
    void stepsLostInTheRoundingOfTheInputEndIt() {
        Along single = Along.of(v -> v * v, v -> 2 * v, 1, ElementType.FLOAT32);
        Ladder ladder = ladder(single, 0);
        assertTrue(ladder.descend(4, Along.ALL));
        long evaluations = single.f().evaluations();
        assertTrue(evaluations < 60, () -> evaluations + " evaluations");
        Ladder lost = ladder(Along.of(v -> v, v -> 1, 1e20), 0);
        assertTrue(lost.descend(1, Along.ALL));
        assertTrue(Double.isNaN(lost.tableau(0).value()));
    }

    @Test
    void noiseEndsItBeforeItRestarts() {
        double step = 0x1p-20;
        Ladder ladder = ladder(Along.of(v -> StrictMath.sin(v) + step * Math.rint(v / step), v -> 1.5, 1), 0);
        assertTrue(ladder.descend(4, Along.ALL));
        assertEquals(1 + StrictMath.cos(1), ladder.tableau(0).value(), 1e-3);
    }

    @Test
    void noiseDoesNotUndoWhatIsKnownAlready() {
        double step = 0x1p-30;
        DoubleUnaryOperator stairs = v -> step * (Math.rint(v / step) - v / step);
        Ladder ladder = ladder(Along.of(v -> StrictMath.sin(v) + stairs.applyAsDouble(v), StrictMath::cos, 1), 0);
        assertTrue(ladder.descend(4, Along.ALL));
        assertEquals(StrictMath.cos(1), ladder.tableau(0).value(), 1e-6);
        assertEquals(4 * SECOND, ladder.top(Along.ALL));
    }

    /** Σ c x of float32 coordinates, which rounding moves by other than h. */
    @Test
    void alongManyCoordinatesTheirRoundingIsTakenOff() {
        Tensor c = MadeUp.elements(Shape.of(50));
        Operator<Tensor, Tensor> linear =
                Operator.of(x -> x.to(ElementType.FLOAT64).times(c).sum(), (x, y, dy) -> c.times(dy.item())
                        .to(ElementType.FLOAT32));
        Tensor x = c.map(v -> 3 - v).to(ElementType.FLOAT32);
        FlatOperator<Tensor, Tensor> f = new FlatOperator<>(linear, x);
        Direction direction = Direction.random("x", x, 0, new SplittableRandom(2));
        Path path = new Path(f, new Channels(f, new SplittableRandom(1)), direction, 3);
        double expected = direction.dot(c.to(ElementType.FLOAT32).toDoubleArray());
        for (int side = -1; side <= 1; side++) {
            Ladder ladder = new Ladder(path, new Noise(path, 4), side);
            assertTrue(ladder.descend(0x1p-10, Along.ALL));
            assertEquals(expected, ladder.tableau(0).value(), 1e-6, "side " + side);
        }
    }
}
