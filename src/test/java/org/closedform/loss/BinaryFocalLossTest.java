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
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class BinaryFocalLossTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        double margin = type == ElementType.FLOAT32 ? 0.25 : 0.05;
        Arbitrary<Double> targets = Arbitraries.oneOf(
                Arbitraries.of(0.0, 1.0), Arbitraries.doubles().between(0, 1).ofScale(4));
        return Combinators.combine(ElementLosses.shapes(type), Arbitraries.of(Form.LOGITS, Form.PROBABILITIES))
                .flatAs((shape, form) -> Combinators.combine(
                                form == Form.LOGITS
                                        ? TensorArbitraries.tensors(shape, type)
                                        : TensorArbitraries.tensors(
                                                shape,
                                                type,
                                                Arbitraries.doubles()
                                                        .between(margin, 1 - margin)
                                                        .ofScale(6)),
                                TensorArbitraries.tensors(shape, type, targets),
                                ElementLosses.weights(shape, type),
                                Arbitraries.of(0.0, 0.5, 1.0, 2.0, 3.7),
                                Arbitraries.of(Reduction.values()))
                        .as((x, t, w, gamma, reduction) -> Case.of(
                                        (Operator<Tensor, Tensor>) new BinaryFocalLoss(
                                                (form == Form.LOGITS
                                                                ? BinaryCrossEntropyLoss.onLogits(t)
                                                                : BinaryCrossEntropyLoss.onProbabilities(t))
                                                        .withPosWeight(w)
                                                        .withReduction(reduction),
                                                gamma),
                                        x)
                                .gradientScale(form == Form.LOGITS ? 40 : 400)));
    }

    record Sample(Tensor x, double t, double gamma) {
        BigDecimal g() {
            return new BigDecimal(gamma);
        }
    }

    @Provide
    Arbitrary<Sample> logits() {
        return samples(Arbitraries.oneOf(
                Arbitraries.doubles().between(-3, 3).ofScale(12),
                Arbitraries.doubles().between(-40, 40).ofScale(8),
                Arbitraries.doubles().between(-110, 110).ofScale(6)));
    }

    @Provide
    Arbitrary<Sample> probabilities() {
        return samples(Arbitraries.oneOf(
                Arbitraries.doubles().between(0.001, 0.999).ofScale(12),
                Arbitraries.of(0.5, 1e-10, 1e-8, 1 - 1e-7, 0.999999, 0.25)));
    }

    private static Arbitrary<Sample> samples(Arbitrary<Double> x) {
        return Combinators.combine(
                        TensorArbitraries.elementTypes(),
                        x,
                        Arbitraries.of(0.0, 1.0, 0.25),
                        Arbitraries.of(0.5, 1.0, 2.0, 3.7, 5.0))
                .as((type, v, t, gamma) -> new Sample(Tensor.scalar(v).to(type), t, gamma));
    }

    /** A term, its slope and its curvature, as numbers of a logit or a probability for yes. */
    private record Term(BigDecimal value, BigDecimal slope, BigDecimal curvature, BigDecimal bent) {
        /** f(u) = c^γ L. */
        static Term onLogit(double u, BigDecimal gamma) {
            BigDecimal p = HighPrecision.sigmoid(u);
            BigDecimal c = HighPrecision.sigmoid(-u);
            BigDecimal loss = HighPrecision.log1p(HighPrecision.exp(new BigDecimal(-Math.abs(u))))
                    .add(new BigDecimal(Math.max(-u, 0)));
            BigDecimal power = FocalReference.power(c, gamma.doubleValue());
            BigDecimal share = gamma.multiply(p).multiply(loss);
            BigDecimal up = BigDecimal.ONE
                    .add(gamma.multiply(BigDecimal.valueOf(2)))
                    .multiply(c)
                    .add(gamma.multiply(share));
            BigDecimal down = gamma.multiply(loss).multiply(c);
            return new Term(
                    power.multiply(loss),
                    power.multiply(share.add(c)).negate(),
                    power.multiply(p).multiply(up.subtract(down)),
                    power.multiply(p).multiply(up.add(down)));
        }

        /** f(p) = c^γ L. */
        static Term onProbability(BigDecimal p, BigDecimal c, BigDecimal gamma) {
            BigDecimal loss = HighPrecision.log(p).negate();
            BigDecimal power = FocalReference.power(c, gamma.doubleValue());
            BigDecimal ratio = loss.divide(c, HighPrecision.DIGITS);
            BigDecimal inverse = BigDecimal.ONE.divide(p, HighPrecision.DIGITS);
            BigDecimal bent = gamma.subtract(BigDecimal.ONE)
                    .multiply(ratio)
                    .add(inverse.multiply(BigDecimal.valueOf(2)))
                    .multiply(gamma)
                    .divide(c, HighPrecision.DIGITS);
            BigDecimal second = power.multiply(bent.add(inverse.multiply(inverse)));
            return new Term(
                    power.multiply(loss),
                    power.multiply(gamma.multiply(ratio).add(inverse)).negate(),
                    second,
                    second);
        }
    }

    private static void assertAccurate(
            BinaryFocalLoss loss, Sample s, Term yes, Term no, double ulps, double slopeUlps, double curvatureUlps) {
        BigDecimal t = new BigDecimal(s.t);
        BigDecimal other = BigDecimal.ONE.subtract(t);
        BigDecimal value = t.multiply(yes.value).add(other.multiply(no.value));
        if (value.doubleValue() < 1e-290) {
            return;
        }
        Operator.Pass<Tensor, Tensor> pass = loss.withReduction(Reduction.SUM).forward(s.x);
        Ulps.assertWithin(ulps, pass.output(), value);
        BigDecimal up = other.multiply(no.slope).negate();
        BigDecimal down = t.multiply(yes.slope).negate();
        Ulps.assertWithinOf(up.max(down).doubleValue(), slopeUlps, pass.gradient(), up.subtract(down));
        Ulps.assertWithinOf(
                t.multiply(yes.bent).add(other.multiply(no.bent)).doubleValue(),
                curvatureUlps,
                loss.hessian(s.x).diagonal(),
                t.multiply(yes.curvature).add(other.multiply(no.curvature)));
    }

    @Property(tries = 1000)
    void onLogitsItKeepsItsDigits(@ForAll("logits") Sample s) {
        boolean wide = s.x.elementType() == ElementType.FLOAT64;
        Tensor t = Tensor.scalar(s.t).to(s.x.elementType());
        assertAccurate(
                BinaryFocalLoss.onLogits(t).withGamma(s.gamma),
                s,
                Term.onLogit(s.x.item(), s.g()),
                Term.onLogit(-s.x.item(), s.g()),
                wide ? 8 : 1,
                wide ? 10 : 1,
                wide ? 16 : 1);
    }

    @Property(tries = 1000)
    void onProbabilitiesItKeepsItsDigits(@ForAll("probabilities") Sample s) {
        boolean wide = s.x.elementType() == ElementType.FLOAT64;
        Tensor t = Tensor.scalar(s.t).to(s.x.elementType());
        BigDecimal p = new BigDecimal(s.x.item());
        BigDecimal c = BigDecimal.ONE.subtract(p);
        if (c.signum() == 0) {
            return; // float32 has no number so near to 1
        }
        assertAccurate(
                BinaryFocalLoss.onProbabilities(t).withGamma(s.gamma),
                s,
                Term.onProbability(p, c, s.g()),
                Term.onProbability(c, p, s.g()),
                wide ? 8 + s.gamma : 1,
                wide ? 10 + s.gamma : 1,
                wide ? 16 + s.gamma : 1);
    }

    @Property(tries = 300)
    void isTheCrossEntropyForGammaZero(@ForAll("logits") Sample s) {
        BinaryCrossEntropyLoss loss =
                BinaryCrossEntropyLoss.onLogits(Tensor.scalar(s.t).to(s.x.elementType()));
        Operator.Pass<Tensor, Tensor> focal = new BinaryFocalLoss(loss, 0).forward(s.x);
        assertEquals(loss.forward(s.x).output(), focal.output());
        assertEquals(loss.forward(s.x).gradient(), focal.gradient());
        assertEquals(loss.hessian(s.x), new BinaryFocalLoss(loss, 0).hessian(s.x));
        assertEquals(
                loss.forward(s.x).output(),
                new BinaryFocalLoss(loss, Double.MIN_VALUE).apply(s.x),
                "the same bits for the least γ above 0");
    }

    @Test
    void confidentAnswersKeepTheirDigits() {
        // σ(−40)² · log(1 + e⁻⁴⁰), where 1 − σ(40) would be 0
        double e = 4.248354255291588995329e-18;
        double expected = e * e * e;
        Tensor loss = BinaryFocalLoss.onLogits(Tensor.scalar(1)).apply(Tensor.scalar(40));
        assertEquals(expected, loss.item(), 8 * Math.ulp(expected));
    }

    @Test
    void alphaWeighsAYesAndTheRestANo() {
        Tensor t = Tensor.of(1, 0);
        Tensor each = BinaryFocalLoss.onLogits(t)
                .withAlpha(0.25)
                .withReduction(Reduction.NONE)
                .apply(Tensor.of(0, 0));
        // ½² log 2, a quarter of it and three quarters
        double both = 0.25 * 0.693147180559945309;
        assertEquals(0.25 * both, each.at(0), 1e-17);
        assertEquals(0.75 * both, each.at(1), 1e-17);
        MeanSquaredErrorTest.assertMessage(
                "BinaryFocalLoss: alpha is 1.5; a number from 0 to 1 is needed",
                assertThrows(IllegalArgumentException.class, () -> BinaryFocalLoss.onLogits(t)
                        .withAlpha(1.5)));
    }

    private static void assertAt(BinaryFocalLoss loss, double x, double value, double slope) {
        Operator.Pass<Tensor, Tensor> pass = loss.forward(Tensor.scalar(x));
        assertEquals(value, pass.output().item());
        assertEquals(slope, pass.gradient().plus(0).item());
    }

    @Test
    void edgesAreTheLimits() {
        BinaryFocalLoss yes = BinaryFocalLoss.onLogits(Tensor.scalar(1));
        BinaryFocalLoss no = BinaryFocalLoss.onLogits(Tensor.scalar(0));
        assertAt(yes, INF, 0, 0);
        assertAt(yes, -INF, INF, -1);
        assertAt(no, INF, INF, 1);
        assertAt(no, -INF, 0, 0);
        assertAt(yes, NAN, NAN, NAN);
        assertAt(yes, -1e300, 1e300, -1);
        BinaryFocalLoss sure = BinaryFocalLoss.onProbabilities(Tensor.scalar(1));
        assertAt(sure, 1, 0, 0);
        assertAt(sure, 0, INF, -INF);
        assertAt(sure, 1.5, NAN, NAN);
        assertAt(sure, -0.5, NAN, NAN);
    }
}
