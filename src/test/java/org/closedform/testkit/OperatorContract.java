package org.closedform.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Part;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * What every operator keeps, over all points a test can think of. A test class extends it and says where to look.
 *
 * @param <X> what goes into the operator
 * @param <Y> what comes out
 */
public abstract class OperatorContract<X extends TensorTree<X>, Y extends TensorTree<Y>> {

    /**
     * An operator at a point.
     *
     * @param rows the same for every index of the first axis of the input's first part, where the operator treats a batch as a
     *     loop over its rows; otherwise empty
     * @param gradientScale the size of the terms that the backward adds up, which sets what rounding may do
     */
    public record Case<X extends TensorTree<X>, Y extends TensorTree<Y>>(
            Operator<X, Y> operator, X x, List<Case<X, Y>> rows, double gradientScale) {

        /** A case that says nothing of rows, with terms around 1. */
        public static <X extends TensorTree<X>, Y extends TensorTree<Y>> Case<X, Y> of(Operator<X, Y> operator, X x) {
            return new Case<>(operator, x, List.of(), 10);
        }

        /** A case of an operator for which a batch is a loop over its rows. */
        public static Case<Tensor, Tensor> rowwise(Operator<Tensor, Tensor> operator, Tensor x) {
            List<Case<Tensor, Tensor>> rows = IntStream.range(0, x.shape().dimension(0))
                    .mapToObj(i -> of(operator, x.slice(0, i, i + 1)))
                    .toList();
            return new Case<>(operator, x, rows, 10);
        }

        @Override
        public String toString() {
            return operator + " at " + x;
        }
    }

    /** Points to hold the operator to, with finite outputs and away from kinks. */
    protected abstract Arbitrary<Case<X, Y>> cases(ElementType type);

    @Provide
    Arbitrary<Case<X, Y>> casesOfBothTypes() {
        return TensorArbitraries.elementTypes().flatMap(this::cases);
    }

    @Property(tries = 200)
    void gradientIsLikeTheInput(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        Operator.Pass<X, Y> pass = c.operator.forward(c.x);
        assertLike(c.x, pass.backward(randomLike(pass.output(), 1)));
    }

    @Property(tries = 100)
    void applyIsTheOutputOfForward(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        assertEquals(c.operator.forward(c.x).output(), c.operator.apply(c.x));
    }

    @Property(tries = 100)
    void sameInputGivesTheSameBits(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        Operator.Pass<X, Y> first = c.operator.forward(c.x);
        Operator.Pass<X, Y> second = c.operator.forward(c.x);
        Y upstream = randomLike(first.output(), 1);
        assertEquals(first.output(), second.output());
        assertEquals(first.backward(upstream), second.backward(upstream));
        assertEquals(first.backward(upstream), first.backward(upstream), "a second backward of one pass");
    }

    @Property(tries = 100)
    void inputsStayUntouched(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        X copy = copied(c.x);
        Operator.Pass<X, Y> pass = c.operator.forward(c.x);
        Y output = copied(pass.output());
        Y upstream = randomLike(pass.output(), 1);
        Y upstreamCopy = copied(upstream);
        pass.backward(upstream);
        assertEquals(copy, c.x, "the input was changed");
        assertEquals(output, pass.output(), "the output was changed by backward");
        assertEquals(upstreamCopy, upstream, "the upstream was changed by backward");
    }

    @Property(tries = 200)
    void backwardIsLinearInUpstream(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        Operator.Pass<X, Y> pass = c.operator.forward(c.x);
        Y u = randomLike(pass.output(), 1);
        Y v = randomLike(pass.output(), 2);
        X together = pass.backward(u.times(0.5).plus(v.times(-2)));
        X apart = pass.backward(u).times(0.5).plus(pass.backward(v).times(-2));
        assertClose(apart, together, c);
        X ofZero = pass.backward(u.mapTensors(tensor -> tensor.map(value -> 0)));
        assertEquals(0, ofZero.norm(), "the gradient of upstream 0");
    }

    @Property(tries = 100)
    void agreesWithFiniteDifferences(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        GradientCheck.of(c.operator).at(c.x).assertPasses();
    }

    @Property(tries = 100)
    void aBatchIsALoopOverItsRows(@ForAll("casesOfBothTypes") Case<X, Y> c) {
        Operator.Pass<X, Y> batch = c.operator.forward(c.x);
        Y upstream = randomLike(batch.output(), 3);
        X gradient = batch.backward(upstream);
        for (int i = 0; i < c.rows.size(); i++) {
            UnaryOperator<Tensor> ownRow = slice(i);
            Operator.Pass<X, Y> row = c.rows.get(i).operator.forward(c.rows.get(i).x);
            assertEquals(batch.output().mapTensors(ownRow), row.output(), "output of row " + i);
            Tensor dRow = first(row.backward(upstream.mapTensors(ownRow)));
            assertEquals(ownRow.apply(first(gradient)), dRow, "gradient of row " + i);
        }
    }

    private static UnaryOperator<Tensor> slice(int row) {
        return tensor -> tensor.slice(0, row, row + 1);
    }

    private static Tensor first(TensorTree<?> tree) {
        return tree.parts().get(0).tensor();
    }

    private static <T extends TensorTree<T>> T copied(T tree) {
        return tree.mapTensors(
                tensor -> Tensor.of(tensor.shape(), tensor.toDoubleArray()).to(tensor.elementType()));
    }

    /** Numbers from −2 to 2, the same for the same seed. */
    public static <T extends TensorTree<T>> T randomLike(T tree, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return tree.mapTensors(tensor -> tensor.map(v -> random.nextDouble(-2, 2)));
    }

    private static void assertLike(TensorTree<?> expected, TensorTree<?> actual) {
        List<Part> theirs = actual.parts();
        assertEquals(
                expected.parts().stream().map(Part::name).toList(),
                theirs.stream().map(Part::name).toList());
        for (int i = 0; i < theirs.size(); i++) {
            theirs.get(i)
                    .tensor()
                    .requireLike(expected.parts().get(i).tensor(), theirs.get(i).name());
        }
    }

    private static <X extends TensorTree<X>> void assertClose(X expected, X actual, Case<X, ?> c) {
        for (int i = 0; i < expected.parts().size(); i++) {
            Tensor wanted = expected.parts().get(i).tensor();
            Tensor got = actual.parts().get(i).tensor();
            double epsilon = wanted.elementType().epsilon();
            assertTrue(
                    got.isClose(wanted, 64 * epsilon, 64 * epsilon * c.gradientScale),
                    () -> "of a sum of upstreams: " + got + "\nsum of the gradients: " + wanted);
        }
    }
}
