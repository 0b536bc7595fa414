package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class MovementTest {
    private static final double EPSILON = Math.ulp(1.0);

    private static Path path(DoubleUnaryOperator f, double slope) {
        return Along.of(f, v -> slope, 1).path();
    }

    private static Movement seen(Path path, double firstStep) {
        Movement movement = new Movement(path, 0);
        Ladder ladder = new Ladder(path, new Noise(path, 4), 0);
        ladder.descend(firstStep, Along.ALL);
        movement.see(ladder);
        return movement;
    }

    /** A tableau of slopes of 0, down to a step. */
    private static Tableau still(double step) {
        Tableau tableau = new Tableau(true);
        for (double h : new double[] {4 * step, 2 * step, step}) {
            tableau.add(h, 0, 0, true);
        }
        return tableau;
    }

    @Test
    void whatMovesByItsLastBitsStandsStill() {
        Path constant = path(v -> 3, 0);
        assertTrue(new Movement(constant, 0).isStill());
        assertEquals(64 * 3 * EPSILON, seen(constant, 1).lastBits());
        assertEquals(64 * 5 * EPSILON, seen(constant, 1).lastBits(5));
        assertTrue(seen(path(v -> 3 + 1e-14 * v, 1e-14), 1).isStill());
        assertFalse(seen(path(v -> 3 + 1e-13 * v, 1e-13), 1).isStill());
    }

    @Test
    void theFarthestAndSteepestOfAllLaddersCounts() {
        Movement movement = seen(path(v -> v, 1), 4);
        assertEquals(1, movement.steepest());
        assertEquals(5, movement.size());
        Path path = path(v -> v, 1);
        Ladder ladder = new Ladder(path, new Noise(path, 4), 0);
        ladder.descend(0.5, Along.ALL);
        movement.see(ladder);
        assertEquals(1, movement.steepest(), "over a step of ½ it moves by half of its scale");
        assertEquals(5, movement.size());
    }

    @Test
    void stairsRiseByTheirHeightByTheirWidth() {
        double rise = seen(path(v -> Math.floor(4 * v + 0.5) / 4, 0), 1.1).rise();
        assertTrue(rise > 0.5 && rise < 2, () -> "rises by " + rise);
        assertTrue(Double.isNaN(seen(path(v -> 3, 0), 1).rise()));
    }

    @Test
    void isMissedFromStepsAtWhichItMoves() {
        Movement moving = seen(path(v -> v, 1), 1);
        assertTrue(moving.isMissedBy(still(1)));
        assertFalse(moving.isMissedBy(still(1e-30)), "closer by it was not looked at");
        assertFalse(seen(path(v -> 3, 1), 1).isMissedBy(still(1)), "it has never moved");
    }

    @Test
    void isLostIfItShouldMoveByLessThanTheRoundingOfTheLargestTerms() {
        assertTrue(seen(path(v -> 3, 1), 1).isLost(still(1e-15)));
        assertFalse(seen(path(v -> 3, 1), 1).isLost(still(1e-14)), "4e-14 is more than 64 roundings of 1");
    }
}
