package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.lesson.Step.Phase;
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

    static String plain(WorkedExample example, ShownNumbers numbers) {
        return example.title() + "\n\ngiven\n" + given(example.given(), numbers, 2) + "\n\nforward\n"
                + phase(example, Phase.FORWARD, section -> plain(section, numbers)) + "\nbackward, given\n"
                + given(example.upstream(), numbers, 2) + "\n"
                + phase(example, Phase.BACKWARD, section -> plain(section, numbers));
    }

    private static String plain(Section section, ShownNumbers numbers) {
        String head = section.title().isEmpty() ? "" : section.title() + ", from " + section.from() + "\n";
        return head + numbered(section.steps(), (number, step) -> plain(number, step, numbers));
    }

    private static String numbered(List<Step> steps, BiFunction<Integer, Step, String> text) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> text.apply(i + 1, steps.get(i)))
                .collect(Collectors.joining());
    }

    private static String plain(int number, Step step, ShownNumbers numbers) {
        String note = step.note().isEmpty() ? "" : "     " + step.note() + "\n";
        return String.format(Locale.ROOT, "%3d. ", number) + step.name() + ": " + step.formula() + "\n" + note
                + indented(numbers.text(step.symbol()), 7) + "\n";
    }

    static String markdown(WorkedExample example, ShownNumbers numbers) {
        return "## " + example.title() + "\n\nGiven\n\n" + given(example.given(), numbers, 4) + "\n\n### Forward\n\n"
                + phase(example, Phase.FORWARD, section -> markdown(section, numbers)) + "### Backward\n\nGiven\n\n"
                + given(example.upstream(), numbers, 4) + "\n\n"
                + phase(example, Phase.BACKWARD, section -> markdown(section, numbers));
    }

    private static String markdown(Section section, ShownNumbers numbers) {
        String head =
                section.title().isEmpty() ? "" : "#### " + section.title() + "\n\nFrom " + section.from() + ".\n\n";
        return head + numbered(section.steps(), (number, step) -> markdown(number, step, numbers));
    }

    private static String markdown(int number, Step step, ShownNumbers numbers) {
        String note = step.note().isEmpty() ? "" : " " + step.note();
        return "**" + number + ". " + capitalised(step.name()) + ".**" + note + "\n\n$$" + step.latex() + "$$\n\n"
                + indented(numbers.text(step.symbol()), 4) + "\n\n";
    }

    /** The steps of one phase in one section; a title that is empty if there are no sections. */
    private record Section(String title, String from, List<Step> steps) {}

    /** The sections of one phase, in the order in which they are computed. */
    private static String phase(WorkedExample example, Phase phase, Function<Section, String> text) {
        boolean isForward = phase == Phase.FORWARD;
        if (example.sections().isEmpty()) {
            return text.apply(new Section("", "", isForward ? example.forward() : example.backward()));
        }
        List<Section> sections = new ArrayList<>();
        for (WorkedExample section : example.sections()) {
            List<NamedTensor> from = isForward ? section.given() : section.upstream();
            String names = from.stream().map(NamedTensor::name).collect(Collectors.joining(", "));
            List<Step> steps = isForward ? section.forward() : section.backward();
            sections.add(isForward ? sections.size() : 0, new Section(section.title(), names, steps));
        }
        return sections.stream().map(text).collect(Collectors.joining());
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** The given tensors, with their element type and shape unless they are single numbers. */
    private static String given(List<NamedTensor> parts, ShownNumbers numbers, int indent) {
        return indented(parts.stream().map(part -> given(part, numbers)).collect(Collectors.joining("\n")), indent);
    }

    private static String given(NamedTensor part, ShownNumbers numbers) {
        Tensor tensor = part.tensor();
        String header = tensor.rank() == 0
                ? ""
                : tensor.elementType() + tensor.shape().toString() + (tensor.rank() < 2 ? " " : "\n");
        return part.name() + " = " + header + numbers.text(part.name());
    }

    private static String indented(String text, int by) {
        return text.lines().map(line -> (" ".repeat(by) + line).stripTrailing()).collect(Collectors.joining("\n"));
    }
}
