package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Loops;
import org.junit.jupiter.api.Test;

class LongRowTest {
    private static final int LENGTH = 2500;
    private static final Loops<double[]> LOOPS = Loops.FLOAT64;

    private static LongRow<double[]> row(double[] x, LeftOut leftOut) {
        LongRow<double[]> row = new LongRow<>(Scratch.of(x));
        row.to(x, new double[x.length], LENGTH, leftOut);
        return row;
    }

    @Test
    void addsUpEqualExponentials() {
        LongRow<double[]> row = row(new double[LENGTH + 7], LeftOut.NOTHING);
        row.addUp(7, LENGTH);
        assertEquals(LENGTH * LOOPS.lift(), row.sum[0]);
        assertEquals(-60, row.exponent);
        assertEquals(0, row.taken[0]);
    }

    @Test
    void countsTheFirstNumbersOnly() {
        double[] e = new double[LENGTH];
        Arrays.fill(e, Double.NaN);
        LongRow<double[]> row = new LongRow<>(Scratch.of(e));
        row.to(new double[LENGTH], e, LENGTH, LeftOut.NOTHING);
        row.addUp(0, 1100);
        assertEquals(1100 * LOOPS.lift(), row.sum[0]);
        assertEquals(LOOPS.lift(), e[1099]);
        assertEquals(0, Arrays.stream(e).skip(1100).sum());
    }

    @Test
    void leavesAColumnOut() {
        LongRow<double[]> row = row(new double[LENGTH], LeftOut.COLUMN);
        row.column[0] = 1500;
        row.addUp(0, LENGTH);
        assertEquals((LENGTH - 1) * LOOPS.lift(), row.sum[0]);
        assertEquals(LOOPS.lift(), row.taken[0]);
    }

    @Test
    void leavesTheLargestOutWhereItIsMoreThanHalf() {
        double[] x = new double[LENGTH];
        x[2100] = 1e4;
        LongRow<double[]> row = row(x, LeftOut.LARGEST);
        row.addUp(0, LENGTH);
        assertEquals(2100, row.column[0]);
        assertTrue(row.taken[0] > 0.7 * LOOPS.lift() && row.taken[0] < 1.5 * LOOPS.lift());
        assertEquals(0, row.sum[0]);
    }

    @Test
    void hasNoSumOfNothingButMinusInfinity() {
        double[] x = new double[LENGTH];
        Arrays.fill(x, Double.NEGATIVE_INFINITY);
        LongRow<double[]> row = row(x, LeftOut.NOTHING);
        row.addUp(0, LENGTH);
        assertTrue(Double.isNaN(row.sum[0]));
    }
}
