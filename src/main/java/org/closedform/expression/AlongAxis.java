package org.closedform.expression;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** A function of the numbers along an axis; without one, along the axis that the scope says. */
record AlongAxis(Function function, Optional<Axis> axis, Node part, Place place) implements Node {
    enum Function {
        SUM("adds up over", (x, axis) -> x.sum(axis).expandDims(axis)),
        MEAN("averages over", (x, axis) -> x.mean(axis).expandDims(axis)),
        MAX("is the largest over", (x, axis) -> x.max(axis).expandDims(axis)),
        SOFTMAX("is over", (x, axis) -> new Softmax(axis).apply(x));

        private final String does;
        private final BiFunction<Tensor, Integer, Tensor> f;

        Function(String does, BiFunction<Tensor, Integer, Tensor> f) {
            this.does = does;
            this.f = f;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private Axis along(Scope scope) {
        return axis.orElse(scope.along());
    }

    @Override
    public List<Node> parts() {
        return List.of(part);
    }

    @Override
    public Extent extent(Scope scope) {
        Axis along = along(scope);
        Extent inside = part.extent(scope);
        if (!inside.has(along)) {
            throw place.error(name() + "(…) " + function.does + " the " + scope.words(along) + ", but " + part.text()
                    + " has " + scope.words(inside) + remedy(scope, along, inside));
        }
        return function == Function.SOFTMAX ? inside : inside.without(along);
    }

    private String remedy(Scope scope, Axis along, Extent inside) {
        Axis other = along == Axis.SAMPLES ? Axis.CLASSES : Axis.SAMPLES;
        return inside.has(other)
                ? "; over the " + scope.words(other) + " it is " + function.text() + other.suffix() + "(…)"
                : "; it needs one for each of the " + scope.words(along);
    }

    @Override
    public Tensor value(Scope scope) {
        return function.f.apply(part.value(scope), along(scope).ordinal());
    }

    @Override
    public Precedence precedence() {
        return Precedence.ATOM;
    }

    private String name() {
        return function.text() + axis.map(Axis::suffix).orElse("");
    }

    @Override
    public String text() {
        return name() + "(" + part.text() + ")";
    }
}
