package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/**
 * z = next(first(x)): what {@link Operator#then} makes. It remembers its two parts, either of which may be a chain itself, so that a
 * lesson can explain them layer by layer.
 *
 * <p>∂C/∂x = J₁ᵀ·(J₂ᵀ·∂C/∂z), ż = J₂·(J₁·ẋ); the curvature is ∇²first[∂C/∂y, ẋ] + J₁ᵀ·∇²next[∂C/∂z, ẏ]. Shapes, special values and accuracy
 * are those of the parts. PyTorch has {@code nn.Sequential}, Keras {@code Sequential}.
 *
 * @param <X> what goes in
 * @param <Y> what comes out of the first, and goes into the next
 * @param <Z> what comes out
 * @param first the first operator
 * @param next the operator on its output
 */
public record Chain<X extends TensorTree<X>, Y extends TensorTree<Y>, Z extends TensorTree<Z>>(
        Operator<X, Y> first, Operator<Y, Z> next) implements Operator<X, Z> {
    /**
     * Checks for null.
     *
     * @param first the first operator
     * @param next the operator on its output
     */
    public Chain {
        Objects.requireNonNull(first, "Operator.then: first is null");
        Objects.requireNonNull(next, "Operator.then: next is null");
    }

    @Override
    public Operator.Pass<X, Z> forward(X x) {
        Objects.requireNonNull(x, "Operator.then: x is null");
        Operator.Pass<X, Y> pass = Objects.requireNonNull(first.forward(x), "Operator.then: the first pass is null");
        return new ChainedPass<>(
                pass, Objects.requireNonNull(next.forward(pass.output()), "Operator.then: the next pass is null"));
    }
}
