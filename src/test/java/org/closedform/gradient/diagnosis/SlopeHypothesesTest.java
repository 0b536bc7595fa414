package org.closedform.gradient.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Slopes of other functions, in a sum of f(x) and elementwise. */
class SlopeHypothesesTest {
    private static final double[] X = {0.5, -1, 2, -0.3};

    private static String elementwise(DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        return GradientCheck.of(Operator.of((Tensor x) -> x.map(f), (x, y, dy) -> dy.times(x.map(slope))))
                .at(Tensor.of(X))
                .diagnoses()
                .get(0)
                .cause();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void slopesInTermsOfTheOutputAreToldFromThoseOfTheInput() {
        assertEquals(
                "x (1 − x) stands for σ(x) (1 − σ(x))", elementwise(SlopeHypothesesTest::sigmoid, x -> x * (1 - x)));
        assertEquals(
                "y (1 − x) stands for y (1 − y), y = σ(x)",
                elementwise(SlopeHypothesesTest::sigmoid, x -> sigmoid(x) * (1 - x)));
        assertEquals("1 − x² stands for 1 − tanh² x", elementwise(Math::tanh, x -> 1 - x * x));
        assertEquals("1 − tanh x stands for 1 − tanh² x", elementwise(Math::tanh, x -> 1 - Math.tanh(x)));
    }

    @Test
    void aMissingSlopeIsNamed() {
        assertEquals("the slope σ(x) (1 − σ(x)) is missing", elementwise(SlopeHypothesesTest::sigmoid, x -> 1));
        assertEquals("the slope 1 − tanh² x is missing", elementwise(Math::tanh, x -> 1));
    }

    @Test
    void aPowerOfXIsNamed() {
        assertEquals("gradient = numeric / x", elementwise(x -> x * x * x, x -> 3 * x));
        assertEquals("gradient = numeric × x", elementwise(x -> x * x * x, x -> 3 * x * x * x));
    }

    @Test
    void aLostSkipConnectionIsNamed() {
        assertEquals("gradient = numeric − 1 × dy", elementwise(x -> x + Math.sin(x), Math::cos));
        assertEquals("gradient = numeric + 1 × dy", elementwise(Math::sin, x -> 1 + Math.cos(x)));
    }

    @Test
    void othersAreNotGuessed() {
        assertEquals(
                "each element depends on itself alone, as it should, but the slope f′ is wrong",
                elementwise(Math::sin, Math::sin));
    }
}
