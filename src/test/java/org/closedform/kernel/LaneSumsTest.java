package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.closedform.kernel.loops.Loops;
import org.junit.jupiter.api.Test;

/** Sums in every lane, which keep what an addition loses. */
class LaneSumsTest {
    private static final int LANES = 64;

    @Test
    void float64KeepsWhatAnAdditionLoses() {
        LaneSums<double[]> sums = new LaneSums<>(Loops.FLOAT64);
        sums.clear(LANES);
        for (double number : new double[] {1, 0x1p-30, 0x1p60, 0x1p-30, -0x1p60}) {
            for (int lane = 0; lane < LANES; lane++) {
                sums.part[lane] += number * (lane + 1);
            }
            sums.closePart(LANES);
            sums.closeBlock(LANES);
        }
        assertTotals(sums, 1 + 0x1p-29);
    }

    @Test
    void float32KeepsWhatAnAdditionLoses() {
        LaneSums<float[]> sums = new LaneSums<>(Loops.FLOAT32);
        sums.clear(LANES);
        for (float number : new float[] {1, 0x1p-12f, 0x1p30f, 0x1p-12f, -0x1p30f}) {
            for (int lane = 0; lane < LANES; lane++) {
                sums.part[lane] += number * (lane + 1);
            }
            sums.closePart(LANES);
            sums.closeBlock(LANES);
        }
        assertTotals(sums, 1 + 0x1p-11);
    }

    private static double total(LaneSums<?> sums, int lane) {
        double[] totals = new double[lane + 1];
        sums.roundTotals(lane + 1, totals, 0);
        return totals[lane];
    }

    private static void assertTotals(LaneSums<?> sums, double one) {
        sums.clearTotals(LANES / 2);
        sums.addToTotals(0, LANES / 2);
        sums.addToTotals(LANES / 2, LANES / 2);
        for (int lane = 0; lane < LANES / 2; lane++) {
            assertEquals((2 * lane + 2 + LANES / 2) * one, total(sums, lane), "lanes " + lane + " and half further on");
        }
        sums.clearTotals(1);
        sums.addToTotal(3);
        assertEquals(6 * one, total(sums, 0), "the first three lanes");
        sums.clear(LANES);
        sums.clearTotals(1);
        sums.addToTotal(LANES);
        assertEquals(0, total(sums, 0), "cleared");
    }
}
