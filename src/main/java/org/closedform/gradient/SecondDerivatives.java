package org.closedform.gradient;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.closedform.gradient.measurement.BadFunctionException;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Gradients as functions of the point, so that the check of a backward becomes the check of a second derivative C. C is symmetric, so
 * C·v is both the pushforward and the backward. Comparing these two, as for any operator, then checks the symmetry.
 */
final class SecondDerivatives {
    private SecondDerivatives() {}

    /** The operator x → backward(u) for a fixed random upstream u; its own backward is the curvature. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Gradient<X>> ofCurvature(
            Operator<X, Y> operator, long seed) {
        return x -> {
            Operator.Pass<X, Y> pass = operator.forward(x);
            Y upstream = drawn(pass.output(), seed);
            return pass(x, pass.backward(upstream), "the curvature", v -> pass.curvature(upstream, v));
        };
    }

    /** The operator x → ∇f(x); its backward is the product with the Hessian. */
    static <X extends TensorTree<X>> Operator<X, Gradient<X>> ofHessianProduct(
            Operator<X, Tensor> f, BinaryOperator<X> product) {
        return x -> pass(x, f.forward(x).gradient(), "the product", v -> product.apply(x, v));
    }

    /** The operator x → Jᵀ ∇ℓ(y(x)) with J held at a point; at this point its backward is the Gauss–Newton product. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> Operator<X, Gradient<X>> ofGaussNewtonProduct(
            Operator<X, Y> model, Operator<Y, Tensor> loss, BinaryOperator<X> product, X point) {
        return x -> {
            Y upstream = loss.forward(model.apply(x)).gradient();
            return pass(x, model.forward(point).backward(upstream), "the product", v -> product.apply(x, v));
        };
    }

    /** The largest output in size; 0 where there is none, or the function throws, which the check will report. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> double size(Operator<X, Y> f, X x) {
        try {
            return f.forward(x).output().parts().stream()
                    .flatMapToDouble(part -> Arrays.stream(part.tensor().toDoubleArray()))
                    .map(Math::abs)
                    .filter(size -> size <= Double.MAX_VALUE)
                    .max()
                    .orElse(0);
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private static <X extends TensorTree<X>> Operator.Pass<X, Gradient<X>> pass(
            X x, X gradient, String name, UnaryOperator<X> product) {
        requireNotNull(gradient, "the gradient");
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
        requireNotNull(answer, name);
        try {
            return answer.requireLike(x, "GradientCheck: " + name);
        } catch (IllegalArgumentException e) {
            throw new BadFunctionException(e.getMessage(), e);
        }
    }

    private static void requireNotNull(Object given, String name) {
        if (given == null) {
            throw new BadFunctionException("GradientCheck: " + name + " is null");
        }
    }

    /** Numbers whose size is between ½ and 1½, so that no output is left out. */
    private static <Y extends TensorTree<Y>> Y drawn(Y output, long seed) {
        requireNotNull(output, "the output");
        SplittableRandom random = new SplittableRandom(seed);
        return output.mapTensors(tensor -> Tensor.draw(
                        tensor.shape(), () -> (random.nextBoolean() ? 1 : -1) * (128 + random.nextInt(256)) / 256.0)
                .to(tensor.elementType()));
    }
}
