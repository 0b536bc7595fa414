package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What a Gauss–Newton matrix cannot be. */
class GaussNewtonHypothesesTest {
    private static final double[] J = {1, -2, 0.5};

    /** jᵀ j, and something on the diagonal beside it. */
    private static Evidence of(double... bending) {
        double[][] right = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int k = 0; k < 3; k++) {
                right[i][k] = J[i] * J[k] + (i == k ? bending[i] : 0);
            }
        }
        return MadeUpHessian.of(right, (h, i, k) -> J[i] * J[k]);
    }

    @Test
    void itDoesNotCurveDownwards() {
        Hypothesis hypothesis = GaussNewtonHypotheses::positiveSemidefinite;
        assertTrue(explains(hypothesis, of(-2, 0.5, 0.1)));
        assertFalse(explains(hypothesis, of(2, 0.5, 0.1)));
        assertFalse(explains(hypothesis, MadeUpHessian.of(new double[][] {{-1, 0}, {0, -2}}, (h, i, j) -> 2 * h)));
    }

    @Test
    void itsRankIsNoHigherThanThereAreOutputs() {
        Hypothesis hypothesis = GaussNewtonHypotheses::lowRank;
        assertEquals(
                "the products are those of a positive semi-definite matrix whose columns by x have rank 1, and those of"
                        + " the second derivative have rank 3",
                cause(hypothesis, of(2, 0.5, 0.1)));
        assertEquals("", cause(hypothesis, of(0, 0, 0)));
        assertEquals(
                "",
                cause(hypothesis, MadeUpHessian.of(new double[][] {{2, 0}, {0, 3}}, (h, i, j) -> i == j ? h + 1 : 1)));
        assertEquals(
                "",
                cause(hypothesis, MadeUpHessian.of(new double[][] {{2, 0}, {0, 3}}, (h, i, j) -> i + j == 0 ? -h : 0)));
    }

    /** A block by one part may be positive where the whole matrix is not. */
    @Test
    void theWholeMatrixHasToBePositive() {
        Hypothesis hypothesis = GaussNewtonHypotheses::positiveSemidefinite;
        double[][] right = {{-1, 0.5, 0}, {0.5, 2, 0}, {0, 0, 1}};
        MadeUp.Mistake square = (h, i, j) -> J[i] * J[j];
        assertTrue(explains(hypothesis, MadeUpHessian.ofPartBesideOther("a", 2, right, square)));
        assertFalse(explains(
                hypothesis,
                MadeUpHessian.ofPartBesideOther("a", 2, right, (h, i, j) -> i + j == 4 ? -1 : J[i] * J[j])));
    }
}
