package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** What all losses do with a tangent. */
class LossPassTest {
    private static final Tensor LOGITS = Tensor.of(new double[][] {{0.5, -1, 2}, {1, 0, -0.25}});
    private static final Tensor TANGENT = Tensor.of(new double[][] {{1, 2, -1}, {0.5, -3, 4}});
    private static final CrossEntropyLoss LOSS = CrossEntropyLoss.onLogits(Labels.of(2, 0));
    private static final Tensor ONE = Tensor.scalar(1);

    /** A loss where it is, and a way to go. */
    record Sample(Operator<Tensor, Tensor> loss, Tensor x, Tensor tangent) {
        Operator.Pass<Tensor, Tensor> pass() {
            return loss.forward(x);
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return Combinators.combine(
                        Arbitraries.of(Reduction.values()),
                        TensorArbitraries.elementTypes(),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.integers().between(1, 4))
                .flatAs((reduction, type, positions, classes) -> {
                    Shape shape = Shape.of(positions, classes, 2);
                    Labels labels = Labels.of(
                            Shape.of(positions, 2),
                            IntStream.range(0, 2 * positions)
                                    .map(i -> i % classes)
                                    .toArray());
                    Tensor target = Tensor.full(shape, 0.25, type);
                    Arbitrary<Operator<Tensor, Tensor>> losses = Arbitraries.of(List.of(
                            CrossEntropyLoss.onLogits(labels).withReduction(reduction),
                            CrossEntropyLoss.onLogits(target).withReduction(reduction),
                            BinaryCrossEntropyLoss.onLogits(target).withReduction(reduction),
                            Entropy.onLogits().withReduction(reduction)));
                    return Combinators.combine(
                                    losses,
                                    TensorArbitraries.tensors(shape, type),
                                    TensorArbitraries.tensors(shape, type))
                            .as(Sample::new);
                });
    }

    @Property(tries = 300)
    void aTangentIsPushedThroughTheGradient(@ForAll("samples") Sample s) {
        Operator.Pass<Tensor, Tensor> pass = s.pass();
        Tensor movement = pass.pushforward(s.tangent);
        double[] terms = pass.gradient()
                .times(s.tangent)
                .map(Math::abs)
                .sum()
                .to(ElementType.FLOAT64)
                .toDoubleArray();
        movement.requireLike(pass.output(), "the movement");
        // ⟨J ẋ, u⟩ = ⟨ẋ, Jᵀ u⟩, each side from sums of its own
        Tensor upstream = pass.output().map(y -> y > 1 ? 2 : -0.5);
        double size = 4 * terms[0];
        Ulps.assertWithinOf(
                Math.max(size, Float.MIN_NORMAL),
                16,
                Tensor.scalar(movement.dot(upstream)).to(s.x.elementType()),
                new BigDecimal(s.tangent.dot(pass.backward(upstream))));
        assertTrue(pass.hasPushforward());
    }

    @Property(tries = 300)
    void theCurvatureIsSymmetric(@ForAll("samples") Sample s) {
        Operator.Pass<Tensor, Tensor> pass = s.pass();
        Tensor upstream = pass.output().onesLike();
        Tensor other = s.tangent.map(v -> 1 - v * v);
        double there = other.dot(pass.curvature(upstream, s.tangent));
        double back = s.tangent.dot(pass.curvature(upstream, other));
        double size = s.tangent.norm() * other.norm();
        assertEquals(there, back, 16 * s.x.elementType().epsilon() * size);
    }

    @Property(tries = 300)
    void theCurvatureIsLinearInTheUpstream(@ForAll("samples") Sample s) {
        Operator.Pass<Tensor, Tensor> pass = s.pass();
        Tensor ones = pass.output().onesLike();
        // by powers of two, so that nothing is rounded
        assertEquals(pass.curvature(ones, s.tangent).times(4), pass.curvature(ones.times(4), s.tangent));
    }

    @Test
    void withoutReductionEveryPositionMovesByItself() {
        Operator.Pass<Tensor, Tensor> pass = LOSS.withReduction(Reduction.NONE).forward(LOGITS);
        Tensor movement = pass.pushforward(TANGENT);
        for (int i = 0; i < 2; i++) {
            double alone = pass.gradient().select(0, i).dot(TANGENT.select(0, i));
            assertEquals(alone, movement.at(i), 4 * ElementType.FLOAT64.epsilon());
        }
        Tensor upstream = Tensor.of(0, 2);
        Tensor curvature = pass.curvature(upstream, TANGENT);
        assertEquals(0, curvature.select(0, 0).norm());
        assertEquals(
                LOSS.withReduction(Reduction.SUM)
                        .forward(LOGITS)
                        .curvature(ONE, TANGENT)
                        .select(0, 1)
                        .times(2),
                curvature.select(0, 1));
    }

    @Test
    void bothPartsOfADivergenceAreAddedUp() {
        KlDivergence.Inputs at = new KlDivergence.Inputs(LOGITS, TANGENT);
        KlDivergence.Inputs tangent = new KlDivergence.Inputs(TANGENT, LOGITS);
        KlDivergence loss = KlDivergence.onLogits();
        Tensor each = loss.withReduction(Reduction.NONE).forward(at).pushforward(tangent);
        assertTrue(loss.forward(at).pushforward(tangent).isClose(each.mean(), 1e-14, 0));
    }

    @Test
    void aSumOfFloat32IsRoundedOnce() {
        // 2^25 ones, one of them 2^25 times as large: 2^25 + 2 − … needs more than 24 bits on its way
        Tensor x = Tensor.zeros(Shape.of(3, 1), ElementType.FLOAT32);
        Tensor target = Tensor.zeros(Shape.of(3, 1), ElementType.FLOAT32);
        Operator.Pass<Tensor, Tensor> pass = BinaryCrossEntropyLoss.onLogits(target)
                .withReduction(Reduction.SUM)
                .forward(x);
        Tensor tangent = Tensor.of(Shape.of(3, 1), new float[] {0x1p25f, 2, -0x1p25f});
        assertEquals(1, pass.pushforward(tangent).item());
    }

    @Test
    void aTangentUnlikeThePredictionIsRefused() {
        Operator.Pass<Tensor, Tensor> pass = LOSS.forward(LOGITS);
        Tensor other = Tensor.zeros(Shape.of(3, 2));
        assertEquals(
                "CrossEntropyLoss.pushforward: tangent has shape [3, 2], but [2, 3] is needed",
                assertThrows(ShapeException.class, () -> pass.pushforward(other))
                        .getMessage());
        assertEquals(
                "CrossEntropyLoss.curvature: tangent has shape [3, 2], but [2, 3] is needed",
                assertThrows(ShapeException.class, () -> pass.curvature(ONE, other))
                        .getMessage());
        assertEquals(
                "CrossEntropyLoss.curvature: upstream has shape [2], but [] is needed",
                assertThrows(ShapeException.class, () -> pass.curvature(Tensor.of(1, 1), LOGITS))
                        .getMessage());
        Tensor narrow = LOGITS.to(ElementType.FLOAT32);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> pass.pushforward(narrow))
                .getMessage()
                .startsWith("CrossEntropyLoss.pushforward: tangent"));
        assertEquals(
                "CrossEntropyLoss.pushforward: tangent is null",
                assertThrows(NullPointerException.class, () -> pass.pushforward(null))
                        .getMessage());
    }
}
