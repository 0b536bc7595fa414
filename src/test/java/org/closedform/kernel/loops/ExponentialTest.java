package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
            double[] e = new double[x.length];
            Float64Exponential.divided(x, 0, e, 0, x.length, false);
            return e;
        }

        @Test
        void isWithinOneUlp() {
            double[] x = new Random(1).doubles(COUNT, -745, 1).toArray();
            double[] e = exponentials(x);
            for (int i = 0; i < COUNT; i++) {
                BigDecimal exact = HighPrecision.exp(new BigDecimal(x[i]))
                        .multiply(BigDecimal.valueOf(2).pow(Float64Exponential.LIFT_EXPONENT));
                double off = Ulps.between(e[i], exact, ElementType.FLOAT64);
                double at = x[i];
                assertTrue(off <= 1, () -> "e^" + at + " is off by " + off + " ulp");
            }
        }

        /** ln 2 is 0.693147. */
        @Test
        void endsWithTheSmallestNumber() {
            double[] e = exponentials(-1134 * 0.693147 - 0.3, -1134 * 0.693147 + 0.3, -1135 * 0.693147 + 0.3);
            assertArrayEquals(new double[] {Double.MIN_VALUE, Double.MIN_VALUE, 0}, e);
        }

        @Test
        void isZeroFarBelow() {
            double[] e = exponentials(-2000, -1e5, -1e15, -1e34);
            assertEquals("[0.0, 0.0, 0.0, 0.0]", Arrays.toString(e));
        }
    }

    @Nested
    class Float32 {
        private static float[] exponentials(float... x) {
            float[] e = new float[x.length];
            Float32Exponential.divided(x, 0, e, 0, x.length, false);
            return e;
        }

        @Test
        void isWithinOneUlp() {
            float[] x = new float[COUNT];
            Random random = new Random(3);
            for (int i = 0; i < COUNT; i++) {
                x[i] = 104 * random.nextFloat() - 103;
            }
            float[] e = exponentials(x);
            for (int i = 0; i < COUNT; i++) {
                BigDecimal exact = HighPrecision.exp(new BigDecimal(x[i]))
                        .multiply(BigDecimal.valueOf(2).pow(Float32Exponential.LIFT_EXPONENT));
                double off = Ulps.between(e[i], exact, ElementType.FLOAT32);
                float at = x[i];
                assertTrue(off <= 1, () -> "e^" + at + " is off by " + off + " ulp");
            }
        }

        /** ln 2 is 0.693147. */
        @Test
        void endsWithTheSmallestNumber() {
            float[] e = exponentials(-173 * 0.693147f - 0.3f, -173 * 0.693147f + 0.3f, -174 * 0.693147f + 0.3f);
            assertArrayEquals(new float[] {Float.MIN_VALUE, Float.MIN_VALUE, 0}, e);
        }

        @Test
        void isZeroFarBelow() {
            float[] x = {-300, -1e5f, -1e6f};
            assertEquals("[0.0, 0.0, 0.0]", Arrays.toString(exponentials(x)));
        }
    }
}
