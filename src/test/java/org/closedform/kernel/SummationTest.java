package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SummationTest {
    @Nested
    class Sum {
        @Test
        void countsEveryElementOnce() {
            for (int n = 0; n <= 1100; n++) {
                double[] x = IntStream.range(0, n).asDoubleStream().toArray();
                assertEquals(n * (n - 1) / 2, Summation.sum(x), "0 + … + " + (n - 1));
            }
        }

        @Test
        void seesEveryPosition() {
            double[] x = new double[200];
            for (int i = 0; i < x.length; i++) {
                x[i] = 1;
                assertEquals(1, Summation.sum(x), "position " + i);
                x[i] = 0;
            }
        }

        /** Adding 0.1 a million times one after another is off by 1.3e-6; 25 roundings are at most 2.8e-10. */
        @Test
        void losesNoDigitsToTheLengthOfTheRow() {
            double[] x = new double[1_000_000];
            Arrays.fill(x, 0.1);
            BigDecimal exact = new BigDecimal(0.1).multiply(BigDecimal.valueOf(x.length));
            double error =
                    new BigDecimal(Summation.sum(x)).subtract(exact).abs().doubleValue();
            assertTrue(error <= 25 * 0x1p-53 * 1e5, "error " + error);
        }

        @Test
        void leavesItsRowAlone() {
            double[] x = {1, 2, 3};
            Summation.sum(x);
            Summation.dot(x, x);
            assertEquals("[1.0, 2.0, 3.0]", Arrays.toString(x));
        }
    }

    @Nested
    class Norm {
        @Test
        void ofManyEqualNumbersIsTheirSizeTimesTheRootOfTheirCount() {
            for (int exponent : new int[] {-1070, -600, 0, 600, 1015}) {
                double[] x = new double[4096];
                Arrays.fill(x, Math.scalb(-1.0, exponent));
                assertEquals(Math.scalb(64.0, exponent), Summation.norm(x), "2^" + exponent);
            }
        }

        @Test
        void losesNothingToSmallNumbersBesideLargeOnes() {
            assertEquals(0x1p1000, Summation.norm(new double[] {0x1p1000, Double.MIN_VALUE, -0x1p-500}));
        }
    }
}
