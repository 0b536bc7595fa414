package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Small functions, measured with steps of 1e-9. */
class WiderLookTest {
    private static final double TINY = 1e-12;

    private static boolean fits(DoubleUnaryOperator f, double derived, double measured) {
        return new WiderLook(Along.of(f, v -> derived, 0.3).path(), 1).fits(0, measured, 1e-9);
    }

    /** Stairs of the last bits of 1, which rise by 1e-12, and a slope of 1e-13 on each. */
    private static double stairs(double v) {
        return 1 + TINY * v - 1 + 0.1 * TINY * v;
    }

    @Test
    void stairsHaveTheirSlopeOverManySteps() {
        assertTrue(fits(WiderLookTest::stairs, 1.1 * TINY, 0.1 * TINY));
        assertFalse(fits(WiderLookTest::stairs, 2 * TINY, 0.1 * TINY), "it is neither");
        assertFalse(fits(WiderLookTest::stairs, -1.1 * TINY, 0.1 * TINY));
    }

    @Test
    void whatWasMeasuredRightlyIsSoOverWiderStepsToo() {
        assertFalse(fits(v -> TINY * v, 1.01 * TINY, TINY));
        assertFalse(fits(v -> TINY * StrictMath.sin(3 * v), TINY, 3 * TINY * StrictMath.cos(0.9)));
        assertFalse(fits(v -> TINY * v * v * v, 0.28 * TINY, 0.27 * TINY));
    }

    /** The stairs of a function of size 1 are no rounding. */
    @Test
    void whatIsFarBeyondRoundingIsNotExcused() {
        DoubleUnaryOperator stairs = v -> StrictMath.rint(1e6 * v) / 1e6 + 0.1 * v;
        assertFalse(fits(stairs, 1.1, 0.1));
    }

    @Test
    void whereTheFunctionMayNotBeEvaluatedNothingIsSeen() {
        Path path = Along.of(WiderLookTest::stairs, v -> 1.1 * TINY, 0.3).path();
        assertFalse(new WiderLook(path, 0).fits(0, 0.1 * TINY, 1e-9));
    }
}
