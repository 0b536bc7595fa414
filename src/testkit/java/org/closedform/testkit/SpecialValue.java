package org.closedform.testkit;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.TensorTree;

/**
 * What an operator makes of NaN, infinities, ties, empty batches: exact values, compared by bits, so that NaN is NaN and −0.0
 * is not 0.0.
 *
 * <pre>{@code
 * SpecialValue.of(new Relu(), Tensor.of(0, Double.NaN), Tensor.of(0, Double.NaN))
 *         .withGradient(Tensor.of(1, 1), Tensor.of(0, Double.NaN))
 *         .assertHolds();
 * }</pre>
 *
 * <p>It is held in each element type that has room for all numbers that it states.
 *
 * @param <X> what goes into the operator
 * @param <Y> what comes out
 * @param operator the operator
 * @param x the point
 * @param y the output there
 * @param gradient what comes back, if that is stated too
 */
public record SpecialValue<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, X x, Y y, Optional<Gradient<X, Y>> gradient) {

    /**
     * What comes back for an upstream.
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param dy the upstream
     * @param dx the gradient
     */
    public record Gradient<X extends TensorTree<X>, Y extends TensorTree<Y>>(Y dy, X dx) {}

    /**
     * Refuses nulls.
     *
     * @param operator the operator
     * @param x the point
     * @param y the output there
     * @param gradient what comes back, if that is stated too
     * @throws NullPointerException if an argument is null
     */
    public SpecialValue {
        Objects.requireNonNull(operator, "SpecialValue: operator is null");
        Objects.requireNonNull(x, "SpecialValue: x is null");
        Objects.requireNonNull(y, "SpecialValue: y is null");
        Objects.requireNonNull(gradient, "SpecialValue: gradient is null");
    }

    /**
     * An output.
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
     * The same statement, and what comes back.
     *
     * @param dy the upstream
     * @param dx the gradient
     * @return the statement
     */
    public SpecialValue<X, Y> withGradient(Y dy, X dx) {
        return new SpecialValue<>(operator, x, y, Optional.of(new Gradient<>(dy, dx)));
    }

    /**
     * Holds the operator to the statement.
     *
     * @throws AssertionError if the output or the gradient is another
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
