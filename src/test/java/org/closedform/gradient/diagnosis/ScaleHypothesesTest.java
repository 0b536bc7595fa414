package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.closedform.gradient.diagnosis.MadeUp.ofLoss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** Multiples of what is right, of all or of some. */
class ScaleHypothesesTest {
    private static final Shape SHAPE = Shape.of(3, 4);

    @Test
    void theFirstThatIsNotFiniteIsNamed() {
        Hypothesis hypothesis = ScaleHypotheses::notFinite;
        assertEquals(
                "the gradient is NaN or infinite, first at x[1, 2]",
                cause(hypothesis, ofLoss(SHAPE, (right, k, c) -> c == 6 || c == 9 ? Double.NaN : right)));
        assertFalse(explains(hypothesis, ofLoss(SHAPE, (right, k, c) -> right + 1)));
    }

    @Test
    void zerosAndSignsAreOfAll() {
        assertEquals(
                "the gradient is 0 everywhere, and the derivative is not",
                cause(ScaleHypotheses::zero, ofLoss(SHAPE, (right, k, c) -> 0)));
        assertFalse(explains(ScaleHypotheses::zero, ofLoss(SHAPE, (right, k, c) -> c == 5 ? right : 0)));
        assertEquals(
                "gradient = −1 × numeric at all 12 entries",
                cause(ScaleHypotheses::sign, ofLoss(SHAPE, (right, k, c) -> -right)));
        assertFalse(explains(ScaleHypotheses::sign, ofLoss(SHAPE, (right, k, c) -> c == 5 ? right : -right)));
    }

    @Test
    void aFactorOfAllIsNamed() {
        assertEquals(
                "gradient = 4 (4 is the length of axis 1 of x) × numeric at all 12 entries",
                cause(ScaleHypotheses::constantFactor, ofLoss(SHAPE, (right, k, c) -> 4 * right)));
        assertFalse(
                explains(ScaleHypotheses::constantFactor, ofLoss(SHAPE, (right, k, c) -> (c == 5 ? 5 : 4) * right)));
        assertEquals(
                "unbiased variance",
                ScaleHypotheses.constantFactor(ofLoss(SHAPE, (right, k, c) -> right * 2 / 3))
                        .orElseThrow()
                        .name());
    }

    private static Diagnosis ofGroups(double... factors) {
        return ScaleHypotheses.groupFactor(
                        ofLoss(Shape.of(3, factors.length), (right, k, c) -> factors[c % factors.length] * right))
                .orElseThrow();
    }

    @Test
    void factorsOfEachIndexAreNamed() {
        assertEquals(
                "each index of axis 1 has a factor of its own: 2, −3, 1, 0.5",
                ofGroups(2, -3, 1, 0.5).cause());
        assertEquals("group factor", ofGroups(2, -3, 1, 0.5).name());
        assertEquals(
                "each index of axis 0 has a factor of its own: 1, 2, 3",
                cause(ScaleHypotheses::groupFactor, ofLoss(SHAPE, (right, k, c) -> (1 + c / 4) * right)));
        assertFalse(explains(
                ScaleHypotheses::groupFactor, ofLoss(SHAPE, (right, k, c) -> right * (1 + c % 4) + (c == 5 ? 1 : 0))));
        assertFalse(
                explains(ScaleHypotheses::groupFactor, ofLoss(Shape.of(1, 3), (right, k, c) -> 2 * right)),
                "one index alone");
    }

    @Test
    void factorsNearOneAreThoseOfADeviation() {
        assertEquals("epsilon", ofGroups(0.9, 0.95, 0.97, 0.8).name());
        assertEquals("group factor", ofGroups(0.9, 1, 0.97, 0.8).name(), "one of them is right");
        assertEquals("group factor", ofGroups(0.9, 3.5, 0.97, 0.8).name());
        double ratio = Math.sqrt(2 / 3.0);
        Diagnosis unbiased = ofGroups(ratio, ratio + 0.001, ratio, ratio);
        assertEquals("unbiased variance", unbiased.name());
        assertEquals("N = 3 or N − 1 = 2 in the variance?", unbiased.hint());
    }

    record Scaled(Tensor x, Tensor beta, Tensor gamma) implements TensorTree<Scaled> {}

    /** x ⊙ γ + β, whose backward takes a multiple of dy for dx. */
    private static String culprit(Tensor multiple) {
        Operator<Scaled, Tensor> mistaken = Operator.of(
                in -> in.x().times(in.gamma()).plus(in.beta()),
                (in, y, dy) -> new Scaled(
                        dy.times(multiple), dy.sum(0), dy.times(in.x()).sum(0)));
        Scaled at = new Scaled(MadeUp.elements(Shape.of(3, 2)), Tensor.of(7, 5), Tensor.of(4, -0.5));
        return GradientCheck.of(mistaken).at(at).part("x").diagnoses().get(0).cause();
    }

    @Test
    void aPartThatIsThereTwiceOrNotAtAllIsNamed() {
        String factors = "each index of axis 1 has a factor of its own: ";
        assertEquals(factors + "0.25, −2, which is 1 / gamma", culprit(Tensor.of(1, 1)));
        assertEquals(factors + "4, −0.5, which is gamma", culprit(Tensor.of(16, 0.25)));
        assertEquals(factors + "4.0025, −0.5, which is gamma", culprit(Tensor.of(16.01, 0.25)));
        assertEquals(factors + "4, −0.6", culprit(Tensor.of(16, 0.3)));
        assertEquals(factors + "5, −0.5", culprit(Tensor.of(20, 0.25)));
    }
}
