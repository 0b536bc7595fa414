package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.closedform.operator.Elementwise;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Points at which finite differences mislead. */
class GradientCheckHardPointsTest {
    private static Verdict verdict(ElementType type, DoubleUnaryOperator f, DoubleUnaryOperator slope, double... x) {
        return GradientCheck.of(new Elementwise(f, slope))
                .at(Tensor.of(x).to(type))
                .verdict();
    }

    @Test
    void stepsLostInTheRoundingOfTheInputProveNothing() {
        assertEquals(Verdict.FAIL, verdict(ElementType.FLOAT32, StrictMath::log, v -> 1.02 / v, 1, 1, 1));
    }

    @Test
    void aPoleNearbyIsNoKink() {
        assertEquals(Verdict.FAIL, verdict(ElementType.FLOAT64, v -> 1 / v, v -> -1.01 / (v * v), 0.000445625));
    }

    @Test
    void aPoleWithinTheFirstStepsIsNoFalseAlarm() {
        assertEquals(
                Verdict.PASS,
                verdict(ElementType.FLOAT32, v -> 1 / v, v -> -1 / (v * v), -0.0014066299, -0.0037469690, 4.293018e-4));
        assertEquals(
                Verdict.PASS,
                verdict(ElementType.FLOAT64, v -> 1 / v, v -> -1 / (v * v), 0.00404375, -79.562742, 6.79332969e-6));
    }

    @Test
    void outputsThatDoNotChangeAddNoRounding() {
        assertEquals(
                Verdict.PASS,
                verdict(
                        ElementType.FLOAT32,
                        Math::sqrt,
                        v -> 0.5 / Math.sqrt(v),
                        0.0615604296,
                        20.6788979,
                        0.142072409));
    }
}
