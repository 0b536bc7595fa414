package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The noise of functions whose noise is known. */
class RoughnessTest {
    private static final double EPSILON = Math.ulp(1.0);

    /** Of a function near x, at spacings up to 0.1. */
    private static double level(DoubleUnaryOperator f, double x) {
        Roughness roughness = new Roughness(
                h -> new double[] {f.applyAsDouble(x + h)}, new double[] {f.applyAsDouble(x)}, 512 / 3.0 * 0x1p-52, 4);
        return roughness.level(0, 0.1, Math.abs(x), EPSILON);
    }

    @Test
    void polynomialsUpToTheThirdDegreeDeviateByNothing() {
        double[] cubic = new double[9];
        for (int i = 0; i < cubic.length; i++) {
            cubic[i] = 2 + 3 * i - i * i + 4 * i * i * i;
        }
        assertEquals(0, Roughness.deviation(cubic));
    }

    @Test
    void randomNumbersDeviateByTheirStandardDeviation() {
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        int tries = 1000;
        for (int i = 0; i < tries; i++) {
            double[] values = random.doubles(9, -Math.sqrt(3), Math.sqrt(3)).toArray(); // of variance 1
            sum += Roughness.deviation(values) / tries;
        }
        assertTrue(sum > 0.5 && sum < 1.5, "mean deviation " + sum);
    }

    @Test
    void smoothFunctionsHaveOnlyTheRoundingOfTheirValues() {
        assertTrue(level(StrictMath::sin, 1) < 4 * EPSILON);
        assertTrue(level(StrictMath::exp, 1) < 12 * EPSILON);
        assertEquals(0, level(v -> 7, 1));
    }

    @Test
    void whatCancelsKeepsTheRoundingOfItsTerms() {
        double noise = level(v -> 1000 + v - 1000, 0.5);
        assertTrue(noise > Math.ulp(1000.0) / 8 && noise < 4 * Math.ulp(1000.0), "noise " + noise);
    }

    @Test
    void staircasesHaveTheSizeOfTheirSteps() {
        double noise = level(v -> (float) StrictMath.sin((float) v), 1);
        assertTrue(noise > Math.ulp(1f) / 8 && noise < 4 * Math.ulp(1f), "noise " + noise);
    }

    @Test
    void stepsMayBeWideWhereAFunctionStandsStillBetween() {
        double step = 0x1p-12;
        double noise = level(v -> step * Math.rint(v / step), 0.7);
        assertTrue(noise > step / 8 && noise < 4 * step, "noise " + noise);
    }

    @Test
    void cornersAndCurvatureAreNoNoise() {
        assertTrue(level(v -> Math.max(v, 1), 1) < 4 * EPSILON);
        assertTrue(level(v -> Math.abs(v - 1.001), 1) < 4 * EPSILON);
        assertTrue(level(v -> StrictMath.sin(100 * v), 1) < 200 * EPSILON);
    }

    @Test
    void aFunctionThatOnlyTakesFloatsIsKnownByThem() {
        assertTrue(single(v -> (float) v));
        assertTrue(!single(v -> v));
        assertTrue(!single(v -> 3), "a constant shows nothing");
    }

    private static boolean single(DoubleUnaryOperator f) {
        return new Roughness(
                        h -> new double[] {f.applyAsDouble(1 + h)},
                        new double[] {f.applyAsDouble(1)},
                        512 / 3.0 * 0x1p-52,
                        4)
                .isSingle(0);
    }
}
