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
import org.closedform.words.Words;

/** Writes a worked example as plain text and as Markdown. */
final class ExampleText {
    private final WorkedExample example;
    private final ShownNumbers numbers;
    private final Words words;

    private ExampleText(WorkedExample example, Words words, int digits) {
        this.example = example;
        this.numbers = ShownNumbers.of(example, digits);
        this.words = words;
    }

    /** The parts of a tree, named by their symbols. */
    static List<NamedTensor> named(TensorTree<?> tree, UnaryOperator<String> symbol) {
        return Objects.requireNonNull(tree, "WorkedExample: a tree of numbers is null").parts().stream()
                .map(part -> new NamedTensor(symbol.apply(part.name()), part.tensor()))
                .toList();
    }

    static String plain(WorkedExample example, Words words, int digits) {
        return new ExampleText(example, words, digits).plain();
    }

    static String markdown(WorkedExample example, Words words, int digits) {
        return new ExampleText(example, words, digits).markdown();
    }

    private String plain() {
        return example.title() + "\n\n" + words.label("text.given") + "\n" + given(example.given(), 2) + "\n\n"
                + words.label("text.forward") + "\n" + phase(Phase.FORWARD, this::plain) + "\n"
                + words.label("text.backward") + "\n" + given(example.upstream(), 2) + "\n"
                + phase(Phase.BACKWARD, this::plain);
    }

    private String plain(Section section) {
        String head =
                section.title().isEmpty() ? "" : words.label("text.layer", section.title(), section.from()) + "\n";
        return head + numbered(section.steps(), this::plain);
    }

    private static String numbered(List<Step> steps, BiFunction<Integer, Step, String> text) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> text.apply(i + 1, steps.get(i)))
                .collect(Collectors.joining());
    }

    private String plain(int number, Step step) {
        String note = step.note().isEmpty() ? "" : "     " + phrase(step.note()) + "\n";
        return String.format(Locale.ROOT, "%3d. ", number) + phrase(step.name()) + ": " + step.formula() + "\n" + note
                + indented(numbers.text(step.symbol()), 7) + "\n";
    }

    private String markdown() {
        return "## " + example.title() + "\n\n" + words.label("given") + "\n\n" + given(example.given(), 4) + "\n\n### "
                + words.label("forward") + "\n\n" + phase(Phase.FORWARD, this::markdown) + "### "
                + words.label("backward") + "\n\n" + words.label("given") + "\n\n" + given(example.upstream(), 4)
                + "\n\n"
                + phase(Phase.BACKWARD, this::markdown);
    }

    private String markdown(Section section) {
        String head = section.title().isEmpty()
                ? ""
                : "#### " + section.title() + "\n\n" + words.label("text.from", section.from()) + "\n\n";
        return head + numbered(section.steps(), this::markdown);
    }

    private String markdown(int number, Step step) {
        String note = step.note().isEmpty() ? "" : " " + phrase(step.note());
        return "**" + number + ". " + capitalised(phrase(step.name())) + ".**" + note + "\n\n$$" + step.latex()
                + "$$\n\n" + indented(numbers.text(step.symbol()), 4) + "\n\n";
    }

    /** A name or a note in the reader's language, or in English if it is not translated. */
    private String phrase(String english) {
        return words.phrase(english).orElse(english);
    }

    /** The steps of one phase in one section; a title that is empty if there are no sections. */
    private record Section(String title, String from, List<Step> steps) {}

    /** The sections of one phase, in the order in which they are computed. */
    private String phase(Phase phase, Function<Section, String> text) {
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
    private String given(List<NamedTensor> parts, int indent) {
        return indented(parts.stream().map(this::given).collect(Collectors.joining("\n")), indent);
    }

    private String given(NamedTensor part) {
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
