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
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Binary cross-entropy under a mask keeps the operator contract, and shows nothing of what is masked. */
class BinaryCrossEntropyLossMaskTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NaN = Double.NaN;

    /** A loss at a point, and what of the prediction counts. */
    record Point(BinaryCrossEntropyLoss loss, Tensor x, Mask elements) {}

    private static Arbitrary<Point> points(ElementType type) {
        return TensorArbitraries.shapes(0, 3)
                .filter(shape -> type == ElementType.FLOAT64 || shape.size() <= 3)
                .flatMap(shape -> Combinators.combine(
                                Arbitraries.of(Form.LOGITS, Form.PROBABILITIES),
                                TensorArbitraries.masks(shape),
                                Arbitraries.of(Reduction.values()))
                        .flatAs((form, mask, reduction) -> Combinators.combine(
                                        EntropyTest.distributions(form, shape, type), between(0, 1, shape, type),
                                        between(0.25, 3, shape, type), between(0.25, 3, shape, type))
                                .as((x, target, weight, posWeight) -> {
                                    Mask elements = mask.broadcastTo(shape);
                                    boolean isMean = reduction == Reduction.MEAN && elements.count() == 0;
                                    Tensor probabilities = form == Form.LOGITS ? x : x.times(0.9);
                                    BinaryCrossEntropyLoss loss = (form == Form.LOGITS
                                                    ? BinaryCrossEntropyLoss.onLogits(target)
                                                    : BinaryCrossEntropyLoss.onProbabilities(target))
                                            .withMask(mask)
                                            .withWeight(weight)
                                            .withPosWeight(posWeight)
                                            .withReduction(isMean ? Reduction.SUM : reduction);
                                    return new Point(loss, probabilities, elements);
                                })));
    }

    private static Arbitrary<Tensor> between(double from, double to, Shape shape, ElementType type) {
        return TensorArbitraries.tensors(
                shape, type, Arbitraries.doubles().between(from, to).ofScale(4));
    }

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return points(type).map(p -> new Case<>(p.loss, p.x, List.of(), p.loss.form() == Form.LOGITS ? 20 : 1000));
    }

    @Provide
    Arbitrary<Point> pointsOfBothTypes() {
        return TensorArbitraries.elementTypes().flatMap(BinaryCrossEntropyLossMaskTest::points);
    }

    @Provide
    Arbitrary<Double> hidden() {
        return MaskLaws.hidden();
    }

    @Property
    void whatIsUnderAMaskShowsNowhere(@ForAll("pointsOfBothTypes") Point p, @ForAll("hidden") double hidden) {
        new MaskLaws<>(p.loss, p.x, p.elements).whatIsUnderAMaskShowsNowhere(hidden);
        Tensor v = p.x.minus(1);
        assertEquals(
                p.loss.hessian(p.x).apply(v),
                p.loss.hessian(p.x.where(p.elements, hidden)).apply(v.where(p.elements, hidden)));
    }

    /** To the last bit, elements that count are as in a vector of these alone. */
    @Property
    void hasTheBitsOfWhatCounts(@ForAll("pointsOfBothTypes") Point p) {
        int[] counting = IntStream.range(0, p.x.size())
                .filter(i -> p.elements.reshape(-1).at(i))
                .toArray();
        BinaryCrossEntropyLoss gathered = new BinaryCrossEntropyLoss(
                p.loss.form(),
                p.loss.target().reshape(-1).take(0, counting),
                p.loss.weight().map(w -> w.reshape(-1).take(0, counting)),
                p.loss.posWeight().map(c -> c.reshape(-1).take(0, counting)),
                p.loss.reduction() == Reduction.BATCH_MEAN ? Reduction.SUM : p.loss.reduction());
        Operator.Pass<Tensor, Tensor> plain = gathered.forward(p.x.reshape(-1).take(0, counting));
        Operator.Pass<Tensor, Tensor> pass =
                p.loss.withReduction(gathered.reduction()).forward(p.x);
        assertEquals(plain.gradient(), pass.gradient().reshape(-1).take(0, counting));
        if (gathered.reduction() == Reduction.NONE) {
            assertEquals(plain.output(), pass.output().reshape(-1).take(0, counting));
        } else {
            double rounding = 4 * p.x.elementType().epsilon() * plain.output().item();
            assertEquals(plain.output().item(), pass.output().item(), rounding + Double.MIN_NORMAL);
        }
    }

    /** On probabilities 1 for t = 1 the loss is 0, and its gradient −1; two of three count. */
    @Test
    void specialValuesAreHidden() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onProbabilities(Tensor.of(1, 0, 1));
        Tensor x = Tensor.of(1, NaN, 1);
        Operator.Pass<Tensor, Tensor> two =
                loss.withMask(Mask.of(true, false, true)).forward(x);
        assertEquals(Tensor.scalar(0), two.output());
        assertEquals(Tensor.of(-0.5, 0, -0.5), two.gradient());
        Operator.Pass<Tensor, Tensor> each = loss.withMask(Mask.of(true, false, true))
                .withReduction(Reduction.NONE)
                .forward(x);
        assertEquals(Tensor.of(0, 0, 0), each.output());
        assertEquals(Tensor.of(-1, 0, -2), each.backward(Tensor.of(1, INF, 2)));
        BinaryCrossEntropyLoss none = loss.withMask(Mask.of(false));
        assertEquals(Tensor.scalar(NaN), none.apply(x));
        assertEquals(Tensor.of(0, 0, 0), none.forward(x).backward(Tensor.scalar(NaN)));
        assertEquals(Tensor.scalar(0), none.withReduction(Reduction.SUM).apply(x));
        assertEquals(
                Tensor.scalar(0), none.withReduction(Reduction.MEAN_OR_ZERO).apply(x));
    }

    @Test
    void meanDivisorIsOfWhatCounts() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0, 1));
        assertEquals(3, loss.meanDivisor());
        assertEquals(2, loss.withMask(Mask.of(true, false, true)).meanDivisor());
    }

    @Nested
    class BadInput {
        @Test
        void namesTheMaskThatDoesNotFit() {
            BinaryCrossEntropyLoss loss =
                    BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 1)).withMask(Mask.of(true, true, true));
            String message =
                    "BinaryCrossEntropyLoss: mask has shape [3], which does not repeat into [2]; axes match from the"
                            + " last, and one that is missing or has length 1 is repeated";
            assertEquals(
                    message,
                    assertThrows(ShapeException.class, () -> loss.apply(Tensor.of(1, 2)))
                            .getMessage());
            assertEquals(
                    message,
                    assertThrows(ShapeException.class, () -> loss.hessian(Tensor.of(1, 2)))
                            .getMessage());
        }

        @Test
        void namesNull() {
            assertEquals(
                    "BinaryCrossEntropyLoss: mask is null",
                    assertThrows(NullPointerException.class, () -> BinaryCrossEntropyLoss.onLogits(Tensor.of(0, 1))
                                    .withMask(null))
                            .getMessage());
        }
    }
}
