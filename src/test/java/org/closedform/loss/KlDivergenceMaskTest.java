package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.loss.KlDivergence.Inputs;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.SpecialValue;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A divergence under masks of positions and of classes keeps the operator contract, and shows nothing of what is masked. */
class KlDivergenceMaskTest extends OperatorContract<Inputs, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NaN = Double.NaN;

    /** A divergence at a point, and what of the distributions counts. */
    record Point(KlDivergence divergence, Inputs inputs, Mask elements) {}

    private static Arbitrary<Point> points(ElementType type) {
        return EntropyTest.shapes(type).flatMap(shape -> Combinators.combine(
                        Arbitraries.of(Form.values()),
                        Arbitraries.of(Form.values()),
                        TensorArbitraries.masks(shape.without(shape.rank() == 1 ? 0 : 1)),
                        TensorArbitraries.masks(shape),
                        Arbitraries.of(Reduction.values()))
                .flatAs((p, q, positions, classes, reduction) -> Combinators.combine(
                                EntropyTest.distributions(p, shape, type), EntropyTest.distributions(q, shape, type))
                        .as((pNumbers, qNumbers) -> {
                            Mask left = EntropyMaskTest.left(shape, positions, classes);
                            KlDivergence divergence = new KlDivergence(
                                            p, q, EntropyMaskTest.meanOfSome(reduction, left))
                                    .withMask(positions)
                                    .withClassMask(classes);
                            return new Point(
                                    divergence,
                                    new Inputs(pNumbers, qNumbers),
                                    left.expandDims(shape.rank() == 1 ? 0 : 1).and(classes.broadcastTo(shape)));
                        })));
    }

    @Override
    protected Arbitrary<Case<Inputs, Tensor>> cases(ElementType type) {
        return points(type).map(p -> new Case<>(p.divergence, p.inputs, List.of(), 100));
    }

    @Provide
    Arbitrary<Point> pointsOfBothTypes() {
        return TensorArbitraries.elementTypes().flatMap(KlDivergenceMaskTest::points);
    }

    @Provide
    Arbitrary<Double> hidden() {
        return MaskLaws.hidden();
    }

    @Property
    void whatIsUnderAMaskShowsNowhere(@ForAll("pointsOfBothTypes") Point p, @ForAll("hidden") double hidden) {
        new MaskLaws<>(p.divergence, p.inputs, p.elements).whatIsUnderAMaskShowsNowhere(hidden);
    }

    @Test
    void meanDivisorIsOfWhatCounts() {
        Tensor x = Tensor.zeros(Shape.of(3, 2));
        KlDivergence divergence = KlDivergence.onLogits();
        assertEquals(3, divergence.meanDivisor(new Inputs(x, x)));
        assertEquals(2, divergence.withMask(Mask.of(true, false, true)).meanDivisor(new Inputs(x, x)));
    }

    /** Of equal distributions 0, whatever is masked. */
    @Override
    protected List<SpecialValue<Inputs, Tensor>> specialValues() {
        Tensor p = Tensor.of(new double[][] {{0.5, NaN, 0.5}, {INF, NaN, -1}});
        Tensor q = Tensor.of(new double[][] {{0.5, -1, 0.5}, {0, 0, 0}});
        Mask classes = Mask.of(Shape.of(2, 3), true, false, true, false, false, false);
        KlDivergence divergence = KlDivergence.onProbabilities().withClassMask(classes);
        Tensor zeros = Tensor.zeros(Shape.of(2, 3));
        return List.of(
                SpecialValue.of(divergence, new Inputs(p, q), Tensor.scalar(0))
                        .withGradient(
                                Tensor.scalar(1),
                                new Inputs(
                                        Tensor.of(new double[][] {{1, 0, 1}, {0, 0, 0}}),
                                        Tensor.of(new double[][] {{-1, 0, -1}, {0, 0, 0}}))),
                SpecialValue.of(divergence.withMask(Mask.of(false, true)), new Inputs(p, q), Tensor.scalar(NaN))
                        .withGradient(Tensor.scalar(NaN), new Inputs(zeros, zeros)));
    }

    @Nested
    class BadInput {
        @Test
        void namesTheMaskThatDoesNotFit() {
            KlDivergence divergence = KlDivergence.onLogits().withMask(Mask.of(true, true, true));
            Tensor x = Tensor.zeros(Shape.of(2, 3));
            assertEquals(
                    "KlDivergence: mask has shape [3], which does not repeat into [2]; axes match from the last, and one that"
                            + " is missing or has length 1 is repeated",
                    assertThrows(ShapeException.class, () -> divergence.apply(new Inputs(x, x)))
                            .getMessage());
        }

        @Test
        void namesNull() {
            assertEquals(
                    "KlDivergence: mask is null",
                    assertThrows(NullPointerException.class, () -> KlDivergence.onLogits()
                                    .withMask(null))
                            .getMessage());
            assertEquals(
                    "KlDivergence: classMask is null",
                    assertThrows(NullPointerException.class, () -> KlDivergence.onLogits()
                                    .withClassMask(null))
                            .getMessage());
        }
    }
}
