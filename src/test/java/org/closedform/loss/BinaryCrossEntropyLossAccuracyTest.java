package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
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
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;

/** Loss and gradient of one element against BigDecimal, within the ulps that the Javadoc states. */
class BinaryCrossEntropyLossAccuracyTest {
    private static final double FLOAT64_ULPS = 6;
    private static final double FLOAT32_ULPS = 1;

    /** A prediction, a target and the weights of an element, rounded to one type. */
    record Sample(Tensor x, Tensor t, Tensor w, Tensor c) {
        Operator.Pass<Tensor, Tensor> pass(BinaryCrossEntropyLoss loss) {
            return loss.withWeight(w)
                    .withPosWeight(c)
                    .withReduction(Reduction.NONE)
                    .forward(x);
        }

        /** w·c·t and w·(1 − t). */
        BigDecimal yes() {
            return exact(w).multiply(exact(c)).multiply(exact(t));
        }

        BigDecimal no() {
            return exact(w).multiply(BigDecimal.ONE.subtract(exact(t)));
        }
    }

    private static BigDecimal exact(Tensor scalar) {
        return new BigDecimal(scalar.item());
    }

    /** Neither so far out that the result underflows, nor so large that it overflows. */
    @Provide
    Arbitrary<Sample> logits() {
        return samples(Arbitraries.oneOf(
                Arbitraries.doubles().between(-1, 1).ofScale(12),
                Arbitraries.doubles().between(-40, 40).ofScale(8),
                Arbitraries.doubles().between(-700, 700).ofScale(6),
                Arbitraries.of(1e-20, -1e-300, 0.0, -0.0, 1e30, -1e30, 36.7, -37.5)));
    }

    @Provide
    Arbitrary<Sample> probabilities() {
        return samples(Arbitraries.oneOf(
                Arbitraries.doubles().between(0.001, 0.999).ofScale(12),
                Arbitraries.of(0.5, 1e-30, 1e-8, 1 - 1e-7, 0.999999, Math.nextUp(0.5), 0.25)));
    }

    private static Arbitrary<Sample> samples(Arbitrary<Double> predictions) {
        Arbitrary<Double> targets = Arbitraries.oneOf(
                Arbitraries.of(0.0, 1.0), Arbitraries.doubles().between(0, 1).ofScale(5));
        Arbitrary<Double> weights = Arbitraries.oneOf(
                Arbitraries.of(1.0, 2.0),
                Arbitraries.doubles().between(0.01, 20).ofScale(3));
        return Combinators.combine(TensorArbitraries.elementTypes(), predictions, targets, weights, weights)
                .as((type, x, t, w, c) -> new Sample(
                        Tensor.scalar(x).to(type),
                        Tensor.scalar(t).to(type),
                        Tensor.scalar(w).to(type),
                        Tensor.scalar(c).to(type)));
    }

    private static double bound(Tensor tensor) {
        return tensor.elementType() == ElementType.FLOAT64 ? FLOAT64_ULPS : FLOAT32_ULPS;
    }

    @Property(tries = 1000)
    void lossOnLogitsKeepsItsDigits(@ForAll("logits") Sample s) {
        Tensor loss = s.pass(BinaryCrossEntropyLoss.onLogits(s.t)).output();
        BigDecimal ofYes = s.yes().multiply(softplus(-s.x.item()));
        BigDecimal ofNo = s.no().multiply(softplus(s.x.item()));
        Ulps.assertWithin(bound(loss), loss, ofYes.add(ofNo));
    }

    /** log(1 + e^x). */
    private static BigDecimal softplus(double x) {
        return HighPrecision.log1p(HighPrecision.exp(new BigDecimal(-Math.abs(x))))
                .add(new BigDecimal(Math.max(x, 0)));
    }

    @Property(tries = 1000)
    void gradientOnLogitsIsTheDifferenceOfItsTerms(@ForAll("logits") Sample s) {
        assertDifference(
                s.no().multiply(HighPrecision.sigmoid(s.x.item())),
                s.yes().multiply(HighPrecision.sigmoid(-s.x.item())),
                s.pass(BinaryCrossEntropyLoss.onLogits(s.t)).gradient());
    }

    @Property(tries = 1000)
    void lossOnProbabilitiesKeepsItsDigits(@ForAll("probabilities") Sample s) {
        Tensor loss = s.pass(BinaryCrossEntropyLoss.onProbabilities(s.t)).output();
        BigDecimal p = exact(s.x);
        BigDecimal ofYes = s.yes().multiply(HighPrecision.log(p));
        BigDecimal ofNo = s.no().multiply(HighPrecision.log1p(p.negate()));
        Ulps.assertWithin(bound(loss), loss, ofYes.add(ofNo).negate());
    }

    @Property(tries = 1000)
    void gradientOnProbabilitiesIsTheDifferenceOfItsTerms(@ForAll("probabilities") Sample s) {
        BigDecimal p = exact(s.x);
        assertDifference(
                s.no().divide(BigDecimal.ONE.subtract(p), HighPrecision.DIGITS),
                s.yes().divide(p, HighPrecision.DIGITS),
                s.pass(BinaryCrossEntropyLoss.onProbabilities(s.t)).gradient());
    }

    /** Within ulps of the larger term: a soft target may rightly cancel; float32 has the digits to spare. */
    private static void assertDifference(BigDecimal a, BigDecimal b, Tensor actual) {
        BigDecimal exact = a.subtract(b);
        double off = new BigDecimal(actual.item())
                .subtract(exact)
                .abs()
                .divide(Ulps.ulp(a.max(b), actual.elementType()), MathContext.DECIMAL32)
                .doubleValue();
        assertTrue(
                off <= bound(actual),
                () -> "gradient " + actual + ", but exactly " + exact.round(MathContext.DECIMAL64) + ": off by " + off
                        + " ulp of its larger term");
    }
}
