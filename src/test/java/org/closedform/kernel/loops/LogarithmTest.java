package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.closedform.Sweep;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** Logarithms against 60 digits. */
class LogarithmTest {
    private static final int COUNT = 1700 * Sweep.FACTOR;

    private static void assertWithinOneUlp(double found, BigDecimal exact, String what) {
        double off = Ulps.between(found, exact, ElementType.FLOAT64);
        assertTrue(off <= 1, () -> what + " is off by " + off + " ulp");
    }

    @Test
    void ofOnePlusXIsWithinOneUlpWhateverTheSizeOfX() {
        Random random = new Random(5);
        for (int i = 0; i < COUNT; i++) {
            double x = StrictMath.scalb(1 + random.nextDouble(), random.nextInt(140) - 100);
            BigDecimal exact = HighPrecision.log(BigDecimal.ONE.add(new BigDecimal(x)));
            assertWithinOneUlp(Logarithm.onePlus(x), exact, "log(1 + " + x + ")");
        }
    }

    @Test
    void ofOnePlusXKeepsTheDigitsOfATinyX() {
        assertEquals(1e-300, Logarithm.onePlus(1e-300));
        assertEquals(0, Logarithm.onePlus(0));
        assertEquals(Double.MIN_VALUE, Logarithm.onePlus(Double.MIN_VALUE));
    }

    @Test
    void ofOnePlusXHasTheLimitsOfTheLogarithm() {
        assertEquals(Double.POSITIVE_INFINITY, Logarithm.onePlus(Double.POSITIVE_INFINITY));
        assertTrue(Double.isNaN(Logarithm.onePlus(Double.NaN)));
        assertWithinOneUlp(
                Logarithm.onePlus(Double.MAX_VALUE),
                HighPrecision.log(new BigDecimal(Double.MAX_VALUE)),
                "log(1 + the largest number)");
    }

    @Test
    void ofManyNumbersIsThatOfEach() {
        Random random = new Random(7);
        double[] x = {0, Double.MIN_VALUE, 1, Double.MAX_VALUE, Double.POSITIVE_INFINITY, Double.NaN, 0x1p53, 0x1p-53};
        double[] many = Arrays.copyOf(x, 1_000);
        for (int i = x.length; i < many.length; i++) {
            many[i] = StrictMath.scalb(1 + random.nextDouble(), random.nextInt(240) - 120);
        }
        double[] one = Arrays.stream(many).map(Logarithm::onePlus).toArray();
        for (int count : new int[] {0, 1, 7, 999}) {
            double[] found = many.clone();
            Logarithm.onePlus(found, count, new double[count], new double[count]);
            for (int i = 0; i < found.length; i++) {
                assertEquals(i < count ? one[i] : many[i], found[i], "log(1 + " + many[i] + ")");
            }
        }
    }

    @Test
    void ofScaledNumbersHasMoreDigitsThanADouble() {
        Random random = new Random(6);
        for (int i = 0; i < COUNT; i++) {
            double x = StrictMath.scalb(1 + random.nextDouble(), random.nextInt(40) - 20);
            int exponent = random.nextInt(2_000) - 1_000;
            BigDecimal exact = HighPrecision.log(new BigDecimal(x)).add(HighPrecision.log(power(exponent)));
            double[] high = new double[1];
            double[] low = new double[1];
            Logarithm.of(x, exponent, high, low, 0);
            BigDecimal off = exact.subtract(new BigDecimal(high[0]).add(new BigDecimal(low[0])));
            assertTrue(
                    Math.abs(off.doubleValue()) <= 0x1p-53,
                    () -> "log(" + x + "·2^" + exponent + ") is off by " + off.doubleValue());
            assertEquals(high[0], high[0] + low[0]);
        }
    }

    private static BigDecimal power(int exponent) {
        BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(exponent));
        return exponent < 0 ? BigDecimal.ONE.divide(power) : power;
    }
}
