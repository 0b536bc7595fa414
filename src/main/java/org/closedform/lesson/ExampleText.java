package org.closedform.lesson;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Writes a worked example as plain text and as Markdown. */
final class ExampleText {
    private ExampleText() {}

    /** The parts of a tree, named by their symbols. */
    static List<NamedTensor> named(TensorTree<?> tree, UnaryOperator<String> symbol) {
        return Objects.requireNonNull(tree, "WorkedExample: a tree of numbers is null").parts().stream()
                .map(part -> new NamedTensor(symbol.apply(part.name()), part.tensor()))
                .toList();
    }

    static String plain(WorkedExample example) {
        return example.title() + "\n\ngiven\n" + indented(numbers(example.given()), 2) + "\n\nforward\n"
                + numbered(example.forward(), ExampleText::plain) + "\nbackward, given\n"
                + indented(numbers(example.upstream()), 2) + "\n"
                + numbered(example.backward(), ExampleText::plain);
    }

    private static String numbered(List<Step> steps, BiFunction<Integer, Step, String> text) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> text.apply(i + 1, steps.get(i)))
                .collect(Collectors.joining());
    }

    private static String plain(int number, Step step) {
        String note = step.note().isEmpty() ? "" : "     " + step.note() + "\n";
        return String.format("%3d. ", number) + step.name() + ": " + step.formula() + "\n" + note
                + indented(elements(step.value()), 7) + "\n";
    }

    static String markdown(WorkedExample example) {
        return "## " + example.title() + "\n\nGiven\n\n" + indented(numbers(example.given()), 4) + "\n\n### Forward\n\n"
                + numbered(example.forward(), ExampleText::markdown) + "### Backward\n\nGiven\n\n"
                + indented(numbers(example.upstream()), 4) + "\n\n"
                + numbered(example.backward(), ExampleText::markdown);
    }

    private static String markdown(int number, Step step) {
        String note = step.note().isEmpty() ? "" : " " + step.note();
        return "**" + number + ". " + capitalised(step.name()) + ".**" + note + "\n\n$$" + step.latex() + "$$\n\n"
                + indented(elements(step.value()), 4) + "\n\n";
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** The elements alone; only the given tensors are shown with their element type and shape. */
    private static String elements(Tensor tensor) {
        String header = tensor.elementType() + tensor.shape().toString();
        return tensor.toString().substring(header.length()).strip();
    }

    private static String numbers(List<NamedTensor> parts) {
        return parts.stream()
                .map(part ->
                        part.name() + " = " + (part.tensor().rank() == 0 ? elements(part.tensor()) : part.tensor()))
                .collect(Collectors.joining("\n"));
    }

    private static String indented(String text, int by) {
        return text.lines().map(line -> (" ".repeat(by) + line).stripTrailing()).collect(Collectors.joining("\n"));
    }
}
