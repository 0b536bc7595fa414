package org.closedform.gradient;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.gradient.measurement.BadFunctionException;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** Functions of plain arrays as operators. Each call gets an array of its own, and must leave it as it is. */
final class PlainFunctions {
    private PlainFunctions() {}

    static Operator<Tensor, Tensor> ofGradient(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient) {
        return Operator.of(
                x -> Tensor.scalar(call("the function", f::applyAsDouble, x)),
                (x, y, dy) -> vector("the gradient", gradient, x).times(dy.item()));
    }

    static Operator<Tensor, Tensor> ofJacobian(UnaryOperator<double[]> f, Function<double[], double[][]> jacobian) {
        return Operator.of(
                x -> vector("the function", f, x),
                (x, y, dy) -> dy.matmul(matrix("the Jacobian", jacobian, x, y.size(), "[out][in]")));
    }

    static Operator<Tensor, Gradient<Tensor>> ofHessian(
            UnaryOperator<double[]> gradient, Function<double[], double[][]> hessian) {
        return x -> {
            Tensor dx = vector("the gradient", gradient, x).requireLike(x, "GradientCheck: the gradient");
            Supplier<Tensor> matrix = () -> matrix("the Hessian", hessian, x, x.size(), "[i][j]");
            return Operator.Pass.of(
                    new Gradient<>(dx),
                    v -> v.tree().matmul(matrix.get()),
                    v -> new Gradient<>(matrix.get().matmul(v)));
        };
    }

    private static Tensor matrix(
            String name, Function<double[], double[][]> function, Tensor x, int outputs, String indices) {
        double[][] rows = call(name, function, x);
        int[] lengths = Arrays.stream(rows)
                .mapToInt(row -> row == null ? -1 : row.length)
                .toArray();
        boolean fits = rows.length == outputs && Arrays.stream(lengths).allMatch(length -> length == x.size());
        if (!fits) {
            throw new BadFunctionException("GradientCheck: " + name + " has rows of lengths " + Arrays.toString(lengths)
                    + ", but " + indices + " = [" + outputs + "][" + x.size() + "] is needed");
        }
        return Tensor.of(rows).reshape(outputs, x.size());
    }

    static Operator<Tensor, Tensor> ofPullback(UnaryOperator<double[]> f, BinaryOperator<double[]> pullback) {
        return Operator.of(
                x -> vector("the function", f, x),
                (x, y, dy) -> vector("the pullback", at -> pullback.apply(at, dy.toDoubleArray()), x));
    }

    private static Tensor vector(String name, UnaryOperator<double[]> function, Tensor x) {
        double[] result = call(name, function, x);
        return Tensor.of(result);
    }

    private static <R> R call(String name, Function<double[], R> function, Tensor x) {
        double[] given = x.toDoubleArray();
        double[] kept = given.clone();
        R result = function.apply(given);
        IntStream.range(0, kept.length)
                .filter(i -> Double.doubleToLongBits(kept[i]) != Double.doubleToLongBits(given[i]))
                .findFirst()
                .ifPresent(i -> {
                    throw new BadFunctionException("GradientCheck: " + name + " changes its input: x[" + i + "] was "
                            + kept[i] + " and became " + given[i] + "; let it work on a copy");
                });
        if (result == null) {
            throw new BadFunctionException("GradientCheck: " + name + " returns null");
        }
        return result;
    }
}
