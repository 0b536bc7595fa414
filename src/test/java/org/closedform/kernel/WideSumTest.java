package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WideSumTest {
    private static DoubleDouble of(double x) {
        return DoubleDouble.of(x);
    }

    @Test
    void smallTermsAreAddedBeforeTheyAreRounded() {
        WideSum sum = new WideSum();
        for (int i = 0; i < 1000; i++) {
            // 0.3 · 2⁻¹⁰⁷⁴ each
            sum.add(of(0.3 * 0x1p26), WideSum.DOWN, DoubleDouble.ONE);
        }
        assertEquals(300 * Double.MIN_VALUE, sum.rounded());
    }

    @Test
    void aLargeFactorBringsASmallProbabilityBack() {
        WideSum sum = new WideSum();
        sum.add(of(0x1p-100), WideSum.DOWN, of(0x1p1000));
        sum.add(of(0x1p199), WideSum.DOWN, of(0x1p1000));
        assertEquals(0x1p99, sum.rounded());
    }

    @Test
    void bothKindsOfTermsMeet() {
        WideSum sum = new WideSum();
        sum.add(of(0x1p-1000), 0, DoubleDouble.ONE);
        sum.add(of(0x1p99), WideSum.DOWN, DoubleDouble.ONE);
        assertEquals(0x1.8p-1000, sum.rounded());
        assertEquals(0x1.8p-1000, sum.value().high());
    }
}
