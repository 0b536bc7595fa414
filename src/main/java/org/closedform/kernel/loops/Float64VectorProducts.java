package org.closedform.kernel.loops;

import static org.closedform.kernel.loops.Float64Vectors.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;

/**
 * Also matrix products on the Vector API. A run of the panel's rows stays in registers, two vectors of each, while rows of the product
 * pass by: C2 loads what a turn of a loop needs at its beginning, and has not registers enough for the sums of several rows.
 */
final class Float64VectorProducts extends Float64VectorLoops {
    private static final int LANES = SPECIES.length();
    private static final int WIDTH = 2 * LANES;

    /** The most columns of a panel on which the loop in plain Java takes twice as long for each. */
    private static final int NARROW = 96;

    private static final int FEW_OF_NARROW = 4;

    @Override
    public void addRuns(double[][] panel, double[] factors, double[][] sums, int rows, int steps, int lanes) {
        if (rows <= (lanes > NARROW ? Float64Precision.FEW_ROWS : FEW_OF_NARROW)) {
            super.addRuns(panel, factors, sums, rows, steps, lanes);
            return;
        }
        double[] strip = new double[rows * WIDTH];
        for (int j = 0; j < lanes; j += WIDTH) {
            Arrays.fill(strip, 0);
            for (int p = 0; p < steps; p += RUN) {
                addRun(panel[p], panel[p + 1], panel[p + 2], panel[p + 3], j, factors, p, strip, rows);
            }
            store(strip, sums, rows, j);
        }
    }

    private static void store(double[] strip, double[][] sums, int rows, int j) {
        for (int i = 0; i < rows; i++) {
            DoubleVector.fromArray(SPECIES, strip, i * WIDTH).intoArray(sums[i], j);
            DoubleVector.fromArray(SPECIES, strip, i * WIDTH + LANES).intoArray(sums[i], j + LANES);
        }
    }

    /** Adds a run to a strip of the sums: two vectors from lane j on, for one row after the other. */
    private static void addRun(
            double[] row0,
            double[] row1,
            double[] row2,
            double[] row3,
            int j,
            double[] factors,
            int at,
            double[] strip,
            int rows) {
        int k = j + LANES;
        DoubleVector x0 = DoubleVector.fromArray(SPECIES, row0, j);
        DoubleVector y0 = DoubleVector.fromArray(SPECIES, row0, k);
        DoubleVector x1 = DoubleVector.fromArray(SPECIES, row1, j);
        DoubleVector y1 = DoubleVector.fromArray(SPECIES, row1, k);
        DoubleVector x2 = DoubleVector.fromArray(SPECIES, row2, j);
        DoubleVector y2 = DoubleVector.fromArray(SPECIES, row2, k);
        DoubleVector x3 = DoubleVector.fromArray(SPECIES, row3, j);
        DoubleVector y3 = DoubleVector.fromArray(SPECIES, row3, k);
        for (int i = 0; i < rows; i++) {
            int from = at + i * FACTORS;
            DoubleVector factor = DoubleVector.broadcast(SPECIES, factors[from]);
            DoubleVector runX = x0.mul(factor);
            DoubleVector runY = y0.mul(factor);
            factor = DoubleVector.broadcast(SPECIES, factors[from + 1]);
            runX = x1.fma(factor, runX);
            runY = y1.fma(factor, runY);
            factor = DoubleVector.broadcast(SPECIES, factors[from + 2]);
            runX = x2.fma(factor, runX);
            runY = y2.fma(factor, runY);
            factor = DoubleVector.broadcast(SPECIES, factors[from + 3]);
            runX = x3.fma(factor, runX);
            runY = y3.fma(factor, runY);
            int to = i * WIDTH;
            DoubleVector.fromArray(SPECIES, strip, to).add(runX).intoArray(strip, to);
            to += LANES;
            DoubleVector.fromArray(SPECIES, strip, to).add(runY).intoArray(strip, to);
        }
    }
}
