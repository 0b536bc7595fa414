package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class JumpTest {
    private static final double CLOSEST = 1e-14;

    private static double height(DoubleUnaryOperator f, double spacing) {
        return new Jump(f, Roughness.points(spacing)).height(CLOSEST);
    }

    @Test
    void stairsJumpByTheirHeightHoweverWideTheSpacing() {
        double step = 0x1p-20;
        for (double spacing = 3e-6; spacing < 1; spacing *= 7) {
            assertEquals(step, height(v -> StrictMath.sin(v) + step * Math.rint(v / step), spacing), 1e-3 * step);
            assertEquals(step, height(v -> v - step * Math.rint(v / step), spacing), 1e-3 * step);
        }
    }

    @Test
    void aRippleDoesNotJump() {
        for (double spacing = 1e-8; spacing < 1; spacing *= 7) {
            double height = height(v -> v + 1e-9 * StrictMath.sin(1e6 * v), spacing);
            assertTrue(height < 1e-9 / 64, () -> "jumps by " + height);
        }
    }

    @Test
    void betweenPointsThatAreCloseItCannotBeTold() {
        assertTrue(Double.isNaN(height(v -> v, 1023 * CLOSEST)));
        assertTrue(height(v -> v, 1025 * CLOSEST) < CLOSEST);
    }

    @Test
    void whereTheFunctionIsNotDefinedNothingIsKnown() {
        assertTrue(Double.isNaN(height(v -> Double.NaN, 1e-3)));
    }
}
