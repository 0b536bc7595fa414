package org.closedform.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.TensorTree;

/**
 * What every operator keeps, held at a point of your choice, in one line of any test framework.
 *
 * <pre>{@code
 * OperatorLaws.of(new Softmax(0)).assertHoldAt(Tensor.of(1, 2, 3));
 * }</pre>
 *
 * <ul>
 *   <li>the backward agrees with finite differences, by {@link GradientCheck}; in float32 rounding may hide whether it does;
 *   <li>the gradient is like the input: the same parts, shapes and element types;
 *   <li>the output has the input's element type;
 *   <li>{@code apply} gives the output of {@code forward};
 *   <li>the same input gives the same bits, and so does a second backward;
 *   <li>a pass remembers its own point, whatever the operator is asked next;
 *   <li>input, upstream and output are left as they were;
 *   <li>the backward is linear in the upstream, up to rounding;
 *   <li>an upstream unlike the output, by a shape or an element type, is refused by an {@link IllegalArgumentException} that names
 *       the backward;
 *   <li>many threads at once get the same bits;
 *   <li>the pushforward is like the output, linear in the tangent, and leaves what it was given as it was;
 *   <li>pushforward and backward are adjoint, ⟨J ẋ, dy⟩ = ⟨ẋ, Jᵀ dy⟩ up to rounding, where the pushforward is not taken from the
 *       backward;
 *   <li>the curvature, where a pass has one, is like the input, linear in upstream and tangent, and symmetric, ⟨u, curvature(dy, v)⟩ =
 *       ⟨v, curvature(dy, u)⟩ up to rounding; and in float64 it agrees with finite differences of the backward;
 *   <li>a tangent unlike the input is refused by an {@link IllegalArgumentException} that names the pushforward or the curvature.
 * </ul>
 *
 * <p>It needs no test library. {@link OperatorContract} looks for points itself.
 *
 * @param <X> what goes into the operator
 * @param <Y> what comes out
 * @param operator the operator to hold
 * @param gradientCheck how its backward is held against finite differences
 * @param types the element types that every point is converted to
 * @param gradientScale the size of the terms that the backward and the pushforward add up, which sets what rounding may do; a
 *     curvature's are taken to be of its square
 */
public record OperatorLaws<X extends TensorTree<X>, Y extends TensorTree<Y>>(
        Operator<X, Y> operator, GradientCheck<X> gradientCheck, List<ElementType> types, double gradientScale) {
    static final double USUAL_GRADIENT_SCALE = 10;

    /**
     * Copies the list.
     *
     * @param operator the operator to hold
     * @param gradientCheck how its backward is held against finite differences
     * @param types the element types that every point is converted to
     * @param gradientScale the size of the terms that the backward adds up
     * @throws NullPointerException if an argument is null
     */
    public OperatorLaws {
        Objects.requireNonNull(operator, "OperatorLaws: operator is null");
        Objects.requireNonNull(gradientCheck, "OperatorLaws: gradientCheck is null");
        types = List.copyOf(types);
    }

    /**
     * The laws in float32 and float64, with terms around 1.
     *
     * @param <X> what goes into the operator
     * @param <Y> what comes out
     * @param operator the operator to hold
     * @return the laws
     */
    public static <X extends TensorTree<X>, Y extends TensorTree<Y>> OperatorLaws<X, Y> of(Operator<X, Y> operator) {
        Objects.requireNonNull(operator, "OperatorLaws.of: operator is null");
        return new OperatorLaws<>(
                operator, GradientCheck.of(operator), List.of(ElementType.values()), USUAL_GRADIENT_SCALE);
    }

    /**
     * The same laws with another check of the gradient, for a function that is not defined everywhere.
     *
     * @param check such as {@code GradientCheck.of(operator).within(0, 1)}
     * @return the laws
     */
    public OperatorLaws<X, Y> gradientCheck(GradientCheck<X> check) {
        return new OperatorLaws<>(operator, check, types, gradientScale);
    }

    /**
     * The same laws in some element types only, for an operator that holds tensors of one type.
     *
     * @param some the types
     * @return the laws
     */
    public OperatorLaws<X, Y> types(ElementType... some) {
        return new OperatorLaws<>(operator, gradientCheck, List.of(some), gradientScale);
    }

    /**
     * The same laws for a backward that adds up terms of another size.
     *
     * @param scale about how large
     * @return the laws
     */
    public OperatorLaws<X, Y> gradientScale(double scale) {
        return new OperatorLaws<>(operator, gradientCheck, types, scale);
    }

    /**
     * Holds the operator to all laws at a point.
     *
     * @param x the point, away from kinks and with a finite output
     * @throws AssertionError if a law is broken, with all that are
     */
    public void assertHoldAt(X x) {
        Objects.requireNonNull(x, "OperatorLaws.assertHoldAt: x is null");
        List<String> broken = new ArrayList<>();
        for (ElementType type : types) {
            X point = x.mapTensors(tensor -> tensor.to(type));
            new LawsAtPoint<>(operator, point, gradientCheck, gradientScale)
                    .all()
                    .forEach((law, check) -> {
                        try {
                            check.run();
                        } catch (AssertionError | RuntimeException e) {
                            broken.add("in " + type + ", " + law + ":\n" + indented(said(e)));
                        }
                    });
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(LawsAtPoint.name(operator) + " at " + x + " breaks a law of operators\n"
                    + String.join("\n", broken));
        }
    }

    private static String said(Throwable thrown) {
        return thrown instanceof AssertionError ? thrown.getMessage() : "it threw " + thrown;
    }

    private static String indented(String text) {
        return text.stripTrailing().indent(2).stripTrailing();
    }

    /**
     * Numbers from −2 to 2.
     *
     * @param <T> the type of the tree
     * @param tree what they shall be like
     * @param seed any number; the same for the same numbers
     * @return a tree of the same structure, shapes and element types
     */
    public static <T extends TensorTree<T>> T randomLike(T tree, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return tree.mapTensors(tensor -> tensor.map(v -> random.nextDouble(-2, 2)));
    }
}
