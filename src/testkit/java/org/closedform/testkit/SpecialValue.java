package org.closedform.testkit;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.TensorTree;

/**
 * States what an operator does with NaN, infinities, ties or empty batches. The values are exact and compared by bits: NaN equals
 * NaN, and −0.0 differs from 0.0.
 *
 * <pre>{@code
 * SpecialValue.of(new Relu(), Tensor.of(0, Double.NaN), Tensor.of(0, Double.NaN))
 *         .withGradient(Tensor.of(1, 1), Tensor.of(0, Double.NaN))
 *         .assertHolds();
 * }</pre>
 *
 * <p>The statement is tested in each element type that can represent all of its numbers.
 *
 * @param <X> what goes into the operator
 * @param <Y> what comes out
 * @param operator the operator
 * @param x the point
 * @param y the output there
 * @param gradient an upstream and its gradient, if they are stated too
 */
public record SpecialValue<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, X x, Y y, Optional<Gradient<X, Y>> gradient) {

    /**
     * An upstream, and the gradient for it.
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param dy the upstream
     * @param dx the gradient
     */
    public record Gradient<X extends TensorTree<X>, Y extends TensorTree<Y>>(Y dy, X dx) {}

    /**
     * Checks for null.
     *
     * @param operator the operator
     * @param x the point
     * @param y the output there
     * @param gradient an upstream and its gradient, if they are stated too
     * @throws NullPointerException if an argument is null
     */
    public SpecialValue {
        Objects.requireNonNull(operator, "SpecialValue: operator is null");
        Objects.requireNonNull(x, "SpecialValue: x is null");
        Objects.requireNonNull(y, "SpecialValue: y is null");
        Objects.requireNonNull(gradient, "SpecialValue: gradient is null");
    }

    /**
     * A statement about an output.
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param operator the operator
     * @param x the point
     * @param y the output there
     * @return the statement
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> SpecialValue<X, Y> of(
            Operator<X, Y> operator, X x, Y y) {
        return new SpecialValue<>(operator, x, y, Optional.empty());
    }

    /**
     * The same statement, with an upstream and its gradient.
     *
     * @param dy the upstream
     * @param dx the gradient
     * @return the statement
     */
    public SpecialValue<X, Y> withGradient(Y dy, X dx) {
        return new SpecialValue<>(operator, x, y, Optional.of(new Gradient<>(dy, dx)));
    }

    /**
     * Tests the statement.
     *
     * @throws AssertionError if the output or the gradient differs
     */
    public void assertHolds() {
        for (ElementType type : ElementType.values()) {
            if (fits(type, x)
                    && fits(type, y)
                    && gradient.stream().allMatch(g -> fits(type, g.dy) && fits(type, g.dx))) {
                assertHolds(type);
            }
        }
    }

    private void assertHolds(ElementType type) {
        Operator.Pass<X, Y> pass = operator.forward(in(type, x));
        LawsAtPoint.requireSame(
                in(type, y), pass.output(), "the output of " + LawsAtPoint.name(operator) + " at " + in(type, x));
        gradient.ifPresent(g -> LawsAtPoint.requireSame(
                in(type, g.dx),
                pass.backward(in(type, g.dy)),
                "the gradient of " + LawsAtPoint.name(operator) + " at " + in(type, x) + " for upstream "
                        + in(type, g.dy)));
    }

    private static boolean fits(ElementType type, TensorTree<?> tree) {
        return tree.parts().stream()
                .allMatch(part -> Arrays.equals(
                        part.tensor().toDoubleArray(), part.tensor().to(type).toDoubleArray()));
    }

    private static <T extends TensorTree<T>> T in(ElementType type, T tree) {
        return tree.mapTensors(tensor -> tensor.to(type));
    }
}
