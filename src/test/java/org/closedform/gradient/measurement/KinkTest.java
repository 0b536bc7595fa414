package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Corners at the point, and what looks like one. */
class KinkTest {
    /** Whether a kink at x explains this gradient. */
    private static boolean explains(DoubleUnaryOperator f, double x, double gradient) {
        Path path = Along.of(f, v -> gradient, x).path();
        double largestStep = 4;
        Kink.Slopes slopes = new Kink(path, new Noise(path, largestStep)).slopes(0, largestStep);
        return slopes != null && Math.abs(slopes.nearest(gradient) - gradient) <= slopes.slack();
    }

    @Test
    void aCornerExplainsEverySlopeBetweenItsTwo() {
        DoubleUnaryOperator corner = v -> v < 2 ? 3 * v : 8 - v;
        for (double slope : new double[] {-1, 0, 0.5, 3}) {
            assertTrue(explains(corner, 2, slope), () -> "slope " + slope);
        }
        for (double slope : new double[] {-1.1, 3.1}) {
            assertFalse(explains(corner, 2, slope), () -> "slope " + slope);
        }
    }

    @Test
    void soDoesACornerOfACurve() {
        assertTrue(explains(v -> Math.abs(StrictMath.sin(v)) + StrictMath.exp(v), 0, 1));
    }

    @Test
    void aCornerNearbyIsNone() {
        assertFalse(explains(v -> Math.abs(v - 1e-3), 0, 0));
        assertFalse(explains(v -> Math.abs(v + 1e-6), 0, 0));
    }

    @Test
    void aSlopeMayBeBesideThemByAThousandthOfTheGap() {
        assertTrue(explains(Math::abs, 0, 1.0019));
        assertFalse(explains(Math::abs, 0, 1.0021));
        assertTrue(explains(Math::abs, 0, -1.0019));
        assertFalse(explains(Math::abs, 0, -1.0021));
    }

    @Test
    void aRoundedCornerIsNone() {
        assertFalse(explains(v -> Math.sqrt(v * v + 0.09), 0, 0));
    }

    @Test
    void curvatureIsNone() {
        assertFalse(explains(v -> v * v, 0, 0));
        assertFalse(explains(StrictMath::exp, 1, StrictMath.E));
    }

    @Test
    void aCuspWhoseSlopesGrowIsNone() {
        assertFalse(explains(v -> Math.sqrt(Math.sqrt(Math.abs(v))), 0, 0));
    }

    @Test
    void aSmallCornerIsSeenAsFarAsRoundingAllows() {
        assertTrue(explains(v -> 1000 + 1e-9 * Math.abs(v), 0, 0));
        assertFalse(explains(v -> 1e7 + 1e-9 * Math.abs(v), 0, 0));
    }

    @Test
    void withoutValuesOnBothSidesThereIsNone() {
        assertFalse(explains(
                v -> {
                    if (v < 0) {
                        throw new IllegalArgumentException("negative");
                    }
                    return v;
                },
                0,
                0.5));
    }
}
