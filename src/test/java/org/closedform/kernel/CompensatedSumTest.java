package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** What a sum keeps; sums of arrays are tested with the loops. */
class CompensatedSumTest {

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
