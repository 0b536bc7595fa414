package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the constants and sums of a block will do, and what the sums keep. */
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

    /** One lane's numbers, four lines at a time: a large one, many ones, and the large one again with the other sign. */
    private static Buffer cancelling(boolean float64, int lines, double large) {
        Buffer x = buffer(float64, lines);
        for (int line = 0; line < lines; line++) {
            x.set(line, line == 0 ? large : line == lines - 16 ? -large : line < 16 || line > lines - 16 ? 0 : 1);
        }
        return x;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAnAdditionLosesIsKept(boolean float64) {
        int lines = 96;
        double large = float64 ? 0x1p60 : 0x1p30;
        Buffer x = cancelling(float64, lines, large);
        Buffer ones = Elements.map(x, v -> 1);
        ChannelBlock block = ChannelBlock.of(x);
        ChannelTile tile = new ChannelTile(new Channels(lines, 1, 1), 0, 1, 1, 1, 1);
        tile.set((channel, from, to) -> block.set(from, to, 0, 1, 0, 0), block);
        block.clearSums(1);
        for (int line = 0; line < lines; line += ChannelBlock.LINES) {
            tile.load(line, ChannelBlock.LINES, x, null, block);
            block.addDeviations(1);
        }
        assertEquals(lines - 32, block.sums(1)[0], "Σ x");
        block.clearSums(1);
        for (int line = 0; line < lines; line += ChannelBlock.LINES) {
            tile.load(line, ChannelBlock.LINES, x, ones, block);
            block.addProducts(1);
        }
        assertEquals(lines - 32, block.productSums(1)[0], "Σ x dy");
        assertEquals(lines, block.sums(1)[0], "Σ dy");
        block.clearSums(1);
        for (int line = 0; line < lines; line += ChannelBlock.LINES) {
            tile.load(line, ChannelBlock.LINES, ones, x, block);
            block.addProducts(1);
        }
        assertEquals(lines - 32, block.sums(1)[0], "Σ dy");
    }
}
