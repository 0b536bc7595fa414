package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Sums in every lane, which keep what an addition loses. */
class LaneSumsTest {
    private static final int LANES = 64;

    @Test
    void float64KeepsWhatAnAdditionLoses() {
        Float64LaneSums sums = new Float64LaneSums(LANES);
        for (double number : new double[] {1, 0x1p-30, 0x1p60, 0x1p-30, -0x1p60}) {
            for (int lane = 0; lane < LANES; lane++) {
                sums.plain[lane] += number * (lane + 1);
            }
            sums.fold(LANES);
        }
        sums.plain[3] = 5;
        double[] totals = sums.totals(LANES);
        for (int lane = 0; lane < LANES; lane++) {
            double ones = (lane + 1) * (1 + 0x1p-29);
            assertEquals(lane == 3 ? ones + 5 : ones, totals[lane], "lane " + lane);
        }
        sums.clear(LANES);
        assertEquals(0, Arrays.stream(sums.totals(LANES)).sum());
    }

    @Test
    void float32KeepsWhatAnAdditionLoses() {
        Float32LaneSums sums = new Float32LaneSums(LANES);
        for (float number : new float[] {1, 0x1p-12f, 0x1p30f, 0x1p-12f, -0x1p30f}) {
            for (int lane = 0; lane < LANES; lane++) {
                sums.plain[lane] += number * (lane + 1);
            }
            sums.fold(LANES);
        }
        sums.plain[3] = 5;
        double[] totals = sums.totals(LANES);
        for (int lane = 0; lane < LANES; lane++) {
            double ones = (lane + 1) * (1 + 0x1p-11);
            assertEquals(lane == 3 ? ones + 5 : ones, totals[lane], "lane " + lane);
        }
        sums.clear(LANES);
        assertEquals(0, Arrays.stream(sums.totals(LANES)).sum());
    }
}
