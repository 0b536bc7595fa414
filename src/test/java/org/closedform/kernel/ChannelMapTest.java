package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which channels are rejected. */
class ChannelMapTest {
    private static final double FALLBACK = -7;

    private static boolean isSafe(boolean float64, double mean, double scale, double shift, double slope) {
        Buffer x = buffer(float64);
        ChannelMap map = new ChannelMap(new Channels(1, 2, 1), x);
        map.set(0, 0, 1, 0, 0);
        map.set(1, mean, scale, shift, slope);
        List<Integer> rejected = rejected(map, x);
        assertFalse(rejected.contains(0), "another channel");
        return rejected.isEmpty();
    }

    private static Buffer buffer(boolean float64) {
        return float64 ? Buffer.of(new double[] {3, 5}) : Buffer.of(new float[] {3, 5});
    }

    private static List<Integer> rejected(ChannelMap map, Buffer x) {
        List<Integer> rejected = new ArrayList<>();
        map.normalize(x, channel -> {
            rejected.add(channel);
            return new double[1];
        });
        return rejected;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void constantsOfEveryUsualSizeAreSafe(boolean float64) {
        double large = float64 ? 0x1p900 : 0x1p100;
        assertTrue(isSafe(float64, 5, 2, -3, 7));
        assertTrue(isSafe(float64, 0, 0, 0, 0));
        assertTrue(isSafe(float64, large / 2, -large / 2, -large / 2, large / 2));
        assertTrue(isSafe(float64, 1 / large / 2, 2 / large, 1 / large / 2, -2 / large));
        for (double bad : new double[] {2 * large, -2 * large, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertFalse(isSafe(float64, bad, 2, -3, 7), "mean " + bad);
            assertFalse(isSafe(float64, 5, bad, -3, 7), "scale " + bad);
            assertFalse(isSafe(float64, 5, 2, bad, 7), "shift " + bad);
            assertFalse(isSafe(float64, 5, 2, -3, bad), "slope " + bad);
        }
        assertFalse(isSafe(float64, 5, 1 / large / 2, -3, 7), "a scale that underflows");
        assertFalse(isSafe(float64, 5, 2, -3, 1 / large / 2), "a slope that underflows");
    }

    @Test
    void oneReasonToRejectIsEnough() {
        Buffer x = Buffer.of(new double[] {3});
        ChannelMap map = new ChannelMap(new Channels(1, 1, 1), x);
        map.set(0, 1, 1, 1, 1);
        map.rejectIf(false, 0);
        assertEquals(List.of(), rejected(map, x));
        map.rejectIf(true, 0);
        map.rejectIf(false, 0);
        assertEquals(List.of(0), rejected(map, x));
    }

    /** (3 − 1)·2 + 1 and 3·((9 − 1) − (3 − 1)·2). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRejectedChannelHasTheNumbersOfTheFallback(boolean float64) {
        Buffer x = buffer(float64);
        ChannelMap map = new ChannelMap(new Channels(1, 2, 1), x);
        map.set(0, 1, 2, 1, 2);
        map.set(1, 1, Double.NaN, 1, 2);
        Buffer y = map.normalize(x, channel -> new double[] {FALLBACK});
        assertEquals(5, y.at(0));
        assertEquals(FALLBACK, y.at(1));
        map.set(0, 1, 3, 1, 2);
        Buffer dy = x.ofSize(2);
        dy.set(0, 9);
        Buffer dx = map.differentiate(x, dy, channel -> new double[] {FALLBACK});
        assertEquals(12, dx.at(0));
        assertEquals(FALLBACK, dx.at(1));
    }
}
