package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** What a check knows of the noise of its function and of its gradient. */
class NoiseTest {
    private static final double ULP = Math.ulp(1000.0);

    private static Noise noise(DoubleUnaryOperator f) {
        return new Noise(Along.of(f, v -> 1, 0.5).path(), 4);
    }

    /** Rounded to multiples of an ulp of 1000. */
    private static double coarse(double v) {
        return 1000 + v - 1000;
    }

    @Test
    void isZeroUntilItIsMeasured() {
        Noise noise = noise(NoiseTest::coarse);
        assertEquals(0, noise.of(0));
        noise.raise(0, 4);
        double found = noise.of(0);
        assertTrue(found > ULP / 8 && found < 4 * ULP, "noise " + found);
        noise.raise(0, 1e-16);
        assertEquals(found, noise.of(0), "it stays at the most that was found");
    }

    @Test
    void explainsDifferencesUpToFourTimesItself() {
        Noise noise = noise(NoiseTest::coarse);
        assertTrue(noise.explains(0, ULP / 2, 4));
        assertFalse(noise.explains(0, 17 * ULP, 4));
        assertFalse(noise.explains(0, 4.1 * noise.of(0), 4));
        assertTrue(noise.explains(0, 3.9 * noise.of(0), 4));
    }

    /** Both a thousandth of a millionth high, and 1e7 roundings. */
    @Test
    void aRippleIsNoNoiseAndStairsAre() {
        Noise ripple = noise(v -> v + 1e-9 * StrictMath.sin(1e6 * v));
        ripple.raise(0, 4);
        assertTrue(ripple.of(0) < 1e-12, "noise " + ripple.of(0));
        Noise stairs = noise(v -> 1e-9 * Math.rint(1e9 * v));
        stairs.raise(0, 4);
        assertTrue(stairs.of(0) > 1e-10 && stairs.of(0) < 1e-8, "noise " + stairs.of(0));
    }

    @Test
    void aSmallJumpExplainsADifferenceOfItsSize() {
        double step = 0x1p-22;
        Noise stairs = noise(v -> v - step * Math.rint(v / step) / 2);
        assertTrue(stairs.jumps(0, step / 2, 1));
        assertEquals(step / 2, stairs.of(0), 1e-3 * step);
        assertFalse(noise(v -> v).jumps(0, step, 1));
        assertFalse(noise(v -> v > 0.6 ? v + 1 : v).jumps(0, 1, 1), "a feature");
    }

    @Test
    void aFunctionThatOnlyTakesFloatsIsAsCoarseAsThose() {
        Noise single = noise(v -> (float) StrictMath.exp(v));
        single.raise(0, 4);
        assertTrue(single.of(0) >= Math.ulp(1f) * 1.6, "noise " + single.of(0));
    }

    private static double ofGradient(DoubleUnaryOperator slope, double x) {
        Along along = Along.of(v -> v, slope, x);
        GradientNoise noise = new GradientNoise(along.f(), along.channels(), new SplittableRandom(1));
        double first = noise.of(0, along.path().direction(), 4);
        assertEquals(first, noise.of(0, along.path().direction(), 4), "measured again it is the same");
        return first;
    }

    @Test
    void aDerivationThatCancelsIsAsRoughAsItsTerms() {
        double found = ofGradient(NoiseTest::coarse, 0.5);
        assertTrue(found > ULP / 8 && found < 8 * ULP, "noise " + found);
        assertEquals(0, ofGradient(v -> 3, 0.5));
    }

    @Test
    void aDerivationIsAsRoughAsTheMovesOfItsInputByUlpsAreFelt() {
        double found = ofGradient(v -> 1e6 * v, 1);
        double ulp = Math.ulp(1.0);
        assertTrue(found >= 4e6 * ulp && found < 20e6 * ulp, "noise " + found / ulp + " ulps");
    }

    @Test
    void whereTheFunctionIsNotDefinedNearbyThereIsNoNoise() {
        Along lone = Along.of(
                v -> {
                    if (v != 0.5) {
                        throw new IllegalArgumentException("elsewhere");
                    }
                    return v;
                },
                v -> 1,
                0.5);
        GradientNoise noise = new GradientNoise(lone.f(), lone.channels(), new SplittableRandom(1));
        assertEquals(0, noise.of(0, lone.path().direction(), 4));
    }
}
