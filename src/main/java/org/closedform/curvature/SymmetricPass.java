package org.closedform.curvature;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/** A linear, symmetric map at a point: it is its own derivative, back and forward, and does not bend. */
record SymmetricPass<X extends TensorTree<X>>(String name, UnaryOperator<X> map, X output)
        implements Operator.Pass<X, X> {

    @Override
    public X backward(X upstream) {
        return map.apply(require("backward: upstream", upstream));
    }

    @Override
    public X pushforward(X tangent) {
        return map.apply(require("pushforward: tangent", tangent));
    }

    @Override
    public X curvature(X upstream, X tangent) {
        require("curvature: upstream", upstream);
        return require("curvature: tangent", tangent).zerosLike();
    }

    private X require(String argument, X direction) {
        String called = name + "." + argument;
        return Objects.requireNonNull(direction, () -> called + " is null").requireLike(output, called);
    }
}
