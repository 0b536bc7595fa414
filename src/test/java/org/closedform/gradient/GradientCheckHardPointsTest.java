package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.closedform.loss.KlDivergence;
import org.closedform.operator.BatchNorm;
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
                Verdict.PASS,
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

    private static void assertIsNoFailure(DoubleUnaryOperator f, DoubleUnaryOperator slope, double... x) {
        assertNotEquals(Verdict.FAIL, verdict(ElementType.FLOAT64, f, slope, x));
    }

    /** What is computed in float32 is as coarse as that, whatever its type: x − tanh x, Mish, and a square beside a large one. */
    @Test
    void float32InsideIsNoFailure() {
        for (double x = 0.01; x < 0.2; x *= 1.1) {
            float v = (float) x;
            assertIsNoFailure(
                    a -> (float) (a - (float) StrictMath.tanh(a)),
                    a -> {
                        float y = (float) StrictMath.tanh(a);
                        return 1 - (1 - y) * (1 + y);
                    },
                    v);
        }
        for (double x = -19; x < -12; x += 0.37) {
            assertIsNoFailure(
                    a -> (float) (a * (float) StrictMath.tanh((float) StrictMath.log1p(StrictMath.exp(a)))),
                    a -> {
                        float s = (float) StrictMath.tanh((float) StrictMath.log1p(StrictMath.exp(a)));
                        return (float) (s + a * (1 - s * s) / (1 + StrictMath.exp(-a)));
                    },
                    (float) x);
        }
        float t = 2.8e11f;
        assertIsNoFailure(a -> (float) ((a - t) * (a - t) / 2), a -> (float) (a - t), 349);
        assertEquals(
                Verdict.FAIL,
                verdict(ElementType.FLOAT64, a -> (float) StrictMath.exp(a), a -> (float) -StrictMath.exp(a), 0.3));
    }

    /** All of γ x̂ is less than an ulp of β, and x̂ saturates within an ulp of x. */
    @Test
    void whatSaturatesBelowTheLastBitIsNoFailure() {
        double[][] same = {{5.286442496E9}, {5.286442496E9}, {5.286442496E9}};
        BatchNorm.Inputs at = new BatchNorm.Inputs(Tensor.of(same), Tensor.of(2.186e-5), Tensor.of(456434.625));
        assertEquals(
                Verdict.INCONCLUSIVE,
                GradientCheck.of(new BatchNorm())
                        .at(at.mapTensors(tensor -> tensor.to(ElementType.FLOAT32)))
                        .verdict());
        assertEquals(Verdict.FAIL, verdict(ElementType.FLOAT64, v -> 4.5, v -> 1e-3, 5));
        assertEquals(Verdict.FAIL, verdict(ElementType.FLOAT64, v -> 4.5, v -> v, 5e9));
    }

    /** Ripples a thousandth of the step that a slope is told from, and periods that are a part of an ulp of any large step. */
    @Test
    void wavesMuchShorterThanTheStepsAreNoFailure() {
        assertIsNoFailure(
                v -> v + 1e-9 * StrictMath.sin(1e6 * v), v -> 1 + 1e-3 * StrictMath.cos(1e6 * v), 0.3, 0.71, 1.9);
        assertIsNoFailure(StrictMath::sin, StrictMath::cos, 2.3268377684360382E11, -1.8968992209840814E11);
    }

    /** Where both are the same, the divergence is least; ever closer by, more and more of what it is there is rounding. */
    @Test
    void aMinimumWithRoundingAroundIsFlat() {
        KlDivergence divergence = KlDivergence.onLogits();
        for (double[] q : new double[][] {{0, 0, 0}, {1, 1, 1, 1}, {0, -0.5, 0}, {2, 0.5}}) {
            Tensor logits = Tensor.of(q).reshape(1, q.length);
            GradientCheck.of(divergence)
                    .at(new KlDivergence.Inputs(logits.plus(1), logits))
                    .assertPasses();
        }
    }

    @Test
    void oneRandomCallInTwentyIsNoticed() {
        int noticed = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Verdict verdict = verdict(
                    ElementType.FLOAT64,
                    v -> v * v * v + (random.nextInt(20) == 0 ? 1e-3 * random.nextDouble() : 0),
                    v -> 3 * v * v,
                    1.25);
            noticed += verdict == Verdict.NONDETERMINISTIC ? 1 : 0;
        }
        assertTrue(noticed >= 95, noticed + " of 100");
    }
}
