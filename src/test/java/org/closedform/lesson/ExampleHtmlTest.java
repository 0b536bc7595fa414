package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.closedform.exercise.ExerciseTexts;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.text.Xml;
import org.closedform.words.Words;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Element;

class ExampleHtmlTest {
    private static final Path GOLDEN = Path.of("src/test/resources/org/closedform/lesson/softmax.html");

    private static final Words CHINESE = Words.of(Locale.CHINESE);

    private static final WorkedExample SOFTMAX = WorkedExample.of(new Softmax(-1), Tensor.of(0, 1), Tensor.of(1, 0));

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> WorkedExample example(Subject<X, Y> subject) {
        return WorkedExample.of(subject.operator(), subject.x(), subject.dy());
    }

    @TestFactory
    Stream<DynamicTest> everyExampleIsWellFormedAndAccessible() {
        return Subject.all().stream()
                .map(subject -> DynamicTest.dynamicTest(subject.name(), () -> check(example(subject))));
    }

    private static void check(WorkedExample example) {
        Element article = Xml.parse(example.toHtml());
        assertEquals("en", article.getAttribute("lang"));
        List<Element> formulas = Xml.all(article, "math");
        assertEquals(
                example.steps().stream()
                        .flatMap(step -> Stream.concat(Stream.of(step), step.finer().stream()))
                        .map(Step::formula)
                        .toList(),
                formulas.stream().map(math -> math.getAttribute("alttext")).toList());
        formulas.forEach(MathMlStructure::check);
        for (Element table : Xml.all(article, "table")) {
            assertEquals("caption", Xml.children(table).get(0).getTagName());
            assertTrue(Xml.all(table, "th").stream().allMatch(header -> header.hasAttribute("scope")));
            int columns = Xml.children(Xml.all(table, "tr").get(0)).size();
            Xml.all(table, "tr")
                    .forEach(row -> assertEquals(columns, Xml.children(row).size()));
        }
        assertEquals(0, Xml.all(article, "script").size());
    }

    @TestFactory
    Stream<DynamicTest> everyNetworkIsWellFormedAndAccessible() {
        return new Networks(3)
                .named().entrySet().stream()
                        .map(network -> DynamicTest.dynamicTest(
                                network.getKey(),
                                () -> check(WorkedExample.of(
                                        network.getValue().operator(),
                                        network.getValue().x()))));
    }

    @Test
    void aNetworkHasAHeadingForEachLayerOnBothWays() {
        Networks networks = new Networks(3);
        WorkedExample example = WorkedExample.of(
                networks.linear(2, 3).then(new Sigmoid()).then(CrossEntropyLoss.onLogits(Labels.of(0, 2))),
                networks.draw(2, 2));
        Element article = Xml.parse(example.toHtml());
        List<String> layers =
                example.sections().stream().map(WorkedExample::title).toList();
        List<String> back = new ArrayList<>(layers);
        Collections.reverse(back);
        assertEquals(
                Stream.concat(layers.stream(), back.stream()).toList(),
                Xml.all(article, "h4").stream().map(Element::getTextContent).toList());
        assertFalse(Xml.all(article, "h5").isEmpty());
    }

    @Test
    void finerStepsFoldOut() {
        WorkedExample example =
                WorkedExample.of(CrossEntropyLoss.onLogits(Labels.of(1)), Tensor.of(new double[][] {{2, 1, 0}}));
        long unfolding =
                example.steps().stream().filter(step -> !step.finer().isEmpty()).count();
        assertTrue(unfolding > 0);
        List<Element> details = Xml.all(Xml.parse(example.toHtml()), "details");
        assertEquals(unfolding, details.size());
        assertEquals("summary", Xml.children(details.get(0)).get(0).getTagName());
    }

    @Test
    void digitsAreASetting() {
        String html = WorkedExample.of(new Softmax(), Tensor.of(0, 1)).toHtml(Words.ENGLISH, 3);
        assertTrue(html.contains("<td>0.269</td><td>0.731</td>"), html);
    }

    @Test
    void softmaxIsAsInTheFile() throws IOException {
        assertEquals(Files.readString(GOLDEN).replace("\r\n", "\n"), SOFTMAX.toHtml());
    }

    @Test
    void whatIsInItIsEscaped() {
        WorkedExample nasty = WorkedExample.of(
                "<script>alert(1)</script>",
                new Sigmoid(),
                (x, dy, steps) -> {
                    steps.forward("<i>", "<b>name</b>", "y < \"x\" & z", "a \"note\" <br>", x);
                    steps.backward("d\"", "back", "\" onload=\"", dy);
                },
                Tensor.of(1),
                Tensor.of(1));
        Element article = Xml.parse(nasty.toHtml());
        assertEquals("<script>alert(1)</script>", Xml.all(article, "h2").get(0).getTextContent());
        for (String tag : List.of("script", "i", "b", "br")) {
            assertEquals(0, Xml.all(article, tag).size(), tag);
        }
        assertFalse(nasty.toHtml().contains("onload=\""));
        assertEquals("y < \"x\" & z", Xml.all(article, "math").get(0).getAttribute("alttext"));
    }

    @Test
    void longAxesShowTheirEnds() {
        Tensor x = Tensor.generate(Shape.of(4, 100), index -> index[0] + index[1] / 128.0);
        String html = WorkedExample.of(new Sigmoid(), x).toHtml();
        Element table = Xml.all(Xml.parse(html), "table").get(0);
        assertEquals("0|1|2|…|97|98|99", text(Xml.all(table, "th").subList(0, 7)));
        assertEquals(5, Xml.all(table, "tr").size());
    }

    private static String text(List<Element> elements) {
        return String.join("|", elements.stream().map(Element::getTextContent).toList());
    }

    @Test
    void aTensorOfRankThreeIsATableForEachMatrix() {
        String html = TensorTable.of(Tensor.zeros(Shape.of(2, 1, 2)), "x", 6, Words.ENGLISH);
        List<Element> tables = Xml.all(Xml.parse("<div>" + html + "</div>"), "caption");
        assertEquals("Values of x[0]|Values of x[1]", text(tables));
    }

    @Test
    void oddNumbersAreShown() {
        assertEquals("<p>x = −∞</p>\n", TensorTable.of(Tensor.scalar(Double.NEGATIVE_INFINITY), "x", 6, Words.ENGLISH));
        assertEquals("<p>x = 0</p>\n", TensorTable.of(Tensor.scalar(-0.0), "x", 6, Words.ENGLISH));
        assertEquals("<p>x = float64[0, 3]</p>\n", TensorTable.of(Tensor.zeros(Shape.of(0, 3)), "x", 6, Words.ENGLISH));
    }

    @Test
    void inChineseEveryStepOfTheCoreIsChinese() {
        Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 5}});
        for (WorkedExample example : List.of(
                SOFTMAX,
                WorkedExample.of(new Sigmoid(), x),
                WorkedExample.of(new Linear(), new Linear.Inputs(x, x, Tensor.of(1, 2))),
                WorkedExample.of(new BatchNorm(), new BatchNorm.Inputs(x, Tensor.of(1, 1), Tensor.of(0, 0))),
                WorkedExample.of(CrossEntropyLoss.onLogits(Labels.of(0, 1)), x),
                WorkedExample.of(BinaryCrossEntropyLoss.onLogits(x.map(v -> 1)), x))) {
            for (Step step : example.steps()) {
                assertTrue(CHINESE.phrase(step.name()).isPresent(), () -> "no Chinese for the name " + step.name());
                assertTrue(
                        step.note().isEmpty() || CHINESE.phrase(step.note()).isPresent(),
                        () -> "no Chinese for the note " + step.note());
            }
            assertEquals("zh", Xml.parse(example.toHtml(CHINESE)).getAttribute("lang"));
            assertFalse(example.toHtml(CHINESE).contains("lang=\"en\""));
        }
    }

    /** A new operator's steps are English until they are translated; the names of nearly all others are there. */
    @Test
    void hardlyAnyStepIsNotThereInChinese() {
        Set<String> names = new HashSet<>();
        Subject.all().forEach(subject -> example(subject).steps().forEach(step -> names.add(step.name())));
        List<String> missing = names.stream()
                .filter(name -> CHINESE.phrase(name).isEmpty())
                .sorted()
                .toList();
        assertTrue(missing.size() <= names.size() / 10, () -> "words_zh.properties does not have " + missing);
    }

    /** The names and notes of all steps, the finer ones too. */
    private static Stream<String> texts(WorkedExample example) {
        return example.steps().stream()
                .flatMap(step -> Stream.concat(Stream.of(step), step.finer().stream()))
                .flatMap(step -> Stream.of(step.name(), step.note()));
    }

    /** A key of which the English text has changed would never be found. */
    @Test
    void everyPhraseIsOfSomeStepOrExercise() throws IOException {
        Set<String> english = new HashSet<>(ExerciseTexts.all());
        english.addAll(ExerciseTexts.ofSlips());
        english.addAll(List.of("output", "finite differences", "the Jacobian in closed form"));
        Subject.all().forEach(subject -> texts(example(subject)).forEach(english::add));
        new Networks(3).named().values().forEach(network -> texts(WorkedExample.of(network.operator(), network.x()))
                .forEach(english::add));
        Set<String> keys = new HashSet<>();
        english.forEach(text -> {
            keys.add(text.replace(' ', '_'));
            keys.add(text.replace(' ', '_').replaceAll("\\d+", "#"));
        });
        Properties chinese = new Properties();
        try (Reader reader =
                Files.newBufferedReader(Path.of("src/main/resources/org/closedform/words/words_zh.properties"))) {
            chinese.load(reader);
        }
        List<String> stale = chinese.stringPropertyNames().stream()
                .filter(key -> !key.startsWith("label.") && !keys.contains(key))
                .sorted()
                .toList();
        assertEquals(List.of(), stale, "phrases that nothing says");
    }

    @Test
    void textAndMarkdownTakeWordsToo() {
        String text = SOFTMAX.toText(CHINESE, 6);
        assertTrue(text.startsWith("Softmax\n\n已知\n  x = "), text);
        assertTrue(text.contains("\n  3. 指数: e_i = exp(d_i)\n     至多为 1：不会溢出。\n"), text);
        assertTrue(SOFTMAX.toMarkdown(CHINESE, 6).contains("\n### 反向\n\n已知\n"), SOFTMAX.toMarkdown(CHINESE, 6));
        assertEquals(SOFTMAX.toText(), SOFTMAX.toText(Words.ENGLISH, 6));
    }

    @Test
    void whatIsNotTranslatedIsMarkedAsEnglish() {
        WorkedExample own = WorkedExample.of(
                "Own",
                new Sigmoid(),
                (x, dy, steps) -> {
                    steps.forward("y", "my own step", "y = x", x);
                    steps.backward("dx", "gradient", "dx = dy", dy);
                },
                Tensor.of(1),
                Tensor.of(1));
        List<Element> names = Xml.all(Xml.parse(own.toHtml(CHINESE)), "h4");
        assertEquals("My own step|梯度", text(names));
        assertEquals("en", names.get(0).getAttribute("lang"));
        assertEquals("", names.get(1).getAttribute("lang"));
    }
}
