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

    private static DoubleDouble exp(double x, double low, int exponent) {
        DoubleDoubles result = new DoubleDoubles(1);
        Precise.exp(x, low, exponent, result, 0);
        return result.at(0);
    }

    private static DoubleDouble log(double x, double low) {
        DoubleDoubles result = new DoubleDoubles(1);
        Precise.log(x, low, 0, result, 0);
        return result.at(0);
    }

    private static DoubleDouble logRatio(double p, double q) {
        DoubleDoubles result = new DoubleDoubles(1);
        Precise.logRatio(p, q, result, 0);
        return result.at(0);
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
        assertPrecise(HighPrecision.exp(exact(exact)), exp(exact.high(), exact.low(), 0));
    }

    @Property
    void smallExponentialsMayBeMultiplied(@ForAll @DoubleRange(min = -750, max = -600) double x) {
        BigDecimal expected = HighPrecision.exp(new BigDecimal(x)).multiply(new BigDecimal(0x1p100));
        assertPrecise(expected, exp(x, 0, 100));
    }

    @Property
    void logarithmKeepsItsDigits(@ForAll("positive") double x) {
        assertPrecise(HighPrecision.log(new BigDecimal(x)), log(x, 0));
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
            assertPrecise(expected, logRatio(p, q));
        }
    }

    @Test
    void theEndsAreTheLimits() {
        assertEquals(0, exp(-INF, 0, 0).high());
        assertEquals(0, exp(-1e300, 0, 100).high());
        assertEquals(INF, exp(710, 0, 0).high());
        assertEquals(INF, exp(INF, 0, 0).high());
        assertEquals(-INF, log(0, 0).high());
        assertEquals(INF, log(INF, 0).high());
        assertEquals(
                Double.MIN_VALUE,
                Precise.log1p(DoubleDouble.of(Double.MIN_VALUE)).high());
        for (double invalid : new double[] {Double.NaN, -1}) {
            assertEquals(Double.NaN, log(invalid, 0).high());
            assertEquals(Double.NaN, logRatio(invalid, 1).high());
            assertEquals(Double.NaN, logRatio(invalid, invalid).high());
        }
    }
}
