package org.closedform.operator;

import java.util.Objects;
import java.util.function.Function;
import org.closedform.tensor.TensorTree;

/** A pass whose backward is a function. */
record ComposedPass<X extends TensorTree<X>, Y extends TensorTree<Y>>(Y output, Function<Y, X> pullback)
        implements Operator.Pass<X, Y> {
    ComposedPass {
        Objects.requireNonNull(output, "Operator: the forward's output is null");
        Objects.requireNonNull(pullback, "Operator: the pullback is null");
    }

    @Override
    public X backward(Y upstream) {
        Objects.requireNonNull(upstream, "Operator.backward: upstream is null");
        X dx = pullback.apply(upstream.requireLike(output, "Operator.backward: upstream"));
        return Objects.requireNonNull(dx, "Operator.backward: the gradient is null");
    }
}
