package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.TensorTree;

/**
 * y = first(x) + second(x): what {@link Operator#plus} makes. It remembers its two parts, so that a lesson can explain them.
 *
 * <p>All derivatives add up: ∂C/∂x = J₁ᵀ·∂C/∂y + J₂ᵀ·∂C/∂y, ẏ = J₁·ẋ + J₂·ẋ, and so do the curvatures. Shapes: the outputs have to be
 * alike, nothing is repeated. Special values and accuracy are those of the parts and of a sum.
 *
 * @param <X> what goes in
 * @param <Y> what comes out
 * @param first an operator
 * @param second an operator on the same input
 */
public record Addition<X extends TensorTree<X>, Y extends TensorTree<Y>>(Operator<X, Y> first, Operator<X, Y> second)
        implements Operator<X, Y> {
    /**
     * Checks for null.
     *
     * @param first an operator
     * @param second an operator on the same input
     */
    public Addition {
        Objects.requireNonNull(first, "Operator.plus: first is null");
        Objects.requireNonNull(second, "Operator.plus: other is null");
    }

    @Override
    public Operator.Pass<X, Y> forward(X x) {
        Objects.requireNonNull(x, "Operator.plus: x is null");
        return SumPass.of(
                Objects.requireNonNull(first.forward(x), "Operator.plus: the first pass is null"),
                Objects.requireNonNull(second.forward(x), "Operator.plus: the other pass is null"),
                "Operator.plus: the other output");
    }
}
