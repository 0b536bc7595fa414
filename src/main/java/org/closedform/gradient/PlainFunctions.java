package org.closedform.gradient;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** Functions of plain arrays as operators. Each call gets an array of its own, and must leave it as it is. */
final class PlainFunctions {
    private PlainFunctions() {}

    static Operator<Tensor, Tensor> ofGradient(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient) {
        return Operator.of(x -> Tensor.scalar(call("the function", f::applyAsDouble, x)), (x, y, dy) -> vector(
                        "the gradient", call("the gradient", gradient, x), x.size())
                .times(dy.item()));
    }

    static Operator<Tensor, Tensor> ofJacobian(UnaryOperator<double[]> f, Function<double[], double[][]> jacobian) {
        return Operator.of(x -> Tensor.of(call("the function", f, x)), (x, y, dy) -> {
            double[][] rows = call("the Jacobian", jacobian, x);
            boolean fits = rows.length == y.size()
                    && Arrays.stream(rows).allMatch(row -> row != null && row.length == x.size());
            if (!fits) {
                throw new ShapeException("GradientCheck: the Jacobian has rows of lengths "
                        + Arrays.toString(Arrays.stream(rows)
                                .mapToInt(row -> row == null ? -1 : row.length)
                                .toArray())
                        + ", but [out][in] = [" + y.size() + "][" + x.size() + "] is needed");
            }
            return dy.matmul(Tensor.of(rows).reshape(y.size(), x.size()));
        });
    }

    static Operator<Tensor, Tensor> ofPullback(UnaryOperator<double[]> f, BinaryOperator<double[]> pullback) {
        return Operator.of(
                x -> Tensor.of(call("the function", f, x)),
                (x, y, dy) -> vector(
                        "the gradient",
                        call("the pullback", at -> pullback.apply(at, dy.toDoubleArray()), x),
                        x.size()));
    }

    private static <R> R call(String name, Function<double[], R> function, Tensor x) {
        double[] given = x.toDoubleArray();
        double[] kept = given.clone();
        R result = function.apply(given);
        IntStream.range(0, kept.length)
                .filter(i -> Double.doubleToLongBits(kept[i]) != Double.doubleToLongBits(given[i]))
                .findFirst()
                .ifPresent(i -> {
                    throw new InputChanged(name, i, kept[i], given[i]);
                });
        return Objects.requireNonNull(result, "GradientCheck: " + name + " returns null");
    }

    private static Tensor vector(String name, double[] values, int size) {
        if (values.length != size) {
            throw new ShapeException(
                    "GradientCheck: " + name + " has " + values.length + " elements, but x has " + size);
        }
        return Tensor.of(values);
    }
}
