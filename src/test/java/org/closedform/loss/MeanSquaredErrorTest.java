package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class MeanSquaredErrorTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return ElementLosses.shapes(type).flatMap(shape -> Combinators.combine(
                        TensorArbitraries.tensors(shape, type),
                        TensorArbitraries.tensors(shape, type),
                        ElementLosses.weights(shape, type),
                        Arbitraries.of(Reduction.values()))
                .as((x, t, weight, reduction) -> Case.of(
                                (Operator<Tensor, Tensor>) MeanSquaredError.of(t)
                                        .withWeight(weight)
                                        .withReduction(reduction),
                                x)
                        .gradientScale(40)));
    }

    record Sample(Tensor x, Tensor t, Tensor w) {
        BigDecimal error() {
            return new BigDecimal(x.item()).subtract(new BigDecimal(t.item()));
        }

        BigDecimal weight() {
            return new BigDecimal(w.item());
        }
    }

    @Provide
    static Arbitrary<Sample> samples() {
        return Combinators.combine(
                        TensorArbitraries.elementTypes(),
                        ElementLosses.numbers(),
                        ElementLosses.numbers(),
                        Arbitraries.doubles().between(0.1, 20).ofScale(3))
                .as((type, x, t, w) -> new Sample(
                        Tensor.scalar(x).to(type),
                        Tensor.scalar(t).to(type),
                        Tensor.scalar(w).to(type)));
    }

    @Property(tries = 1000)
    void lossGradientAndHessianAreTheFormulas(@ForAll("samples") Sample s) {
        boolean wide = s.x.elementType() == ElementType.FLOAT64;
        MeanSquaredError loss = MeanSquaredError.of(s.t).withWeight(s.w).withReduction(Reduction.SUM);
        BigDecimal e = s.error();
        Operator.Pass<Tensor, Tensor> pass = loss.forward(s.x);
        Ulps.assertWithin(wide ? 4 : 1, pass.output(), e.multiply(e).multiply(s.weight()));
        BigDecimal twice = s.weight().multiply(BigDecimal.valueOf(2));
        Ulps.assertWithin(wide ? 3 : 1, pass.gradient(), e.multiply(twice));
        Ulps.assertWithin(1, loss.hessian(s.x).diagonal(), twice);
    }

    @Test
    void meanDividesByTheSummedWeights() {
        // errors 1, 2, 3
        Tensor x = Tensor.of(1, 2, 3);
        MeanSquaredError loss = MeanSquaredError.of(x.zerosLike());
        assertEquals(14.0 / 3, loss.apply(x).item());
        assertEquals(Tensor.of(2 / 3.0, 4 / 3.0, 2), loss.forward(x).gradient());
        MeanSquaredError weighted = loss.withWeight(Tensor.of(1, 0, 3));
        assertEquals((1 + 27) / 4.0, weighted.apply(x).item());
        assertEquals(Tensor.of(0.5, 0, 4.5), weighted.forward(x).gradient());
        assertEquals(4, weighted.meanDivisor());
        assertEquals(28, weighted.withReduction(Reduction.SUM).apply(x).item());
        assertEquals(
                28 / 3.0, weighted.withReduction(Reduction.BATCH_MEAN).apply(x).item());
        assertEquals(loss.apply(x), loss.withWeight(Tensor.scalar(8)).apply(x), "a weight that all share");
    }

    @Test
    void edgesAreWhatTheFormulaSays() {
        Operator.Pass<Tensor, Tensor> pass = MeanSquaredError.of(Tensor.of(1, 2, INF, 0))
                .withReduction(Reduction.NONE)
                .forward(Tensor.of(INF, NAN, INF, 1e-200));
        assertEquals(Tensor.of(INF, NAN, NAN, 0), pass.output());
        assertEquals(Tensor.of(INF, NAN, NAN, 2e-200), pass.gradient());
    }

    @Test
    void whatDoesNotCountIsNotSeenAndNothingIsNoMean() {
        Tensor x = Tensor.of(NAN, 1);
        MeanSquaredError loss = MeanSquaredError.of(Tensor.of(0, 0)).withWeight(Tensor.of(0, 1));
        assertEquals(1, loss.apply(x).item());
        assertEquals(Tensor.of(0, 2), loss.forward(x).gradient());
        assertEquals(Tensor.of(0, 2), loss.hessian(x).diagonal());
        MeanSquaredError nothing = loss.withWeight(Tensor.scalar(0));
        assertEquals(NAN, nothing.apply(x).item());
        assertEquals(0, nothing.withReduction(Reduction.SUM).apply(x).item());
        assertEquals(Tensor.of(0, 0), nothing.forward(x).gradient());
        Tensor none = Tensor.zeros(Shape.of(0, 3));
        assertEquals(NAN, MeanSquaredError.of(none).apply(none).item());
    }

    @Test
    void badInputIsNamed() {
        Tensor t = Tensor.zeros(Shape.of(2, 3));
        MeanSquaredError loss = MeanSquaredError.of(t);
        assertMessage(
                "MeanSquaredError: target has shape [2, 3], but [2] is needed",
                assertThrows(ShapeException.class, () -> loss.forward(Tensor.of(1, 2))));
        assertMessage(
                "MeanSquaredError: weight has shape [2], which does not repeat into [2, 3]",
                assertThrows(ShapeException.class, () -> loss.withWeight(Tensor.of(1, 2))));
        assertMessage(
                "MeanSquaredError: weight is -1.0 at element 1 of [3]; at least 0 is needed",
                assertThrows(IllegalArgumentException.class, () -> loss.withWeight(Tensor.of(1, -1, NAN))));
        assertMessage(
                "MeanSquaredError: weight is float32, but the target is float64;"
                        + " convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                assertThrows(
                        IllegalArgumentException.class,
                        () -> loss.withWeight(Tensor.ones(Shape.of(3), ElementType.FLOAT32))));
        assertMessage(
                "MeanSquaredError: prediction is null",
                assertThrows(NullPointerException.class, () -> loss.forward(null)));
        assertMessage(
                "MeanSquaredError: target is null",
                assertThrows(NullPointerException.class, () -> MeanSquaredError.of(null)));
        assertMessage(
                "MeanSquaredError: reduction is null",
                assertThrows(NullPointerException.class, () -> loss.withReduction(null)));
    }

    static void assertMessage(String expected, Exception e) {
        assertEquals(expected, e.getMessage());
    }

    @Test
    void whatWeighsNothingHasNoDerivatives() {
        Tensor x = Tensor.of(1, NAN, 2);
        Tensor v = Tensor.of(1, INF, NAN);
        Tensor weight = Tensor.of(2, 0, 0);
        for (Operator<Tensor, Tensor> loss : List.of(
                MeanSquaredError.of(Tensor.of(0, 0, 0)).withWeight(weight),
                HuberLoss.of(Tensor.of(0, 0, 0)).withDelta(INF).withWeight(weight.times(2)))) {
            Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
            double expected = loss instanceof HuberLoss ? 1 : 2;
            assertEquals(Tensor.of(expected, 0, 0), pass.gradient());
            assertEquals(expected, pass.pushforward(v).item());
            assertEquals(Tensor.of(expected, 0, 0), pass.curvature(Tensor.scalar(1), v));
        }
    }

    /** The sums of such weights are beyond the largest number; the mean is not. */
    @Test
    void theLargestWeightsMeanWhatSmallOnesDo() {
        Tensor x = Tensor.of(0.3, -1, 2);
        Tensor largest = Tensor.full(x.shape(), Double.MAX_VALUE);
        Tensor small = Tensor.full(x.shape(), Math.scalb(Double.MAX_VALUE, -1023));
        MeanSquaredError squared = MeanSquaredError.of(Tensor.of(0, 1, 1));
        assertEquals(
                squared.withWeight(small).apply(x), squared.withWeight(largest).apply(x));
        assertEquals(
                squared.withWeight(small).forward(x).gradient(),
                squared.withWeight(largest).forward(x).gradient());
        assertEquals(
                squared.withWeight(small).hessian(x).apply(x),
                squared.withWeight(largest).hessian(x).apply(x));
        HuberLoss huber = HuberLoss.of(Tensor.of(0, 1, 1));
        assertEquals(huber.withWeight(small).apply(x), huber.withWeight(largest).apply(x));
        assertEquals(
                huber.withWeight(small).forward(x).gradient(),
                huber.withWeight(largest).forward(x).gradient());
    }
}
