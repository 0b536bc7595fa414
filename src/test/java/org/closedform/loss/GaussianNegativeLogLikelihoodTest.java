package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.loss.GaussianNegativeLogLikelihood.Inputs;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class GaussianNegativeLogLikelihoodTest extends OperatorContract<Inputs, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final BigDecimal HALF = new BigDecimal("0.5");

    @Override
    protected Arbitrary<Case<Inputs, Tensor>> cases(ElementType type) {
        Arbitrary<Double> variances = Arbitraries.doubles().between(0.5, 4).ofScale(6);
        return ElementLosses.shapes(type).flatMap(shape -> Combinators.combine(
                        TensorArbitraries.tensors(shape, type),
                        TensorArbitraries.tensors(shape, type, variances),
                        TensorArbitraries.tensors(shape, type),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Reduction.values()))
                .as((m, v, t, full, reduction) -> Case.of(
                                (Operator<Inputs, Tensor>) GaussianNegativeLogLikelihood.of(t)
                                        .withEpsilon(0.25)
                                        .withFull(full)
                                        .withReduction(reduction),
                                new Inputs(m, v))
                        .gradientScale(200)));
    }

    /** A mean, a variance and a target, sometimes with a variance next to the squared error. */
    record Sample(Tensor m, Tensor v, Tensor t) {
        BigDecimal error() {
            return new BigDecimal(m.item()).subtract(new BigDecimal(t.item()));
        }

        BigDecimal variance() {
            return new BigDecimal(v.item());
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        Arbitrary<Double> variances = Arbitraries.oneOf(
                Arbitraries.doubles().between(0.001, 1000).ofScale(4), Arbitraries.of(1e-12, 1e-3, 1.0, 1e20));
        return Combinators.combine(
                        TensorArbitraries.elementTypes(),
                        ElementLosses.numbers(),
                        ElementLosses.numbers(),
                        variances,
                        Arbitraries.of(0.0, 1.0, 1 + 1e-12, 1 - 1e-15))
                .as((type, m, t, variance, near) -> {
                    double v = near == 0 || m.equals(t) ? variance : (m - t) * (m - t) * near;
                    return new Sample(
                            Tensor.scalar(m).to(type),
                            Tensor.scalar(t).to(type),
                            Tensor.scalar(v).to(type));
                })
                .map(s -> new Sample(s.m, s.t, s.v));
    }

    @Property(tries = 1000)
    void lossAndGradientsAreTheFormulas(@ForAll("samples") Sample s) {
        boolean wide = s.m.elementType() == ElementType.FLOAT64;
        BigDecimal e = s.error();
        BigDecimal v = s.variance();
        BigDecimal square = e.multiply(e);
        BigDecimal ratio = square.divide(v, HighPrecision.DIGITS);
        BigDecimal log = HighPrecision.log(v);
        Operator.Pass<Inputs, Tensor> pass = GaussianNegativeLogLikelihood.of(s.t)
                .withEpsilon(0)
                .withReduction(Reduction.SUM)
                .forward(new Inputs(s.m, s.v));
        Ulps.assertWithinOf(
                log.abs().add(ratio).multiply(HALF).doubleValue(),
                wide ? 4 : 1,
                pass.output(),
                log.add(ratio).multiply(HALF));
        Ulps.assertWithin(wide ? 3 : 1, pass.gradient().mean(), e.divide(v, HighPrecision.DIGITS));
        BigDecimal twice = v.multiply(v).multiply(BigDecimal.valueOf(2));
        BigDecimal slope = v.subtract(square).divide(twice, HighPrecision.DIGITS);
        if (slope.abs().doubleValue() > 1e38) {
            return; // beyond float32
        }
        double off = new BigDecimal(pass.gradient().variance().item())
                .subtract(slope)
                .abs()
                .subtract(square.divide(twice, HighPrecision.DIGITS).multiply(new BigDecimal(0x1p-100)))
                .divide(Ulps.ulp(slope, s.m.elementType()), MathContext.DECIMAL32)
                .doubleValue();
        assertTrue(off <= (wide ? 4 : 1), () -> pass.gradient().variance() + " is " + off + " ulp off");
    }

    @Test
    void theConstantMakesItADensity() {
        // log √(2π) at the mean, for a variance of 1
        GaussianNegativeLogLikelihood loss = GaussianNegativeLogLikelihood.of(Tensor.scalar(3));
        Inputs in = new Inputs(Tensor.scalar(3), Tensor.scalar(1));
        assertEquals(0, loss.apply(in).item());
        assertEquals(0.91893853320467274178, loss.withFull(true).apply(in).item());
    }

    @Test
    void aVarianceBelowEpsilonCountsAsEpsilonAndIsStillPushed() {
        // as PyTorch: e = 1, v = 0 → ε = 0.25: (log 0.25 + 4)/2, e/v = 4, (v − e²)/2v² = −0.75/0.125 = −6
        GaussianNegativeLogLikelihood loss =
                GaussianNegativeLogLikelihood.of(Tensor.scalar(0)).withEpsilon(0.25);
        for (double v : new double[] {0, 0.1, 0.25}) {
            Operator.Pass<Inputs, Tensor> pass = loss.forward(new Inputs(Tensor.scalar(1), Tensor.scalar(v)));
            assertEquals(2 - 0.693147180559945309, pass.output().item(), 1e-15);
            assertEquals(new Inputs(Tensor.scalar(4), Tensor.scalar(-6)), pass.gradient());
        }
        assertEquals(1e-6, GaussianNegativeLogLikelihood.of(Tensor.scalar(0)).epsilon());
    }

    private static void assertAt(double e, double v, double loss, double ofMean, double ofVariance) {
        Operator.Pass<Inputs, Tensor> pass = GaussianNegativeLogLikelihood.of(Tensor.scalar(0))
                .withEpsilon(0)
                .forward(new Inputs(Tensor.scalar(e), Tensor.scalar(v)));
        assertEquals(Tensor.scalar(loss), pass.output());
        assertEquals(Tensor.scalar(ofMean), pass.gradient().mean());
        assertEquals(Tensor.scalar(ofVariance), pass.gradient().variance());
    }

    @Test
    void edgesAreTheLimits() {
        assertAt(1, 0, INF, INF, -INF);
        assertAt(-1e-200, 0, INF, -INF, -INF);
        assertAt(0, 0, -INF, 0, INF);
        assertAt(1, INF, INF, 0, 0);
        assertAt(INF, 1, INF, INF, -INF);
        assertAt(1, -1, NAN, NAN, NAN);
        assertAt(0, -0.5, NAN, NAN, NAN);
        assertAt(NAN, 1, NAN, NAN, NAN);
        assertAt(0, NAN, NAN, NAN, NAN);
        // e² is beyond the range, e²/2v² = 5e−101 is not
        assertEquals(
                -5e-101,
                GaussianNegativeLogLikelihood.of(Tensor.scalar(0))
                        .forward(new Inputs(Tensor.scalar(1e200), Tensor.scalar(1e250)))
                        .gradient()
                        .variance()
                        .item(),
                1e-115);
    }

    @Test
    void badInputIsNamed() {
        GaussianNegativeLogLikelihood loss = GaussianNegativeLogLikelihood.of(Tensor.of(1, 2));
        MeanSquaredErrorTest.assertMessage(
                "GaussianNegativeLogLikelihood: variance has shape [1], but [2] is needed",
                assertThrows(ShapeException.class, () -> loss.forward(new Inputs(Tensor.of(1, 2), Tensor.of(1)))));
        MeanSquaredErrorTest.assertMessage(
                "GaussianNegativeLogLikelihood: target has shape [2], but [3] is needed",
                assertThrows(
                        ShapeException.class, () -> loss.forward(new Inputs(Tensor.of(1, 2, 3), Tensor.of(1, 2, 3)))));
        MeanSquaredErrorTest.assertMessage(
                "GaussianNegativeLogLikelihood: epsilon is -1.0; a finite number from 0 on is needed",
                assertThrows(IllegalArgumentException.class, () -> loss.withEpsilon(-1)));
    }
}
