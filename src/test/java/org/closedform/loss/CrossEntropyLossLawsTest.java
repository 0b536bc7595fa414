package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;
import org.closedform.testkit.Ulps;

/** What holds of cross-entropy whatever the numbers. */
class CrossEntropyLossLawsTest {
    private static final double EPSILON = ElementType.FLOAT64.epsilon();

    /** Predictions and targets of the same shape, classes along axis 1 (of [C]: 0). */
    record Batch(Tensor logits, Tensor t, Labels labels, int axis) {}

    @Provide
    Arbitrary<Batch> batches() {
        return TensorArbitraries.shapes(1, 4).flatMap(shape -> {
            int axis = shape.rank() == 1 ? 0 : 1;
            Along along = new Along(shape, axis);
            return Combinators.combine(
                            TensorArbitraries.tensors(shape, ElementType.FLOAT64),
                            TensorArbitraries.tensors(
                                    along, ElementType.FLOAT64, TensorArbitraries.probabilities(along.length())),
                            TensorArbitraries.labels(shape.without(axis), along.length()))
                    .as((logits, t, labels) -> new Batch(logits, t, labels, axis));
        });
    }

    @Provide
    Arbitrary<Reduction> reductions() {
        return Arbitraries.of(Reduction.values());
    }

    /** Classes along any axis are those along axis 1 of the permuted, to the bit. */
    @Property
    void anotherAxisIsThatOfThePermuted(
            @ForAll("batches") Batch b,
            @ForAll("reductions") Reduction reduction,
            @ForAll @IntRange(max = 3) int place) {
        int rank = b.logits.rank();
        int axis = place % rank;
        int[] there = moved(rank, b.axis, axis);
        int[] back = moved(rank, axis, b.axis);
        List<Operator<Tensor, Tensor>> along = List.of(
                CrossEntropyLoss.onLogits(b.labels).withAxis(axis).withReduction(reduction),
                CrossEntropyLoss.onLogits(b.t.permute(there))
                        .withAxis(axis - rank)
                        .withReduction(reduction),
                Entropy.onLogits().withAxis(axis).withReduction(reduction),
                inQ(KlDivergence.onLogits().withAxis(axis).withReduction(reduction), b.t.permute(there)));
        List<Operator<Tensor, Tensor>> usual = List.of(
                CrossEntropyLoss.onLogits(b.labels).withReduction(reduction),
                CrossEntropyLoss.onLogits(b.t).withReduction(reduction),
                Entropy.onLogits().withReduction(reduction),
                inQ(KlDivergence.onLogits().withReduction(reduction), b.t));
        for (int i = 0; i < usual.size(); i++) {
            Operator.Pass<Tensor, Tensor> expected = usual.get(i).forward(b.logits);
            Operator.Pass<Tensor, Tensor> actual = along.get(i).forward(b.logits.permute(there));
            Tensor ones = expected.output().onesLike();
            assertEquals(expected.output(), actual.output());
            assertEquals(expected.backward(ones), actual.backward(ones).permute(back));
        }
    }

    /** The permutation that moves one axis to another place. */
    private static int[] moved(int rank, int from, int to) {
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        axes.add(to, axes.remove(from));
        return axes.stream().mapToInt(i -> i).toArray();
    }

    private static Operator<Tensor, Tensor> inQ(KlDivergence divergence, Tensor p) {
        return divergence.holding(q -> new KlDivergence.Inputs(p, q), KlDivergence.Inputs::q);
    }

    @Property(tries = 500)
    void softmaxThenProbabilitiesIsTheFusedLoss(@ForAll("batches") Batch b, @ForAll("reductions") Reduction reduction) {
        assertSame(
                new Softmax(b.axis)
                        .then(CrossEntropyLoss.onProbabilities(b.labels).withReduction(reduction)),
                CrossEntropyLoss.onLogits(b.labels).withReduction(reduction),
                b.logits);
        assertSame(
                new Softmax(b.axis).then(CrossEntropyLoss.onProbabilities(b.t).withReduction(reduction)),
                CrossEntropyLoss.onLogits(b.t).withReduction(reduction),
                b.logits);
    }

    /** Logits are within ±3, so all terms are around 1 to 10 and a probability is at least 1e-4. */
    private static void assertSame(Operator<Tensor, Tensor> apart, Operator<Tensor, Tensor> fused, Tensor x) {
        Operator.Pass<Tensor, Tensor> first = apart.forward(x);
        Operator.Pass<Tensor, Tensor> second = fused.forward(x);
        Tensor upstream = first.output().map(v -> -1.5);
        assertTrue(
                second.output().isClose(first.output(), 100 * EPSILON, 100 * EPSILON),
                () -> "loss " + second.output() + " instead of " + first.output());
        assertTrue(
                second.backward(upstream).isClose(first.backward(upstream), 100 * EPSILON, 100 * EPSILON),
                () -> "gradient " + second.backward(upstream) + " instead of " + first.backward(upstream));
    }

    @Property(tries = 300)
    void gradientIsProbabilityMinusTargetOverN(@ForAll("batches") Batch b) {
        Tensor y = new Softmax(b.axis).apply(b.logits);
        double n = b.labels.size();
        Tensor oneHot = b.labels.oneHot(b.logits.shape().dimension(b.axis), b.axis);
        assertClose(
                y.minus(oneHot).times(1 / n),
                CrossEntropyLoss.onLogits(b.labels).forward(b.logits).gradient());
        assertClose(
                y.minus(b.t).times(1 / n),
                CrossEntropyLoss.onLogits(b.t).forward(b.logits).gradient());
    }

    @Property(tries = 300)
    void gradientOfUnnormalisedTargetsIsProbabilityTimesSumMinusTarget(
            @ForAll("batches") Batch b, @ForAll @IntRange(min = 0, max = 5) int factor) {
        Tensor t = b.t.times(factor);
        Tensor y = new Softmax(b.axis).apply(b.logits);
        Operator.Pass<Tensor, Tensor> pass =
                CrossEntropyLoss.onLogits(t).withReduction(Reduction.SUM).forward(b.logits);
        assertClose(y.times(factor).minus(t), pass.gradient());
    }

    @Property(tries = 300)
    void gradientRowsSumToZero(@ForAll("batches") Batch b, @ForAll("reductions") Reduction reduction) {
        for (CrossEntropyLoss loss : new CrossEntropyLoss[] {
            CrossEntropyLoss.onLogits(b.labels), CrossEntropyLoss.onLogits(b.t), CrossEntropyLoss.onLogits(b.t.times(3))
        }) {
            Tensor sums =
                    loss.withReduction(reduction).forward(b.logits).gradient().sum(b.axis);
            assertClose(sums.map(v -> 0), sums);
        }
    }

    private static void assertClose(Tensor expected, Tensor actual) {
        assertTrue(actual.isClose(expected, 0, 50 * EPSILON), () -> "expected " + expected + "\nbut it is " + actual);
    }

    @Property(tries = 300)
    void meanIsTheSumOverNAndTheMeanOfNone(@ForAll("batches") Batch b) {
        Operator.Pass<Tensor, Tensor> none = CrossEntropyLoss.onLogits(b.labels)
                .withReduction(Reduction.NONE)
                .forward(b.logits);
        Operator.Pass<Tensor, Tensor> sum =
                CrossEntropyLoss.onLogits(b.labels).withReduction(Reduction.SUM).forward(b.logits);
        Operator.Pass<Tensor, Tensor> mean = CrossEntropyLoss.onLogits(b.labels).forward(b.logits);
        double n = b.labels.size();
        assertEquals(b.labels.shape(), none.output().shape());
        Ulps.assertWithin(
                2, mean.output(), new BigDecimal(sum.output().item()).divide(new BigDecimal(n), HighPrecision.DIGITS));
        BigDecimal total = HighPrecision.sum(HighPrecision.exact(none.output().toDoubleArray()));
        Ulps.assertWithin(8, sum.output(), total);
        Ulps.assertWithin(8, mean.output(), total.divide(new BigDecimal(n), HighPrecision.DIGITS));
        assertEquals(none.gradient(), sum.gradient(), "a position's own gradient");
        assertTrue(sum.gradient().times(1 / n).isClose(mean.gradient(), 4 * EPSILON, 0));
    }

    @Property(tries = 300)
    void positionsAreIndependent(@ForAll("batches") Batch b) {
        Tensor rows = classesLast(b.logits, b.axis);
        Tensor targets = classesLast(b.t, b.axis);
        Operator.Pass<Tensor, Tensor> hard = CrossEntropyLoss.onLogits(b.labels)
                .withReduction(Reduction.NONE)
                .forward(b.logits);
        Operator.Pass<Tensor, Tensor> soft =
                CrossEntropyLoss.onLogits(b.t).withReduction(Reduction.NONE).forward(b.logits);
        for (int i = 0; i < b.labels.size(); i++) {
            Operator.Pass<Tensor, Tensor> alone = CrossEntropyLoss.onLogits(Labels.of(Shape.of(), b.labels.at(i)))
                    .forward(rows.select(0, i));
            assertEquals(alone.output().item(), hard.output().toDoubleArray()[i]);
            assertEquals(alone.gradient(), classesLast(hard.gradient(), b.axis).select(0, i));
            Operator.Pass<Tensor, Tensor> softAlone =
                    CrossEntropyLoss.onLogits(targets.select(0, i)).forward(rows.select(0, i));
            assertEquals(softAlone.output().item(), soft.output().toDoubleArray()[i]);
            assertEquals(
                    softAlone.gradient(), classesLast(soft.gradient(), b.axis).select(0, i));
        }
    }

    /** [positions, C], by hand: the class axis moved last. */
    private static Tensor classesLast(Tensor tensor, int axis) {
        int rank = tensor.rank();
        int classes = tensor.shape().dimension(axis);
        int[] order = IntStream.concat(IntStream.range(0, rank).filter(i -> i != axis), IntStream.of(axis))
                .toArray();
        return tensor.permute(order).reshape(tensor.size() / classes, classes);
    }

    @Property(tries = 300)
    void isInvariantUnderExactShifts(
            @ForAll("batches") Batch b, @ForAll @IntRange(min = -1_000_000, max = 1_000_000) int shift) {
        double rounding = 16 * b.logits.elementType().epsilon();
        assertShiftChangesNothing(CrossEntropyLoss.onLogits(b.labels), b, shift, rounding, Float.MIN_VALUE);
        // y − t may cancel
        assertShiftChangesNothing(CrossEntropyLoss.onLogits(b.t), b, shift, rounding, rounding);
    }

    private static void assertShiftChangesNothing(
            CrossEntropyLoss loss, Batch b, int shift, double rounding, double least) {
        Tensor coarse = b.logits.map(v -> Math.rint(v * 1024) / 1024); // so that the shift is exact
        Operator.Pass<Tensor, Tensor> pass = loss.forward(coarse);
        Operator.Pass<Tensor, Tensor> shifted = loss.forward(coarse.map(v -> v + shift));
        assertTrue(
                shifted.output().isClose(pass.output(), rounding, 0),
                () -> "a shift by " + shift + " makes " + pass.output() + " " + shifted.output());
        assertTrue(
                shifted.gradient().isClose(pass.gradient(), rounding, least),
                () -> "a shift by " + shift + " makes " + pass.gradient() + " " + shifted.gradient());
    }

    @Property(tries = 300)
    void lossIsNotNegative(@ForAll("batches") Batch b, @ForAll("extremeScales") double scale) {
        for (Form form : Form.values()) {
            Tensor logits = b.logits.times(scale);
            Tensor x =
                    switch (form) {
                        case LOGITS -> logits;
                        case LOG_PROBABILITIES -> new LogSoftmax(b.axis).apply(logits);
                        case PROBABILITIES -> new Softmax(b.axis).apply(logits);
                    };
            for (Target target : new Target[] {new Target.Classes(b.labels), new Target.Distribution(b.t)}) {
                Tensor losses = new CrossEntropyLoss(form, target, Reduction.NONE).apply(x);
                assertTrue(
                        Arrays.stream(losses.toDoubleArray()).allMatch(v -> v >= 0),
                        () -> form + ": a negative loss in " + losses);
            }
        }
    }

    @Provide
    Arbitrary<Double> extremeScales() {
        return Arbitraries.of(0.0, 1e-300, 1e-8, 1.0, 100.0, 1e8, 1e300);
    }

    @Property(tries = 300)
    void lossIsEntropyPlusDivergence(@ForAll("rows") double[][] pair) {
        BigDecimal[] t = HighPrecision.exact(pair[1]);
        BigDecimal[] logY = HighPrecision.logSoftmax(pair[0]);
        BigDecimal entropy = BigDecimal.ZERO;
        BigDecimal divergence = BigDecimal.ZERO;
        for (int i = 0; i < t.length; i++) {
            BigDecimal logT = HighPrecision.log(t[i]);
            entropy = entropy.subtract(t[i].multiply(logT));
            divergence = divergence.add(t[i].multiply(logT.subtract(logY[i])));
        }
        Tensor loss = CrossEntropyLoss.onLogits(Tensor.of(pair[1])).apply(Tensor.of(pair[0]));
        Ulps.assertWithin(4, loss, entropy.add(divergence));
    }

    @Provide
    Arbitrary<double[][]> rows() {
        return Arbitraries.integers().between(1, 8).flatMap(classes -> Combinators.combine(
                        TensorArbitraries.logits(classes), TensorArbitraries.probabilities(classes))
                .as((logits, t) -> new double[][] {logits, t}));
    }
}
