package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.closedform.gradient.diagnosis.MadeUp.ofLoss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.function.IntPredicate;
import org.closedform.gradient.GradientCheck;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** Some derivatives are right, and the others are wrong in one way. */
class PartialHypothesesTest {

    /** Of outputs [3, 2], of which some do not come back. */
    private static String without(IntPredicate output) {
        Evidence evidence = MadeUp.evidence(
                MadeUp.elements(Shape.of(2)),
                Shape.of(3, 2),
                MadeUp.draw(6, 2),
                (right, k, c) -> output.test(k) ? 0 : right);
        return cause(PartialHypotheses::outputsMissing, evidence);
    }

    @Test
    void outputsThatDoNotComeBackAreNamed() {
        assertEquals("only what comes from index 0 of axis 0 of y reaches x", without(k -> k > 1));
        assertEquals("only what comes from index 1 of axis 1 of y reaches x", without(k -> k % 2 == 0));
        assertEquals("what comes from index 2 of axis 0 of y does not reach x", without(k -> k > 3));
        assertEquals("what comes from y[0, 0], y[1, 1] does not reach x", without(k -> k == 0 || k == 3));
        assertEquals("", without(k -> true));
        assertEquals("", without(k -> false));
    }

    /** Of one output whose derivative is 0 by some elements, which are off by 1 where a mistake is made. */
    private static String masked(IntPredicate zero, IntPredicate mistaken) {
        double[][] numeric = MadeUp.draw(1, 6);
        for (int c = 0; c < 6; c++) {
            numeric[0][c] *= zero.test(c) ? 0 : 1;
        }
        Evidence evidence = MadeUp.evidence(
                MadeUp.elements(Shape.of(6)),
                Shape.of(),
                numeric,
                (right, k, c) -> mistaken.test(c) ? right + 1 : right);
        return cause(PartialHypotheses::maskMissing, evidence);
    }

    @Test
    void whereTheDerivativeIsZeroAMaskIsMissing() {
        assertEquals(
                "the derivative is 0 at x[1], x[4], and the gradient is not; it is right at the others",
                masked(c -> c % 3 == 1, c -> c % 3 == 1));
        assertEquals(
                "the derivative is 0 at x[1], and the gradient is not; it is right at the others",
                masked(c -> c % 3 == 1, c -> c == 1));
        assertEquals("", masked(c -> c % 3 == 1, c -> c < 2), "another one is wrong too");
        assertEquals("", masked(c -> true, c -> c < 2), "nothing is right");
    }

    record Two(Tensor h, Tensor c) implements TensorTree<Two> {}

    @Test
    void aPartOfTheOutputIsNamed() {
        Operator<Tensor, Two> mistaken = Operator.of(x -> new Two(x.times(2), x.times(x)), (x, y, d) -> d.h().times(2));
        assertEquals(
                "what comes from the output c does not reach x",
                GradientCheck.of(mistaken)
                        .at(Tensor.of(1, 2, -3))
                        .diagnoses()
                        .get(0)
                        .cause());
    }

    @Test
    void aPartOfTheOutputIsNamedWhoseDerivativesAreWrong() {
        Tensor w = Tensor.of(new double[][] {{1, 2, -1}, {0.5, -3, 2}, {4, 1, -2}});
        Tensor wrong = Tensor.of(new double[][] {{2, 0.7, 1}, {3, 1.5, -2}, {-1, 0.3, 5}});
        Operator<Tensor, Two> mistaken = Operator.of(x -> new Two(x.times(2), x.matmul(w)), (x, y, d) -> d.h().times(2)
                .plus(d.c().matmul(wrong)));
        assertEquals(
                "only the derivatives of the output c are wrong",
                GradientCheck.of(mistaken)
                        .at(Tensor.of(new double[][] {{1, 2, -3}}))
                        .diagnoses()
                        .get(0)
                        .cause());
    }

    @Test
    void oneFactorAtSomeElementsIsNamed() {
        Hypothesis hypothesis = PartialHypotheses::oneFactor;
        Shape shape = Shape.of(8);
        assertEquals(
                "gradient = 2 × numeric at x[0] … x[3], and right at the others",
                cause(hypothesis, ofLoss(shape, (right, k, c) -> c < 4 ? 2 * right : right)));
        assertEquals(
                "gradient = 0 at x[1], x[3], x[5], x[7], and right at the others",
                cause(hypothesis, ofLoss(shape, (right, k, c) -> c % 2 == 0 ? right : 0)));
        assertFalse(explains(hypothesis, ofLoss(shape, (right, k, c) -> c < 4 ? (2 + c) * right : right)));
        assertFalse(explains(hypothesis, ofLoss(shape, (right, k, c) -> 2 * right)), "all of them");
        assertFalse(explains(hypothesis, ofLoss(shape, (right, k, c) -> c == 1 ? 2 * right : right)), "one alone");
    }

    @Test
    void entriesOfAJacobianAreCounted() {
        Evidence evidence = MadeUp.evidence(
                MadeUp.elements(Shape.of(3)), Shape.of(3), MadeUp.draw(3, 3), (right, k, c) -> k == c ? 0 : right);
        assertEquals(
                "gradient = 0 at 3 of 9 entries, and right at the others",
                cause(PartialHypotheses::oneFactor, evidence));
        Evidence ofOneOutput = MadeUp.evidence(
                MadeUp.elements(Shape.of(3)),
                Shape.of(4),
                MadeUp.draw(4, 3),
                (right, k, c) -> k == 2 ? 2 * right : right);
        assertEquals(
                "gradient = 2 × numeric at 3 of 12 entries, all of y[2], and right at the others",
                cause(PartialHypotheses::oneFactor, ofOneOutput));
    }

    @Test
    void oneAmountAtSomeElementsIsATarget() {
        Hypothesis hypothesis = PartialHypotheses::oneAmount;
        Shape shape = Shape.of(6);
        assertEquals(
                "off by 1 at x[1], x[3], x[5], and right at the others",
                cause(hypothesis, ofLoss(shape, (right, k, c) -> right + c % 2)));
        assertEquals(
                "all elements are off by 0.25, some up and some down",
                cause(hypothesis, ofLoss(shape, (right, k, c) -> right + (c % 2 == 0 ? 0.25 : -0.25))));
        assertFalse(explains(hypothesis, ofLoss(shape, (right, k, c) -> right + c % 3)));
        assertFalse(explains(hypothesis, ofLoss(shape, (right, k, c) -> c == 2 ? right + 1 : right)), "one alone");
    }
}
