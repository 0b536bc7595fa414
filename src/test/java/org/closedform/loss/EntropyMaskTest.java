package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
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
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Entropy under masks of positions and of classes keeps the operator contract, and shows nothing of what is masked. */
class EntropyMaskTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NaN = Double.NaN;

    /** An entropy at a point, and what of the distributions counts. */
    record Point(Entropy entropy, Tensor x, Mask elements) {}

    private static Arbitrary<Point> points(ElementType type) {
        return EntropyTest.shapes(type).flatMap(shape -> Combinators.combine(
                        Arbitraries.of(Form.values()),
                        TensorArbitraries.masks(shape.without(axis(shape))),
                        TensorArbitraries.masks(shape),
                        Arbitraries.of(Reduction.values()))
                .flatAs((form, positions, classes, reduction) -> EntropyTest.distributions(form, shape, type)
                        .map(x -> {
                            Mask left = left(shape, positions, classes);
                            Entropy entropy = new Entropy(form, meanOfSome(reduction, left))
                                    .withMask(positions)
                                    .withClassMask(classes);
                            return new Point(
                                    entropy, x, left.expandDims(axis(shape)).and(classes.broadcastTo(shape)));
                        })));
    }

    private static int axis(Shape shape) {
        return shape.rank() == 1 ? 0 : 1;
    }

    /** The positions that count. */
    static Mask left(Shape shape, Mask positions, Mask classes) {
        return classes.broadcastTo(shape).any(axis(shape)).and(positions);
    }

    /** There is a mean only of something. */
    static Reduction meanOfSome(Reduction reduction, Mask left) {
        return reduction == Reduction.MEAN && left.count() == 0 ? Reduction.SUM : reduction;
    }

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return points(type).map(p -> new Case<>(p.entropy, p.x, List.of(), 20));
    }

    @Provide
    Arbitrary<Point> pointsOfBothTypes() {
        return TensorArbitraries.elementTypes().flatMap(EntropyMaskTest::points);
    }

    @Provide
    Arbitrary<Double> hidden() {
        return MaskLaws.hidden();
    }

    @Property
    void whatIsUnderAMaskShowsNowhere(@ForAll("pointsOfBothTypes") Point p, @ForAll("hidden") double hidden) {
        new MaskLaws<>(p.entropy, p.x, p.elements).whatIsUnderAMaskShowsNowhere(hidden);
    }

    /** To the last bit. */
    @Property
    void positionsHaveTheBitsOfABatchOfWhatCounts(@ForAll("pointsOfBothTypes") Point p, @ForAll int flags) {
        Tensor x = p.x.reshape(-1, p.x.rank() == 1 ? p.x.size() : p.x.shape().dimension(-1));
        Mask mask =
                Mask.generate(Shape.of(x.shape().dimension(0)), index -> index[0] == 0 || (flags >> index[0] & 1) == 1);
        int[] counting = IntStream.range(0, mask.size()).filter(mask::at).toArray();
        Entropy entropy = new Entropy(p.entropy.form(), Reduction.NONE);
        Operator.Pass<Tensor, Tensor> plain = entropy.forward(x.take(0, counting));
        Operator.Pass<Tensor, Tensor> pass = entropy.withMask(mask).forward(x);
        assertEquals(plain.output(), pass.output().take(0, counting));
        assertEquals(plain.gradient(), pass.gradient().take(0, counting));
        Operator.Pass<Tensor, Tensor> mean =
                entropy.withReduction(Reduction.MEAN).withMask(mask).forward(x);
        Operator.Pass<Tensor, Tensor> plainMean =
                entropy.withReduction(Reduction.MEAN).forward(x.take(0, counting));
        assertEquals(plainMean.gradient(), mean.gradient().take(0, counting));
    }

    /** Of equal logits, so many of which count: log 2, with gradient 0. */
    @Test
    void ofTwoEqualClassesThatAreLeftIsLogTwo() {
        Tensor x = Tensor.of(7, NaN, 7, INF);
        Mask classes = Mask.of(true, false, true, false);
        Operator.Pass<Tensor, Tensor> pass =
                Entropy.onLogits().withClassMask(classes).forward(x);
        Ulps.assertWithin(2, pass.output(), new BigDecimal("0.693147180559945309417232121458"));
        assertEquals(Tensor.of(0, 0, 0, 0), pass.gradient().plus(0));
    }

    @Test
    void meanDivisorIsOfWhatCounts() {
        Tensor x = Tensor.zeros(Shape.of(3, 2));
        Entropy entropy = Entropy.onLogits();
        assertEquals(3, entropy.meanDivisor(x));
        assertEquals(2, entropy.withMask(Mask.of(true, false, true)).meanDivisor(x));
        Mask classes = Mask.of(Shape.of(3, 2), true, true, false, false, false, true);
        assertEquals(
                1,
                entropy.withClassMask(classes)
                        .withMask(Mask.of(true, true, false))
                        .meanDivisor(x));
    }

    @Override
    protected List<SpecialValue<Tensor, Tensor>> specialValues() {
        Tensor x = Tensor.of(new double[][] {{1, NaN}, {INF, NaN}});
        Mask classes = Mask.of(Shape.of(2, 2), true, false, false, false);
        Entropy entropy = Entropy.onProbabilities().withClassMask(classes);
        Tensor zeros = Tensor.zeros(Shape.of(2, 2));
        return List.of(
                SpecialValue.of(entropy, x, Tensor.scalar(0))
                        .withGradient(Tensor.scalar(1), Tensor.of(new double[][] {{-1, 0}, {0, 0}})),
                SpecialValue.of(entropy.withReduction(Reduction.NONE), x, Tensor.of(0, 0))
                        .withGradient(Tensor.of(2, NaN), Tensor.of(new double[][] {{-2, 0}, {0, 0}})),
                SpecialValue.of(entropy.withMask(Mask.of(false, true)), x, Tensor.scalar(NaN))
                        .withGradient(Tensor.scalar(INF), zeros),
                SpecialValue.of(
                                entropy.withMask(Mask.of(false)).withReduction(Reduction.BATCH_MEAN),
                                x,
                                Tensor.scalar(0))
                        .withGradient(Tensor.scalar(NaN), zeros));
    }

    @Nested
    class BadInput {
        @Test
        void namesTheMaskThatDoesNotFit() {
            String rest = "; axes match from the last, and one that is missing or has length 1 is repeated";
            Tensor x = Tensor.zeros(Shape.of(2, 3));
            Entropy mask = Entropy.onLogits().withMask(Mask.of(true, true, true));
            assertEquals(
                    "Entropy: mask has shape [3], which does not repeat into [2]" + rest,
                    assertThrows(ShapeException.class, () -> mask.apply(x)).getMessage());
            Entropy classes = Entropy.onLogits().withClassMask(Mask.of(true, true));
            assertEquals(
                    "Entropy: classMask has shape [2], which does not repeat into [2, 3]" + rest,
                    assertThrows(ShapeException.class, () -> classes.apply(x)).getMessage());
        }

        @Test
        void namesNull() {
            assertEquals(
                    "Entropy: mask is null",
                    assertThrows(NullPointerException.class, () -> Entropy.onLogits()
                                    .withMask(null))
                            .getMessage());
            assertEquals(
                    "Entropy: classMask is null",
                    assertThrows(NullPointerException.class, () -> Entropy.onLogits()
                                    .withClassMask(null))
                            .getMessage());
        }
    }
}
