package org.closedform.exercise;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.closedform.expression.Axis;
import org.closedform.expression.Expression;
import org.closedform.expression.ExpressionException;
import org.closedform.expression.Scope;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/**
 * A function whose backward somebody derives and types as a formula.
 *
 * <pre>{@code
 * Forward.of("softmax(x)").check("y*(dy - sum(y*dy))", Tensor.of(1, 2, 3)).assertPasses();
 * Forward.of(new Silu()::apply).check("dy*(y + sigmoid(x)*(1 - y))", x).assertPasses();
 * }</pre>
 *
 * <p>In a backward are known: the input {@code x}, the output {@code y}, the upstream {@code dy}, what {@link #with} and {@link #where} add,
 * and the lengths N and C. {@link Expression} says what a formula may be, and {@link Scope} what tensors stand for. Where the output is one
 * number, such as a loss, a formula without {@code dy} is the gradient, and is multiplied by the upstream.
 *
 * <p>A forward is immutable.
 */
public final class Forward {
    private final Optional<Expression> formula;
    private final UnaryOperator<Tensor> function;
    private final String input;
    private final String output;
    private final List<Definition> definitions;
    private final Scope given;

    private Forward(
            Optional<Expression> formula,
            UnaryOperator<Tensor> function,
            String input,
            String output,
            List<Definition> definitions,
            Scope given) {
        this.formula = formula;
        this.function = function;
        this.input = input;
        this.output = output;
        this.definitions = definitions;
        this.given = given;
    }

    /**
     * {@return a forward that is a formula itself}
     *
     * @param formula such as {@code x - log(sum(exp(x)))}
     * @throws ExpressionException if it cannot be read
     */
    public static Forward of(String formula) {
        Objects.requireNonNull(formula, "Forward.of: formula is null");
        return new Forward(
                Optional.of(Expression.parse(formula)), UnaryOperator.identity(), "x", "y", List.of(), Scope.empty());
    }

    /**
     * {@return a forward that is a function in Java}
     *
     * @param function such as {@code new Softmax()::apply}
     */
    public static Forward of(UnaryOperator<Tensor> function) {
        Objects.requireNonNull(function, "Forward.of: function is null");
        return new Forward(Optional.empty(), function, "x", "y", List.of(), Scope.empty());
    }

    /**
     * {@return the same forward as a function of an input of another name}
     *
     * @param name what is differentiated, {@code x} by default
     * @throws IllegalArgumentException if a formula cannot have the name
     */
    public Forward by(String name) {
        requireNew("Forward.by", name);
        return new Forward(formula, function, name, output, definitions, given);
    }

    /**
     * {@return the same forward with an output of another name}
     *
     * @param name {@code y} by default, {@code L} for a loss; its upstream is this behind a d, {@code dL}
     * @throws IllegalArgumentException if a formula cannot have the name
     */
    public Forward called(String name) {
        requireNew("Forward.called", name);
        return new Forward(formula, function, input, name, definitions, given);
    }

    /**
     * {@return the same forward with a constant}
     *
     * @param name such as {@code t}
     * @param tensor [N, C], [N, 1], [1, C], [C] or []
     * @throws IllegalArgumentException if a formula cannot have the name, or the tensor does not fit the others
     */
    public Forward with(String name, Tensor tensor) {
        requireNew("Forward.with", name);
        return new Forward(formula, function, input, output, definitions, given.with(name, tensor));
    }

    /**
     * {@return the same forward with a name for a formula, which may be used in the forward and in the backward}
     *
     * @param name such as {@code mu}
     * @param definition such as {@code mean_n(x)}
     * @throws IllegalArgumentException if a formula cannot have the name, or the definition cannot be read
     */
    public Forward where(String name, String definition) {
        requireNew("Forward.where", name);
        Objects.requireNonNull(definition, "Forward.where: definition is null");
        List<Definition> all = new ArrayList<>(definitions);
        all.add(new Definition(name, Expression.parse(definition)));
        return new Forward(formula, function, input, output, List.copyOf(all), given);
    }

    /**
     * {@return the same forward, in whose formulas, and those of backwards, a sum without an index is along an axis}
     *
     * @param axis the classes by default
     */
    public Forward along(Axis axis) {
        Objects.requireNonNull(axis, "Forward.along: axis is null");
        return new Forward(formula, function, input, output, definitions, given.along(axis));
    }

    /**
     * {@return the same forward, whose messages call what the second axis of x counts by another name}
     *
     * @param one such as {@code feature}; {@code class} by default
     * @param many such as {@code features}
     */
    public Forward columns(String one, String many) {
        Objects.requireNonNull(one, "Forward.columns: one is null");
        Objects.requireNonNull(many, "Forward.columns: many is null");
        return new Forward(formula, function, input, output, definitions, given.columns(one, many));
    }

    private void requireNew(String operation, String name) {
        Objects.requireNonNull(name, operation + ": name is null");
        boolean isTaken = Stream.concat(
                        Stream.of(input, output, upstream()),
                        Stream.concat(definitions.stream().map(Definition::name), given.names().stream()))
                .anyMatch(name::equals);
        if (isTaken) {
            throw new IllegalArgumentException(
                    operation + ": " + name + " stands for something else already; another name is needed");
        }
        Scope.empty().with(name, Tensor.scalar(0));
    }

    /** {@return what the gradient by the input is called: {@code dx}} */
    public String asked() {
        return "d" + input;
    }

    private String upstream() {
        return "d" + output;
    }

    /** {@return the formulas of the forward, in their order, such as {@code y = softmax(x)}} */
    public List<String> formulas() {
        return Stream.concat(
                        definitions.stream().map(Definition::toString),
                        Stream.of(output + " = "
                                + formula.map(Expression::toString).orElse("f(" + input + ")")))
                .toList();
    }

    /**
     * {@return the names that a backward may have at a point}
     *
     * @param x the point
     * @throws IllegalArgumentException if x does not fit the formulas
     */
    public List<String> names(Tensor x) {
        return evaluated(Objects.requireNonNull(x, "Forward.names: x is null"))
                .scope
                .names();
    }

    /**
     * {@return the function with a backward of somebody's own, ready for a chain or a check}
     *
     * @param backward the formula of the gradient by the input
     * @throws ExpressionException if it cannot be read
     */
    public Operator<Tensor, Tensor> operator(String backward) {
        Objects.requireNonNull(backward, "Forward.operator: backward is null");
        Derived derived = derived(backward);
        return x -> {
            Evaluated at = evaluated(Objects.requireNonNull(x, "Forward.operator: x is null"));
            derived.misfit(at.scope, x).ifPresent(slip -> {
                throw new IllegalArgumentException("Forward.operator: " + slip.cause() + "; " + slip.hint());
            });
            return Operator.Pass.of(
                    at.y, dy -> derived.gradient(at.scope, dy.requireLike(at.y, "Forward.operator: dy"), x));
        };
    }

    /**
     * Holds a backward against differences of the forward.
     *
     * @param backward the formula of the gradient by the input
     * @param x the point
     * @return what was found, with the slip by name
     * @throws ExpressionException if the formula cannot be read, or its parts do not fit
     * @throws IllegalArgumentException if the result does not have the shape of x, or the output is not finite
     */
    public GradientReport check(String backward, Tensor x) {
        Objects.requireNonNull(backward, "Forward.check: backward is null");
        Objects.requireNonNull(x, "Forward.check: x is null");
        Operator<Tensor, Tensor> operator = operator(backward);
        operator.forward(x);
        return GradientCheck.of(NamedInput.named(input, operator)).at(new NamedInput(input, x));
    }

    /** The output at a point, and all names there, with an upstream of the output's shape. */
    private record Evaluated(Tensor y, Scope scope) {}

    private Evaluated evaluated(Tensor x) {
        Scope scope = given.with(input, x);
        for (Definition definition : definitions) {
            scope = scope.with(definition.name(), definition.formula().evaluate(scope));
        }
        Tensor y = output(x, scope);
        return new Evaluated(y, scope.with(output, y).with(upstream(), y));
    }

    private Tensor output(Tensor x, Scope scope) {
        return formula.map(f -> f.evaluate(scope).to(x.elementType()))
                .orElseGet(() -> Objects.requireNonNull(function.apply(x), "Forward: the function returned null"));
    }

    /** What is wrong with a formula that has more numbers than the input. */
    Optional<Diagnosis> misfit(String backward, Tensor x) {
        return derived(backward).misfit(evaluated(x).scope, x);
    }

    Tensor output(Tensor x) {
        return evaluated(x).y;
    }

    Tensor gradient(String backward, Tensor x, Tensor dy) {
        return derived(backward).gradient(evaluated(x).scope, dy, x);
    }

    private Derived derived(String backward) {
        return new Derived(Expression.parse(backward), input, upstream());
    }
}
