package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.closedform.kernel.Information.Reading;
import org.junit.jupiter.api.Test;

class DivergenceTest {
    private static final double LOG_2 = 0.693147180559945309417;

    private final double[] dx = new double[2];
    private final double[] dy = new double[2];

    private double of(Reading pReading, double[] p, Reading qReading, double[] q) {
        return new Divergence(pReading, qReading, 2, Math.ulp(1.0)).apply(p, q, dx, dy);
    }

    /** ½ log(½ / ¼) + ½ log(½ / ¾) = ½ log(4/3). */
    @Test
    void ofProbabilitiesIsTheMeanLogRatio() {
        double[] p = {0.5, 0.5};
        double[] q = {0.25, 0.75};
        assertEquals(0.143841036225890, of(Reading.PROBABILITIES, p, Reading.PROBABILITIES, q), 1e-15);
        assertArrayEquals(new double[] {1 + LOG_2, 1 - 0.405465108108164}, dx, 1e-15);
        assertArrayEquals(new double[] {-2, -2.0 / 3}, dy, 1e-15);
    }

    /** Σ p r alone is −½ log(1 + 2⁻⁵²), and the other sum ½ (2⁻⁵²)² / 2. */
    @Test
    void whatRoundingMakesNegativeIsTheSumOfTermsThatAreNot() {
        double[] half = {0.5, 0.5};
        double[] above = {0.5 + 0x1p-53, 0.5};
        assertEquals(0x1p-106, of(Reading.PROBABILITIES, half, Reading.PROBABILITIES, above), 0x1p-150);
    }

    /** −½ log(1 + 2⁻¹⁹). */
    @Test
    void whatIsNegativeOfUnequalSumsIsNegative() {
        double[] half = {0.5, 0.5};
        double[] above = {0.5 + 0x1p-20, 0.5};
        assertEquals(-0x1p-20, of(Reading.PROBABILITIES, half, Reading.PROBABILITIES, above), 0x1p-39);
    }

    /** Two numbers that are nearly 1 are no distribution, though both sums are nearly 2: −2·10⁻⁶ e^(−10⁻⁶). */
    @Test
    void whatIsNegativeOfRowsThatDoNotSumToOneIsNegative() {
        Divergence float32 = new Divergence(Reading.LOG_PROBABILITIES, Reading.LOG_PROBABILITIES, 2, Math.ulp(1f));
        assertEquals(
                -1.999998000001e-6, float32.apply(new double[] {-1e-6, -1e-6}, new double[] {0, 0}, dx, dy), 1e-18);
    }

    @Test
    void ofHugeLogitsIsFinite() {
        assertEquals(0x1p1000, of(Reading.LOGITS, new double[] {0, 0}, Reading.LOGITS, new double[] {0x1p1001, 0}));
    }
}
