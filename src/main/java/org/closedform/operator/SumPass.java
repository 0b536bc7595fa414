package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/**
 * The passes of two functions of the same x, added up: y = f(x) + g(x). So the derivatives add up too.
 *
 * <pre>{@code
 * dx = J_fᵀ·dy + J_gᵀ·dy,  ẏ = J_f·ẋ + J_g·ẋ
 * }</pre>
 */
record SumPass<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator.Pass<X, Y> first, Operator.Pass<X, Y> second, Y output) implements Operator.Pass<X, Y> {

    /** @param name what to call the second output in a message */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> SumPass<X, Y> of(
            Operator.Pass<X, Y> first, Operator.Pass<X, Y> second, String name) {
        Y own = Objects.requireNonNull(first.output(), "Operator: the forward's output is null");
        Y other = Objects.requireNonNull(second.output(), "Operator: the forward's output is null");
        return new SumPass<>(first, second, own.plus(other.requireLike(own, name)));
    }

    @Override
    public X backward(Y dy) {
        Objects.requireNonNull(dy, "Operator.backward: upstream is null")
                .requireLike(output, "Operator.backward: upstream");
        return first.backward(dy).plus(second.backward(dy));
    }

    @Override
    public Y pushforward(X tangent) {
        return first.pushforward(tangent).plus(second.pushforward(tangent));
    }

    @Override
    public boolean hasPushforward() {
        return first.hasPushforward() && second.hasPushforward();
    }

    @Override
    public X curvature(Y dy, X tangent) {
        return first.curvature(dy, tangent).plus(second.curvature(dy, tangent));
    }
}
