package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.api.Test;

class DoubleDoubleTest {

    private static BigDecimal exact(DoubleDouble x) {
        return new BigDecimal(x.high()).add(new BigDecimal(x.low()));
    }

    private static void assertPrecise(BigDecimal expected, DoubleDouble actual) {
        BigDecimal off = exact(actual).subtract(expected).abs();
        assertTrue(
                off.compareTo(expected.abs().multiply(new BigDecimal(0x1p-100))) <= 0,
                () -> actual + " instead of " + expected);
    }

    @Property
    void sumsAndProductsOfDoublesAreExact(
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double a, @ForAll @DoubleRange(min = -1, max = 1) double b) {
        assertEquals(0, new BigDecimal(a).add(new BigDecimal(b)).compareTo(exact(DoubleDouble.sum(a, b))));
        assertEquals(
                0,
                new BigDecimal(a)
                        .multiply(new BigDecimal(b))
                        .compareTo(exact(DoubleDouble.of(a).times(DoubleDouble.of(b)))));
    }

    @Property
    void operationsHaveAHundredBits(
            @ForAll @DoubleRange(min = 0.01, max = 1e3) double a,
            @ForAll @DoubleRange(min = 0.01, max = 1e3) double b) {
        DoubleDouble x = DoubleDouble.sum(a, a * 0x1.2p-54);
        DoubleDouble y = DoubleDouble.sum(b, b * 0x1.8p-56);
        assertPrecise(exact(x).add(exact(y)), x.plus(y));
        assertPrecise(exact(x).add(exact(y)), x.minus(y.negate()));
        assertPrecise(exact(x).multiply(exact(y)), x.times(y));
        assertPrecise(exact(x).divide(exact(y), HighPrecision.DIGITS), x.dividedBy(y));
    }

    @Test
    void whatIsNotFiniteHasNoRest() {
        DoubleDouble infinite = DoubleDouble.of(Double.POSITIVE_INFINITY);
        assertEquals(infinite, infinite.plus(DoubleDouble.ONE));
        assertEquals(infinite, infinite.times(DoubleDouble.ONE));
        assertEquals(infinite, DoubleDouble.sum(Double.MAX_VALUE, Double.MAX_VALUE));
        assertEquals(Double.NaN, infinite.minus(infinite).high());
    }
}
