package org.closedform.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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

    /** The gradients of parameters, against differences of the output as each parameter moves. */
    @Property(tries = 40)
    void parametersHaveTheGradientsThatDifferencesShow(@ForAll long seed) {
        Networks networks = new Networks(seed);
        Networks.Network<Tensor, Tensor> network = networks.any();
        Assume.that(Network.isOne(network.operator()));
        WorkedExample example = WorkedExample.of(network.operator(), network.x());
        Tensor dy = example.upstream().get(0).tensor();
        for (NamedTensor part : example.given()) {
            int drawn = IntStream.range(0, networks.drawn().size())
                    .filter(i -> networks.drawn().get(i) == part.tensor())
                    .findFirst()
                    .orElseThrow();
            double h = 1e-7;
            double slope =
                    (moved(seed, drawn, h).dot(dy) - moved(seed, drawn, -h).dot(dy)) / (2 * h);
            double shown = example.value("d" + part.name())
                    .dot(Networks.direction(part.tensor().shape()));
            assertEquals(slope, shown, 1e-4 * Math.max(1, Math.abs(slope)), part.name());
        }
    }

    private static Tensor moved(long seed, int drawn, double step) {
        Networks.Network<Tensor, Tensor> network = new Networks(seed, drawn, step).any();
        return network.operator().apply(network.x());
    }

    /** Each operator of the library as the first layer, so that all its formulas get the network's symbols. */
    @TestFactory
    Stream<DynamicTest> everyOperatorAsALayer() {
        return Subject.all().stream().map(subject -> DynamicTest.dynamicTest(subject.name(), () -> asALayer(subject)));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void asALayer(Subject<X, Y> subject) {
        Operator<Y, Y> twice = Operator.of(y -> y.times(2), (y, z, dz) -> dz.times(2));
        check(subject.operator().then(twice), subject.x());
    }

    @Test
    void statesOfSeveralParts() {
        Networks networks = new Networks(8);
        check(networks.lstmCells(), new LstmCell.Output(networks.draw(2, 2), networks.draw(2, 2)));
    }

    /** What goes into a layer and comes out has the same names here; one is the name of outputs, the other of the input. */
    @Test
    void partsOfAnyName() {
        record State(Tensor a, Tensor x) implements TensorTree<State> {}
        Operator<State, State> swap =
                Operator.of(in -> new State(in.x(), in.a()), (in, out, d) -> new State(d.x(), d.a()));
        Operator<State, Tensor> product =
                Operator.of(in -> in.a().times(in.x()), (in, y, dy) -> new State(dy.times(in.x()), dy.times(in.a())));
        State x = new State(Tensor.of(1, 2), Tensor.of(3, 4));
        check(swap.then(Operator.residual(swap)).then(product).then(new Tanh()), x);
        check(Operator.residual(swap).then(product.plus(product)).then(new Tanh()), x);
    }

    /** dx is no gradient here, but a number of its own. */
    @Test
    void partsNamedLikeGradients() {
        record Tangent(Tensor x, Tensor dx) implements TensorTree<Tangent> {}
        record Lone(Tensor dx, Tensor w) implements TensorTree<Lone> {}
        record Deep(Tensor ddh, Tensor dh, Tensor h) implements TensorTree<Deep> {}
        Tensor one = Tensor.of(1, 2);
        Tensor two = Tensor.of(3, 4);
        Operator<Tangent, Tangent> twice = Operator.of(t -> t.times(2), (t, y, d) -> d.times(2));
        Operator<Tangent, Tensor> product =
                Operator.of(t -> t.x().times(t.dx()), (t, y, d) -> new Tangent(d.times(t.dx()), d.times(t.x())));
        check(twice.then(Operator.residual(twice)).then(product).then(new Tanh()), new Tangent(one, two));
        Operator<Tensor, Lone> fork = Operator.of(t -> new Lone(t, t), (t, y, d) -> d.dx().plus(d.w()));
        Operator<Lone, Tensor> joined = Operator.of(t -> t.dx().plus(t.w()), (t, y, d) -> new Lone(d, d));
        check(Operator.residual(fork.then(joined)).then(fork).then(joined.plus(joined)), one);
        Operator<Deep, Deep> thrice = Operator.of(t -> t.times(3), (t, y, d) -> d.times(3));
        check(thrice.then(Operator.residual(thrice)), new Deep(one, two, one));
    }

    /** A layer calls an a that is given ρ. */
    @Test
    void aPartMayHaveTheOtherLetter() {
        record Greek(Tensor a, Tensor ρ) implements TensorTree<Greek> {}
        Operator<Greek, Greek> twice = Operator.of(t -> t.times(2), (t, y, d) -> d.times(2));
        check(twice.then(Operator.residual(twice)), new Greek(Tensor.of(1), Tensor.of(2)));
    }

    @Test
    void float32() {
        Operator<Tensor, Tensor> network = Networks.selfAttention()
                .then(new Softmax())
                .then(Operator.residual(Operator.residual(new Sigmoid()).then(new Tanh())));
        check(network, new Networks(3).draw(3, 2).to(ElementType.FLOAT32));
    }

    @Test
    void specialValuesAndEmptyBatches() {
        Networks networks = new Networks(4);
        Operator<Tensor, Tensor> network =
                networks.linear(2, 2).then(new Softmax()).then(networks.linear(2, 1));
        endsWithTheOperatorsOwnNumbers(network, Tensor.of(new double[][] {{Double.NaN, 1}, {1e300, -1e300}}));
        endsWithTheOperatorsOwnNumbers(network, Tensor.zeros(Shape.of(0, 2)));
    }

    /** A layer may be made of layers that hold something too. */
    @Test
    void aChainMayBeHeld() {
        Tensor weight = Tensor.of(new double[][] {{1, 0.5}, {-1, 2}});
        Operator<Tensor, Tensor> held =
                new MatMul().then(new Tanh()).holding(x -> new MatMul.Inputs(x, weight), MatMul.Inputs::left);
        Tensor x = Tensor.of(new double[][] {{0.5, -1}});
        check(held.then(held), x);
        WorkedExample example = WorkedExample.of(held.then(held), x);
        assertEquals(
                List.of("x", "R₁"),
                example.given().stream().map(NamedTensor::name).toList());
    }

    /** Whoever changes what goes in, and not only places it, is shown by input and output. */
    @Test
    void whatIsNotOnlyPlacedIsShownByInputAndOutput() {
        Operator<Tensor, Tensor> doubled = new Sigmoid().holding(x -> x.times(2), d -> d.times(2));
        WorkedExample example = WorkedExample.of(doubled.then(new Tanh()), Tensor.of(0.5));
        assertEquals("1. Sigmoid", example.sections().get(0).title());
        assertEquals("a₁ = f₁(x)", example.forward().get(0).formula());
        assertEquals(doubled.apply(Tensor.of(0.5)), example.value("a₁"));
    }

    @Test
    void aPartThatIsNotTakenOutIsNamed() {
        Tensor x = Tensor.of(0.5);
        Operator<Tensor, Tensor> none = new Sigmoid().holding(in -> in, d -> null);
        Operator<Tensor, Tensor> onlyOnce = new Sigmoid().holding(in -> in, d -> d.at(0) == 0.5 ? d : null);
        for (Operator<Tensor, Tensor> wrong : List.of(none, onlyOnce)) {
            assertEquals(
                    "Operator.holding: part returns null",
                    assertThrows(NullPointerException.class, () -> WorkedExample.of(wrong.then(new Tanh()), x))
                            .getMessage());
        }
    }

    /** On its own such a layer is not explained at all; in a network it is one layer of many. */
    @Test
    void sequencesOfSeveralLengthsAreShownByInputAndOutput() {
        Networks networks = new Networks(6);
        RecurrentParameters gates =
                new RecurrentParameters(networks.draw(8, 3), networks.draw(8, 2), networks.draw(8), networks.draw(8));
        Tensor zeros = Tensor.zeros(Shape.of(2, 2));
        Operator<Tensor, Lstm.Output> lstm =
                new Lstm().withLengths(3, 1).holding(x -> new Lstm.Inputs(x, zeros, zeros, gates), Lstm.Inputs::x);
        check(lstm, networks.draw(3, 2, 3));
    }

    /** An explanation of your own, with LaTeX of your own. */
    @Test
    void yourOwnExplanationGetsTheSymbols() {
        record Square() implements Operator<Tensor, Tensor>, Explanation<Tensor, Tensor> {
            @Override
            public Operator.Pass<Tensor, Tensor> forward(Tensor x) {
                return Operator.Pass.of(x.times(x), dy -> dy.times(x).times(2));
            }

            @Override
            public void explain(Tensor x, Tensor dy, Steps steps) {
                steps.add(new Step(
                        Step.Phase.FORWARD, "y", "square", "y = x²", "y = x \\times x", "", List.of("x"), apply(x)));
                steps.backward("dx", "gradient", "dx = 2 x dy", forward(x).backward(dy));
            }
        }
        WorkedExample example = WorkedExample.of(new Square().then(new Square()), Tensor.of(3));
        assertEquals("a_2 = a_1 \\times a_1", example.forward().get(1).latex());
        assertEquals("dx = 2 x da₁", last(example.backward()).formula());
        assertEquals(Tensor.of(4 * 27), example.value("dx"));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void check(Operator<X, Y> operator, X x) {
        endsWithTheOperatorsOwnNumbers(operator, x);
        WorkedExample example = WorkedExample.of(operator, x);
        for (WorkedExample each : List.of(example, example.fine())) {
            symbolsStandForOneThing(each);
            upstreamsAreGradientsOfLaterSections(each);
            parametersHaveGradients(each);
            textsAreForReaders(each);
        }
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void endsWithTheOperatorsOwnNumbers(
            Operator<X, Y> operator, X x) {
        WorkedExample example = WorkedExample.of(operator, x);
        Operator.Pass<X, Y> pass = operator.forward(x);
        Y dy = pass.output()
                .rebuild(example.upstream().stream().map(NamedTensor::tensor).toList());
        for (WorkedExample each : List.of(example, example.fine())) {
            List<Step> outputs = last(each.forward(), pass.output());
            assertEquals(
                    numbers(pass.output()), outputs.stream().map(Step::value).toList());
            assertEquals(
                    each.upstream().stream().map(NamedTensor::name).toList(),
                    outputs.stream().map(step -> "d" + step.symbol()).toList());
            List<Step> gradients = last(each.backward(), x);
            assertEquals(
                    numbers(pass.backward(dy)),
                    gradients.stream().map(Step::value).toList());
            assertEquals(
                    each.given().stream()
                            .limit(gradients.size())
                            .map(part -> "d" + part.name())
                            .toList(),
                    gradients.stream().map(Step::symbol).toList());
        }
    }

    private static List<Tensor> numbers(TensorTree<?> tree) {
        return tree.parts().stream().map(NamedTensor::tensor).toList();
    }

    private static List<Step> last(List<Step> steps, TensorTree<?> tree) {
        return steps.subList(steps.size() - tree.parts().size(), steps.size());
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
        Set<String> plain = new HashSet<>(Set.of("x", "log x", "dx", "L", "dL"));
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
