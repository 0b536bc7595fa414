package org.closedform.kernel.loops;

import java.util.Arrays;

/** Matrix products in plain Java. */
final class Float32Products {
    /** So many rows, with the rows of the panel that make a run, fit the first-level cache. */
    private static final int NEAR_ROWS = 8;

    private Float32Products() {}

    /** {@link Loops#addRuns}. */
    static void addRuns(float[][] panel, float[] factors, float[][] sums, int rows, int steps, int lanes) {
        for (int first = 0; first < rows; first += NEAR_ROWS) {
            int end = Math.min(first + NEAR_ROWS, rows);
            for (int i = first; i < end; i++) {
                Arrays.fill(sums[i], 0, lanes, 0);
            }
            for (int p = 0; p < steps; p += Loops.RUN) {
                for (int i = first; i < end; i += 2) {
                    addRun(panel, p, factors, i * Loops.FACTORS + p, sums[i], sums[i + 1], lanes);
                }
            }
        }
    }

    /** Two rows at once, so that each load from the panel serves both. */
    private static void addRun(float[][] panel, int p, float[] factors, int at, float[] sumA, float[] sumB, int lanes) {
        float[] row0 = panel[p];
        float[] row1 = panel[p + 1];
        float[] row2 = panel[p + 2];
        float[] row3 = panel[p + 3];
        float a0 = factors[at];
        float a1 = factors[at + 1];
        float a2 = factors[at + 2];
        float a3 = factors[at + 3];
        int next = at + Loops.FACTORS;
        float b0 = factors[next];
        float b1 = factors[next + 1];
        float b2 = factors[next + 2];
        float b3 = factors[next + 3];
        for (int j = 0; j < lanes; j++) {
            float x0 = row0[j];
            float x1 = row1[j];
            float x2 = row2[j];
            float x3 = row3[j];
            float ofA = sumA[j];
            float ofB = sumB[j];
            // C2 of JDK 17 vectorises this loop only if the factors of the two rows are on different sides of the
            // products
            sumA[j] = ofA + Math.fma(a3, x3, Math.fma(a2, x2, Math.fma(a1, x1, a0 * x0)));
            sumB[j] = ofB + Math.fma(x3, b3, Math.fma(x2, b2, Math.fma(x1, b1, x0 * b0)));
        }
    }
}
