package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the constants and sums of a block will do. */
class ChannelBlockTest {
    private static Buffer buffer(boolean float64, int size) {
        return float64 ? Buffer.of(new double[size]) : Buffer.of(new float[size]);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void squaresThatOverflowOrUnderflowAreNotRegular(boolean float64) {
        ChannelBlock block = ChannelBlock.of(buffer(float64, 0));
        double smallest = float64 ? 0x1p-1010 : 0x1p-120;
        double center = float64 ? 0x1p-400 : 0x1p-40;
        assertTrue(block.isRegular(0, 1) && block.isRegular(5, 2 * smallest));
        assertFalse(block.isRegular(0, smallest / 2) || block.isRegular(1, smallest / 2));
        assertFalse(block.isRegular(0, Double.POSITIVE_INFINITY) || block.isRegular(0, Double.NaN));
        assertTrue(block.isRegular(2 * center, 0) && block.isRegular(-1, 0), "all numbers are equal");
        assertFalse(block.isRegular(center / 2, 0), "or their squares underflowed");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sumsThatOverflowOrUnderflowAreNotRegular(boolean float64) {
        ChannelBlock block = ChannelBlock.of(buffer(float64, 0));
        double smallest = float64 ? 0x1p-900 : 0x1p-100;
        assertTrue(block.isRegular(1) && block.isRegular(-2 * smallest));
        assertFalse(block.isRegular(smallest / 2) || block.isRegular(0) || block.isRegular(Double.NaN));
        assertFalse(block.isRegular(Double.POSITIVE_INFINITY) || block.isRegular(Double.NEGATIVE_INFINITY));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void constantsOfEveryUsualSizeWillDo(boolean float64) {
        ChannelBlock block = ChannelBlock.of(buffer(float64, 0));
        double large = float64 ? 0x1p900 : 0x1p100;
        assertTrue(block.set(0, 1, 5, 2, -3, 7));
        assertTrue(block.set(0, 1, 0, 0, 0, 0));
        assertTrue(block.set(0, 1, large / 2, -large / 2, -large / 2, large / 2));
        assertTrue(block.set(0, 1, 1 / large / 2, 2 / large, 1 / large / 2, -2 / large));
        for (double bad : new double[] {2 * large, -2 * large, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertFalse(block.set(0, 1, bad, 2, -3, 7), "mean " + bad);
            assertFalse(block.set(0, 1, 5, bad, -3, 7), "scale " + bad);
            assertFalse(block.set(0, 1, 5, 2, bad, 7), "shift " + bad);
            assertFalse(block.set(0, 1, 5, 2, -3, bad), "slope " + bad);
        }
        assertFalse(block.set(0, 1, 5, 1 / large / 2, -3, 7), "a scale that underflows");
        assertFalse(block.set(0, 1, 5, 2, -3, 1 / large / 2), "a slope that underflows");
    }
}
