package org.closedform.lesson;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.lesson.Step.Phase;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/** The worked example of an operator without an explanation: its input and output, and their gradients. */
final class InputAndOutput {
    private InputAndOutput() {}

    /** The symbols are the names of the parts, with a prime if a name is taken: an output h becomes h′ if there is an input h. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> WorkedExample of(
            String title, Operator.Pass<X, Y> pass, X x, Y dy) {
        X gradient = Objects.requireNonNull(pass.backward(dy), "WorkedExample: the operator's gradient is null");
        Y output = Objects.requireNonNull(pass.output(), "WorkedExample: the operator's output is null");
        gradient.requireLike(x, "WorkedExample: the operator's gradient");
        dy.requireLike(output, "WorkedExample: dy");
        Set<String> taken = new HashSet<>();
        List<String> inputs = free(NetworkSymbols.names(x, "x").stream(), taken);
        List<String> outputs = free(NetworkSymbols.names(dy, "y").stream(), taken);
        List<String> upstreams = free(outputs.stream().map(y -> "d" + y), taken);
        List<String> gradients = free(inputs.stream().map(in -> "d" + in), taken);
        List<String> both = Stream.concat(inputs.stream(), upstreams.stream()).toList();
        return new WorkedExample(
                title,
                named(x, inputs),
                steps(
                        Phase.FORWARD,
                        "output",
                        named(output, outputs),
                        " = f(" + String.join(", ", inputs) + ")",
                        inputs),
                named(dy, upstreams),
                steps(Phase.BACKWARD, "gradient", named(gradient, gradients), " = Jᵀ·" + vector(upstreams), both));
    }

    private static String vector(List<String> symbols) {
        return symbols.size() == 1 ? symbols.get(0) : "(" + String.join(", ", symbols) + ")";
    }

    private static List<String> free(Stream<String> names, Set<String> taken) {
        return names.map(name -> {
                    String symbol = name;
                    while (!taken.add(symbol)) {
                        symbol += "′";
                    }
                    return symbol;
                })
                .toList();
    }

    private static List<NamedTensor> named(TensorTree<?> tree, List<String> symbols) {
        List<NamedTensor> parts = tree.parts();
        return IntStream.range(0, parts.size())
                .mapToObj(i -> new NamedTensor(symbols.get(i), parts.get(i).tensor()))
                .toList();
    }

    private static List<Step> steps(
            Phase phase, String name, List<NamedTensor> parts, String formula, List<String> from) {
        return parts.stream()
                .map(part -> Step.of(phase, part.name(), name, part.name() + formula, "", from, part.tensor()))
                .toList();
    }
}
