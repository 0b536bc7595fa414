package org.closedform.lesson;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.closedform.tensor.NamedTensor;
import org.closedform.text.Markup;
import org.closedform.words.Words;

/** Writes a worked example as an article in HTML: formulas in MathML, numbers in tables, no script. */
final class ExampleHtml {
    private static final int STEP_HEADING = 4;

    private final WorkedExample example;
    private final ShownNumbers numbers;
    private final int digits;
    private final Words words;

    private ExampleHtml(WorkedExample example, Words words, int digits) {
        this.example = example;
        this.numbers = ShownNumbers.of(example, digits);
        this.digits = digits;
        this.words = words;
    }

    static String of(WorkedExample example, Words words, int digits) {
        return new ExampleHtml(example, words, digits).article();
    }

    private String article() {
        List<WorkedExample> back = new ArrayList<>(example.sections());
        Collections.reverse(back);
        return Markup.element(
                "article class=\"closedform\" lang=\"" + words.locale().toLanguageTag() + "\"",
                "\n" + heading(2, example.title())
                        + heading(3, words.label("given"))
                        + parts(example.given())
                        + heading(3, words.label("forward"))
                        + phase(example.sections(), WorkedExample::given, WorkedExample::forward)
                        + heading(3, words.label("backward"))
                        + paragraph(words.label("upstream"))
                        + parts(example.upstream())
                        + phase(back, WorkedExample::upstream, WorkedExample::backward));
    }

    private static String heading(int level, String text) {
        return Markup.element("h" + level, Markup.escaped(text)) + "\n";
    }

    private static String paragraph(String text) {
        return Markup.element("p", Markup.escaped(text)) + "\n";
    }

    /** The steps of one way: of the whole, or of a network layer by layer, in the order in which they are computed. */
    private String phase(
            List<WorkedExample> sections,
            Function<WorkedExample, List<NamedTensor>> from,
            Function<WorkedExample, List<Step>> steps) {
        if (sections.isEmpty()) {
            return steps(steps.apply(example), STEP_HEADING);
        }
        return sections.stream()
                .map(section -> heading(STEP_HEADING, section.title())
                        + from(from.apply(section).stream()
                                .map(NamedTensor::name)
                                .toList())
                        + steps(steps.apply(section), STEP_HEADING + 1))
                .collect(Collectors.joining());
    }

    private String from(List<String> symbols) {
        return symbols.isEmpty() ? "" : paragraph(words.label("from", String.join(", ", symbols)));
    }

    private String parts(List<NamedTensor> parts) {
        return parts.stream().map(part -> table(part.name())).collect(Collectors.joining());
    }

    private String table(String symbol) {
        return TensorTable.of(numbers.value(symbol), symbol, digits, words);
    }

    private String steps(List<Step> steps, int heading) {
        return Markup.element(
                        "ol",
                        "\n" + steps.stream().map(step -> step(step, heading)).collect(Collectors.joining()))
                + "\n";
    }

    private String step(Step step, int heading) {
        return Markup.element(
                        "li",
                        "\n" + phrase("h" + heading, step.name())
                                + (step.note().isEmpty() ? "" : phrase("p", step.note()))
                                + Markup.scrolling(MathMl.of(step.formula()))
                                + from(step.dependsOn())
                                + table(step.symbol())
                                + finer(step, heading))
                + "\n";
    }

    /** Finer steps fold out, which takes no script. */
    private String finer(Step step, int heading) {
        return step.finer().isEmpty()
                ? ""
                : Markup.element(
                                "details",
                                Markup.element("summary", Markup.escaped(words.label("finer"))) + "\n"
                                        + steps(step.finer(), heading + 1))
                        + "\n";
    }

    /** A name or a note in the reader's language; marked as English if it is not translated. */
    private String phrase(String tag, String english) {
        return words.phrase(english)
                        .map(text -> Markup.element(tag, Markup.escaped(capitalised(text))))
                        .orElseGet(() -> Markup.element(tag + " lang=\"en\"", Markup.escaped(capitalised(english))))
                + "\n";
    }

    private static String capitalised(String text) {
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT) + text.substring(first);
    }
}
