package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.api.Test;

class PreciseTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static BigDecimal exact(DoubleDouble x) {
        return new BigDecimal(x.high()).add(new BigDecimal(x.low()));
    }

    private static void assertPrecise(BigDecimal expected, DoubleDouble actual) {
        BigDecimal off = exact(actual).subtract(expected).abs();
        assertTrue(
                off.compareTo(expected.abs().multiply(new BigDecimal(0x1p-68))) <= 0,
                () -> actual + " instead of " + expected);
    }

    @Property
    void exponentialKeepsItsDigits(@ForAll @DoubleRange(min = -600, max = 700) double x) {
        DoubleDouble exact = DoubleDouble.sum(x, x * 0x1.8p-55);
        assertPrecise(HighPrecision.exp(exact(exact)), Precise.exp(exact, 0));
    }

    @Property
    void smallExponentialsAreDivided(@ForAll @DoubleRange(min = -1300, max = -600) double x) {
        BigDecimal up = new BigDecimal(2).pow(-WideSum.DOWN);
        assertPrecise(HighPrecision.exp(new BigDecimal(x)).multiply(up), Precise.exp(DoubleDouble.of(x), WideSum.DOWN));
    }

    @Property
    void logarithmKeepsItsDigits(@ForAll("positive") double x) {
        assertPrecise(HighPrecision.log(new BigDecimal(x)), Precise.log(DoubleDouble.of(x)));
    }

    @Provide
    Arbitrary<Double> positive() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(1e-320, 1e-300).ofScale(330),
                Arbitraries.doubles().between(1e-9, 0.99).ofScale(12),
                Arbitraries.doubles().between(1.01, 1e300).ofScale(3));
    }

    @Property
    void logarithmNextToOneKeepsItsDigits(@ForAll("small") double x) {
        assertPrecise(HighPrecision.log1p(new BigDecimal(x)), Precise.log1p(DoubleDouble.of(x)));
        assertPrecise(HighPrecision.exp(new BigDecimal(x)).subtract(BigDecimal.ONE), Precise.expm1(DoubleDouble.of(x)));
    }

    @Provide
    Arbitrary<Double> small() {
        return Arbitraries.doubles().between(1e-6, 0.29).ofScale(12).flatMap(x -> Arbitraries.of(x, -x));
    }

    @Property
    void logarithmOfARatioKeepsItsDigits(
            @ForAll @DoubleRange(min = 0.01, max = 1) double q,
            @ForAll @DoubleRange(min = 0.01, max = 3) double ratio) {
        double p = q * ratio;
        if (p != q) {
            BigDecimal expected = HighPrecision.log(new BigDecimal(p)).subtract(HighPrecision.log(new BigDecimal(q)));
            assertPrecise(expected, Precise.logRatio(p, q));
        }
    }

    @Test
    void theEndsAreTheLimits() {
        assertEquals(0, Precise.exp(DoubleDouble.of(-INF), 0).high());
        assertEquals(0, Precise.exp(DoubleDouble.of(-1e300), WideSum.DOWN).high());
        assertEquals(INF, Precise.exp(DoubleDouble.of(710), 0).high());
        assertEquals(INF, Precise.exp(DoubleDouble.of(INF), 0).high());
        assertEquals(-INF, Precise.log(DoubleDouble.ZERO).high());
        assertEquals(INF, Precise.log(DoubleDouble.of(INF)).high());
        assertEquals(
                Double.MIN_VALUE,
                Precise.log1p(DoubleDouble.of(Double.MIN_VALUE)).high());
        for (double invalid : new double[] {Double.NaN, -1}) {
            assertEquals(Double.NaN, Precise.log(DoubleDouble.of(invalid)).high());
            assertEquals(Double.NaN, Precise.logRatio(invalid, 1).high());
            assertEquals(Double.NaN, Precise.logRatio(invalid, invalid).high());
        }
    }
}
