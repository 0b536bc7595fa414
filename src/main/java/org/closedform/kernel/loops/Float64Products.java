package org.closedform.kernel.loops;

import java.util.Arrays;

/** Matrix products in plain Java. */
final class Float64Products {
    /** So many rows, with the rows of the panel that make a run, fit the first-level cache. */
    private static final int NEAR_ROWS = 8;

    private Float64Products() {}

    /** {@link Loops#addRuns}. */
    static void addRuns(double[][] panel, double[] factors, double[][] sums, int rows, int steps, int lanes) {
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
    private static void addRun(
            double[][] panel, int p, double[] factors, int at, double[] sumA, double[] sumB, int lanes) {
        double[] row0 = panel[p];
        double[] row1 = panel[p + 1];
        double[] row2 = panel[p + 2];
        double[] row3 = panel[p + 3];
        double a0 = factors[at];
        double a1 = factors[at + 1];
        double a2 = factors[at + 2];
        double a3 = factors[at + 3];
        int next = at + Loops.FACTORS;
        double b0 = factors[next];
        double b1 = factors[next + 1];
        double b2 = factors[next + 2];
        double b3 = factors[next + 3];
        for (int j = 0; j < lanes; j++) {
            double x0 = row0[j];
            double x1 = row1[j];
            double x2 = row2[j];
            double x3 = row3[j];
            double ofA = sumA[j];
            double ofB = sumB[j];
            // C2 of JDK 17 vectorises this loop only if the factors of the two rows are on different sides of the
            // products
            sumA[j] = ofA + Math.fma(a3, x3, Math.fma(a2, x2, Math.fma(a1, x1, a0 * x0)));
            sumB[j] = ofB + Math.fma(x3, b3, Math.fma(x2, b2, Math.fma(x1, b1, x0 * b0)));
        }
    }
}
