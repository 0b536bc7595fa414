package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.closedform.tensor.ElementType;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** e^x of both element types against 60 digits, over the whole range below 1. */
class ExponentialTest {
    private static final int COUNT = 8192;

    @Nested
    class Float64 {
        private static double[] exponentials(double... x) {
            double[] q = new double[x.length];
            double[] e = new double[x.length];
            Float64Exponential.powers(x, new double[x.length], q, 0, x.length);
            Float64Exponential.times(x, q, e, 0, x.length);
            return e;
        }

        @Test
        void isWithinOneUlp() {
            double[] x = new Random(1).doubles(COUNT, -745, 1).toArray();
            double[] e = exponentials(x);
            for (int i = 0; i < COUNT; i++) {
                BigDecimal exact =
                        HighPrecision.exp(new BigDecimal(x[i])).multiply(new BigDecimal(Float64Exponential.LIFT));
                double off = Ulps.between(e[i], exact, ElementType.FLOAT64);
                double at = x[i];
                assertTrue(off <= 1, () -> "e^" + at + " is off by " + off + " ulp");
            }
        }

        @Test
        void isZeroFarBelow() {
            double[] e = exponentials(-2000, -1e5, -1e15, -1e34);
            assertEquals("[0.0, 0.0, 0.0, 0.0]", Arrays.toString(e));
        }

        @Test
        void dividesByAnExponentialWithinOneUlp() {
            for (double x : new Random(2).doubles(COUNT, -700, 700).toArray()) {
                double k = Float64Exponential.exponent(x);
                BigDecimal exact = HighPrecision.exp(new BigDecimal(x).negate())
                        .multiply(power(k), HighPrecision.DIGITS)
                        .multiply(BigDecimal.valueOf(3));
                double off = Ulps.between(Float64Exponential.quotient(3, x, k), exact, ElementType.FLOAT64);
                assertTrue(off <= 1, () -> "3 / (e^" + x + " / 2^" + k + ") is off by " + off + " ulp");
            }
        }

        private static BigDecimal power(double k) {
            BigDecimal power = BigDecimal.valueOf(2).pow((int) Math.abs(k));
            return k < 0 ? BigDecimal.ONE.divide(power) : power;
        }
    }

    @Nested
    class Float32 {
        @Test
        void isWithinOneUlp() {
            float[] x = new float[COUNT];
            Random random = new Random(3);
            for (int i = 0; i < COUNT; i++) {
                x[i] = 104 * random.nextFloat() - 103;
            }
            float[] q = new float[COUNT];
            float[] e = new float[COUNT];
            Float32Exponential.powers(x, new float[COUNT], q, 0, COUNT);
            Float32Exponential.times(x, q, e, 0, COUNT);
            for (int i = 0; i < COUNT; i++) {
                BigDecimal exact =
                        HighPrecision.exp(new BigDecimal(x[i])).multiply(new BigDecimal(Float32Exponential.LIFT));
                double off = Ulps.between(e[i], exact, ElementType.FLOAT32);
                float at = x[i];
                assertTrue(off <= 1, () -> "e^" + at + " is off by " + off + " ulp");
            }
        }

        @Test
        void isZeroFarBelow() {
            float[] x = {-300, -1e5f, -1e6f};
            float[] q = new float[x.length];
            float[] e = new float[x.length];
            Float32Exponential.powers(x, new float[x.length], q, 0, x.length);
            Float32Exponential.times(x, q, e, 0, x.length);
            assertEquals("[0.0, 0.0, 0.0]", Arrays.toString(e));
        }
    }
}
