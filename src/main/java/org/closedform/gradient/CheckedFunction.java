package org.closedform.gradient;

import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.closedform.gradient.measurement.FlatOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * What a {@link GradientCheck} checks: a function and its derivative, to be taken to a point. Where a second derivative is checked, the function is a gradient.
 *
 * @param <X> what goes into the function
 */
@FunctionalInterface
interface CheckedFunction<X> {

    /** The function at a point; the settings have the seed of what is drawn. */
    FlatOperator<?, ?> at(X x, Settings settings);

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> CheckedFunction<X> of(Operator<X, Y> operator) {
        Objects.requireNonNull(operator, "GradientCheck.of: operator is null");
        return (x, settings) -> new FlatOperator<>(operator, x);
    }

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> CheckedFunction<X> ofCurvature(Operator<X, Y> operator) {
        Objects.requireNonNull(operator, "GradientCheck.ofCurvature: operator is null");
        return (x, settings) -> FlatOperator.ofProduct(
                SecondDerivatives.ofCurvature(operator, settings.seed()), x, SecondDerivatives.size(operator, x));
    }

    static <X extends TensorTree<X>> CheckedFunction<X> ofHessianProduct(
            Operator<X, Tensor> f, BinaryOperator<X> product) {
        Objects.requireNonNull(f, "GradientCheck.ofHessianProduct: f is null");
        Objects.requireNonNull(product, "GradientCheck.ofHessianProduct: product is null");
        return (x, settings) ->
                FlatOperator.ofProduct(SecondDerivatives.ofHessianProduct(f, product), x, SecondDerivatives.size(f, x));
    }

    static <X extends TensorTree<X>, Y extends TensorTree<Y>> CheckedFunction<X> ofGaussNewtonProduct(
            Operator<X, Y> model, Operator<Y, Tensor> loss, BinaryOperator<X> product) {
        Objects.requireNonNull(model, "GradientCheck.ofGaussNewtonProduct: model is null");
        Objects.requireNonNull(loss, "GradientCheck.ofGaussNewtonProduct: loss is null");
        Objects.requireNonNull(product, "GradientCheck.ofGaussNewtonProduct: product is null");
        return (x, settings) -> FlatOperator.ofProduct(
                SecondDerivatives.ofGaussNewtonProduct(model, loss, product, x),
                x,
                SecondDerivatives.size(model.then(loss), x));
    }

    static CheckedFunction<double[]> ofGradient(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient) {
        Objects.requireNonNull(f, "GradientCheck.ofGradient: f is null");
        Objects.requireNonNull(gradient, "GradientCheck.ofGradient: gradient is null");
        return ofArrays(PlainFunctions.ofGradient(f, gradient));
    }

    static CheckedFunction<double[]> ofJacobian(UnaryOperator<double[]> f, Function<double[], double[][]> jacobian) {
        Objects.requireNonNull(f, "GradientCheck.ofJacobian: f is null");
        Objects.requireNonNull(jacobian, "GradientCheck.ofJacobian: jacobian is null");
        return ofArrays(PlainFunctions.ofJacobian(f, jacobian));
    }

    static CheckedFunction<double[]> ofPullback(UnaryOperator<double[]> f, BinaryOperator<double[]> pullback) {
        Objects.requireNonNull(f, "GradientCheck.ofPullback: f is null");
        Objects.requireNonNull(pullback, "GradientCheck.ofPullback: pullback is null");
        return ofArrays(PlainFunctions.ofPullback(f, pullback));
    }

    static CheckedFunction<double[]> ofHessian(
            UnaryOperator<double[]> gradient, Function<double[], double[][]> hessian) {
        Objects.requireNonNull(gradient, "GradientCheck.ofHessian: gradient is null");
        Objects.requireNonNull(hessian, "GradientCheck.ofHessian: hessian is null");
        return ofArrays(PlainFunctions.ofHessian(gradient, hessian));
    }

    private static <Y extends TensorTree<Y>> CheckedFunction<double[]> ofArrays(Operator<Tensor, Y> operator) {
        return (x, settings) -> new FlatOperator<>(operator, Tensor.of(x));
    }
}
