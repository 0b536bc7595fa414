package org.closedform.lesson;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/** A layer that is one operator: explained as on its own, with the network's symbols. */
final class OperatorLayer<X extends TensorTree<X>, Y extends TensorTree<Y>> implements NetworkLayer {
    private final int number;
    private final Operator<X, Y> operator;
    private final Operator.Pass<X, Y> pass;
    private final X x;
    private final List<Input> inputs;
    private final List<String> outputs;
    private final Map<Integer, String> zeros = new HashMap<>();
    private Y dy;
    private List<String> gradients;

    /** A part of the input: its symbol, and whether it is a parameter. */
    record Input(String symbol, boolean isParameter) {
        /** What comes out of other layers. */
        static List<Input> outputs(List<String> symbols) {
            return symbols.stream().map(symbol -> new Input(symbol, false)).toList();
        }

        static List<String> symbols(List<Input> inputs) {
            return inputs.stream().map(Input::symbol).toList();
        }
    }

    OperatorLayer(
            int number,
            Operator<X, Y> operator,
            Operator.Pass<X, Y> pass,
            X x,
            List<Input> inputs,
            List<String> outputs) {
        this.number = number;
        this.operator = operator;
        this.pass = pass;
        this.x = x;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /** Goes back; the gradient of the input, whose parts will have these symbols. */
    X back(Y upstream, List<String> symbols) {
        dy = upstream;
        gradients = symbols;
        return pass.backward(upstream);
    }

    /** Says why the gradient of a part is 0 whatever the numbers. */
    void isZero(ZeroSums.Zero zero) {
        zeros.put(zero.part(), zero.why());
    }

    @Override
    public Draft draft() {
        WorkedExample alone = alone();
        List<Step> end = last(alone.backward(), inputs.size());
        Map<String, String> symbols = new LinkedHashMap<>();
        put(
                symbols,
                alone.given().stream().map(NamedTensor::name).toList(),
                inputs.stream().map(Input::symbol).toList());
        put(
                symbols,
                last(alone.forward(), outputs.size()).stream().map(Step::symbol).toList(),
                outputs);
        put(symbols, alone.upstream().stream().map(NamedTensor::name).toList(), Traced.gradients(outputs));
        put(symbols, end.stream().map(Step::symbol).toList(), gradients);
        Renaming renaming = LayerSymbols.of(number, alone, symbols);
        List<Step> steps = alone.backward().stream().map(renaming::step).toList();
        return new Draft(
                number + ". " + alone.title(),
                renamed(alone.given(), renaming),
                alone.forward().stream().map(renaming::step).toList(),
                renamed(alone.upstream(), renaming),
                parametersFirst(steps),
                (int) inputs.stream().filter(input -> !input.isParameter()).count());
    }

    /** An explanation that does not end with the operator's own output and gradient is not shown, but these two. */
    private WorkedExample alone() {
        String title = WorkedExample.title(operator);
        if (RecurrentSteps.isBeyond(operator)) {
            return InputAndOutput.of(title, pass, x, dy);
        }
        WorkedExample explained = WorkedExample.of(operator, pass, x, dy);
        boolean isWhole =
                endsWith(explained.forward(), pass.output()) && endsWith(explained.backward(), pass.backward(dy));
        return isWhole ? explained : InputAndOutput.of(title, pass, x, dy);
    }

    private static boolean endsWith(List<Step> steps, TensorTree<?> tree) {
        List<NamedTensor> parts = tree.parts();
        return steps.size() >= parts.size()
                && last(steps, parts.size()).stream()
                        .map(Step::value)
                        .toList()
                        .equals(parts.stream().map(NamedTensor::tensor).toList());
    }

    private static List<Step> last(List<Step> steps, int count) {
        return steps.subList(steps.size() - count, steps.size());
    }

    private static void put(Map<String, String> symbols, List<String> old, List<String> renamed) {
        IntStream.range(0, old.size()).forEach(i -> symbols.put(old.get(i), renamed.get(i)));
    }

    private static List<NamedTensor> renamed(List<NamedTensor> parts, Renaming renaming) {
        Map<String, NamedTensor> renamed = new LinkedHashMap<>();
        parts.forEach(part -> {
            String symbol = renaming.formula(part.name());
            renamed.putIfAbsent(symbol, new NamedTensor(symbol, part.tensor()));
        });
        return List.copyOf(renamed.values());
    }

    /** The gradients of the parameters, then what goes on to the layers before; in the same order if one depends on the other. */
    private List<Step> parametersFirst(List<Step> steps) {
        List<Step> end = IntStream.range(0, inputs.size())
                .mapToObj(part -> noted(last(steps, inputs.size()).get(part), part))
                .toList();
        List<Step> before = steps.subList(0, steps.size() - inputs.size());
        List<Step> parameters = parts(end, true);
        List<Step> others = parts(end, false);
        boolean isEntangled = parameters.stream().anyMatch(step -> others.stream()
                .anyMatch(other -> step.dependsOn().contains(other.symbol())));
        return isEntangled
                ? Stream.concat(before.stream(), end.stream()).toList()
                : Stream.of(before, parameters, others).flatMap(List::stream).toList();
    }

    private List<Step> parts(List<Step> end, boolean parameters) {
        List<Step> found = new ArrayList<>();
        IntStream.range(0, inputs.size())
                .filter(part -> inputs.get(part).isParameter() == parameters)
                .forEach(part -> found.add(end.get(part)));
        return found;
    }

    private Step noted(Step step, int part) {
        return zeros.containsKey(part) ? SharedSteps.noted(step, zeros.get(part)) : step;
    }
}
