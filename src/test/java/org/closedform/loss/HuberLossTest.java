package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.loss.MeanSquaredErrorTest.Sample;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HuberLossTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double DELTA = 1.25;

    /** Errors away from the seams, where the second derivative jumps. */
    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        Arbitrary<Double> errors = Arbitraries.oneOf(
                Arbitraries.doubles().between(-1, 1).ofScale(6),
                Arbitraries.doubles().between(1.5, 4).ofScale(6),
                Arbitraries.doubles().between(-4, -1.5).ofScale(6));
        return ElementLosses.shapes(type).flatMap(shape -> Combinators.combine(
                        TensorArbitraries.tensors(shape, type),
                        TensorArbitraries.tensors(shape, type, errors),
                        ElementLosses.weights(shape, type),
                        Arbitraries.of(Reduction.values()))
                .as((t, e, weight, reduction) -> Case.of(
                                (Operator<Tensor, Tensor>) HuberLoss.of(t)
                                        .withDelta(DELTA)
                                        .withWeight(weight)
                                        .withReduction(reduction),
                                t.plus(e))
                        .gradientScale(20)));
    }

    @Provide
    Arbitrary<Sample> samples() {
        return MeanSquaredErrorTest.samples();
    }

    @Property(tries = 1000)
    void lossGradientAndHessianAreTheFormulas(@ForAll("samples") Sample s, @ForAll("deltas") double delta) {
        boolean wide = s.x().elementType() == ElementType.FLOAT64;
        HuberLoss loss = HuberLoss.of(s.t()).withDelta(delta).withWeight(s.w()).withReduction(Reduction.SUM);
        BigDecimal d = new BigDecimal(delta);
        BigDecimal size = s.error().abs();
        boolean squared = size.compareTo(d) <= 0;
        BigDecimal half = new BigDecimal("0.5");
        BigDecimal value = squared ? size.multiply(size).multiply(half) : d.multiply(size.subtract(d.multiply(half)));
        BigDecimal slope =
                squared ? s.error() : d.multiply(BigDecimal.valueOf(s.error().signum()));
        Operator.Pass<Tensor, Tensor> pass = loss.forward(s.x());
        Ulps.assertWithin(wide ? 5 : 1, pass.output(), value.multiply(s.weight()));
        Ulps.assertWithin(wide ? 3 : 1, pass.gradient(), slope.multiply(s.weight()));
        // at the seam the two differ by a rounding, but not in their second derivative
        boolean isInside = Math.abs(s.x().item() - s.t().item()) <= delta;
        assertEquals(isInside ? s.w().item() : 0, loss.hessian(s.x()).diagonal().item());
    }

    @Provide
    Arbitrary<Double> deltas() {
        return Arbitraries.of(1.0, 0.1, 2.5, 1e-6, 1e6);
    }

    @Test
    void isQuadraticInsideAndALineBeyond() {
        HuberLoss loss = HuberLoss.of(Tensor.zeros(Shape.of(4))).withDelta(2).withReduction(Reduction.NONE);
        Tensor x = Tensor.of(1, -2, 3, -10);
        assertEquals(Tensor.of(0.5, 2, 4, 18), loss.apply(x));
        assertEquals(Tensor.of(1, -2, 2, -2), loss.forward(x).gradient());
        assertEquals(Tensor.of(1, 1, 0, 0), loss.hessian(x).diagonal());
        assertEquals(Tensor.of(1, 4, 9, 100), loss.withDelta(INF).apply(x).times(2), "half the squared error");
    }

    @Test
    void infinitiesLoseInfinityAndPullByDelta() {
        HuberLoss loss = HuberLoss.of(Tensor.of(0, 0, INF, 0)).withReduction(Reduction.NONE);
        Operator.Pass<Tensor, Tensor> pass = loss.forward(Tensor.of(INF, -INF, INF, NAN));
        assertEquals(Tensor.of(INF, INF, NAN, NAN), pass.output());
        assertEquals(Tensor.of(1, -1, NAN, NAN), pass.gradient());
        assertEquals(
                1e300,
                HuberLoss.of(Tensor.scalar(0)).apply(Tensor.scalar(1e300)).item());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, NAN})
    void aDeltaThatIsNotPositiveIsRefused(double delta) {
        HuberLoss loss = HuberLoss.of(Tensor.scalar(0));
        MeanSquaredErrorTest.assertMessage(
                "HuberLoss: delta is " + delta + "; more than 0 is needed",
                assertThrows(IllegalArgumentException.class, () -> loss.withDelta(delta)));
    }
}
