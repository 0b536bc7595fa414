package org.closedform.operator;

import java.util.Objects;
import java.util.function.Function;
import org.closedform.tensor.TensorTree;

/** A pass whose backward and pushforward are functions. */
record TwoWayPass<X extends TensorTree<X>, Y extends TensorTree<Y>>(ComposedPass<X, Y> pass, Function<X, Y> pushforward)
        implements Operator.Pass<X, Y> {
    TwoWayPass {
        Objects.requireNonNull(pushforward, "Operator: the pushforward is null");
    }

    @Override
    public Y output() {
        return pass.output();
    }

    @Override
    public X backward(Y upstream) {
        return pass.backward(upstream);
    }

    @Override
    public Y pushforward(X tangent) {
        Objects.requireNonNull(tangent, "Operator.pushforward: the tangent is null");
        Y movement = Objects.requireNonNull(pushforward.apply(tangent), "Operator.pushforward: the result is null");
        return movement.requireLike(output(), "Operator.pushforward: the result");
    }
}
