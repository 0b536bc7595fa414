package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums of few and of many float64 numbers, whatever their sizes. */
class Float64SumsTest {

    @Test
    void countsEveryElementOnce() {
        for (int n = 0; n <= 40; n++) {
            double[] x = IntStream.range(0, n).asDoubleStream().toArray();
            assertEquals(n * (n - 1) / 2, Loops.FLOAT64.sum(x, n), "0 + … + " + (n - 1));
        }
    }

    /** The large numbers cancel, and leave what plain additions would have lost. */
    @ParameterizedTest
    @ValueSource(ints = {3, 8, 9, 12, 15, 16, 23, 40})
    void keepsWhatEveryAdditionLoses(int n) {
        for (int at = 0; at < n; at++) {
            double[] x = new double[n];
            Arrays.fill(x, 0x1p-54);
            x[at] = 1;
            x[(at + 1) % n] = -1;
            assertEquals((n - 2) * 0x1p-54, Loops.FLOAT64.sum(x, n), 0x1p-100, "1 − 1 from " + at);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 21, 300})
    void ofNumbersOfOneSignIsWithinAnUlp(int n) {
        Random random = new Random(n);
        for (int i = 0; i < 20; i++) {
            double[] x = random.doubles(n)
                    .map(v -> StrictMath.scalb(1 + v, random.nextInt(40)))
                    .toArray();
            BigDecimal exact = Arrays.stream(x).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
            double sum = exact.doubleValue();
            assertEquals(sum, Loops.FLOAT64.sum(x, n), Math.ulp(sum));
        }
    }
}
