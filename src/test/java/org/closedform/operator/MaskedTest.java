package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class MaskedTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NaN = Double.NaN;

    /** Softmax; log-softmax with 0 where it is −∞; log-sum-exp, with 0 where it is −∞, and with a second axis. */
    private static Operator<Tensor, Tensor> finite(String kind, int axis, Mask mask) {
        return switch (kind) {
            case "softmax" -> new Softmax(axis).withMask(mask);
            case "log-softmax" -> new LogSoftmax(axis).withMask(mask).then(MaskedTest::withoutInfinities);
            case "log-sum-exp" -> new LogSumExp(axis).withMask(mask).then(MaskedTest::withoutInfinities);
            default -> new LogSumExp().withKeepDims().withMask(mask).then(MaskedTest::withoutInfinities);
        };
    }

    /** −∞ becomes 0, and what comes there is left out: a check has to have numbers. */
    private static Operator.Pass<Tensor, Tensor> withoutInfinities(Tensor y) {
        Mask finite = Mask.generate(y.shape(), index -> y.at(index) != -INF);
        return new Operator.Pass<>() {
            @Override
            public Tensor output() {
                return y.where(finite, 0);
            }

            @Override
            public Tensor backward(Tensor dy) {
                return dy.requireLike(y, "withoutInfinities.backward: dy").where(finite, 0);
            }

            @Override
            public Tensor pushforward(Tensor tangent) {
                return tangent.requireLike(y, "withoutInfinities.pushforward: tangent")
                        .where(finite, 0);
            }

            @Override
            public Tensor curvature(Tensor dy, Tensor tangent) {
                dy.requireLike(y, "withoutInfinities.curvature: dy");
                return tangent.requireLike(y, "withoutInfinities.curvature: tangent")
                        .zerosLike();
            }
        };
    }

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(1, 3).flatMap(along -> Combinators.combine(
                        Arbitraries.of("softmax", "log-softmax", "log-sum-exp", "of all"),
                        TensorArbitraries.masks(along.shape()),
                        TensorArbitraries.tensors(along.shape(), type))
                .as((kind, mask, x) -> Case.of(finite(kind, along.axis(), mask), x)));
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        Mask mask = Mask.of(true, false, true);
        Tensor x = Tensor.of(3, NaN, 3);
        Tensor none = Tensor.of(NaN, INF, -INF);
        Mask nothing = Mask.of(false);
        return List.of(
                SpecialValue.of(new Softmax().withMask(mask), x, Tensor.of(0.5, 0, 0.5))
                        .withGradient(Tensor.of(1, INF, 0), Tensor.of(0.25, 0, -0.25)),
                SpecialValue.of(new Softmax().withMask(nothing), none, Tensor.of(0, 0, 0))
                        .withGradient(none, Tensor.of(0, 0, 0)),
                SpecialValue.of(new Softmax().withMask(mask), Tensor.of(-INF, 1, -INF), Tensor.of(NaN, 0, NaN))
                        .withGradient(Tensor.of(1, NaN, 0), Tensor.of(NaN, 0, NaN)),
                SpecialValue.of(new LogSoftmax().withMask(Mask.of(false, true)), Tensor.of(NaN, 5), Tensor.of(-INF, 0))
                        .withGradient(Tensor.of(NaN, 1), Tensor.of(0, 0)),
                SpecialValue.of(new LogSoftmax().withMask(nothing), none, Tensor.of(-INF, -INF, -INF))
                        .withGradient(none, Tensor.of(0, 0, 0)),
                SpecialValue.of(new LogSumExp().withMask(Mask.of(false, true)), Tensor.of(NaN, 5), Tensor.scalar(5))
                        .withGradient(Tensor.scalar(2), Tensor.of(0, 2)),
                SpecialValue.of(new LogSumExp().withMask(nothing), none, Tensor.scalar(-INF))
                        .withGradient(Tensor.scalar(NaN), Tensor.of(0, 0, 0)),
                SpecialValue.of(
                        new LogSumExp(1).withMask(Mask.of(true, false)),
                        Tensor.of(new double[][] {{-INF, 3}, {INF, NaN}}),
                        Tensor.of(-INF, INF)));
    }

    /** A masked operator, its input, and its mask over all of it. */
    record Point(Operator<Tensor, Tensor> operator, Tensor x, Mask mask) {}

    @Provide
    Arbitrary<Point> points() {
        return Combinators.combine(TensorArbitraries.axes(1, 4), TensorArbitraries.elementTypes())
                .flatAs((along, type) -> Combinators.combine(
                                Arbitraries.of(
                                        new Softmax(along.axis())::withMask,
                                        new LogSoftmax(along.axis())::withMask,
                                        new LogSumExp(along.axis())::withMask,
                                        new LogSumExp(List.of(along.axis()), true)::withMask,
                                        (Maker) new LogSumExp()::withMask),
                                TensorArbitraries.masks(along.shape()),
                                TensorArbitraries.tensors(along.shape(), type))
                        .as((maker, mask, x) -> new Point(maker.of(mask), x, mask.broadcastTo(along.shape()))));
    }

    @FunctionalInterface
    private interface Maker {
        Operator<Tensor, Tensor> of(Mask mask);
    }

    /** Bit by bit, in the output and all derivatives. */
    @Property
    void whatIsUnderAMaskShowsNowhere(@ForAll("points") Point p, @ForAll("hidden") double hidden) {
        Operator.Pass<Tensor, Tensor> pass = p.operator.forward(p.x);
        Operator.Pass<Tensor, Tensor> other = p.operator.forward(p.x.where(p.mask, hidden));
        assertEquals(pass.output(), other.output());
        boolean isReduced = pass.output().shape().rank() != p.x.rank()
                || !pass.output().shape().equals(p.x.shape());
        Mask left = isReduced
                ? Mask.generate(pass.output().shape(), index -> pass.output().at(index) != -INF)
                : p.mask;
        Tensor dy = numbers(pass.output());
        Tensor hiddenDy = dy.where(left, hidden);
        Tensor tangent = numbers(p.x);
        Tensor hiddenTangent = tangent.where(p.mask, hidden);
        assertEquals(pass.backward(dy), other.backward(hiddenDy));
        assertEquals(pass.pushforward(tangent), other.pushforward(hiddenTangent));
        assertEquals(pass.curvature(dy, tangent), other.curvature(hiddenDy, hiddenTangent));
        for (Tensor d : List.of(pass.backward(dy), pass.curvature(dy, tangent))) {
            assertEquals(d, d.where(p.mask, 0), "0 where it is masked");
            assertTrue(Double.isFinite(d.norm()), () -> "finite: " + d);
        }
        Tensor moved = pass.pushforward(tangent);
        assertEquals(moved, moved.where(left, 0));
        assertTrue(Double.isFinite(moved.norm()), () -> "finite: " + moved);
    }

    private static Tensor numbers(Tensor like) {
        int[] next = {0};
        return like.map(x -> 1.0 / (next[0]++ + 2) - 0.3);
    }

    @Provide
    Arbitrary<Double> hidden() {
        return Arbitraries.of(NaN, INF, -INF, 1e30, 0.0);
    }

    @Provide
    Arbitrary<Tensor> rows() {
        return Combinators.combine(
                        Arbitraries.integers().between(2, 40).flatMap(TensorArbitraries::logits),
                        TensorArbitraries.elementTypes())
                .as((row, type) -> Tensor.of(row).to(type));
    }

    /** As the logits that are left have it, to 60 digits. */
    @Property
    void isAsAccurateAsWithoutMask(@ForAll("rows") Tensor x, @ForAll int seed) {
        int[] left = IntStream.range(0, x.size())
                .filter(i -> i == 0 || (seed >>> i % 32 & 1) == 1)
                .toArray();
        Mask mask = Mask.generate(x.shape(), index -> IntStream.of(left).anyMatch(i -> i == index[0]));
        double[] logits = x.take(0, left).toDoubleArray();
        Tensor y = new Softmax().withMask(mask).apply(x).take(0, left);
        Ulps.assertWithin(4, y, HighPrecision.softmax(logits));
        BigDecimal[] logs = HighPrecision.logSoftmax(logits);
        Ulps.assertWithin(4, new LogSoftmax().withMask(mask).apply(x).take(0, left), logs);
    }

    @Property
    void withNothingMaskedHasTheBitsOfTheUnmasked(@ForAll("batches") Tensor x) {
        Mask all = Mask.of(true);
        Tensor dy = numbers(x);
        for (int axis = 0; axis < 2; axis++) {
            Operator.Pass<Tensor, Tensor> masked =
                    new Softmax(axis).withMask(all).forward(x);
            Operator.Pass<Tensor, Tensor> plain = new Softmax(axis).forward(x);
            assertEquals(plain.output(), masked.output());
            assertEquals(plain.backward(dy), masked.backward(dy));
            assertEquals(plain.pushforward(dy), masked.pushforward(dy));
            assertEquals(plain.curvature(dy, dy), masked.curvature(dy, dy));
        }
    }

    @Provide
    Arbitrary<Tensor> batches() {
        return TensorArbitraries.elementTypes()
                .flatMap(type ->
                        TensorArbitraries.tensors(new Along(Shape.of(3, 5), 1), type, TensorArbitraries.logits(5)));
    }

    @Nested
    class Value {
        /** Scores [B, H, T, S] under one causal mask [T, S]. */
        @Test
        void causalAttentionSeesNothingLater() {
            Tensor scores = Tensor.zeros(Shape.of(2, 3, 2, 2));
            Tensor p = new Softmax().withMask(Mask.causal(2, 2)).apply(scores);
            Tensor expected = Tensor.of(new double[][] {{1, 0}, {0.5, 0.5}}).broadcastTo(scores.shape());
            assertEquals(expected, p);
        }

        @Test
        void lengthsLeaveOutPadding() {
            Tensor p = new Softmax().withMask(Mask.lengths(3, 1, 2, 0)).apply(Tensor.ones(Shape.of(3, 3)));
            assertEquals(Tensor.of(new double[][] {{1, 0, 0}, {0.5, 0.5, 0}, {0, 0, 0}}), p);
        }

        @Test
        void operatorsAreValues() {
            Mask mask = Mask.of(true, false);
            assertEquals(new Softmax().withMask(mask), new Softmax().withMask(mask));
            assertEquals(
                    new Softmax().withMask(mask).forward(Tensor.of(1, 2)),
                    new Softmax().withMask(mask).forward(Tensor.of(1, NaN)));
        }
    }

    @Nested
    class BadInput {
        private void assertMessage(Class<? extends Exception> type, String message, Executable call) {
            assertEquals(message, assertThrows(type, call).getMessage());
        }

        @Test
        void namesTheMaskThatDoesNotFit() {
            Map<String, Operator<Tensor, Tensor>> operators = Map.of(
                    "Softmax", new Softmax().withMask(Mask.of(true, false)),
                    "LogSoftmax", new LogSoftmax().withMask(Mask.of(true, false)),
                    "LogSumExp", new LogSumExp().withMask(Mask.of(true, false)));
            operators.forEach((name, operator) -> assertMessage(
                    ShapeException.class,
                    name
                            + ": mask has shape [2], which does not repeat into [2, 3]; axes match from the last, and one that is"
                            + " missing or has length 1 is repeated",
                    () -> operator.apply(Tensor.zeros(Shape.of(2, 3)))));
        }

        @Test
        void namesWhatDoesNotFitTheOutput() {
            Operator.Pass<Tensor, Tensor> pass =
                    new LogSumExp(1).withMask(Mask.of(true, false)).forward(Tensor.of(new double[][] {{1, 2}}));
            assertMessage(
                    ShapeException.class,
                    "LogSumExp.backward: dy has shape [1, 2], but [1] is needed",
                    () -> pass.backward(Tensor.zeros(Shape.of(1, 2))));
            assertMessage(
                    ShapeException.class,
                    "LogSumExp.pushforward: tangent has shape [1], but [1, 2] is needed",
                    () -> pass.pushforward(Tensor.of(1)));
        }

        @Test
        void namesTheOperatorThatTakesNoMask() {
            assertMessage(
                    IllegalArgumentException.class,
                    "Masked: unmasked is of class org.closedform.operator.Tanh; a Softmax, LogSoftmax or LogSumExp is needed",
                    () -> new Masked(new Tanh(), Mask.all()));
        }

        @Test
        void namesNull() {
            assertMessage(NullPointerException.class, "Masked: mask is null", () -> new Softmax().withMask(null));
            assertMessage(NullPointerException.class, "Masked: unmasked is null", () -> new Masked(null, Mask.all()));
            assertMessage(NullPointerException.class, "LogSoftmax: x is null", () -> new LogSoftmax()
                    .withMask(Mask.all())
                    .apply(null));
        }
    }
}
