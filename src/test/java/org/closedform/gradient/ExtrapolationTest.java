package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives of functions of one number. */
class ExtrapolationTest {
    private static Estimate derivative(DoubleUnaryOperator f, double x, double largestStep) {
        return Extrapolation.derivative(
                h -> {
                    double right = f.applyAsDouble(x + h);
                    double left = f.applyAsDouble(x - h);
                    double size = Math.max(Math.abs(right), Math.abs(left));
                    return new Estimate((right - left) / (2 * h), Math.ulp(1.0) * size / h);
                },
                largestStep);
    }

    private static void assertFinds(double expected, double relative, Estimate found) {
        assertTrue(
                Math.abs(found.value() - expected) <= 4 * found.error(), () -> found + " is too far from " + expected);
        assertTrue(found.error() <= relative * Math.abs(expected), () -> found + " is too vague for " + expected);
    }

    @Test
    void smoothFunctionsAreFoundToElevenDigits() {
        assertFinds(StrictMath.E, 1e-11, derivative(StrictMath::exp, 1, 4));
        assertFinds(StrictMath.cos(1), 1e-11, derivative(StrictMath::sin, 1, 4));
        assertFinds(12, 1e-11, derivative(x -> x * x * x, 2, 4));
    }

    @Test
    void theErrorBarHoldsTheErrorAtMuchCurvature() {
        assertFinds(1000 * StrictMath.cos(1000), 1e-8, derivative(x -> StrictMath.sin(1000 * x), 1, 4));
        assertFinds(-1e6, 1e-8, derivative(x -> 1 / x, 1e-3, 4));
    }

    @Test
    void stepsOutsideTheDomainAreLeftOut() {
        assertFinds(1e6, 1e-9, derivative(StrictMath::log, 1e-6, 4));
        assertFinds(0.5 / Math.sqrt(1e-9), 1e-9, derivative(Math::sqrt, 1e-9, 4));
    }

    @Test
    void withoutAnyFiniteDifferenceNothingIsKnown() {
        assertEquals(Estimate.NONE, derivative(x -> Double.NaN, 1, 4));
        assertTrue(Double.isNaN(Estimate.NONE.value()));
        assertEquals(Double.POSITIVE_INFINITY, Estimate.NONE.error());
    }

    @Test
    void aConstantHasDerivativeZero() {
        Estimate found = derivative(x -> 7, 1, 4);
        assertEquals(0, found.value());
        assertTrue(found.error() < 1e-13, found::toString);
    }

    @Test
    void stepsHalveFromTheLargestAndStopAtRounding() {
        List<Double> steps = new ArrayList<>();
        Extrapolation.derivative(
                h -> {
                    steps.add(h);
                    return new Estimate(StrictMath.sin(h) / h, 1e-16 / h);
                },
                2);
        for (int i = 0; i < steps.size(); i++) {
            assertEquals(Math.scalb(2.0, -i), steps.get(i));
        }
        assertTrue(steps.size() <= 20, "about 20 differences are enough, but there were " + steps.size());
    }
}
