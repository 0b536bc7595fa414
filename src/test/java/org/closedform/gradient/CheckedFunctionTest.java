package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.BinaryOperator;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.operator.Operator;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every kind of function as numbers in and numbers out, here x² or its gradient 2x at (3, −1). */
class CheckedFunctionTest {
    private static final double[] ARRAY = {3, -1};
    private static final Tensor POINT = Tensor.of(ARRAY);

    /** Σ x². */
    private static final Operator<Tensor, Tensor> SQUARES =
            Operator.of(x -> x.times(x).sum(), (x, y, dy) -> x.times(2 * dy.item()));

    private static final BinaryOperator<Tensor> TWICE = (x, v) -> v.times(2);

    private static <X> void assertFunction(
            CheckedFunction<X> function, X x, List<Double> value, double[] upstream, double... gradient) {
        FlatOperator<?, ?> f = function.at(x, Settings.DEFAULT);
        assertArrayEquals(value.stream().mapToDouble(v -> v).toArray(), f.value());
        assertArrayEquals(gradient, f.pullBack(upstream));
    }

    @Test
    void firstDerivativesAreThoseOfTheFunction() {
        double[] one = {1};
        double[] two = {1, 10};
        assertFunction(CheckedFunction.of(SQUARES), POINT, List.of(10.0), one, 6, -2);
        assertFunction(
                CheckedFunction.ofGradient(x -> x[0] * x[1], x -> new double[] {x[1], x[0]}),
                ARRAY,
                List.of(-3.0),
                one,
                -1,
                3);
        assertFunction(
                CheckedFunction.ofJacobian(
                        x -> new double[] {x[0], x[0] * x[1]}, x -> new double[][] {{1, 0}, {x[1], x[0]}}),
                ARRAY,
                List.of(3.0, -3.0),
                two,
                -9,
                30);
        assertFunction(
                CheckedFunction.ofPullback(x -> new double[] {x[1], x[0]}, (x, dy) -> new double[] {dy[1], dy[0]}),
                ARRAY,
                List.of(-1.0, 3.0),
                two,
                10,
                1);
    }

    @Test
    void secondDerivativesAreThoseOfTheGradient() {
        double[] v = {1, 10};
        List<Double> gradient = List.of(6.0, -2.0);
        assertFunction(CheckedFunction.ofHessianProduct(SQUARES, TWICE), POINT, gradient, v, 2, 20);
        assertFunction(
                CheckedFunction.ofGaussNewtonProduct(SQUARES, SQUARES, TWICE),
                POINT,
                List.of(20 * 6.0, 20 * -2.0),
                v,
                2,
                20);
        assertFunction(
                CheckedFunction.ofHessian(x -> new double[] {2 * x[0], 2 * x[1]}, x -> new double[][] {{2, 0}, {0, 2}}),
                ARRAY,
                gradient,
                v,
                2,
                20);
    }

    @Test
    void theUpstreamOfACurvatureIsDrawnByTheSeed() {
        CheckedFunction<Tensor> softplus = CheckedFunction.ofCurvature(new Softplus());
        double[] one = softplus.at(POINT, Settings.DEFAULT.seed(1)).value();
        assertArrayEquals(one, softplus.at(POINT, Settings.DEFAULT.seed(1)).value());
        assertNotEquals(
                List.of(one[0], one[1]),
                List.of(
                        softplus.at(POINT, Settings.DEFAULT.seed(2)).value()[0],
                        softplus.at(POINT, Settings.DEFAULT.seed(2)).value()[1]));
    }

    private static void assertNamed(String message, Executable call) {
        assertEquals(message, assertThrows(NullPointerException.class, call).getMessage());
    }

    @Test
    void whatIsNullIsNamedAtOnce() {
        assertNamed("GradientCheck.of: operator is null", () -> GradientCheck.<Tensor, Tensor>of(null));
        assertNamed(
                "GradientCheck.ofCurvature: operator is null", () -> GradientCheck.<Tensor, Tensor>ofCurvature(null));
        assertNamed("GradientCheck.ofHessianProduct: f is null", () -> GradientCheck.ofHessianProduct(null, TWICE));
        assertNamed(
                "GradientCheck.ofHessianProduct: product is null", () -> GradientCheck.ofHessianProduct(SQUARES, null));
        assertNamed(
                "GradientCheck.ofGaussNewtonProduct: model is null",
                () -> GradientCheck.<Tensor, Tensor>ofGaussNewtonProduct(null, SQUARES, TWICE));
        assertNamed(
                "GradientCheck.ofGaussNewtonProduct: loss is null",
                () -> GradientCheck.ofGaussNewtonProduct(new Tanh(), null, TWICE));
        assertNamed(
                "GradientCheck.ofGaussNewtonProduct: product is null",
                () -> GradientCheck.ofGaussNewtonProduct(new Tanh(), SQUARES, null));
        assertNamed("GradientCheck.ofGradient: f is null", () -> GradientCheck.ofGradient(null, x -> x));
        assertNamed("GradientCheck.ofGradient: gradient is null", () -> GradientCheck.ofGradient(x -> 1, null));
        assertNamed("GradientCheck.ofJacobian: f is null", () -> GradientCheck.ofJacobian(null, x -> null));
        assertNamed("GradientCheck.ofJacobian: jacobian is null", () -> GradientCheck.ofJacobian(x -> x, null));
        assertNamed("GradientCheck.ofPullback: f is null", () -> GradientCheck.ofPullback(null, (x, dy) -> dy));
        assertNamed("GradientCheck.ofPullback: pullback is null", () -> GradientCheck.ofPullback(x -> x, null));
        assertNamed("GradientCheck.ofHessian: gradient is null", () -> GradientCheck.ofHessian(null, x -> null));
        assertNamed("GradientCheck.ofHessian: hessian is null", () -> GradientCheck.ofHessian(x -> x, null));
    }
}
