package org.closedform.expression;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.closedform.tensor.Tensor;

/**
 * A formula as somebody types it, read once and evaluated as often as you like.
 *
 * <pre>{@code
 * Expression formula = Expression.parse("y*(dy - sum(y*dy))");
 * Tensor dx = formula.evaluate(Scope.empty().with("y", y).with("dy", dy));
 * }</pre>
 *
 * <p><b>The language:</b> numbers such as {@code 2}, {@code .5} and {@code 1e-5}; names; + − * / and ^, which bind as on paper
 * ({@code -x^2} is −(x²), {@code 2^3^2} is 2^(3²)); round brackets; the functions {@code exp}, {@code log} (natural; {@code ln} is the
 * same), {@code sqrt}, {@code tanh}, {@code sigmoid} and {@code step} (1 above 0, else 0) of each number; {@code max(a, b)}; and
 * {@code sum}, {@code mean}, {@code max} and {@code softmax} along an axis: {@code sum_i} over the classes of each sample, {@code sum_n} over
 * the samples, and {@code sum} alone over what the {@linkplain Scope#along scope} says, usually the classes. Products are written with
 * {@code *}: {@code 2x} is refused. Nothing else is in it.
 *
 * <p>What is pasted from a lesson reads as well: · × ⊙ − ÷ ² ⁻¹ √ Σ Σₙ γ β μ σ ε x̂ and full-width signs. {@code σ(x)} is the sigmoid, and
 * {@code σ} without brackets the name {@code sigma}.
 *
 * <p><b>Limits:</b> 500 characters, 200 parts, 40 levels of brackets. Each number is finite. Numbers never throw: 0/0 is NaN.
 *
 * <p><b>Accuracy:</b> each operation is the library's own or {@code StrictMath}'s, in float64; the same formula and numbers give the same
 * bits everywhere.
 */
public final class Expression {
    private static final int LONGEST = 500;

    private final Node root;

    private Expression(Node root) {
        this.root = root;
    }

    /**
     * Reads a formula.
     *
     * @param formula such as {@code dy*y*(1 - y)}
     * @return the expression
     * @throws ExpressionException if it cannot be read, pointing at the character
     */
    public static Expression parse(String formula) {
        Objects.requireNonNull(formula, "Expression.parse: formula is null");
        if (formula.length() > LONGEST) {
            throw new Place(formula, LONGEST)
                    .error("the formula has " + formula.length() + " characters; at most " + LONGEST + " are possible");
        }
        return new Expression(Parser.parse(formula));
    }

    /** {@return the names in it, in the order of their first use} */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        collect(root, names);
        return names;
    }

    private static void collect(Node node, Set<String> names) {
        if (node instanceof Name name) {
            names.add(name.name());
        }
        node.parts().forEach(part -> collect(part, names));
    }

    /**
     * How many numbers the result will have; nothing is computed.
     *
     * @param scope what the names stand for
     * @return along which axes the result varies
     * @throws ExpressionException if a name is unknown, or there is nothing to add up
     */
    public Extent extent(Scope scope) {
        return root.extent(Objects.requireNonNull(scope, "Expression.extent: scope is null"));
    }

    /**
     * Computes the result.
     *
     * @param scope what the names stand for
     * @return float64 [N, C], [N, 1] or [1, C], or [C] in a scope without samples, and [] for one number
     * @throws ExpressionException if a name is unknown, or there is nothing to add up
     */
    public Tensor evaluate(Scope scope) {
        Extent extent = root.extent(Objects.requireNonNull(scope, "Expression.evaluate: scope is null"));
        return scope.natural(root.value(scope), extent);
    }

    /** {@return whether it is the same formula, apart from spelling, spaces and needless brackets} */
    @Override
    public boolean equals(Object other) {
        return other instanceof Expression expression && toString().equals(expression.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** {@return the formula in ASCII, with no more brackets than are needed; parsing it gives an equal expression} */
    @Override
    public String toString() {
        return root.text();
    }
}
