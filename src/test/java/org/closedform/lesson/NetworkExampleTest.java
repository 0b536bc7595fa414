package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.operator.Operator;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What holds for the worked example of every network. */
class NetworkExampleTest {
    /** What a reader stumbles over. */
    private static final Pattern LEAK = Pattern.compile("\\d[eE][+−-]?\\d|[-−]0\\.0*(?![\\d])|(?<![.\\d])\\d{8,}");

    private static final Pattern TWO_INDICES =
            Pattern.compile("_(?:\\{[^{}]*\\}|[^{])(?:\\^\\{[^{}]*\\}|\\^\\\\?\\w+|')*_");

    @TestFactory
    Stream<DynamicTest> networksOfTheTextbook() {
        return new Networks(5)
                .named().entrySet().stream()
                        .map(network -> DynamicTest.dynamicTest(
                                network.getKey(),
                                () -> check(
                                        network.getValue().operator(),
                                        network.getValue().x())));
    }

    @Property(tries = 100)
    void anyNetwork(@ForAll long seed) {
        Networks.Network<Tensor, Tensor> network = new Networks(seed).any();
        Assume.that(Network.isOne(network.operator()));
        check(network.operator(), network.x());
    }

    private static void check(Operator<Tensor, Tensor> operator, Tensor x) {
        WorkedExample example = WorkedExample.of(operator, x);
        for (WorkedExample each : List.of(example, example.fine())) {
            endsWithTheOperatorsOwnNumbers(operator, x, each);
            symbolsStandForOneThing(each);
            upstreamsAreGradientsOfLaterSections(each);
            parametersHaveGradients(each);
            textsAreForReaders(each);
        }
    }

    private static void endsWithTheOperatorsOwnNumbers(
            Operator<Tensor, Tensor> operator, Tensor x, WorkedExample example) {
        Operator.Pass<Tensor, Tensor> pass = operator.forward(x);
        Tensor dy = example.upstream().get(0).tensor();
        assertEquals(pass.output(), last(example.forward()).value());
        assertEquals(pass.backward(dy), last(example.backward()).value());
        assertEquals("dx", last(example.backward()).symbol());
        assertEquals(
                example.upstream().get(0).name(), "d" + last(example.forward()).symbol());
    }

    private static Step last(List<Step> steps) {
        return steps.get(steps.size() - 1);
    }

    private static void symbolsStandForOneThing(WorkedExample example) {
        Map<String, Tensor> values = new HashMap<>();
        for (WorkedExample section : example.sections()) {
            Stream.of(
                            section.given().stream(),
                            section.upstream().stream(),
                            section.steps().stream().map(step -> new NamedTensor(step.symbol(), step.value())))
                    .flatMap(parts -> parts)
                    .forEach(part -> assertEquals(
                            values.computeIfAbsent(part.name(), name -> part.tensor()), part.tensor(), part.name()));
        }
        Set<String> plain = new HashSet<>(Set.of("x", "dx", "L", "dL"));
        example.steps()
                .forEach(step -> assertTrue(
                        plain.contains(step.symbol()) || step.symbol().matches(".*[₀-₉].*"),
                        () -> step.symbol() + " has no number"));
    }

    private static void upstreamsAreGradientsOfLaterSections(WorkedExample example) {
        Map<String, Tensor> known = new HashMap<>();
        example.upstream().forEach(part -> known.put(part.name(), part.tensor()));
        List<WorkedExample> sections = new ArrayList<>(example.sections());
        Collections.reverse(sections);
        for (WorkedExample section : sections) {
            section.upstream().forEach(part -> assertEquals(known.get(part.name()), part.tensor(), part.name()));
            section.backward().forEach(step -> known.put(step.symbol(), step.value()));
        }
    }

    private static void parametersHaveGradients(WorkedExample example) {
        for (NamedTensor part : example.given()) {
            assertEquals(part.tensor().shape(), example.value("d" + part.name()).shape(), part.name());
        }
    }

    private static void textsAreForReaders(WorkedExample example) {
        for (String text : List.of(example.toText(), example.toMarkdown())) {
            assertFalse(LEAK.matcher(text).find(), () -> text);
        }
        for (Step step : example.steps()) {
            assertFalse(TWO_INDICES.matcher(step.latex()).find(), () -> step.formula() + " is " + step.latex());
            assertFalse(step.latex().matches(".*[₀-₉].*"), step::latex);
            assertNotEquals("", step.latex());
        }
    }
}
