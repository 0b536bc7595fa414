package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaylorTableTest {
    private static final double ZERO = -0.3;
    private static final double BETA = 1.7;

    /** f(w) = (w + 0.3)·(w + 9), which has no more than three terms. */
    private static final TaylorTable PARABOLA = new TaylorTable(TaylorTableTest::parabola, -4, 4, 8, ZERO + 1e-6);

    private static DoubleDouble[] parabola(double point, int terms) {
        DoubleDouble[] series = new DoubleDouble[terms];
        Arrays.fill(series, DoubleDouble.of(0));
        DoubleDouble left = DoubleDouble.sum(point, -ZERO);
        DoubleDouble right = DoubleDouble.sum(point, 9);
        series[0] = left.times(right);
        series[1] = left.plus(right);
        series[2] = DoubleDouble.ONE;
        return series;
    }

    private static BigDecimal parabola(BigDecimal w) {
        return w.subtract(new BigDecimal(ZERO)).multiply(w.add(BigDecimal.valueOf(9)));
    }

    /** Between two points, at them, and as near to the zero as numbers come. */
    @Test
    void isWithinAnUlp() {
        double[] x = new double[4000];
        Random random = new Random(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 2 == 0
                    ? random.nextDouble() * 4 - 2
                    : ZERO / BETA + Math.scalb(random.nextDouble() - 0.5, -random.nextInt(54));
        }
        double[] values = PARABOLA.values(Buffer.of(x), BETA, w -> Double.NaN).toDoubles();
        double[] products =
                PARABOLA.products(Buffer.of(x), BETA, w -> Double.NaN).toDoubles();
        for (int i = 0; i < x.length; i++) {
            BigDecimal exact = parabola(new BigDecimal(x[i]).multiply(new BigDecimal(BETA)));
            assertNear(exact, values[i], Math.ulp(values[i]), x[i]);
            assertNear(exact.multiply(new BigDecimal(x[i])), products[i], Math.ulp(products[i]), x[i]);
        }
    }

    @Test
    void isWithinAnUlpInFloat32() {
        float[] x = new float[2000];
        Random random = new Random(2);
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat() * 4 - 2;
        }
        float[] values = PARABOLA.values(Buffer.of(x), BETA, w -> Double.NaN).toFloats();
        for (int i = 0; i < x.length; i++) {
            BigDecimal exact = parabola(new BigDecimal(x[i]).multiply(new BigDecimal(BETA)));
            assertNear(exact, values[i], Math.ulp(values[i]), x[i]);
        }
    }

    @Test
    void asksOnTheLeftAndIsOneOnTheRight() {
        double[] x = {-5, Double.NEGATIVE_INFINITY, Double.NaN, 5, 1e300, Double.POSITIVE_INFINITY};
        Buffer numbers = Buffer.of(x);
        double[] values = {7, 7, 7, 1, 1, 1};
        assertArrayEquals(values, PARABOLA.values(numbers, 1, w -> 7).toDoubles());
        assertArrayEquals(
                values,
                PARABOLA.values(Buffer.of(numbers.toFloats()), 1, w -> 7).toDoubles());
        assertArrayEquals(
                new double[] {7, 7, 7, 5, 1e300, Double.POSITIVE_INFINITY},
                PARABOLA.products(numbers, 1, w -> 7).toDoubles());
    }

    /** Within an ulp, or 2⁻⁶⁴ next to the zero. */
    private static void assertNear(BigDecimal exact, double found, double ulp, double x) {
        BigDecimal bound = new BigDecimal(ulp).add(new BigDecimal(0x1p-64), MathContext.DECIMAL64);
        BigDecimal off = new BigDecimal(found).subtract(exact).abs();
        assertTrue(off.compareTo(bound) <= 0, () -> "at " + x + ": " + found + " instead of " + exact);
    }
}
