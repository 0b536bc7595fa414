package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Waves and straight lines measured with steps of 1. */
class CloserLookTest {
    private static boolean fits(DoubleUnaryOperator f, double derived, double measured, double x) {
        return new CloserLook(Along.of(f, v -> derived, x).path()).fits(0, measured, 1);
    }

    @Test
    void aWaveHasItsSlopeCloserBy() {
        DoubleUnaryOperator wave = v -> StrictMath.sin(1e4 * v);
        assertTrue(fits(wave, 1e4, 3, 0));
        assertFalse(fits(wave, -1e4, 3, 0));
        assertFalse(fits(wave, 1.3e4, 3, 0), "it is neither");
    }

    /** As where numbers of 1e-11 and 1e12 are moved together. */
    @Test
    void looksTrillionsOfTimesCloser() {
        assertTrue(fits(v -> StrictMath.sin(0x1p46 * v), 0x1p46, 3, 0));
    }

    @Test
    void whatWasMeasuredRightlyIsSoCloserByToo() {
        assertFalse(fits(v -> 3 * v, 2, 3, 0.3));
        assertFalse(fits(v -> v * v * v, 1.0001 * 3, 3, 1));
    }

    /** Rounded to the nearest millionth, as by coarser numbers inside. */
    @Test
    void oneStepOfStairsSpeaksForNeither() {
        DoubleUnaryOperator stairs = v -> StrictMath.sin(100 * StrictMath.rint(1e6 * v) / 1e6);
        assertTrue(fits(stairs, 100, 3, 0));
        assertFalse(fits(stairs, 50, 3, 0));
    }

    @Test
    void whatCannotShowIsNotLookedFor() {
        assertFalse(fits(v -> 1e9 + StrictMath.sin(1e4 * v), 1e-9, 0, 0), "it would be lost in the rounding of 1e9");
        assertFalse(fits(v -> 0, 0, 0, 0), "nothing disagrees");
    }
}
