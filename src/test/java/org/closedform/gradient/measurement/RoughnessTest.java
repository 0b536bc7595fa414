package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.closedform.tensor.Tensor;
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
    void theLeastOfTheOrdersFourToSixCounts() {
        double[] fifth = new double[9];
        double[] alternating = new double[9];
        for (int i = 0; i < fifth.length; i++) {
            fifth[i] = i * i * i * i * i;
            alternating[i] = i % 2 == 0 ? 1 : -1;
        }
        assertEquals(0, Roughness.deviation(fifth), "the sixth differences are 0");
        assertEquals(16 / Math.sqrt(70), Roughness.deviation(alternating), 1e-15, "the fourth are 2⁴, of variance 70");
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

    /** Around a center, at distances of 2⁻²⁴ times a power of 16, alternating noise of one amplitude each. */
    private static Roughness ofAmplitudes(double center, double slope, double... amplitudes) {
        double first = 0x1p-24;
        double largestStep = 8.5 * Math.scalb(first, 4 * (amplitudes.length - 1));
        return new Roughness(
                h -> {
                    double steps = Math.abs(h) / first;
                    int spacing = (int) Math.floor(StrictMath.log(2 * steps) / StrictMath.log(16));
                    boolean even = Math.floorMod((long) Math.floor(h / Math.scalb(first, 4 * spacing)), 2L) == 0;
                    double noise = amplitudes[Math.min(spacing, amplitudes.length - 1)];
                    return new double[] {center + slope * h + (even ? noise : -noise)};
                },
                new double[] {center},
                first,
                largestStep);
    }

    /** What is found where noise has amplitude 1. */
    private static final double UNIT = 3 * 16 / Math.sqrt(70);

    private static void assertLevel(double expected, Roughness roughness, double h, double epsilon) {
        assertEquals(expected * UNIT, roughness.level(0, h, 1, epsilon), 1e-6 * expected * UNIT);
    }

    @Test
    void noiseIsWhatHasOneSizeAtTwoSpacings() {
        assertLevel(1e-8, ofAmplitudes(1, 0, 1e-8, 1e-8, 1e-6), 1, EPSILON);
        assertLevel(0, ofAmplitudes(1, 0, 1e-10, 1e-8, 1e-6), 1, EPSILON);
        assertLevel(3e-8, ofAmplitudes(1, 0, 1e-8, 1e-8, 3e-8), 1, EPSILON);
    }

    @Test
    void whatAppearsAtOnceIsNoise() {
        assertLevel(1e-5, ofAmplitudes(1, 0, 1e-13, 1e-5, 1e-5, 1e-3), 1, EPSILON);
        assertLevel(0, ofAmplitudes(1, 0, 1e-12, 1e-5, 1e-5, 1e-3), 1, EPSILON);
    }

    @Test
    void whatGrowsLikeTheNextSpacingIsACorner() {
        assertLevel(0, ofAmplitudes(1, 0, 1e-8, 1e-8, 16e-8), 1, EPSILON);
        assertLevel(0, ofAmplitudes(1, 0, 1e-8, 1e-8), 1, EPSILON);
        assertLevel(0, ofAmplitudes(1, 0, 1e-10, 1e-8, 1e-8), 1, EPSILON);
        double most = 0x1p-20 / UNIT;
        assertLevel(0.9 * most, ofAmplitudes(1, 0, 2 * most, 0.9 * most, 0.5 * most), 1, EPSILON);
    }

    @Test
    void onlySpacingsUpToTheLargestCount() {
        Roughness roughness = ofAmplitudes(1, 0, 1e-8, 1e-8, 1e-6, 1e-6, 1e-6);
        assertLevel(0, roughness, 0x1p-21, EPSILON);
        assertLevel(1e-8, roughness, 0x1p-20, EPSILON);
    }

    /**
     * Unless it has one size from one spacing to one 256 times as wide: that is no feature of a smooth function, whose differences
     * vanish or grow, and a user whose function is that noisy must not be told that a right derivation is wrong.
     */
    @Test
    void whatIsLargeBesideTheFunctionIsAFeature() {
        assertLevel(0, ofAmplitudes(1, 0, 1e-5, 1e-5, 1e-3), 1, EPSILON);
        assertLevel(1e-5, ofAmplitudes(1, 0, 1e-5, 1e-5, 1e-5, 1e-5), 1, EPSILON);
        assertLevel(0, ofAmplitudes(1, 0, 1e-3, 1e-3, 1e-3, 1e-3), 1, EPSILON);
        assertLevel(1e-5, ofAmplitudes(1000, 0, 1e-5, 1e-5, 1e-5, 1e-5), 1, EPSILON);
        assertLevel(1e-5, ofAmplitudes(0, 1e4, 1e-5, 1e-5, 1e-5, 1e-5), 1, EPSILON);
        assertLevel(1e-2, ofAmplitudes(1000, 0, 1e-2, 1e-2, 1e-2, 1e-2), 1, Math.ulp(1f));
    }

    @Test
    void ofCoarseNumbersASecondLevelNeedsThreeSpacings() {
        Roughness roughness = ofAmplitudes(1000, 0, 1e-8, 1e-8, 1e-6, 1e-6, 1e-4);
        assertLevel(1e-6, roughness, 1, EPSILON);
        assertLevel(1e-8, roughness, 1, Math.ulp(1f));
        assertLevel(1e-6, ofAmplitudes(1000, 0, 1e-8, 1e-8, 1e-6, 1e-6, 1e-6), 1, Math.ulp(1f));
    }

    @Test
    void pointsStayWithinTheLargestStepAndNeedNotHaveAValue() {
        double largestStep = 4;
        double[] farthest = {0};
        Roughness roughness = new Roughness(
                h -> {
                    farthest[0] = Math.max(farthest[0], Math.abs(h));
                    return h > 1e-3 ? new double[0] : new double[] {(float) StrictMath.sin((float) (1 + h))};
                },
                new double[] {StrictMath.sin(1)},
                512 / 3.0 * 0x1p-52,
                largestStep);
        assertTrue(farthest[0] <= largestStep / 2, "as far as " + farthest[0]);
        double noise = roughness.level(0, 0.1, 1, Math.ulp(1f));
        assertTrue(noise > Math.ulp(1f) / 8 && noise < 4 * Math.ulp(1f), "noise " + noise);
    }

    @Test
    void theFirstSpacingIsManyRoundingsOfThePoint() {
        Direction direction = Direction.coordinate("x", Tensor.of(3.0), 0, 0);
        assertEquals(512 * EPSILON, Roughness.firstSpacing(direction, new double[] {-3}, 4), EPSILON);
        double atZero = Roughness.firstSpacing(direction, new double[] {0}, 3);
        assertEquals(512 * 0x1p-67, atZero, 0x1p-67);
    }

    @Test
    void oneStepIsAFeature() {
        assertEquals(0, level(v -> v < 1 ? 1 : 1 + 1e-7, 1));
        assertTrue(level(v -> 1 + 1e-7 * StrictMath.tanh(1e4 * (v - 1)), 1) < 1e-8);
    }

    @Test
    void cornersAndCurvatureAreNoNoise() {
        assertTrue(level(v -> Math.max(v, 1), 1) < 4 * EPSILON);
        assertTrue(level(v -> Math.abs(v - 1.001), 1) < 4 * EPSILON);
        assertTrue(level(v -> StrictMath.sin(100 * v), 1) < 200 * EPSILON);
    }
}
