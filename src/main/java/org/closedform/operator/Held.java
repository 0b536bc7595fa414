package org.closedform.operator;

import java.util.Objects;
import java.util.function.Function;
import org.closedform.tensor.TensorTree;

/**
 * An operator as a function of one part of its input, the other parts held: what {@link Operator#holding} makes. It remembers the
 * operator and what is held, so the gradients of the parameters can still be had: {@link #full} is the pass of all inputs.
 *
 * <pre>{@code
 * Held<Tensor, Linear.Inputs, Tensor> layer =
 *         new Held<>(new Linear(), x -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x);
 * Tensor dWeight = layer.full(x).backward(dy).weight();
 * }</pre>
 *
 * <p>As an operator it has the gradient and the curvature of the part alone, and the tangent of what is held is 0. Shapes, special
 * values and accuracy are those of the operator. JAX users write {@code functools.partial} for it, PyTorch's modules hold their
 * parameters.
 *
 * @param <A> the part
 * @param <X> all that goes into the operator
 * @param <Y> what comes out
 * @param operator the operator
 * @param place puts the part in its place, and nothing else
 * @param part takes the part out again, here out of the gradient
 */
public record Held<A extends TensorTree<A>, X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, Function<A, X> place, Function<X, A> part) implements Operator<A, Y> {
    /**
     * Checks for null.
     *
     * @param operator the operator
     * @param place puts the part in its place
     * @param part takes the part out again
     */
    public Held {
        Objects.requireNonNull(operator, "Operator.holding: operator is null");
        Objects.requireNonNull(place, "Operator.holding: place is null");
        Objects.requireNonNull(part, "Operator.holding: part is null");
    }

    /**
     * {@return all inputs of the operator: the part in its place, and what is held around it}
     *
     * @param a the part
     */
    public X inputs(A a) {
        return Objects.requireNonNull(
                place.apply(Objects.requireNonNull(a, "Operator.holding: x is null")),
                "Operator.holding: place returns null");
    }

    /**
     * {@return the operator's own pass, whose backward has the gradients of what is held too}
     *
     * @param a the part
     * @throws IllegalArgumentException if the part does not fit
     */
    public Operator.Pass<X, Y> full(A a) {
        return Objects.requireNonNull(operator.forward(inputs(a)), "Operator.holding: the pass is null");
    }

    @Override
    public Operator.Pass<A, Y> forward(A a) {
        return new HoldingPass<>(full(a), a, place, part);
    }
}
