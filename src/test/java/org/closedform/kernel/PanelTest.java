package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to the numbers from one index to before another, and to no others. */
class PanelTest {
    private static final int LENGTH = 1045;
    private static final int[] COUNTS = {1, 2, 3, 4, 5, 7, 8, 63, 255, 256, 257, 500, 1023, 1024};
    private static final List<Buffer> TYPES = List.of(Buffer.of(new double[0]), Buffer.of(new float[0]));

    private Buffer x;
    private Buffer e;
    private Panel panel;

    private void attach(boolean float64) {
        Buffer type = TYPES.get(float64 ? 0 : 1);
        x = type.ofSize(LENGTH);
        e = type.ofSize(LENGTH);
        panel = Panel.of(type);
        panel.attach(x, e);
        for (int i = 0; i < LENGTH; i++) {
            x.set(i, i % 37 - 50);
            panel.make(i, 1 + i % 29);
        }
    }

    @AfterEach
    void detach() {
        panel.detach();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sumsCountEveryElementOnce(boolean float64) {
        attach(float64);
        for (int count : COUNTS) {
            double sum = 0;
            for (int i = 20; i < 20 + count; i++) {
                sum += e.at(i);
            }
            assertEquals(sum, panel.sum(20, 20 + count), count + " numbers");
        }
        assertEquals(9, panel.made(8));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noPartOfASumIsLargerThanTheLargest(boolean float64) {
        attach(float64);
        for (int i = 0; i < LENGTH; i++) {
            panel.make(i, 0);
        }
        for (int count : COUNTS) {
            for (int i = 20; i < 20 + count; i++) {
                panel.make(i, 3);
                panel.sum(20, 20 + count);
                assertEquals(3, panel.largestPart(), i + " of " + count);
                panel.make(i, 0);
            }
            panel.make(20 + count, 3);
            panel.sum(20, 20 + count);
            assertEquals(0, panel.largestPart(), "after " + count);
            panel.make(20 + count, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theLargestIsFoundEverywhere(boolean float64) {
        attach(float64);
        for (int i = 0; i < LENGTH; i++) {
            x.set(i, -1);
        }
        for (int count : COUNTS) {
            for (int i = 20; i < 20 + count; i++) {
                x.set(i, 3);
                assertEquals(3, panel.max(20, 20 + count), i + " of " + count);
                x.set(i, Double.NaN);
                assertTrue(Double.isNaN(panel.max(20, 20 + count)), i + " of " + count);
                x.set(i, -1);
            }
            x.set(19, 3);
            x.set(20 + count, 3);
            assertEquals(-1, panel.max(20, 20 + count), "around " + count);
            x.set(19, -1);
            x.set(20 + count, -1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scalesAsIfTheQuotientWereExact(boolean float64) {
        attach(float64);
        Random random = new Random(1);
        for (int i = 0; i < LENGTH; i++) {
            panel.make(i, 1 + random.nextDouble());
        }
        Buffer before = Buffer.of(e.toDoubles());
        double numerator = 1 / 7.0;
        double sum = 0.3;
        panel.scale(3, 1000, numerator, sum);
        BigDecimal factor = new BigDecimal(numerator).divide(new BigDecimal(sum), MathContext.DECIMAL128);
        double bound = 0.51 * (float64 ? Math.ulp(1.0) : Math.ulp(1f));
        for (int i = 0; i < LENGTH; i++) {
            BigDecimal exact = new BigDecimal(before.at(i)).multiply(i < 3 || i >= 1000 ? BigDecimal.ONE : factor);
            double off = exact.subtract(new BigDecimal(e.at(i))).doubleValue();
            assertTrue(Math.abs(off) <= bound * Math.max(0.5, Math.scalb(1, Math.getExponent(e.at(i)))), "at " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void subtractsANumberOfTwoParts(boolean float64) {
        attach(float64);
        panel.subtract(3, 1000, 5.25, 0x1p-10);
        for (int i = 0; i < LENGTH; i++) {
            double expected = i < 3 || i >= 1000 ? 1 + i % 29 : i % 37 - 50 - 5.25 - 0x1p-10;
            assertEquals(expected, e.at(i), "at " + i);
        }
        panel.subtract(0, 1, 1 / 3.0, 0);
        assertEquals(-50 - 1 / 3.0, e.at(0), float64 ? 0 : Math.ulp(50f) / 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void exponentialsAreDividedByThatOfTheReference(boolean float64) {
        attach(float64);
        x.set(500, Double.NEGATIVE_INFINITY);
        panel.exponentials(3, 1000, -30.5);
        double scale = StrictMath.pow(2, panel.exponent(-30.5));
        for (int i = 0; i < LENGTH; i++) {
            if (i != 500) {
                double expected = i < 3 || i >= 1000 ? (1 + i % 29) * scale : StrictMath.exp(x.at(i));
                assertEquals(expected, e.at(i) * scale, expected * (float64 ? 1e-15 : 2e-7), "at " + i);
            }
        }
        panel.dropNaN(3, 500);
        assertTrue(Double.isNaN(e.at(500)));
        panel.dropNaN(500, 501);
        assertEquals(0, e.at(500));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsTooLargeIsNotRegular(boolean float64) {
        attach(float64);
        double most = float64 ? 0x1p50 : 0x1p21;
        for (double sign : new double[] {1, -1}) {
            assertTrue(panel.isRegular(sign * (most - 1)));
            assertFalse(panel.isRegular(sign * most));
            assertFalse(panel.isRegular(sign * Double.POSITIVE_INFINITY));
        }
        assertFalse(panel.isRegular(Double.NaN));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyPositiveSumsBelowTheTopAreInRange(boolean float64) {
        attach(float64);
        double top = float64 ? Float64Exponential.TOP : Float32Exponential.TOP;
        assertTrue(panel.isInRange(Double.MIN_VALUE) && panel.isInRange(top / 2));
        assertFalse(panel.isInRange(0) || panel.isInRange(top) || panel.isInRange(Double.NaN) || panel.isInRange(-1));
    }
}
