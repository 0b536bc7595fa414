package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Cross-entropy under masks of positions and of classes keeps the operator contract, and shows nothing of what is masked. */
class CrossEntropyLossMaskTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NaN = Double.NaN;

    /** A loss at a point, and what of the prediction counts. */
    record Point(CrossEntropyLoss loss, Tensor x, Mask elements) {}

    private static int axis(Shape shape) {
        return shape.rank() == 1 ? 0 : 1;
    }

    private static Arbitrary<Point> points(ElementType type) {
        return EntropyTest.shapes(type).flatMap(shape -> Combinators.combine(
                        Arbitraries.of(Form.values()),
                        TensorArbitraries.masks(shape.without(axis(shape))),
                        TensorArbitraries.masks(shape),
                        Arbitraries.of(0.0, 0.0, 0.25),
                        Arbitraries.of(Reduction.values()),
                        Arbitraries.of(true, false))
                .flatAs((form, positions, classes, smoothing, reduction, isWeighted) -> Combinators.combine(
                                EntropyTest.distributions(form, shape, type),
                                targets(shape, type),
                                weights(shape, type))
                        .as((x, target, weights) -> point(
                                form,
                                x,
                                target,
                                positions,
                                classes,
                                smoothing,
                                reduction,
                                isWeighted ? weights : weights.onesLike()))));
    }

    private static Arbitrary<Target> targets(Shape shape, ElementType type) {
        int axis = axis(shape);
        int classes = shape.dimension(axis);
        return Arbitraries.oneOf(
                TensorArbitraries.labels(shape.without(axis), classes).map(Target.Classes::new),
                TensorArbitraries.tensors(new Along(shape, axis), type, TensorArbitraries.probabilities(classes))
                        .map(Target.Distribution::new));
    }

    private static Arbitrary<Tensor> weights(Shape shape, ElementType type) {
        return TensorArbitraries.tensors(
                Shape.of(shape.dimension(axis(shape))),
                type,
                Arbitraries.doubles().between(0.25, 3).ofScale(4));
    }

    /** Only classes that count are in the target, so that the loss is finite; there is a mean only of something. */
    private static Point point(
            Form form,
            Tensor x,
            Target target,
            Mask positions,
            Mask drawn,
            double smoothing,
            Reduction reduction,
            Tensor weights) {
        int axis = axis(x.shape());
        Mask flags = drawn.broadcastTo(x.shape());
        Mask classes = target instanceof Target.Classes t
                ? Mask.generate(
                        x.shape(),
                        index -> flags.at(index)
                                || t.labels()
                                                .oneHot(x.shape().dimension(axis), axis)
                                                .at(index)
                                        == 1)
                : flags;
        Target counting = target instanceof Target.Distribution d
                ? new Target.Distribution(d.probabilities().where(classes, 0))
                : target;
        Mask left = classes.any(axis).and(positions);
        boolean isMean = reduction == Reduction.MEAN && left.count() == 0;
        CrossEntropyLoss loss = new CrossEntropyLoss(form, counting, isMean ? Reduction.SUM : reduction)
                .withLabelSmoothing(smoothing)
                .withWeights(weights)
                .withMask(positions)
                .withClassMask(classes);
        return new Point(loss, x, left.expandDims(axis).and(classes));
    }

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return points(type).map(p -> new Case<>(p.loss, p.x, List.of(), p.loss.form() == Form.LOGITS ? 20 : 1000));
    }

    @Provide
    Arbitrary<Point> pointsOfBothTypes() {
        return TensorArbitraries.elementTypes().flatMap(CrossEntropyLossMaskTest::points);
    }

    @Provide
    Arbitrary<Double> hidden() {
        return MaskLaws.hidden();
    }

    @Property
    void whatIsUnderAMaskShowsNowhere(@ForAll("pointsOfBothTypes") Point p, @ForAll("hidden") double hidden) {
        new MaskLaws<>(p.loss, p.x, p.elements).whatIsUnderAMaskShowsNowhere(hidden);
    }

    @Property
    void theHessianIsTheCurvature(@ForAll("pointsOfBothTypes") Point p, @ForAll("hidden") double hidden) {
        CrossEntropyLoss loss = p.loss.reduction() == Reduction.NONE ? p.loss.withReduction(Reduction.SUM) : p.loss;
        Tensor x = p.x.where(p.elements, hidden);
        Hessian hessian = loss.hessian(x);
        Tensor v = p.x.map(value -> value * value - 1);
        Tensor expected = loss.forward(x).curvature(Tensor.scalar(1, x.elementType()), v);
        assertEquals(expected, hessian.apply(v.where(p.elements, hidden)));
        assertEquals(hessian.diagonal(), hessian.diagonal().where(p.elements, 0));
    }

    /** Rows of logits, of which the first counts. */
    record Batch(Tensor x, Labels labels, Mask mask) {
        int[] counting() {
            return IntStream.range(0, mask.size()).filter(mask::at).toArray();
        }
    }

    @Provide
    Arbitrary<Batch> batches() {
        return Combinators.combine(TensorArbitraries.shapes(2, 2), TensorArbitraries.elementTypes())
                .flatAs((shape, type) -> Combinators.combine(
                                TensorArbitraries.tensors(
                                        new Along(shape, 1), type, TensorArbitraries.logits(shape.dimension(1))),
                                TensorArbitraries.labels(Shape.of(shape.dimension(0)), shape.dimension(1)),
                                Arbitraries.longs())
                        .as((x, labels, flags) -> new Batch(
                                x, labels, Mask.generate(labels.shape(), i -> i[0] == 0 || (flags >> i[0] & 1) == 1))));
    }

    /** The loss of each position that counts, and the gradient there, are to the last bit those of a batch of what counts. */
    @Property
    void positionsHaveTheBitsOfABatchOfWhatCounts(@ForAll("batches") Batch batch) {
        int[] counting = batch.counting();
        Tensor gathered = batch.x.take(0, counting);
        Labels labels = batch.labels.take(counting);
        int[] padded = IntStream.range(0, batch.mask.size())
                .map(i -> batch.mask.at(i) ? batch.labels.at(i) : -100)
                .toArray();
        Tensor x = batch.x.where(batch.mask.expandDims(1), NaN);
        for (Reduction reduction : List.of(Reduction.NONE, Reduction.MEAN, Reduction.SUM)) {
            Operator.Pass<Tensor, Tensor> pass = CrossEntropyLoss.onLogits(Labels.of(padded))
                    .withMask(batch.mask)
                    .withReduction(reduction)
                    .forward(x);
            Operator.Pass<Tensor, Tensor> plain =
                    CrossEntropyLoss.onLogits(labels).withReduction(reduction).forward(gathered);
            assertEquals(plain.gradient(), pass.gradient().take(0, counting));
            if (reduction == Reduction.NONE) {
                assertEquals(plain.output(), pass.output().take(0, counting));
            } else {
                double rounding = 2 * x.elementType().epsilon() * plain.output().item();
                assertEquals(plain.output().item(), pass.output().item(), rounding + Double.MIN_NORMAL);
            }
        }
        CrossEntropyLoss masked = CrossEntropyLoss.onLogits(Labels.of(padded)).withMask(batch.mask);
        assertEquals(counting.length, masked.meanDivisor());
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        Tensor x = Tensor.of(new double[][] {{0, NaN, 0}, {INF, 1, 2}});
        Mask classes = Mask.of(Shape.of(2, 3), true, false, true, false, false, false);
        CrossEntropyLoss loss =
                CrossEntropyLoss.onLogProbabilities(Labels.of(2, 1)).withClassMask(classes);
        Tensor onlyInfinite = Tensor.of(new double[][] {{-INF, NaN, -INF}, {INF, 1, 2}});
        CrossEntropyLoss nothing = loss.withMask(Mask.of(false));
        return List.of(
                SpecialValue.of(loss, x, Tensor.scalar(0))
                        .withGradient(Tensor.scalar(1), Tensor.of(new double[][] {{-0.0, 0, -1}, {0, 0, 0}})),
                SpecialValue.of(loss.withLabelSmoothing(0.5), x.minus(1), Tensor.scalar(1))
                        .withGradient(Tensor.scalar(1), Tensor.of(new double[][] {{-0.25, 0, -0.75}, {0, 0, 0}})),
                SpecialValue.of(nothing, x, Tensor.scalar(NaN))
                        .withGradient(Tensor.scalar(NaN), Tensor.zeros(Shape.of(2, 3))),
                SpecialValue.of(nothing.withReduction(Reduction.NONE), x, Tensor.of(0, 0))
                        .withGradient(Tensor.of(NaN, INF), Tensor.zeros(Shape.of(2, 3))),
                SpecialValue.of(
                                CrossEntropyLoss.onLogits(Labels.of(2, 1)).withClassMask(classes),
                                onlyInfinite,
                                Tensor.scalar(NaN))
                        .withGradient(Tensor.scalar(1), Tensor.of(new double[][] {{NaN, 0, NaN}, {0, 0, 0}})),
                SpecialValue.of(
                                CrossEntropyLoss.onLogits(Labels.of(1, 0)).withClassMask(classes),
                                x,
                                Tensor.scalar(INF))
                        .withGradient(Tensor.scalar(1), Tensor.of(new double[][] {{0.5, 0, 0.5}, {0, 0, 0}})));
    }

    @Nested
    class Value {
        @Test
        void ofAMaskBesideOtherOptionsIsTheSameInAnyOrder() {
            CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1));
            Mask mask = Mask.of(true, false);
            assertEquals(
                    loss.withReduction(Reduction.SUM).withMask(mask).withClassMask(mask),
                    loss.withClassMask(mask).withMask(mask).withReduction(Reduction.SUM));
            assertEquals(loss.withMask(mask), loss.withMask(mask.not()).withMask(mask));
        }

        @Test
        void ofAMaskInAMaskIsBoth() {
            Target target = new Target.Classes(Labels.of(0, 1));
            Target both = new Target.Masked(
                    new Target.Masked(target, Mask.of(true, false), Mask.all()),
                    Mask.of(true, true),
                    Mask.of(false, true));
            assertEquals(new Target.Masked(target, Mask.of(true, false), Mask.of(false, true)), both);
        }

        @Test
        void meanDivisorIsOfWhatCounts() {
            CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1, 1));
            assertEquals(2, loss.withMask(Mask.of(true, false, true)).meanDivisor());
            Mask classes = Mask.of(Shape.of(3, 2), true, true, false, false, false, true);
            assertEquals(2, loss.withClassMask(classes).meanDivisor());
            assertEquals(
                    1,
                    loss.withClassMask(classes)
                            .withMask(Mask.of(true, true, false))
                            .meanDivisor());
            assertEquals(3, loss.withClassMask(Mask.of(true, false)).meanDivisor());
            assertEquals(
                    5,
                    loss.withMask(Mask.of(false, true, false))
                            .withWeights(Tensor.of(2, 5))
                            .meanDivisor());
            Tensor target = Tensor.full(Shape.of(3, 2), 0.5);
            assertEquals(
                    2, CrossEntropyLoss.onLogits(target).withClassMask(classes).meanDivisor());
        }
    }

    @Nested
    class BadInput {
        private void assertMessage(String message, Executable call) {
            assertEquals(
                    message + "; axes match from the last, and one that is missing or has length 1 is repeated",
                    assertThrows(ShapeException.class, call).getMessage());
        }

        @Test
        void namesTheMaskThatDoesNotFit() {
            CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1));
            Tensor x = Tensor.zeros(Shape.of(2, 3));
            assertMessage(
                    "CrossEntropyLoss: mask has shape [3], which does not repeat into [2]",
                    () -> loss.withMask(Mask.of(true, true, true)).apply(x));
            assertMessage(
                    "CrossEntropyLoss: classMask has shape [2], which does not repeat into [2, 3]",
                    () -> loss.withClassMask(Mask.of(true, true)).apply(x));
            assertMessage(
                    "CrossEntropyLoss.meanDivisor: mask has shape [3], which does not repeat into [2]",
                    () -> loss.withMask(Mask.of(true, true, true)).meanDivisor());
        }

        @Test
        void namesNull() {
            CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1));
            assertEquals(
                    "CrossEntropyLoss: mask is null",
                    assertThrows(NullPointerException.class, () -> loss.withMask(null))
                            .getMessage());
            assertEquals(
                    "CrossEntropyLoss: classMask is null",
                    assertThrows(NullPointerException.class, () -> loss.withClassMask(null))
                            .getMessage());
        }
    }
}
