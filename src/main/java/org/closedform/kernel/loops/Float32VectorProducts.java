package org.closedform.kernel.loops;

import static org.closedform.kernel.loops.Float32Vectors.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Also matrix products on the Vector API, with sums that stay in registers, where the panel is narrow. The loop in plain Java, with
 * sums in memory, is too short there; for wide panels, and in float64, it is the faster one.
 */
final class Float32VectorProducts extends Float32VectorLoops {
    /** The most columns of a panel for which this pays. */
    private static final int WIDEST = 96;

    private static final int ROWS = 4;
    private static final int LANES = SPECIES.length();

    @Override
    public void addRuns(float[][] panel, float[][] factors, float[][] sums, int rows, int steps, int lanes) {
        int whole = lanes <= WIDEST ? rows - rows % ROWS : 0;
        for (int j = 0; j < lanes; j += 2 * LANES) {
            for (int i = 0; i < whole; i += ROWS) {
                addTile(panel, factors, sums, i, steps, j, j + LANES);
            }
        }
        if (whole < rows) {
            float[][] otherFactors = Arrays.copyOfRange(factors, whole, factors.length);
            float[][] otherSums = Arrays.copyOfRange(sums, whole, sums.length);
            super.addRuns(panel, otherFactors, otherSums, rows - whole, steps, lanes);
        }
    }

    /**
     * Four rows from i on by a vector of columns from j on and one from k on. Unrolled by hand, one row of the panel after the other:
     * C2 does not inline its parts, and one run after the other takes longer.
     */
    private static void addTile(float[][] panel, float[][] factors, float[][] sums, int i, int steps, int j, int k) {
        float[] a = factors[i];
        float[] b = factors[i + 1];
        float[] c = factors[i + 2];
        float[] d = factors[i + 3];
        FloatVector sumA0 = FloatVector.fromArray(SPECIES, sums[i], j);
        FloatVector sumA1 = FloatVector.fromArray(SPECIES, sums[i], k);
        FloatVector sumB0 = FloatVector.fromArray(SPECIES, sums[i + 1], j);
        FloatVector sumB1 = FloatVector.fromArray(SPECIES, sums[i + 1], k);
        FloatVector sumC0 = FloatVector.fromArray(SPECIES, sums[i + 2], j);
        FloatVector sumC1 = FloatVector.fromArray(SPECIES, sums[i + 2], k);
        FloatVector sumD0 = FloatVector.fromArray(SPECIES, sums[i + 3], j);
        FloatVector sumD1 = FloatVector.fromArray(SPECIES, sums[i + 3], k);
        for (int p = 0; p < steps; p += RUN) {
            FloatVector x0 = FloatVector.fromArray(SPECIES, panel[p], j);
            FloatVector x1 = FloatVector.fromArray(SPECIES, panel[p], k);
            FloatVector factor = FloatVector.broadcast(SPECIES, a[p]);
            FloatVector runA0 = x0.mul(factor);
            FloatVector runA1 = x1.mul(factor);
            factor = FloatVector.broadcast(SPECIES, b[p]);
            FloatVector runB0 = x0.mul(factor);
            FloatVector runB1 = x1.mul(factor);
            factor = FloatVector.broadcast(SPECIES, c[p]);
            FloatVector runC0 = x0.mul(factor);
            FloatVector runC1 = x1.mul(factor);
            factor = FloatVector.broadcast(SPECIES, d[p]);
            FloatVector runD0 = x0.mul(factor);
            FloatVector runD1 = x1.mul(factor);
            x0 = FloatVector.fromArray(SPECIES, panel[p + 1], j);
            x1 = FloatVector.fromArray(SPECIES, panel[p + 1], k);
            factor = FloatVector.broadcast(SPECIES, a[p + 1]);
            runA0 = x0.fma(factor, runA0);
            runA1 = x1.fma(factor, runA1);
            factor = FloatVector.broadcast(SPECIES, b[p + 1]);
            runB0 = x0.fma(factor, runB0);
            runB1 = x1.fma(factor, runB1);
            factor = FloatVector.broadcast(SPECIES, c[p + 1]);
            runC0 = x0.fma(factor, runC0);
            runC1 = x1.fma(factor, runC1);
            factor = FloatVector.broadcast(SPECIES, d[p + 1]);
            runD0 = x0.fma(factor, runD0);
            runD1 = x1.fma(factor, runD1);
            x0 = FloatVector.fromArray(SPECIES, panel[p + 2], j);
            x1 = FloatVector.fromArray(SPECIES, panel[p + 2], k);
            factor = FloatVector.broadcast(SPECIES, a[p + 2]);
            runA0 = x0.fma(factor, runA0);
            runA1 = x1.fma(factor, runA1);
            factor = FloatVector.broadcast(SPECIES, b[p + 2]);
            runB0 = x0.fma(factor, runB0);
            runB1 = x1.fma(factor, runB1);
            factor = FloatVector.broadcast(SPECIES, c[p + 2]);
            runC0 = x0.fma(factor, runC0);
            runC1 = x1.fma(factor, runC1);
            factor = FloatVector.broadcast(SPECIES, d[p + 2]);
            runD0 = x0.fma(factor, runD0);
            runD1 = x1.fma(factor, runD1);
            x0 = FloatVector.fromArray(SPECIES, panel[p + 3], j);
            x1 = FloatVector.fromArray(SPECIES, panel[p + 3], k);
            factor = FloatVector.broadcast(SPECIES, a[p + 3]);
            runA0 = x0.fma(factor, runA0);
            runA1 = x1.fma(factor, runA1);
            factor = FloatVector.broadcast(SPECIES, b[p + 3]);
            runB0 = x0.fma(factor, runB0);
            runB1 = x1.fma(factor, runB1);
            factor = FloatVector.broadcast(SPECIES, c[p + 3]);
            runC0 = x0.fma(factor, runC0);
            runC1 = x1.fma(factor, runC1);
            factor = FloatVector.broadcast(SPECIES, d[p + 3]);
            runD0 = x0.fma(factor, runD0);
            runD1 = x1.fma(factor, runD1);
            sumA0 = sumA0.add(runA0);
            sumA1 = sumA1.add(runA1);
            sumB0 = sumB0.add(runB0);
            sumB1 = sumB1.add(runB1);
            sumC0 = sumC0.add(runC0);
            sumC1 = sumC1.add(runC1);
            sumD0 = sumD0.add(runD0);
            sumD1 = sumD1.add(runD1);
        }
        sumA0.intoArray(sums[i], j);
        sumA1.intoArray(sums[i], k);
        sumB0.intoArray(sums[i + 1], j);
        sumB1.intoArray(sums[i + 1], k);
        sumC0.intoArray(sums[i + 2], j);
        sumC1.intoArray(sums[i + 2], k);
        sumD0.intoArray(sums[i + 3], j);
        sumD1.intoArray(sums[i + 3], k);
    }
}
