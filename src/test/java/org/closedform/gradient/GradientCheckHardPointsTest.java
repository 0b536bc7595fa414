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

    /** In float64, 1 − tanh² x is 0 from 19.1 on and up to −19.1, and not between. */
    @Test
    void aFunctionStandsOnlyStillIfItDoesNotMoveCloserBy() {
        assertEquals(
                Verdict.INCONCLUSIVE,
                verdict(
                        ElementType.FLOAT64,
                        v -> 1 - StrictMath.tanh(v) * StrictMath.tanh(v),
                        v -> -2 * StrictMath.tanh(v) / (StrictMath.cosh(v) * StrictMath.cosh(v)),
                        59.2117,
                        20.4383,
                        92.3902));
    }

    /** What is left of 1 − σ(28) moves in steps of 1e-4. */
    @Test
    void stairsHideADerivative() {
        DoubleUnaryOperator sigmoid = v -> 1 / (1 + StrictMath.exp(-v));
        Verdict verdict = verdict(
                ElementType.FLOAT64,
                v -> StrictMath.log(sigmoid.applyAsDouble(v) / (1 - sigmoid.applyAsDouble(v))),
                v -> 1,
                1.9061,
                28.4337);
        assertEquals(Verdict.INCONCLUSIVE, verdict);
    }
}
