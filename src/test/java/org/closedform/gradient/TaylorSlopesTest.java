package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.operator.Elementwise;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The slopes of Taylor remainders: 1, 2 and 3 where all is right, and less where a term is wrong. */
class TaylorSlopesTest {
    private static final Tensor POINT = Tensor.of(0.5, -1, 2);

    private static TaylorSlopes sines(double first, double second) {
        return GradientCheck.of(new Elementwise(Math::sin, x -> first * Math.cos(x), x -> -second * Math.sin(x)))
                .taylor(POINT);
    }

    @Test
    void rightDerivativesHaveSlopesOneTwoThree() {
        TaylorSlopes slopes = sines(1, 1);
        for (int order = 0; order < 3; order++) {
            assertEquals(order + 1, slopes.slope(order), 0.1, slopes::toString);
        }
        assertTrue(slopes.toString().contains("(3 if right)"), slopes::toString);
    }

    @Test
    void aWrongTermStopsTheSlope() {
        assertEquals(1, sines(1.1, 1).slope(1), 0.1);
        assertEquals(2, sines(1, 2).slope(2), 0.1);
    }

    @Test
    void withoutASecondDerivativeThereAreTwo() {
        TaylorSlopes slopes = GradientCheck.ofGradient(
                        x -> Math.exp(x[0]) * x[1], x -> new double[] {Math.exp(x[0]) * x[1], Math.exp(x[0])})
                .taylor(new double[] {0.5, 2});
        assertEquals(2, slopes.slope(1), 0.1, slopes::toString);
        assertEquals(
                "TaylorSlopes.slope: order 2, but there are remainders of 0 to 1",
                assertThrows(IllegalArgumentException.class, () -> slopes.slope(2))
                        .getMessage());
    }

    @Test
    void ofAHessianTheFunctionIsTheGradient() {
        TaylorSlopes slopes = GradientCheck.ofHessian(
                        x -> new double[] {x[0] * x[0] * x[1], x[0] * x[0] * x[0] / 3},
                        x -> new double[][] {{2 * x[0] * x[1], x[0] * x[0]}, {x[0] * x[0], 0}})
                .taylor(new double[] {0.5, 2});
        assertEquals(2, slopes.slope(1), 0.1, slopes::toString);
    }

    /** A straight line leaves nothing, and float32 too few steps: neither is called a slope. */
    @Test
    void whatRoundingHidesIsNoSlope() {
        TaylorSlopes line =
                GradientCheck.ofGradient(x -> 2 * x[0], x -> new double[] {2}).taylor(new double[] {3});
        assertEquals(Double.POSITIVE_INFINITY, line.slope(1), line::toString);
        assertTrue(line.toString().contains("nothing but rounding left"), line::toString);
        TaylorSlopes coarse = GradientCheck.of(new Elementwise(Math::sin, Math::cos, x -> -Math.sin(x)))
                .taylor(POINT.to(ElementType.FLOAT32));
        double third = coarse.slope(2);
        assertTrue(Double.isNaN(third) || Math.abs(third - 3) < 0.3, coarse::toString);
    }
}
