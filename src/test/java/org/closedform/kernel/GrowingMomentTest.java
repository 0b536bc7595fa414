package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class GrowingMomentTest {
    private static final BigDecimal UNITS = new BigDecimal(BigInteger.TWO.pow(1074));

    @Property
    void sumsAreExact(@ForAll @Size(max = 30) long[] bits) {
        double[] x = new double[bits.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = Double.longBitsToDouble(bits[i]);
            x[i] = Double.isFinite(x[i]) ? x[i] : i;
        }
        requireExact(x, new GrowingMoment().of(x));
    }

    /** One sum for each exponent must hold all of a block, and what a block leaves must not reach the next channel. */
    @Property(tries = 30)
    void manyNumbersOfOneExponentFit(@ForAll @IntRange(min = -1074, max = 1022) int exponent) {
        GrowingMoment growing = new GrowingMoment();
        for (int count : new int[] {511, 512, 513, 1600}) {
            double[] x = new double[count];
            Arrays.fill(x, -Math.scalb(2 - Math.ulp(1.0), exponent));
            requireExact(x, growing.of(x));
        }
    }

    @Example
    void specialNumbersLeaveNothingBehind() {
        GrowingMoment growing = new GrowingMoment();
        for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertTrue(growing.of(new double[] {1, special, Double.MAX_VALUE}).isNaN());
            requireExact(new double[] {3, -0.5}, growing.of(new double[] {3, -0.5}));
        }
    }

    private static void requireExact(double[] x, ExactMoment moment) {
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal squares = BigDecimal.ZERO;
        for (double number : x) {
            sum = sum.add(new BigDecimal(number));
            squares = squares.add(new BigDecimal(number).pow(2));
        }
        assertEquals(sum.multiply(UNITS).toBigIntegerExact(), moment.sum());
        assertEquals(squares.multiply(UNITS).multiply(UNITS).toBigIntegerExact(), moment.squares());
        assertEquals(false, moment.isNaN());
    }
}
