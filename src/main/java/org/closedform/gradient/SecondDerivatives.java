package org.closedform.gradient;

import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.closedform.gradient.measurement.BadFunctionException;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * First derivatives as functions of the point: what checks a backward then checks a second derivative C. That is symmetric, so C·v
 * serves as pushforward and as backward alike, and whether it is shows where the two are compared.
 */
final class SecondDerivatives {
    private SecondDerivatives() {}

    /** The backward of a random upstream, and its curvature. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Gradient<X>> ofCurvature(
            Operator<X, Y> operator, long seed) {
        return x -> {
            Operator.Pass<X, Y> pass = operator.forward(x);
            Y upstream = drawn(pass.output(), seed);
            return pass(x, pass.backward(upstream), "the curvature", v -> pass.curvature(upstream, v));
        };
    }

    /** The gradient, and a product of its derivative with a vector. */
    static <X extends TensorTree<X>> Operator<X, Gradient<X>> ofHessianProduct(
            Operator<X, Tensor> f, BinaryOperator<X> product) {
        return x -> pass(x, f.forward(x).gradient(), "the product", v -> product.apply(x, v));
    }

    private static <X extends TensorTree<X>> Operator.Pass<X, Gradient<X>> pass(
            X x, X gradient, String name, UnaryOperator<X> product) {
        UnaryOperator<X> answer = v -> answer(x, v, name, product);
        return Operator.Pass.of(
                new Gradient<>(gradient), v -> answer.apply(v.tree()), v -> new Gradient<>(answer.apply(v)));
    }

    private static <X extends TensorTree<X>> X answer(X x, X v, String name, UnaryOperator<X> product) {
        X answer;
        try {
            answer = product.apply(v);
        } catch (BadFunctionException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new BadFunctionException("GradientCheck: " + name + " throws at this point: " + e, e);
        }
        if (answer == null) {
            throw new BadFunctionException("GradientCheck: " + name + " is null");
        }
        try {
            return answer.requireLike(x, "GradientCheck: " + name);
        } catch (IllegalArgumentException e) {
            throw new BadFunctionException(e.getMessage(), e);
        }
    }

    /** Numbers whose size is between ½ and 1½, so that no output is left out. */
    private static <Y extends TensorTree<Y>> Y drawn(Y output, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return output.mapTensors(tensor -> Tensor.draw(
                        tensor.shape(), () -> (random.nextBoolean() ? 1 : -1) * (128 + random.nextInt(256)) / 256.0)
                .to(tensor.elementType()));
    }
}
