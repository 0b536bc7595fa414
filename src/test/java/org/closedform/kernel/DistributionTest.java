package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.closedform.kernel.Information.Reading;
import org.closedform.testkit.HighPrecision;
import org.junit.jupiter.api.Test;

class DistributionTest {
    private static Distribution of(Reading reading, double... x) {
        Distribution p = new Distribution(reading, x.length);
        p.read(x, p.exponent(x));
        return p;
    }

    private static void assertPrecise(BigDecimal expected, DoubleDouble actual, double scale) {
        BigDecimal off = new BigDecimal(actual.high())
                .add(new BigDecimal(actual.low()))
                .subtract(expected)
                .abs();
        assertTrue(off.doubleValue() <= 0x1p-67 * scale, () -> actual + " instead of " + expected);
    }

    @Test
    void ofLogitsIsPrecise() {
        double[] x = {0.1, -3, 2.7, 2.6};
        BigDecimal[] logP = HighPrecision.logSoftmax(x);
        BigDecimal[] p = HighPrecision.softmax(x);
        Distribution actual = of(Reading.LOGITS, x);
        BigDecimal up = new BigDecimal(0x1p100);
        BigDecimal mean = BigDecimal.ZERO;
        for (int i = 0; i < x.length; i++) {
            assertPrecise(p[i].multiply(up), actual.p().at(i), 0x1p100);
            assertPrecise(logP[i], actual.log().at(i), 5);
            mean = mean.add(p[i].multiply(logP[i]));
        }
        assertPrecise(mean, actual.mean(actual.log()), 1);
    }

    @Test
    void subnormalProbabilitiesAreMultipliedBeforeTheyAreRounded() {
        DoubleDoubles r = new DoubleDoubles(2);
        r.set(1, DoubleDouble.of(0x1p20));
        double expected = HighPrecision.exp(new BigDecimal(-740))
                .multiply(new BigDecimal(0x1p20))
                .doubleValue();
        double[] dx = new double[2];
        for (Reading reading : new Reading[] {Reading.LOGITS, Reading.LOG_PROBABILITIES}) {
            Distribution p = of(reading, 0, -740);
            assertEquals(expected, p.mean(r).high(), Math.ulp(expected));
            p.times(r, DoubleDouble.of(0), dx);
            assertEquals(expected, dx[1], Math.ulp(expected));
            assertEquals(expected, p.dividedBy(1, 0x1p-20), Math.ulp(expected));
        }
    }

    @Test
    void largeProductsDoNotOverflow() {
        DoubleDoubles r = new DoubleDoubles(2);
        r.set(0, DoubleDouble.of(0x1p1000));
        Distribution p = of(Reading.PROBABILITIES, 0.5, 0.5);
        assertEquals(0x1p999, p.mean(r).high());
        double[] dx = new double[2];
        p.times(r, DoubleDouble.of(0), dx);
        assertEquals(0x1p999, dx[0]);
        Distribution large = of(Reading.LOG_PROBABILITIES, 700, 0);
        assertEquals(StrictMath.exp(700), large.at(0), Math.ulp(StrictMath.exp(700)));
    }

    @Test
    void whatIsNoProbabilityIsInvalid() {
        assertTrue(of(Reading.PROBABILITIES, 0.5, -0.5).isInvalid(1));
        assertTrue(of(Reading.LOG_PROBABILITIES, Double.NaN, 0).isInvalid(0));
        assertTrue(of(Reading.LOGITS, Double.POSITIVE_INFINITY, 0).isInvalid(1));
        assertTrue(!of(Reading.LOG_PROBABILITIES, -1, 0).isInvalid(0));
        assertTrue(of(Reading.LOGITS, Double.NEGATIVE_INFINITY, 0).isZero(0));
    }
}
