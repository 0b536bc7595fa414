package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FittedSlopeTest {
    private static final double COS = 0.8775825618903728; // of 0.5

    private static List<FittedSlope> slopes(DoubleUnaryOperator f, double slope) {
        return FittedSlope.along(Along.of(f, v -> slope, 0.5).path(), 0.25, 64, new SplittableRandom(1));
    }

    @Test
    void theSlopeIsKnownBetterThanTheBestDifferenceIs() {
        FittedSlope slope = slopes(v -> 1e6 + StrictMath.sin(v), COS).get(0);
        assertEquals(COS, slope.fitted(), 5 * slope.error());
        assertTrue(slope.error() < 2.3e-10, () -> slope.error() + ", not half an ulp over the widest step");
        assertTrue(slope.isTelling());
        assertEquals(0, slope.excess(), 5 * slope.excessError());
    }

    @Test
    void aDerivationTooLargeByOnePercentHasAnExcessOfThat() {
        FittedSlope slope = slopes(StrictMath::sin, COS / 0.99).get(0);
        assertEquals(0.01, slope.excess(), 1e-11);
        assertEquals(COS / 0.99, slope.derived());
    }

    @Test
    void whatHardlyMovesTellsNothing() {
        assertFalse(slopes(v -> 1e15 + v, 1).get(0).isTelling());
        assertFalse(slopes(v -> 1e-17 * v, 1e-17).get(0).isTelling(), "terms of size 1 may be hidden in it");
        assertFalse(slopes(v -> v, 0).get(0).isTelling(), "no factor makes 1 of 0");
    }

    @Test
    void thereAreNoneWhereTheFunctionEnds() {
        assertEquals(List.of(), slopes(v -> v < 0.7 ? v : Double.NaN, 1));
    }
}
