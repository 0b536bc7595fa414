package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DoubleDoublesTest {

    @Test
    void differencesKeepWhatWasBelow() {
        DoubleDoubles x = new DoubleDoubles(2);
        x.set(1, new DoubleDouble(1, 0x1p-60));
        x.subtract(1, 1, 0x1p-70);
        assertEquals(DoubleDouble.of(0x1p-60 - 0x1p-70), x.at(1));
        assertEquals(DoubleDouble.of(0), x.at(0));
    }

    @Test
    void whatIsNotFiniteHasNoRest() {
        DoubleDoubles x = new DoubleDoubles(1);
        x.subtract(0, Double.NEGATIVE_INFINITY, 0);
        assertEquals(DoubleDouble.of(Double.POSITIVE_INFINITY), x.at(0));
    }
}
