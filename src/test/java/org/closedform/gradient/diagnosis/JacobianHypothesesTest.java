package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.coupled;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntBinaryOperator;
import org.closedform.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Jacobians of the wrong structure. */
class JacobianHypothesesTest {
    private static final Shape SHAPE = Shape.of(2, 3);
    private static final IntBinaryOperator ALL = (k, c) -> 1;
    private static final IntBinaryOperator ALONE = (k, c) -> k == c ? 1 : 0;
    private static final IntBinaryOperator WITHIN_ROWS = (k, c) -> k / 3 == c / 3 ? 1 : 0;

    @Test
    void offDiagonalEntriesMayBeMissing() {
        Hypothesis hypothesis = JacobianHypotheses::offDiagonalMissing;
        assertTrue(explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c ? right : 0)));
        assertFalse(explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c ? 2 * right : 0)));
        assertFalse(explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c || k + c == 1 ? right : 0)));
        assertFalse(explains(hypothesis, ofThreeOutputs((right, k, c) -> k == c ? right : 0)));
    }

    /** Of three outputs and two inputs. */
    private static Evidence ofThreeOutputs(MadeUp.Mistake mistake) {
        return MadeUp.evidence(MadeUp.elements(Shape.of(2)), Shape.of(3), MadeUp.draw(3, 2), mistake);
    }

    @Test
    void onlyTheDiagonalMayBeWrong() {
        Hypothesis hypothesis = JacobianHypotheses::diagonalWrong;
        assertTrue(explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c ? right + 1 : right)));
        assertTrue(explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c && k < 2 ? right + 1 : right)));
        assertFalse(explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c && k < 1 ? right + 1 : right)));
        assertFalse(
                explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c || k + c == 1 ? right + 1 : right)));
        assertFalse(explains(hypothesis, coupled(SHAPE, ALONE, (right, k, c) -> k == c ? right + 1 : right)));
        assertFalse(explains(hypothesis, ofThreeOutputs((right, k, c) -> k == c ? right + 1 : right)));
    }

    @Test
    void theWrongAxisIsNamed() {
        Hypothesis hypothesis = JacobianHypotheses::wrongAxis;
        double[][] drawn = MadeUp.draw(6, 6);
        assertEquals(
                "the function keeps axis 0 of y and axis 0 of x together, the backward keeps axis 1 of y and axis 1 of x",
                cause(hypothesis, coupled(SHAPE, WITHIN_ROWS, (right, k, c) -> k % 3 == c % 3 ? drawn[k][c] : 0)));
        assertFalse(explains(hypothesis, coupled(SHAPE, WITHIN_ROWS, (right, k, c) -> 2 * right)), "the same axis");
        assertFalse(explains(hypothesis, coupled(SHAPE, WITHIN_ROWS, (right, k, c) -> drawn[k][c])), "none kept");
        assertFalse(
                explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k % 3 == c % 3 ? drawn[k][c] : 0)),
                "none to keep");
        assertFalse(
                explains(hypothesis, coupled(Shape.of(1, 6), ALL, (right, k, c) -> k == c ? right : 0)), "of length 1");
    }

    @Test
    void axesMayBeExchangedOnTheWay() {
        Shape square = Shape.of(2, 2);
        double[][] drawn = MadeUp.draw(4, 4);
        assertEquals(
                "the function keeps axis 0 of y and axis 1 of x together, the backward keeps axis 0 of y and axis 0 of x",
                cause(
                        JacobianHypotheses::wrongAxis,
                        coupled(
                                square,
                                (k, c) -> k / 2 == c % 2 ? 1 : 0,
                                (right, k, c) -> k / 2 == c / 2 ? drawn[k][c] : 0)));
    }

    /** Σ u dy along rows, times v. */
    private static double sumAlongRows(int k, int c) {
        return k / 3 == c / 3 ? (1 + k) * (2 - c * c) : 0;
    }

    @Test
    void anOuterProductInEachLineIsASumTerm() {
        Hypothesis hypothesis = JacobianHypotheses::sumTerm;
        assertEquals(
                "a term v · Σ u dy is missing or wrong, its sum along axis 1",
                cause(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> right - sumAlongRows(k, c))));
        assertEquals(
                "a term v · Σ u dy is missing or wrong, its sum along axes 0, 1",
                cause(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> right + (1 + k) * (2 - c * c))));
        assertFalse(explains(
                hypothesis, coupled(SHAPE, ALL, (right, k, c) -> right + sumAlongRows(k, c) + (k == c ? 1 : 0))));
        assertFalse(explains(hypothesis, ofThreeOutputs((right, k, c) -> right + 1)));
        Evidence flattened = MadeUp.evidence(
                MadeUp.elements(SHAPE), Shape.of(6), MadeUp.draw(6, 6), (right, k, c) -> right - sumAlongRows(k, c));
        assertFalse(explains(hypothesis, flattened), "of another shape there are no lines in common");
    }

    @Test
    void anOuterProductOfAllIsOfRankOne() {
        Hypothesis hypothesis = JacobianHypotheses::rankOne;
        assertTrue(explains(hypothesis, ofThreeOutputs((right, k, c) -> right + (1 + k) * (3 - c))));
        assertFalse(explains(hypothesis, ofThreeOutputs((right, k, c) -> right + (k == c ? 1 : 0))));
        assertFalse(explains(hypothesis, MadeUp.ofLoss(Shape.of(3), (right, k, c) -> right + c)), "of one output");
        Evidence ofOneElement = MadeUp.evidence(
                MadeUp.elements(Shape.of(1)), Shape.of(3), MadeUp.draw(3, 1), (right, k, c) -> right + k);
        assertFalse(explains(hypothesis, ofOneElement));
    }

    @Test
    void aSlopeMayBeWrongElementByElement() {
        Hypothesis hypothesis = JacobianHypotheses::elementwiseSlope;
        assertTrue(explains(hypothesis, coupled(SHAPE, ALONE, (right, k, c) -> right * (1 + k))));
        assertFalse(explains(hypothesis, coupled(SHAPE, ALL, (right, k, c) -> k == c ? 1 : 0)));
        assertFalse(explains(hypothesis, coupled(SHAPE, ALONE, (right, k, c) -> right + 1)));
        assertFalse(explains(hypothesis, ofThreeOutputs((right, k, c) -> right + 1)));
    }
}
