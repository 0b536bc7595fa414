package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/**
 * A pass and the next one on its output: z = g(f(x)).
 *
 * <pre>{@code
 * dx = J_fᵀ · (J_gᵀ · dz)
 * ż  = J_g · (J_f · ẋ)
 * the derivative of dx along ẋ = ∇²f[dy, ẋ] + J_fᵀ · ∇²g[dz, ẏ],   dy = J_gᵀ · dz,   ẏ = J_f · ẋ
 * }</pre>
 */
record ChainedPass<X extends TensorTree<X>, Y extends TensorTree<Y>, Z extends TensorTree<Z>>(
        Operator.Pass<X, Y> first, Operator.Pass<Y, Z> next) implements Operator.Pass<X, Z> {
    ChainedPass {
        Objects.requireNonNull(next.output(), "Operator: the forward's output is null");
    }

    @Override
    public Z output() {
        return next.output();
    }

    @Override
    public X backward(Z dz) {
        X dx = first.backward(next.backward(requireUpstream("backward", dz)));
        return Objects.requireNonNull(dx, "Operator.backward: the gradient is null");
    }

    @Override
    public Z pushforward(X tangent) {
        Objects.requireNonNull(tangent, "Operator.pushforward: the tangent is null");
        return required("pushforward", next.pushforward(first.pushforward(tangent)));
    }

    @Override
    public boolean hasPushforward() {
        return first.hasPushforward() && next.hasPushforward();
    }

    @Override
    public X curvature(Z dz, X tangent) {
        Y dy = next.backward(requireUpstream("curvature", dz));
        Objects.requireNonNull(tangent, "Operator.curvature: the tangent is null");
        X ofFirst = required("curvature", first.curvature(dy, tangent));
        X ofNext = required("curvature", first.backward(next.curvature(dz, first.pushforward(tangent))));
        return ofFirst.plus(ofNext);
    }

    private static <T> T required(String method, T result) {
        return Objects.requireNonNull(result, () -> "Operator." + method + ": the result is null");
    }

    private Z requireUpstream(String method, Z dz) {
        return Objects.requireNonNull(dz, () -> "Operator." + method + ": upstream is null")
                .requireLike(output(), "Operator." + method + ": upstream");
    }
}
