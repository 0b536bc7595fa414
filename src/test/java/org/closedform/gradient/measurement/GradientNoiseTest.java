package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GradientNoiseTest {
    private static Along along(DoubleUnaryOperator slope) {
        return Along.of(v -> v, slope, 0.3);
    }

    private static GradientNoise noise(Along along) {
        return new GradientNoise(along.f(), along.channels(), new SplittableRandom(1));
    }

    private static double movement(DoubleUnaryOperator slope) {
        Along along = along(slope);
        return noise(along).movement(0, along.path().direction(), 4);
    }

    @Test
    void aSlopeThatCancelsIsAsRoughAsItsTerms() {
        Along smooth = along(v -> 2);
        assertEquals(0, noise(smooth).of(0, smooth.path().direction(), 4));
        Along cancelling = along(v -> (1000 + v - 1000) / v);
        double noise = noise(cancelling).of(0, cancelling.path().direction(), 4);
        assertTrue(noise > Math.ulp(1000.0) && noise < 100 * Math.ulp(1000.0), () -> "noise " + noise);
    }

    @Test
    void ulpsOfTheInputMoveWhatCancels() {
        Along smooth = along(v -> 2);
        assertEquals(0, noise(smooth).ofUlps(0, smooth.path().direction()));
        Along cancelling = along(v -> 1e16 * (v - 0.3));
        double noise = noise(cancelling).ofUlps(0, cancelling.path().direction());
        assertTrue(noise >= 2 && noise <= 10, () -> "one ulp of 0.3 is 0.56 here, and noise " + noise);
    }

    /** The slope times a step, for steps of 4, 1, ¼ … to both sides: 16/3 · 2 · 2 in all. */
    @Test
    void movementAddsUpSlopesAtShorterAndShorterSteps() {
        assertEquals(64 / 3.0, movement(v -> 2), 1e-12);
        assertEquals(64 / 3.0, movement(v -> -2), 1e-12);
        assertEquals(0, movement(v -> 0));
    }

    @Test
    void whatSaturatesMovesByLittle() {
        double width = 1e-9;
        double movement = movement(v -> Math.abs(v - 0.3) < width ? 1e3 : 0);
        assertTrue(movement > width && movement < 1e4 * width, () -> "moves by " + movement);
    }

    @Test
    void whereTheFunctionIsNotDefinedNothingMoves() {
        Along right = Along.of(
                v -> {
                    if (v < 0.3) {
                        throw new IllegalArgumentException("not defined");
                    }
                    return 2 * v;
                },
                v -> 2,
                0.3);
        assertEquals(32 / 3.0, noise(right).movement(0, right.path().direction(), 4), 1e-12);
    }
}
