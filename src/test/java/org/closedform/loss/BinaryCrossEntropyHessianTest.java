package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.loss.BinaryCrossEntropyLossAccuracyTest.Sample;
import org.closedform.operator.Hessian;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

class BinaryCrossEntropyHessianTest {
    private static final double ULPS = 8;

    private final BinaryCrossEntropyLossAccuracyTest cases = new BinaryCrossEntropyLossAccuracyTest();

    @Provide
    Arbitrary<Sample> logits() {
        return cases.logits();
    }

    @Provide
    Arbitrary<Sample> probabilities() {
        return cases.probabilities().filter(s -> s.x().item() > 1e-12 && s.x().item() < 1);
    }

    @Property(tries = 1000)
    void onLogitsItIsTheSlopeOfTheSigmoid(@ForAll("logits") Sample s) {
        double x = s.x().item();
        BigDecimal slope = HighPrecision.sigmoid(x).multiply(HighPrecision.sigmoid(-x));
        assertWithin(
                s, BinaryCrossEntropyLoss.onLogits(s.t()), s.yes().add(s.no()).multiply(slope));
    }

    @Property(tries = 1000)
    void onProbabilitiesEachTermHasItsSquare(@ForAll("probabilities") Sample s) {
        BigDecimal p = new BigDecimal(s.x().item());
        BigDecimal ofYes = s.yes().divide(p.pow(2), HighPrecision.DIGITS);
        BigDecimal ofNo = s.no().divide(BigDecimal.ONE.subtract(p).pow(2), HighPrecision.DIGITS);
        assertWithin(s, BinaryCrossEntropyLoss.onProbabilities(s.t()), ofYes.add(ofNo));
    }

    private static void assertWithin(Sample s, BinaryCrossEntropyLoss loss, BigDecimal expected) {
        Tensor actual =
                loss.withWeight(s.w()).withPosWeight(s.c()).hessian(s.x()).diagonal();
        Ulps.assertWithin(ULPS, actual, expected);
    }

    @Test
    void aSureAnswerHasItsCurvatureInFull() {
        // e⁻⁶⁰, where 1 − σ(60) would be 0
        Tensor curvature = BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0))
                .withReduction(Reduction.SUM)
                .hessian(Tensor.of(60, -60))
                .diagonal();
        assertEquals(8.75651076269652e-27, curvature.at(0), 1e-40);
        assertEquals(8.75651076269652e-27, curvature.at(1), 1e-40);
    }

    @Test
    void meanDividesByTheNumberOfElements() {
        Hessian hessian = BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0)).hessian(Tensor.of(0, 0));
        assertEquals(Tensor.of(0.125, 0.125), hessian.diagonal());
        assertEquals(Tensor.of(0.25, -0.125), hessian.apply(Tensor.of(2, -1)));
        assertEquals(Tensor.scalar(0.125), hessian.block(1));
        assertEquals(Tensor.of(new double[][] {{0.125, 0}, {0, 0.125}}), hessian.toDense());
    }

    @Test
    void specialValuesAreThoseOfTheGradient() {
        Tensor p = Tensor.of(0, 1, -0.5, 1.5, 0);
        Tensor curvature = BinaryCrossEntropyLoss.onProbabilities(Tensor.of(0, 1, 0, 1, 1))
                .withReduction(Reduction.SUM)
                .hessian(p)
                .diagonal();
        assertEquals(Tensor.of(1, 1, Double.NaN, Double.NaN, Double.POSITIVE_INFINITY), curvature);
        Tensor weighsNothing = BinaryCrossEntropyLoss.onLogits(Tensor.of(1))
                .withWeight(Tensor.of(0))
                .hessian(Tensor.of(Double.NaN))
                .diagonal();
        assertEquals(Tensor.of(0), weighsNothing);
    }

    @Test
    void aPredictionThatDoesNotFitIsRefused() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0));
        assertThrows(ShapeException.class, () -> loss.hessian(Tensor.of(1, 2, 3)));
        assertThrows(
                IllegalArgumentException.class,
                () -> loss.hessian(Tensor.of(1, 2).to(ElementType.FLOAT32)));
        assertThrows(NullPointerException.class, () -> loss.hessian(null));
    }
}
