package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class HiddenRoundingTest {
    private static final double EPSILON = Math.ulp(1.0);

    /** What is hidden from a look at slopes of 1 or 0 from a step on. */
    private static double hidden(DoubleUnaryOperator f, double slope, double step, boolean still) {
        return rounding(f, slope).of(tableau(step, still));
    }

    private static HiddenRounding rounding(DoubleUnaryOperator f, double slope) {
        Path path = Along.of(f, v -> slope, 1).path();
        Movement movement = new Movement(path, 0);
        Ladder ladder = new Ladder(path, new Noise(path, 4), 0);
        ladder.descend(1, Along.ALL);
        movement.see(ladder);
        return new HiddenRounding(path, 0, movement, Math.abs(slope));
    }

    private static Tableau tableau(double step, boolean still) {
        Tableau tableau = new Tableau(true);
        for (double h : new double[] {4 * step, 2 * step, step}) {
            tableau.add(h, still ? 0 : 1, 0, still);
        }
        return tableau;
    }

    @Test
    void theRoundingOfTermsShowsInWhatMovesByMore() {
        assertEquals(8 * 3 * EPSILON, hidden(v -> 3 * v, 3, 0.25, false), 1e-30);
        assertEquals(8 * EPSILON, hidden(v -> v / 4, 0.25, 0.25, false), 1e-30, "of terms of size 1");
    }

    @Test
    void whatStandsStillHidesMoreBelowAShortStep() {
        assertEquals(8 * 3 * EPSILON / 0.25, hidden(v -> 3, 0, 0.25, true), 1e-30);
        assertEquals(16 * 3 * EPSILON / 0.25, rounding(v -> 3, 0).ofStill(tableau(0.25, true)), 1e-30);
    }

    @Test
    void termsThatTheDerivationHasCount() {
        assertEquals(8 * 100 * EPSILON, hidden(v -> v, 100, 0.25, false), 1e-30);
    }

    @Test
    void aSmallFunctionHasNoTermsOfSizeOne() {
        assertEquals(8 * 1e-10 * EPSILON, hidden(v -> 1e-20 * v, 1e-10, 0.25, false), 1e-40);
    }
}
