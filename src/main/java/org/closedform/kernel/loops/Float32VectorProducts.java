package org.closedform.kernel.loops;

import static org.closedform.kernel.loops.Float32Vectors.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * Also matrix products on the Vector API. A run of the panel's rows stays in registers, two vectors of each, while rows of the product
 * pass by: C2 loads what a turn of a loop needs at its beginning, and has not registers enough for the sums of several rows.
 */
final class Float32VectorProducts extends Float32VectorLoops {
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES;

    /** The most columns of a panel on which the loop in plain Java takes twice as long for each. */
    private static final int NARROW = 96;

    private static final int FEW_OF_NARROW = 4;

    @Override
    public void addRuns(float[][] panel, float[] factors, float[][] sums, int rows, int steps, int lanes) {
        if (rows <= (lanes > NARROW ? Float32Precision.FEW_ROWS : FEW_OF_NARROW)) {
            super.addRuns(panel, factors, sums, rows, steps, lanes);
            return;
        }
        float[] strip = new float[rows * WIDTH];
        for (int j = 0; j < lanes; j += WIDTH) {
            Arrays.fill(strip, 0);
            for (int p = 0; p < steps; p += RUN) {
                addRun(panel[p], panel[p + 1], panel[p + 2], panel[p + 3], j, factors, p, strip, rows);
            }
            store(strip, sums, rows, j);
        }
    }

    private static void store(float[] strip, float[][] sums, int rows, int j) {
        for (int i = 0; i < rows; i++) {
            FloatVector.fromArray(SPECIES, strip, i * WIDTH).intoArray(sums[i], j);
            FloatVector.fromArray(SPECIES, strip, i * WIDTH + LANES).intoArray(sums[i], j + LANES);
        }
    }

    /** Adds a run to a strip of the sums: two vectors from lane j on, for one row after the other. */
    private static void addRun(
            float[] row0,
            float[] row1,
            float[] row2,
            float[] row3,
            int j,
            float[] factors,
            int at,
            float[] strip,
            int rows) {
        int k = j + LANES;
        FloatVector x0 = FloatVector.fromArray(SPECIES, row0, j);
        FloatVector y0 = FloatVector.fromArray(SPECIES, row0, k);
        FloatVector x1 = FloatVector.fromArray(SPECIES, row1, j);
        FloatVector y1 = FloatVector.fromArray(SPECIES, row1, k);
        FloatVector x2 = FloatVector.fromArray(SPECIES, row2, j);
        FloatVector y2 = FloatVector.fromArray(SPECIES, row2, k);
        FloatVector x3 = FloatVector.fromArray(SPECIES, row3, j);
        FloatVector y3 = FloatVector.fromArray(SPECIES, row3, k);
        for (int i = 0; i < rows; i++) {
            int from = at + i * FACTORS;
            FloatVector factor = FloatVector.broadcast(SPECIES, factors[from]);
            FloatVector runX = x0.mul(factor);
            FloatVector runY = y0.mul(factor);
            factor = FloatVector.broadcast(SPECIES, factors[from + 1]);
            runX = x1.fma(factor, runX);
            runY = y1.fma(factor, runY);
            factor = FloatVector.broadcast(SPECIES, factors[from + 2]);
            runX = x2.fma(factor, runX);
            runY = y2.fma(factor, runY);
            factor = FloatVector.broadcast(SPECIES, factors[from + 3]);
            runX = x3.fma(factor, runX);
            runY = y3.fma(factor, runY);
            int to = i * WIDTH;
            FloatVector.fromArray(SPECIES, strip, to).add(runX).intoArray(strip, to);
            to += LANES;
            FloatVector.fromArray(SPECIES, strip, to).add(runY).intoArray(strip, to);
        }
    }
}
