package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.closedform.testkit.OperatorLaws;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.function.Executable;

/** Lengths and directions of recurrent layers: a batch of padded sequences is a loop over each on its own. */
class TraversalTest {
    private static final int HIDDEN = 2;
    private static final int FEATURES = 3;

    /** A layer, as a function of how it goes, and its inputs. */
    private record Layer<X extends TensorTree<X>, Y extends TensorTree<Y>>(
            String name, Function<Traversal, Operator<X, Y>> of, X in) {
        Operator<X, Y> going(Traversal.Direction direction, int... lengths) {
            return of.apply(
                    new Traversal(direction, Arrays.stream(lengths).boxed().toList()));
        }
    }

    private record Case(long seed, ElementType type, int steps, int[] lengths, Traversal.Direction direction) {
        List<Layer<?, ?>> layers() {
            int batch = lengths.length;
            Rnn.Inputs rnn = RecurrentCases.rnn(seed, type, steps, batch, FEATURES, HIDDEN);
            Gru.Inputs gru = RecurrentCases.gru(seed, type, steps, batch, FEATURES, HIDDEN);
            Lstm.Inputs lstm = RecurrentCases.lstm(seed, type, steps, batch, FEATURES, HIDDEN);
            return List.of(
                    new Layer<>("Rnn", going -> new Rnn(Rnn.Nonlinearity.TANH, going), rnn),
                    new Layer<>("Lstm", Lstm::new, lstm),
                    new Layer<>("Gru, reset after", going -> new Gru(Gru.Reset.AFTER, going), gru),
                    new Layer<>("Gru, reset before", going -> new Gru(Gru.Reset.BEFORE, going), gru));
        }
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<Integer> steps = Arbitraries.integers().between(1, 4);
        return steps.flatMap(t -> Combinators.combine(
                        Arbitraries.longs(),
                        TensorArbitraries.elementTypes(),
                        Arbitraries.integers()
                                .between(0, t)
                                .array(int[].class)
                                .ofMinSize(1)
                                .ofMaxSize(3),
                        Arbitraries.of(Traversal.Direction.class))
                .as((seed, type, lengths, direction) -> new Case(seed, type, t, lengths, direction)));
    }

    @Property
    void aPaddedBatchIsALoopOverItsSequences(@ForAll("cases") Case c) {
        c.layers().forEach(layer -> assertIsALoop(c, layer));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void assertIsALoop(Case c, Layer<X, Y> layer) {
        X tangent = OperatorLaws.randomLike(layer.in, 1);
        Operator.Pass<X, Y> batch = layer.going(c.direction, c.lengths).forward(layer.in);
        Y dy = OperatorLaws.randomLike(batch.output(), 2);
        X d = batch.backward(dy);
        Y movement = batch.pushforward(tangent);
        X curvature = batch.curvature(dy, tangent);
        List<X> gradients = new ArrayList<>();
        for (int n = 0; n < c.lengths.length; n++) {
            int length = c.lengths[n];
            String name = layer.name + ", sequence " + n + " of " + length;
            assertPaddingIsZero(name, n, length, List.of(batch.output(), d, movement, curvature));
            if (length == 0) {
                assertStatesAre(name, n, batch.output(), layer.in);
                assertStatesAre(name, n, dy, d);
                assertStatesAre(name, n, movement, tangent);
                continue;
            }
            Operator.Pass<X, Y> alone = layer.going(c.direction).forward(own(layer.in, n, length));
            Y dyAlone = own(dy, n, length);
            X tangentAlone = own(tangent, n, length);
            assertEquals(alone.output(), own(batch.output(), n, length), name);
            assertEquals(alone.pushforward(tangentAlone), own(movement, n, length), name);
            assertSequenceEquals(name, alone.backward(dyAlone), own(d, n, length));
            assertSequenceEquals(name, alone.curvature(dyAlone, tangentAlone), own(curvature, n, length));
            gradients.add(alone.backward(dyAlone));
        }
        assertSums(c, layer.name, gradients, d);
    }

    /** What belongs to a sequence alone: x and y at its steps, its states, and the parameters. */
    private static <T extends TensorTree<T>> T own(T tree, int n, int length) {
        return tree.rebuild(tree.parts().stream()
                .map(part -> isSequence(part)
                        ? part.tensor().slice(1, n, n + 1).slice(0, 0, length)
                        : isState(part) ? part.tensor().slice(0, n, n + 1) : part.tensor())
                .toList());
    }

    private static boolean isSequence(NamedTensor part) {
        return part.name().equals("x") || part.name().equals("y");
    }

    private static boolean isState(NamedTensor part) {
        return part.name().matches("[hc](0|Last)");
    }

    private static void assertPaddingIsZero(String name, int n, int length, List<TensorTree<?>> trees) {
        for (TensorTree<?> tree : trees) {
            Tensor padding = sequence(tree).slice(1, n, n + 1);
            padding = padding.slice(0, length, padding.shape().dimension(0));
            assertEquals(padding.zerosLike(), padding, name);
        }
    }

    private static Tensor sequence(TensorTree<?> tree) {
        return tree.parts().get(0).tensor();
    }

    private static void assertStatesAre(String name, int n, TensorTree<?> output, TensorTree<?> input) {
        List<NamedTensor> last =
                output.parts().stream().filter(TraversalTest::isState).toList();
        List<NamedTensor> initial =
                input.parts().stream().filter(TraversalTest::isState).toList();
        for (int i = 0; i < last.size(); i++) {
            assertEquals(
                    initial.get(i).tensor().select(0, n), last.get(i).tensor().select(0, n), name);
        }
    }

    private static void assertSequenceEquals(String name, TensorTree<?> expected, TensorTree<?> actual) {
        for (int p = 0; p < expected.parts().size(); p++) {
            NamedTensor part = expected.parts().get(p);
            if (isSequence(part) || isState(part)) {
                assertEquals(part, actual.parts().get(p), name);
            }
        }
    }

    /** The parameters' gradient is the sum of those of the sequences. */
    private static <X extends TensorTree<X>> void assertSums(Case c, String name, List<X> gradients, X d) {
        double tolerance = 64 * c.type.epsilon();
        for (int p = 0; p < d.parts().size(); p++) {
            NamedTensor part = d.parts().get(p);
            if (part.name().startsWith("parameters")) {
                int index = p;
                Tensor sum = gradients.stream()
                        .map(gradient -> gradient.parts().get(index).tensor())
                        .reduce(part.tensor().zerosLike(), Tensor::plus);
                assertTrue(
                        part.tensor().minus(sum).norm() <= tolerance * (1 + sum.norm()),
                        () -> name + ": " + part + " is not " + sum);
            }
        }
    }

    /** Neither NaN in x, in the upstream of y nor in the tangent of x, and 0 times NaN is none. */
    @Property
    void whatIsInThePaddingShowsNowhere(@ForAll("cases") Case c) {
        c.layers().forEach(layer -> assertPaddingIsHidden(c, layer));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void assertPaddingIsHidden(
            Case c, Layer<X, Y> layer) {
        Operator<X, Y> operator = layer.going(c.direction, c.lengths);
        X tangent = OperatorLaws.randomLike(layer.in, 1);
        Operator.Pass<X, Y> clean = operator.forward(layer.in);
        Operator.Pass<X, Y> spoilt = operator.forward(spoilt(c, layer.in));
        Y dy = OperatorLaws.randomLike(clean.output(), 2);
        assertEquals(clean.output(), spoilt.output(), layer.name);
        assertEquals(clean.backward(dy), spoilt.backward(spoilt(c, dy)), layer.name);
        assertEquals(clean.pushforward(tangent), spoilt.pushforward(spoilt(c, tangent)), layer.name);
        assertEquals(clean.curvature(dy, tangent), spoilt.curvature(spoilt(c, dy), spoilt(c, tangent)), layer.name);
    }

    private static <T extends TensorTree<T>> T spoilt(Case c, T tree) {
        return tree.rebuild(tree.parts().stream()
                .map(part -> isSequence(part) ? spoilt(c, part.tensor()) : part.tensor())
                .toList());
    }

    private static Tensor spoilt(Case c, Tensor sequence) {
        return Tensor.generate(
                        sequence.shape(),
                        at -> at[0] < c.lengths[at[1]]
                                ? sequence.at(at)
                                : at[0] % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY)
                .to(c.type);
    }

    @Property
    void aReversedLayerReadsEachSequenceFromItsOwnEnd(@ForAll("cases") Case c) {
        c.layers().forEach(layer -> assertReverses(c, layer));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void assertReverses(Case c, Layer<X, Y> layer) {
        Operator.Pass<X, Y> forward =
                layer.going(Traversal.Direction.FORWARD, c.lengths).forward(turned(c, layer.in));
        Operator.Pass<X, Y> reversed =
                layer.going(Traversal.Direction.REVERSE, c.lengths).forward(layer.in);
        assertEquals(turned(c, forward.output()), reversed.output(), layer.name);
        X tangent = OperatorLaws.randomLike(layer.in, 1);
        Y dy = OperatorLaws.randomLike(reversed.output(), 2);
        X expected = forward.backward(turned(c, dy));
        assertSequenceEquals(layer.name, turned(c, expected), reversed.backward(dy));
        assertTrue(reversed.backward(dy).minus(turned(c, expected)).norm()
                <= 64 * c.type.epsilon() * (1 + expected.norm()));
        assertEquals(turned(c, forward.pushforward(turned(c, tangent))), reversed.pushforward(tangent), layer.name);
    }

    /** Each sequence turned around within its own length, with 0 after it. */
    private static <T extends TensorTree<T>> T turned(Case c, T tree) {
        return tree.rebuild(tree.parts().stream()
                .map(part -> isSequence(part) ? turned(c, part.tensor()) : part.tensor())
                .toList());
    }

    private static Tensor turned(Case c, Tensor sequence) {
        return Tensor.generate(
                        sequence.shape(),
                        at -> at[0] < c.lengths[at[1]] ? sequence.at(c.lengths[at[1]] - 1 - at[0], at[1], at[2]) : 0)
                .to(c.type);
    }

    @Property(tries = 50)
    void fullLengthsAreNone(@ForAll("cases") Case c) {
        c.layers().forEach(layer -> assertFullIsNone(c, layer));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void assertFullIsNone(Case c, Layer<X, Y> layer) {
        int[] full = new int[c.lengths.length];
        Arrays.fill(full, c.steps);
        Operator.Pass<X, Y> none = layer.going(c.direction).forward(layer.in);
        Operator.Pass<X, Y> all = layer.going(c.direction, full).forward(layer.in);
        assertEquals(none.output(), all.output(), layer.name);
        assertEquals(none.backward(none.output()), all.backward(none.output()), layer.name);
    }

    @Example
    void optionsKeepEachOther() {
        Traversal expected = new Traversal(Traversal.Direction.REVERSE, List.of(2, 0));
        assertEquals(
                new Rnn(Rnn.Nonlinearity.RELU, expected),
                new Rnn(Rnn.Nonlinearity.RELU).reversed().withLengths(2, 0));
        assertEquals(new Lstm(expected), new Lstm().withLengths(2, 0).reversed());
        assertEquals(
                new Gru(Gru.Reset.BEFORE, expected),
                new Gru(Gru.Reset.BEFORE).withLengths(2, 0).reversed());
        assertEquals(new Gru(), new Gru().reversed().reversed());
    }

    @Example
    void lengthsAreFromZeroToTheNumberOfSteps() {
        RecurrentParameters parameters =
                new RecurrentParameters(Tensor.zeros(Shape.of(3, 4)), Tensor.zeros(Shape.of(3, 1)));
        Gru.Inputs in = new Gru.Inputs(Tensor.zeros(Shape.of(7, 2, 4)), parameters);
        assertMessage(
                "Gru: the length of sequence 1 is 8, but x has 7 steps in [7, 2, 4]; lengths are from 0 to 7",
                () -> new Gru().withLengths(7, 8).forward(in));
        assertMessage(
                "Gru.withLengths: the length of sequence 0 is -1, but lengths are from 0 to the number of steps",
                () -> new Gru().withLengths(-1, 8));
        assertMessage(
                "Traversal: the length of sequence 1 is -3, but lengths are from 0 to the number of steps",
                () -> new Traversal(Traversal.Direction.FORWARD, List.of(1, -3)));
        assertMessage(
                "Gru: 3 lengths, but x has 2 sequences in [7, 2, 4], which take one each",
                () -> new Gru().withLengths(1, 2, 3).forward(in));
        assertThrows(ShapeException.class, () -> new Gru().withLengths(1).forward(in));
        assertEquals(
                "Lstm.withLengths: lengths is null",
                assertThrows(NullPointerException.class, () -> new Lstm().withLengths((int[]) null))
                        .getMessage());
    }

    private static void assertMessage(String message, Executable run) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, run).getMessage());
    }
}
