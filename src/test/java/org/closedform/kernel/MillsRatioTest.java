package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MillsRatioTest {
    private static final MathContext DIGITS = new MathContext(40);

    /** Laplace's continued fraction, 1 / (t + 1 / (t + 2 / (t + …))). */
    @Test
    void isPreciseEverywhere() {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            double t = 1 + random.nextDouble() * (MillsRatio.LARGEST - 1);
            BigDecimal exact = new BigDecimal(t);
            BigDecimal fraction = exact;
            for (int n = (int) (1000 / (t * t)) + 50; n > 0; n--) {
                fraction = exact.add(BigDecimal.valueOf(n).divide(fraction, DIGITS));
            }
            assertPrecise(BigDecimal.ONE.divide(fraction, DIGITS), t);
        }
    }

    /** At a node, and as far from one as can be. */
    @Test
    void isPreciseNextToZero() {
        assertPrecise(new BigDecimal("1.2533141373155002512078826424055226265034934"), 0);
        assertPrecise(new BigDecimal("1.1931829647319153118460936820971308857274237"), 0.0625);
        assertPrecise(new BigDecimal("0.78064923787086337117330621579349554269412850"), 0.6875);
        assertPrecise(new BigDecimal("0.75257117906340805145547335790955475224491739"), 0.75);
    }

    @Test
    void isNaNOfNaN() {
        assertEquals(Double.NaN, MillsRatio.at(Double.NaN).high());
    }

    private static void assertPrecise(BigDecimal expected, double t) {
        DoubleDouble found = MillsRatio.at(t);
        BigDecimal off = new BigDecimal(found.high())
                .add(new BigDecimal(found.low()))
                .subtract(expected)
                .abs();
        assertTrue(
                off.compareTo(expected.multiply(new BigDecimal(0x1p-65))) <= 0,
                () -> "at " + t + ": " + found + " instead of " + expected);
    }
}
