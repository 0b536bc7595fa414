package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.closedform.tensor.ShapeException;
import org.junit.jupiter.api.Test;

/** Functions of arrays, with no tensor in sight. */
class PlainFunctionsTest {
    private static final double[] POINT = {3, 2};

    /** (x₀² x₁, x₁ / x₀) */
    private static double[] pair(double[] x) {
        return new double[] {x[0] * x[0] * x[1], x[1] / x[0]};
    }

    private static double[][] jacobian(double[] x) {
        return new double[][] {{2 * x[0] * x[1], x[0] * x[0]}, {-x[1] / (x[0] * x[0]), 1 / x[0]}};
    }

    private static double[] pullback(double[] x, double[] dy) {
        double[][] j = jacobian(x);
        return new double[] {j[0][0] * dy[0] + j[1][0] * dy[1], j[0][1] * dy[0] + j[1][1] * dy[1]};
    }

    @Test
    void rightDerivativesPass() {
        GradientCheck.ofGradient(x -> pair(x)[0], x -> jacobian(x)[0]).at(POINT).assertPasses();
        GradientCheck.ofJacobian(PlainFunctionsTest::pair, PlainFunctionsTest::jacobian)
                .at(POINT)
                .assertPasses();
        GradientCheck.ofPullback(PlainFunctionsTest::pair, PlainFunctionsTest::pullback)
                .at(POINT)
                .assertPasses();
    }

    @Test
    void wrongOnesFail() {
        assertEquals(
                "x[1]", failing(GradientCheck.ofGradient(x -> pair(x)[0], x -> new double[] {2 * x[0] * x[1], x[0]})));
        assertEquals("∂y[1]/∂x[0]", failing(GradientCheck.ofJacobian(PlainFunctionsTest::pair, x -> {
            double[][] j = jacobian(x);
            j[1][0] = -j[1][0];
            return j;
        })));
        assertEquals("∂y[0]/∂x[1]", failing(GradientCheck.ofPullback(PlainFunctionsTest::pair, (x, dy) -> {
            double[] dx = pullback(x, dy);
            dx[1] -= 1e-6 * dy[0];
            return dx;
        })));
    }

    private static String failing(GradientCheck<double[]> check) {
        return check.at(POINT).comparisons().stream()
                .filter(c -> c.verdict() == Verdict.FAIL)
                .findFirst()
                .orElseThrow()
                .name();
    }

    @Test
    void writingToTheInputIsRefused() {
        UnaryOperator<double[]> doubling = x -> {
            x[1] *= 2;
            return x;
        };
        BinaryOperator<double[]> pullback = (x, dy) -> new double[] {dy[0], 2 * dy[1]};
        assertEquals(
                "GradientCheck: the function changes its input: x[1] was 2.0 and became 4.0; let it work on a copy",
                message(IllegalArgumentException.class, GradientCheck.ofPullback(doubling, pullback)));
        assertEquals(
                "GradientCheck: the gradient changes its input: x[1] was 2.0 and became 4.0; let it work on a copy",
                message(IllegalArgumentException.class, GradientCheck.ofGradient(x -> x[0] + x[1] * x[1], doubling)));
    }

    @Test
    void anotherShapeIsRefused() {
        assertEquals(
                "GradientCheck: the gradient has shape [1], but [2] is needed",
                message(ShapeException.class, GradientCheck.ofGradient(x -> x[0], x -> new double[] {1})));
        assertEquals(
                "GradientCheck: the Jacobian has rows of lengths [2], but [out][in] = [2][2] is needed",
                message(IllegalArgumentException.class, GradientCheck.ofJacobian(PlainFunctionsTest::pair, x ->
                        new double[][] {{1, 2}})));
    }

    private static String message(Class<? extends RuntimeException> type, GradientCheck<double[]> check) {
        return assertThrows(type, () -> check.at(POINT)).getMessage();
    }

    @Test
    void nothingIsRefusedByName() {
        assertEquals(
                "GradientCheck.ofGradient: gradient is null",
                assertThrows(NullPointerException.class, () -> GradientCheck.ofGradient(x -> 0, null))
                        .getMessage());
        assertEquals(
                "GradientCheck.ofJacobian: f is null",
                assertThrows(NullPointerException.class, () -> GradientCheck.ofJacobian(null, x -> new double[0][]))
                        .getMessage());
        assertEquals(
                "GradientCheck.at: x is null",
                assertThrows(NullPointerException.class, () -> GradientCheck.ofGradient(x -> 0, x -> x)
                                .at(null))
                        .getMessage());
    }
}
