package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/**
 * y = x + f(x): what {@link Operator#residual} makes. It remembers f, so that a lesson can explain it.
 *
 * <p>∂C/∂x = ∂C/∂y + Jᵀ·∂C/∂y, ẏ = ẋ + J·ẋ, and the curvature is that of f. Shapes: the outputs of f have to be like its
 * inputs. Special values and accuracy are those of f and of a sum.
 *
 * @param <X> what goes in, and comes out
 * @param f what is added to x
 */
public record Residual<X extends TensorTree<X>>(Operator<X, X> f) implements Operator<X, X> {
    /**
     * Checks for null.
     *
     * @param f what is added to x
     */
    public Residual {
        Objects.requireNonNull(f, "Operator.residual: f is null");
    }

    @Override
    public Operator.Pass<X, X> forward(X x) {
        return SumPass.of(
                new IdentityPass<>(Objects.requireNonNull(x, "Operator.residual: x is null")),
                Objects.requireNonNull(f.forward(x), "Operator.residual: the pass is null"),
                "Operator.residual: f(x)");
    }
}
