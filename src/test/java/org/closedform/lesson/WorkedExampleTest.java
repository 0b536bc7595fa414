package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Addition;
import org.closedform.operator.Chain;
import org.closedform.operator.Gru;
import org.closedform.operator.Held;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Residual;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WorkedExampleTest {

    @TestFactory
    Stream<DynamicTest> lastStepsAreTheOperatorsOutputAndGradient() {
        return Subject.all().stream().map(subject -> DynamicTest.dynamicTest(subject.name(), () -> endsRight(subject)));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void endsRight(Subject<X, Y> subject) {
        Operator.Pass<X, Y> pass = subject.operator().forward(subject.x());
        WorkedExample example = WorkedExample.of(subject.operator(), subject.x(), subject.dy());
        assertEndsWith(pass.output().parts(), example.forward());
        assertEndsWith(pass.backward(subject.dy()).parts(), example.backward());
        assertEquals(subject.x().parts().size(), example.given().size());
    }

    private static void assertEndsWith(List<NamedTensor> expected, List<Step> steps) {
        List<Step> last = steps.subList(steps.size() - expected.size(), steps.size());
        assertEquals(
                expected.stream().map(NamedTensor::tensor).toList(),
                last.stream().map(Step::value).toList());
    }

    /** What is masked is NaN in the input, and in no step that counts. */
    @Test
    void lossesUnderMasksEndRight() {
        Tensor x = Tensor.of(new double[][] {{1, Double.NaN, 2}, {0.5, Double.NaN, -1}});
        Mask classes = Mask.of(true, false, true);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(2, 0)).withClassMask(classes);
        WorkedExample crossEntropy = WorkedExample.of(loss, x, Tensor.scalar(1));
        assertEquals(loss.apply(x), crossEntropy.value("L"));
        assertEquals(loss.forward(x).gradient(), crossEntropy.value("da"));
        assertEquals(new Softmax().withMask(classes).apply(x), crossEntropy.value("y"));
        Entropy entropy = Entropy.onLogits().withClassMask(classes).withMask(Mask.of(true, false));
        assertEquals(
                entropy.apply(x), WorkedExample.of(entropy, x, Tensor.scalar(1)).value("L"));
        assertEquals(
                Tensor.scalar(1), WorkedExample.of(entropy, x, Tensor.scalar(1)).value("N"));
    }

    @Test
    void newerLossesUnderMasksEndRight() {
        Tensor x = Tensor.of(new double[][] {{1, Double.NaN, 2}, {0.5, Double.NaN, -1}});
        Mask classes = Mask.of(true, false, true);
        Mask first = Mask.of(true, false);
        for (Operator<Tensor, Tensor> loss : List.<Operator<Tensor, Tensor>>of(
                ZLoss.of(0.5).withClassMask(classes).withMask(first),
                DistillationLoss.of(Tensor.zeros(x.shape()), 2)
                        .withClassMask(classes)
                        .withMask(first),
                new FocalLoss(
                        CrossEntropyLoss.onLogits(Labels.of(2, 0))
                                .withClassMask(classes)
                                .withMask(first),
                        2))) {
            WorkedExample example = WorkedExample.of(loss, x, Tensor.scalar(1));
            assertEquals(loss.apply(x), example.value("L"));
            assertEquals(Tensor.scalar(1), example.value("N"));
            assertEquals(loss.forward(x).gradient(), example.value("da"));
            assertEquals(0, example.value("y").at(0, 1));
            assertTrue(Double.isFinite(example.value("ℓ").at(0)));
        }
        JensenShannonDivergence divergence =
                JensenShannonDivergence.onLogits().withClassMask(classes).withMask(first);
        JensenShannonDivergence.Inputs in = new JensenShannonDivergence.Inputs(x, x.negate());
        WorkedExample example = WorkedExample.of(divergence, in, Tensor.scalar(1));
        assertEquals(divergence.apply(in), example.value("L"));
        assertEquals(Tensor.scalar(1), example.value("N"));
        Tensor numbers = Tensor.of(1, 2);
        assertEquals(
                Tensor.scalar(1),
                WorkedExample.of(
                                GaussianNegativeLogLikelihood.of(numbers).withMask(first),
                                new GaussianNegativeLogLikelihood.Inputs(numbers, numbers),
                                Tensor.scalar(1))
                        .value("N"));
        BinaryFocalLoss binary = new BinaryFocalLoss(
                BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 1)).withMask(first), 2);
        assertEquals(
                Tensor.scalar(1),
                WorkedExample.of(binary, numbers, Tensor.scalar(1)).value("N"));
    }

    @Test
    void everyOperatorOfTheLibraryIsAmongTheSubjects() throws IOException {
        Set<Class<?>> explained = Subject.all().stream()
                .map(subject -> subject.operator().getClass())
                .collect(Collectors.toSet());
        explained.addAll(Set.of(Chain.class, Addition.class, Residual.class, Held.class)); // NetworkExampleTest
        for (String room : List.of("operator", "loss")) {
            try (Stream<Path> files = Files.list(Path.of("src/main/java/org/closedform", room))) {
                List<Class<?>> missing = files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
                        .<Class<?>>map(name -> type("org.closedform." + room + "." + name.replace(".java", "")))
                        .filter(type -> Operator.class.isAssignableFrom(type) && !type.isInterface())
                        .filter(type -> !explained.contains(type))
                        .toList();
                assertEquals(List.of(), missing, "operators without a worked example");
            }
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyNumberFollowsFromTheFormulaShown() {
        return Subject.all().stream().map(subject -> DynamicTest.dynamicTest(subject.name(), () -> follows(subject)));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void follows(Subject<X, Y> subject) {
        WorkedExample example = WorkedExample.of(subject.operator(), subject.x(), subject.dy());
        Arithmetic arithmetic = Arithmetic.of(subject.operator(), example.given(), example.upstream());
        arithmetic.check(example.forward());
        arithmetic.check(example.backward());
    }

    @TestFactory
    Stream<DynamicTest> everyFormulaIsInUnicodeAndInLatex() {
        return Subject.all().stream().map(subject -> DynamicTest.dynamicTest(subject.name(), () -> formulas(subject)));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void formulas(Subject<X, Y> subject) {
        WorkedExample example = WorkedExample.of(subject.operator(), subject.x(), subject.dy());
        for (Step step : example.steps()) {
            assertTrue(step.formula().startsWith(step.symbol()), step::toString);
            assertFalse(step.formula().contains("\\"), () -> "LaTeX in " + step.formula());
            assertFalse(step.latex().matches(".*[Σ√≥≤−δσμγβεφ∂≠⊙ᵀ′²·].*"), () -> "Unicode in " + step.latex());
            assertFalse(step.latex().contains("\\,"), () -> "Markdown would take the backslash out of " + step.latex());
            assertEquals(
                    step.latex().chars().filter(c -> c == '{').count(),
                    step.latex().chars().filter(c -> c == '}').count(),
                    () -> "braces of " + step.latex());
        }
    }

    @Test
    void aLayerThatGoesThroughItsSequencesInAnotherWayIsRefused() {
        RecurrentParameters parameters =
                new RecurrentParameters(Tensor.zeros(Shape.of(3, 2)), Tensor.zeros(Shape.of(3, 1)));
        Gru.Inputs in = new Gru.Inputs(Tensor.zeros(Shape.of(2, 1, 2)), parameters);
        for (Gru gru : List.of(new Gru().reversed(), new Gru().withLengths(1))) {
            String message = assertThrows(IllegalArgumentException.class, () -> WorkedExample.of(gru, in))
                    .getMessage();
            assertEquals(
                    "WorkedExample: the layer goes through its sequences by " + gru.traversal()
                            + ", but what is explained is all steps from the first to the last",
                    message);
        }
    }

    @TestFactory
    Stream<DynamicTest> float32IsExplainedToo() {
        return Subject.all().stream()
                .filter(subject -> !subject.name()
                        .matches("(.*CrossEntropyLoss|WeightedMean|MeanSquared|Huber|Gaussian|Distillation|.*bias).*"))
                .map(subject -> DynamicTest.dynamicTest(subject.name(), () -> endsRight(subject.inFloat32())));
    }

    @Nested
    class ChosenUpstream {
        @Test
        void isOneForALoss() {
            assertEquals(Tensor.scalar(1), upstream(Entropy.onLogits(), Tensor.of(1, 2)));
        }

        @Test
        void isOneMinusTwoFourAlongEveryAxis() {
            Tensor zeros = Tensor.zeros(Shape.of(2, 3));
            Tensor expected = Tensor.of(new double[][] {{1, -2, 4}, {-2, 4, 1}});
            assertEquals(Tensor.of(1, -2, 4), upstream(new Sigmoid(), Tensor.of(0, 0, 0)));
            assertEquals(expected, upstream(new Sigmoid(), zeros));
            assertEquals(expected.to(ElementType.FLOAT32), upstream(new Sigmoid(), zeros.to(ElementType.FLOAT32)));
        }

        private Tensor upstream(Operator<Tensor, Tensor> operator, Tensor x) {
            return WorkedExample.of(operator, x).upstream().get(0).tensor();
        }

        @TestFactory
        Stream<DynamicTest> reachesEveryInput() {
            return Subject.all().stream()
                    .map(subject -> DynamicTest.dynamicTest(subject.name(), () -> reaches(subject)));
        }

        private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void reaches(Subject<X, Y> subject) {
            List<Step> backward =
                    WorkedExample.of(subject.operator(), subject.x()).backward();
            int inputs = subject.x().parts().size();
            for (Step gradient : backward.subList(backward.size() - inputs, backward.size())) {
                assertTrue(gradient.value().norm() > 0.01, gradient::toString);
            }
        }
    }

    @Nested
    class SpecialValues {
        private final Tensor t = Tensor.of(0, 1, 0, 0, 0);
        private final Tensor q = Tensor.of(0.1, 0.8, 0.05, 0.05, 0);

        private Step step(List<Step> steps, String name) {
            return steps.stream()
                    .filter(step -> step.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void aTargetOfZeroCostsNothingWhereTheProbabilityIsZero() {
            WorkedExample example = WorkedExample.of(CrossEntropyLoss.onProbabilities(t), q);
            Tensor terms = step(example.forward(), "terms").value();
            assertEquals(0, terms.at(4));
            assertEquals(0.2231435513142097, terms.at(1), 1e-15, "-log 0.8");
            assertEquals(
                    Tensor.of(0, -1.25, 0, 0, 0),
                    step(example.backward(), "gradient").value().plus(0));
        }

        @Test
        void theFusedGradientIsPredictionMinusTruth() {
            WorkedExample example = WorkedExample.of(CrossEntropyLoss.onLogits(t), q.map(StrictMath::log));
            Tensor expected = Tensor.of(0.1, -0.2, 0.05, 0.05, 0);
            assertTrue(
                    step(example.backward(), "prediction minus truth").value().isClose(expected, 1e-14, 0));
            assertTrue(step(example.backward(), "gradient").value().isClose(expected, 1e-14, 0));
        }

        @Test
        void infinitiesAndNaNAreShown() {
            for (double value :
                    new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, -1e300}) {
                Tensor x = Tensor.of(value, 1);
                for (Operator<Tensor, Tensor> operator : List.of(
                        new Softmax(0), new LogSoftmax(0), new LogSumExp(0), new Sigmoid(), Entropy.onLogits())) {
                    WorkedExample example = WorkedExample.of(operator, x);
                    assertEndsWith(operator.apply(x).parts(), example.forward());
                    assertFalse(example.toMarkdown().isEmpty());
                }
            }
        }

        @Test
        void anEmptySumHasNoLargestLogit() {
            WorkedExample example = WorkedExample.of(new LogSumExp(0), Tensor.zeros(Shape.of(0)));
            assertEquals(
                    Double.NEGATIVE_INFINITY, example.forward().get(0).value().item());
        }

        @Test
        void whatDoesNotFitIsToldByTheOperator() {
            String message = assertThrows(ShapeException.class, () -> WorkedExample.of(new Softmax(2), Tensor.of(1, 2)))
                    .getMessage();
            assertTrue(message.startsWith("Softmax: axis 2"), message);
        }
    }

    @Nested
    class Symbols {
        private final List<NamedTensor> x = List.of(new NamedTensor("x", Tensor.of(1)));
        private final List<NamedTensor> dy = List.of(new NamedTensor("dy", Tensor.of(1)));

        private static Step step(Step.Phase phase, String symbol, String... dependsOn) {
            return new Step(phase, symbol, "name", symbol + " = …", "", "", List.of(dependsOn), Tensor.of(1));
        }

        private void assertRefused(String message, List<Step> forward, List<Step> backward) {
            assertEquals(
                    message,
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new WorkedExample("title", x, forward, dy, backward))
                            .getMessage());
        }

        @Test
        void leadToNumbers() {
            WorkedExample example = WorkedExample.of(new Sigmoid(), Tensor.of(0), Tensor.of(3));
            assertEquals(Tensor.of(0), example.value("x"));
            assertEquals(Tensor.of(3), example.value("dy"));
            assertEquals(Tensor.of(0.25), example.value("y′"));
            assertEquals(Tensor.of(0.75), example.value("dx"));
            assertEquals(
                    "WorkedExample.value: there is no z here; there are [x, dy, p, y, y′, dx]",
                    assertThrows(IllegalArgumentException.class, () -> example.value("z"))
                            .getMessage());
        }

        @Test
        void standForOneThing() {
            assertRefused(
                    "WorkedExample: symbol x is used twice; each number needs a symbol of its own",
                    List.of(step(Step.Phase.FORWARD, "x")),
                    List.of());
            assertRefused(
                    "WorkedExample: symbol y is used twice; each number needs a symbol of its own",
                    List.of(step(Step.Phase.FORWARD, "y")),
                    List.of(step(Step.Phase.BACKWARD, "y")));
        }

        @Test
        void areKnownBeforeTheyAreUsed() {
            assertRefused(
                    "WorkedExample: step y depends on e, which is neither given nor an earlier step; known are [x]",
                    List.of(step(Step.Phase.FORWARD, "y", "x", "e"), step(Step.Phase.FORWARD, "e")),
                    List.of());
            assertRefused(
                    "WorkedExample: step dx depends on z, which is neither given nor an earlier step;"
                            + " known are [x, dy, y]",
                    List.of(step(Step.Phase.FORWARD, "y", "x")),
                    List.of(step(Step.Phase.BACKWARD, "dx", "y", "dy", "z")));
        }

        @Test
        void ofTheUpstreamAreNotKnownOnTheWayForward() {
            assertRefused(
                    "WorkedExample: step y depends on dy, which is neither given nor an earlier step; known are [x]",
                    List.of(step(Step.Phase.FORWARD, "y", "dy")),
                    List.of());
        }

        @Test
        void ofFinerStepsAreTakenButNotKnown() {
            Step last = step(Step.Phase.FORWARD, "y", "e");
            Step coarse = new Step(
                    Step.Phase.FORWARD,
                    "y",
                    "name",
                    "y = x",
                    "",
                    "",
                    List.of("x"),
                    Tensor.of(1),
                    List.of(step(Step.Phase.FORWARD, "e", "x"), last));
            WorkedExample example = new WorkedExample("title", x, List.of(coarse), dy, List.of());
            assertEquals(
                    List.of("e", "y"),
                    example.fine().forward().stream().map(Step::symbol).toList());
            assertRefused(
                    "WorkedExample: symbol e is used twice; each number needs a symbol of its own",
                    List.of(coarse, step(Step.Phase.FORWARD, "e")),
                    List.of());
            assertRefused(
                    "WorkedExample: step z depends on e, which is neither given nor an earlier step; known are [x, y]",
                    List.of(coarse, step(Step.Phase.FORWARD, "z", "e")),
                    List.of());
        }

        @Test
        void ofSectionsAreThoseOfTheWhole() {
            Step y = step(Step.Phase.FORWARD, "y", "x");
            Step dx = step(Step.Phase.BACKWARD, "dx", "dy");
            WorkedExample section = new WorkedExample("1. f", x, List.of(y), dy, List.of(dx));
            assertEquals(
                    List.of(section),
                    new WorkedExample("f", x, List.of(y), dy, List.of(dx), List.of(section)).sections());
            String message = assertThrows(
                            IllegalArgumentException.class,
                            () -> new WorkedExample("f", x, List.of(y), dy, List.of(), List.of(section)))
                    .getMessage();
            assertTrue(message.startsWith("WorkedExample: the steps are not those of the sections"), message);
        }

        @Test
        void areAmongThoseOfTheirPhase() {
            assertRefused(
                    "WorkedExample: a step is among those of the other phase",
                    List.of(step(Step.Phase.BACKWARD, "dx")),
                    List.of());
        }
    }

    @Nested
    class Text {
        private final WorkedExample example =
                WorkedExample.of(new Softmax(-1), Tensor.of(0, StrictMath.log(3)), Tensor.of(1, 0));

        @Test
        void isPlain() {
            String text = example.toText();
            assertTrue(text.startsWith("Softmax\n\ngiven\n  x = float64[2] [0.00000, 1.09861]"), text);
            assertTrue(text.contains("  5. probabilities: y_i = e_i / S\n"), text);
            assertTrue(text.contains("       [0.25, 0.75]\n"), text);
            assertTrue(text.contains("       [[ 0.1875, -0.1875],\n"), text);
            assertTrue(text.endsWith("       [ 0.1875, -0.1875]\n"), text);
            assertEquals(text, example.toString());
        }

        @Test
        void isMarkdown() {
            String text = example.toMarkdown();
            assertTrue(text.startsWith("## Softmax\n\nGiven\n\n    x = float64[2] "), text);
            assertTrue(text.contains("\n**5. Probabilities.** They sum to 1.\n\n$$y_i = \\frac{e_i}{S}$$\n\n"), text);
            assertTrue(text.contains("\n\n    [0.25, 0.75]\n\n"), text);
            assertTrue(text.contains("### Forward\n") && text.contains("### Backward\n"), text);
            assertEquals(
                    example.forward().size() + example.backward().size(),
                    text.split("\\$\\$", -1).length / 2,
                    "formulas between double dollars");
        }
    }

    @Nested
    class YourOperator {
        /** Explains itself. */
        record Cube() implements Operator<Tensor, Tensor>, Explanation<Tensor, Tensor> {
            @Override
            public Operator.Pass<Tensor, Tensor> forward(Tensor x) {
                return Operator.Pass.of(
                        x.times(x).times(x), dy -> dy.times(x).times(x).times(3));
            }

            @Override
            public void explain(Tensor x, Tensor dy, Steps steps) {
                steps.forward("s", "square", "s = x²", x.times(x));
                steps.forward("y", "cube", "y = s x", apply(x));
                steps.backward("dx", "gradient", "dx = 3x² dy", forward(x).backward(dy));
            }
        }

        @Test
        void explainsItself() {
            WorkedExample example = WorkedExample.of(new Cube(), Tensor.of(2, -1));
            assertEquals("Cube", example.title());
            assertEquals(
                    List.of("square", "cube"),
                    example.forward().stream().map(Step::name).toList());
            assertEquals(Tensor.of(4, 1), example.forward().get(0).value());
            assertEquals(List.of("x", "s"), example.forward().get(1).dependsOn());
            assertEquals(Tensor.of(12, -6), example.backward().get(0).value());
            assertEquals(List.of("x", "dy"), example.backward().get(0).dependsOn());
        }

        @Test
        void isShownByInputAndOutputOtherwise() {
            Operator<Tensor, Tensor> twice = Operator.of(x -> x.times(2), (x, y, dy) -> dy.times(2));
            WorkedExample example = WorkedExample.of(twice, Tensor.of(2, -1));
            assertEquals("Operator", example.title());
            assertEquals(
                    List.of(Tensor.of(4, -2)),
                    example.forward().stream().map(Step::value).toList());
            assertEquals(
                    List.of(Tensor.of(2, -4)),
                    example.backward().stream().map(Step::value).toList());
        }

        @Test
        void givesWhatGoesInAndOutSymbolsOfTheirOwn() {
            record State(Tensor h, Tensor c) implements TensorTree<State> {}
            Operator<State, State> swap =
                    Operator.of(in -> new State(in.c(), in.h()), (in, out, d) -> new State(d.c(), d.h()));
            State state = new State(Tensor.of(1, 2), Tensor.of(3, 4));
            WorkedExample example = WorkedExample.of(swap, state, state);
            assertEquals(
                    List.of("h′ = f(h, c)", "c′ = f(h, c)", "dh = Jᵀ·(dh′, dc′)", "dc = Jᵀ·(dh′, dc′)"),
                    example.steps().stream().map(Step::formula).toList());
            assertEquals(
                    List.of("h", "c", "dh′", "dc′"), example.backward().get(0).dependsOn());
            assertEquals(state.c(), example.value("h′"));
        }

        @Test
        void isToldWhatItLacks() {
            Tensor x = Tensor.of(2, -1);
            Operator<Tensor, Tensor> noOutput = pass(null, x);
            Operator<Tensor, Tensor> noGradient = pass(x, null);
            Operator<Tensor, Tensor> otherGradient = pass(x, Tensor.of(1, 2, 3));
            assertTrue(assertThrows(NullPointerException.class, () -> WorkedExample.of(noOutput, x, x))
                    .getMessage()
                    .contains("output is null"));
            assertTrue(assertThrows(NullPointerException.class, () -> WorkedExample.of(noGradient, x, x))
                    .getMessage()
                    .contains("null"));
            assertEquals(
                    "WorkedExample: the operator's gradient has shape [3], but [2] is needed",
                    assertThrows(ShapeException.class, () -> WorkedExample.of(otherGradient, x, x))
                            .getMessage());
        }

        private static Operator<Tensor, Tensor> pass(Tensor output, Tensor gradient) {
            return x -> new Operator.Pass<>() {
                @Override
                public Tensor output() {
                    return output;
                }

                @Override
                public Tensor backward(Tensor dy) {
                    return gradient;
                }
            };
        }

        @Test
        void mayBeExplainedBySomebodyElse() {
            Operator<Tensor, Tensor> cube = Operator.of(
                    x -> x.times(x).times(x), (x, y, dy) -> dy.times(x).times(x).times(3));
            WorkedExample example = WorkedExample.of("x³", cube, new Cube(), Tensor.of(2, -1), Tensor.of(1, 1));
            assertEquals("x³", example.title());
            assertEquals(2, example.forward().size());
        }
    }
}
