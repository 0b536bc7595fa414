package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which channels are rejected. */
class ChannelConstantsTest {
    private static boolean isSafe(Buffer like, double mean, double scale, double shift, double slope) {
        ChannelConstants constants = new ChannelConstants(2, like);
        constants.set(1, mean, scale, shift, slope);
        assertFalse(constants.isRejected(0), "another channel");
        return !constants.isRejected(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void constantsOfEveryUsualSizeAreSafe(boolean float64) {
        Buffer like = float64 ? Buffer.of(new double[0]) : Buffer.of(new float[0]);
        double large = float64 ? 0x1p900 : 0x1p100;
        assertTrue(isSafe(like, 5, 2, -3, 7));
        assertTrue(isSafe(like, 0, 0, 0, 0));
        assertTrue(isSafe(like, large / 2, -large / 2, -large / 2, large / 2));
        assertTrue(isSafe(like, 1 / large / 2, 2 / large, 1 / large / 2, -2 / large));
        for (double bad : new double[] {2 * large, -2 * large, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertFalse(isSafe(like, bad, 2, -3, 7), "mean " + bad);
            assertFalse(isSafe(like, 5, bad, -3, 7), "scale " + bad);
            assertFalse(isSafe(like, 5, 2, bad, 7), "shift " + bad);
            assertFalse(isSafe(like, 5, 2, -3, bad), "slope " + bad);
        }
        assertFalse(isSafe(like, 5, 1 / large / 2, -3, 7), "a scale that underflows");
        assertFalse(isSafe(like, 5, 2, -3, 1 / large / 2), "a slope that underflows");
    }

    @Test
    void oneReasonToRejectIsEnough() {
        ChannelConstants constants = new ChannelConstants(1, Buffer.of(new double[0]));
        constants.set(0, 1, 1, 1, 1);
        constants.rejectIf(false, 0);
        assertFalse(constants.isRejected(0));
        constants.rejectIf(true, 0);
        constants.rejectIf(false, 0);
        assertTrue(constants.isRejected(0));
    }
}
