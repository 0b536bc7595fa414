package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CompensatedSumTest {

    @Test
    void ofAnArrayIsInfiniteWhereTheSumIs() {
        assertEquals(0, CompensatedSum.of(new double[0]));
        assertEquals(2, CompensatedSum.of(new double[] {1, 0x1p-53, 0x1p-53, 1 - 0x1p-52}));
        assertEquals(Double.POSITIVE_INFINITY, CompensatedSum.of(new double[] {1, Double.POSITIVE_INFINITY, 1}));
        assertEquals(Double.POSITIVE_INFINITY, CompensatedSum.of(new double[] {Double.MAX_VALUE, Double.MAX_VALUE}));
        assertEquals(Double.NaN, CompensatedSum.of(new double[] {1, Double.NaN}));
    }

    @Test
    void addsWhatNumbersLackToo() {
        CompensatedSum sum = new CompensatedSum();
        sum.add(1, 0x1p-60);
        sum.add(0x1p-70, 0);
        assertEquals(new DoubleDouble(1, 0x1p-60 + 0x1p-70), sum.precise());
        sum.add(Double.POSITIVE_INFINITY, 0);
        assertEquals(DoubleDouble.of(Double.POSITIVE_INFINITY), sum.precise());
    }
}
