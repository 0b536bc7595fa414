package org.closedform.curvature;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.TensorTree;

/**
 * A symmetric, linear map: it is its own derivative, back and forward, and does not bend.
 *
 * @param name of the map, for messages
 * @param like a tree of the structure, shapes and element types that it takes and returns
 * @param product the map
 */
record SymmetricMap<X extends TensorTree<X>>(String name, X like, UnaryOperator<X> product) implements Operator<X, X> {
    SymmetricMap {
        Objects.requireNonNull(like, () -> name + ".of: the gradient is null");
    }

    /** The gradient of a single number. A loss's own {@code gradient} takes several, each by itself, which have no one Hessian. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> X gradient(Operator.Pass<X, Y> pass) {
        return Operator.Pass.of(pass.output(), pass::backward).gradient();
    }

    @Override
    public Pass<X, X> forward(X v) {
        return new Evaluation<>(this, apply(v));
    }

    @Override
    public X apply(X v) {
        return product.apply(require(": v", v));
    }

    private X require(String argument, X v) {
        return Objects.requireNonNull(v, () -> name + argument + " is null").requireLike(like, name + argument);
    }

    private record Evaluation<X extends TensorTree<X>>(SymmetricMap<X> map, X output) implements Pass<X, X> {
        @Override
        public X backward(X upstream) {
            return map.product.apply(map.require(".backward: upstream", upstream));
        }

        @Override
        public X pushforward(X tangent) {
            return map.product.apply(map.require(".pushforward: tangent", tangent));
        }

        @Override
        public X curvature(X upstream, X tangent) {
            map.require(".curvature: upstream", upstream);
            return map.require(".curvature: tangent", tangent).zerosLike();
        }
    }
}
