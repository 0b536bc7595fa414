package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/** y = x, what goes around a layer in a residual connection. */
record IdentityPass<X extends TensorTree<X>>(X output) implements Operator.Pass<X, X> {

    @Override
    public X backward(X dy) {
        return like(dy, "backward: upstream");
    }

    @Override
    public X pushforward(X tangent) {
        return like(tangent, "pushforward: the tangent");
    }

    @Override
    public X curvature(X dy, X tangent) {
        like(dy, "curvature: upstream");
        return like(tangent, "curvature: the tangent").zerosLike();
    }

    private X like(X tree, String name) {
        return Objects.requireNonNull(tree, () -> "Operator." + name + " is null")
                .requireLike(output, "Operator." + name);
    }
}
