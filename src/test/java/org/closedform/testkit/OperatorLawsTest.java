package org.closedform.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Each law is kept by an operator that is right, and broken by one that is wrong in that way. */
class OperatorLawsTest {
    private final Tensor x = Tensor.of(0.5, -1, 2);

    private final Operator<Tensor, Tensor> square =
            Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2));

    private String assertBreaks(String law, Operator<Tensor, Tensor> wrong) {
        String said = assertThrows(
                        AssertionError.class, () -> OperatorLaws.of(wrong).assertHoldAt(x))
                .getMessage();
        assertTrue(said.contains(", " + law + ":"), () -> "expected: " + law + ", but it said: " + said);
        return said;
    }

    @Test
    void holdOfOperatorsThatAreRight() {
        OperatorLaws.of(square).assertHoldAt(x);
        OperatorLaws.of(new Softmax(0)).assertHoldAt(x);
    }

    @Test
    void findAWrongGradientAndNothingElseInIt() {
        Operator<Tensor, Tensor> wrong = Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x));
        assertBreaks("agrees with finite differences", wrong);
        String said = assertThrows(
                        AssertionError.class,
                        () -> OperatorLaws.of(wrong).types(ElementType.FLOAT64).assertHoldAt(x))
                .getMessage();
        assertTrue(said.contains("FAIL: gradient = ½ × numeric"), said);
        assertEquals(1, said.lines().filter(line -> line.startsWith("in float")).count(), said);
    }

    @Test
    void findAGradientOfAnotherShape() {
        assertBreaks(
                "the gradient is like the input",
                Operator.of(x -> x.times(x), (x, y, dy) -> dy.dot(x) == 0 ? dy : dy.reshape(3, 1)));
    }

    @Test
    void findAnOutputOfAnotherElementType() {
        assertBreaks(
                "the output has the input's element type",
                Operator.of(x -> x.to(ElementType.FLOAT64), (x, y, dy) -> dy.to(x.elementType())));
    }

    @Test
    void findAnApplyOfItsOwn() {
        assertBreaks("apply is the output of forward", new Operator<>() {
            @Override
            public Pass<Tensor, Tensor> forward(Tensor x) {
                return square.forward(x);
            }

            @Override
            public Tensor apply(Tensor x) {
                return x;
            }
        });
    }

    @Test
    void findRandomNumbers() {
        AtomicInteger drawn = new AtomicInteger();
        assertBreaks(
                "the same input gives the same bits",
                Operator.of(x -> x.times(drawn.incrementAndGet()), (x, y, dy) -> dy.times(drawn.get())));
    }

    @Test
    void findAnOperatorThatRemembersItsLastInput() {
        AtomicReference<Tensor> last = new AtomicReference<>();
        assertBreaks("a pass remembers its own point", x -> {
            last.set(x);
            return Operator.Pass.of(x.times(x), dy -> dy.times(last.get()).times(2));
        });
    }

    @Test
    void findAChangedInput() {
        assertBreaks("inputs stay untouched", x -> {
            Tensor y = x.times(x);
            Storage.of(x).set(0, x.at(0) + 1);
            return Operator.Pass.of(y, dy -> dy.times(x).times(2));
        });
    }

    @Test
    void findABackwardThatIsNotLinear() {
        assertBreaks("backward is linear in the upstream", Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(dy)));
    }

    /** The square, with a backward that is given whatever comes. */
    private static Operator<Tensor, Tensor> squareWith(UnaryOperator<Tensor> check) {
        record Pass(Tensor x, Tensor output, UnaryOperator<Tensor> check) implements Operator.Pass<Tensor, Tensor> {
            @Override
            public Tensor backward(Tensor dy) {
                return check.apply(dy).times(x).times(2);
            }
        }
        return x -> new Pass(x, x.times(x), check);
    }

    @Test
    void findABackwardThatTakesAnyUpstream() {
        String said = assertBreaks("an upstream unlike the output is refused", squareWith(dy -> dy));
        assertTrue(said.contains("whose tensor is float64[1, 3], where the output's is float64[3], is taken"), said);
    }

    @Test
    void findABackwardThatRefusesAnUpstreamInOtherWords() {
        String law = "an upstream unlike the output is refused";
        String nameless = assertBreaks(law, squareWith(dy -> dy.requireLike(x.to(dy.elementType()), "dy")));
        assertTrue(nameless.contains("does not name the backward: dy has shape [1, 3]"), nameless);
        String wrong = assertBreaks(law, squareWith(dy -> {
            if (dy.rank() > 1) {
                throw new IllegalStateException("backward");
            }
            return dy;
        }));
        assertTrue(wrong.contains("gives java.lang.IllegalStateException: backward"), wrong);
    }

    @Test
    void findABackwardThatChecksOnlyTheShapeOrTheRank() {
        String law = "an upstream unlike the output is refused";
        UnaryOperator<Tensor> shape = dy -> dy.requireLike(x.to(dy.elementType()), "Square.backward: dy");
        String type = assertBreaks(law, squareWith(dy -> shape.apply(dy).to(ElementType.FLOAT64)));
        assertTrue(type.contains("whose tensor is float32[3], where the output's is float64[3], is taken"), type);
        String length = assertBreaks(law, squareWith(dy -> dy.rank() == 1 ? dy.slice(0, 0, 3) : shape.apply(dy)));
        assertTrue(length.contains("whose tensor is float64[6], where the output's is float64[3], is taken"), length);
    }

    @Test
    void findWhatThreadsDoToEachOther() {
        Thread here = Thread.currentThread();
        assertBreaks(
                "many threads get the same bits",
                Operator.of(
                        x -> x.times(x),
                        (x, y, dy) ->
                                Thread.currentThread() == here ? dy.times(x).times(2) : dy));
    }

    @Test
    void saySoIfTheOperatorThrows() {
        String said = assertThrows(AssertionError.class, () -> OperatorLaws.of(new Softmax(1))
                        .assertHoldAt(x))
                .getMessage();
        assertTrue(said.startsWith("Softmax[axis=1] at float64[3] [ 0.5, -1.0,  2.0] breaks"), said);
        assertTrue(said.contains("Softmax: axis 1 of shape [3]"), said);
    }

    @Test
    void holdInTheTypesThatAreAskedFor() {
        Operator<Tensor, Tensor> scaled =
                Operator.of(x -> x.times(Tensor.of(1, 2, 3)), (x, y, dy) -> dy.times(Tensor.of(1, 2, 3)));
        OperatorLaws.of(scaled).types(ElementType.FLOAT64).assertHoldAt(x);
        assertFalse(
                assertThrows(AssertionError.class, () -> OperatorLaws.of(scaled).assertHoldAt(x))
                        .getMessage()
                        .contains("in float64"));
    }

    @Test
    void holdWithinTheDomainOfTheFunction() {
        AtomicReference<Double> largest = new AtomicReference<>(0.0);
        Operator<Tensor, Tensor> root = Operator.of(
                x -> {
                    largest.accumulateAndGet(x.max().item(), Math::max);
                    return x.map(StrictMath::sqrt);
                },
                (x, y, dy) -> dy.dividedBy(y.times(2)));
        OperatorLaws.of(root).gradientCheck(GradientCheck.of(root).within(0, 1)).assertHoldAt(Tensor.of(0.25, 0.99));
        assertTrue(largest.get() <= 1, () -> "it was evaluated at " + largest.get());
    }

    @Test
    void allowForTermsOfTheSizeThatIsStated() {
        Operator<Tensor, Tensor> cancelling =
                Operator.of(x -> x, (x, y, dy) -> dy.plus(1e6).minus(1e6));
        LawsAtPoint<Tensor, Tensor> usual = new LawsAtPoint<>(cancelling, x, GradientCheck.of(cancelling), 10);
        LawsAtPoint<Tensor, Tensor> large = new LawsAtPoint<>(cancelling, x, GradientCheck.of(cancelling), 1e6);
        assertThrows(AssertionError.class, usual::backwardIsLinearInUpstream);
        large.backwardIsLinearInUpstream();
    }
}
