package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A second derivative is its own mirror image. */
class SymmetryHypothesesTest {
    private static final double[][] RIGHT = MadeUpHessian.draw(4);

    /** The mixed block of two parts of two elements each, by its own transpose. */
    private static double transposed(double h, int i, int j) {
        return i < 2 == j < 2 ? h : i < 2 ? RIGHT[j - 2][i + 2] : RIGHT[j + 2][i - 2];
    }

    @Test
    void aTransposedBlockIsNamedByItsFirstEntry() {
        Hypothesis hypothesis = SymmetryHypotheses::transposedBlock;
        assertEquals(
                "a block of the second derivative is transposed: the one that begins with ∂db[0]/∂a[0]",
                cause(hypothesis, MadeUpHessian.ofPart("a", 2, RIGHT, SymmetryHypothesesTest::transposed)));
        assertTrue(explains(hypothesis, MadeUpHessian.ofPart("b", 2, RIGHT, SymmetryHypothesesTest::transposed)));
        assertFalse(explains(hypothesis, MadeUpHessian.ofPart("a", 2, RIGHT, (h, i, j) -> 2 * transposed(h, i, j))));
        assertFalse(explains(hypothesis, MadeUpHessian.of(RIGHT, (h, i, j) -> i < j ? 2 * h : h)));
    }

    @Test
    void twoNumbersForOneMixedDerivativeAreNamed() {
        Hypothesis hypothesis = SymmetryHypotheses::notSymmetric;
        String cause = cause(hypothesis, MadeUpHessian.of(RIGHT, (h, i, j) -> i == 1 && j == 3 ? h + 1 : h));
        assertTrue(
                cause.startsWith("the second derivative is not symmetric: ∂dx[1]/∂x[3] is ")
                        && cause.contains(", ∂dx[3]/∂x[1] is "),
                cause);
        assertEquals("", cause(hypothesis, MadeUpHessian.of(RIGHT, (h, i, j) -> 2 * h)));
        assertEquals("", cause(hypothesis, MadeUpHessian.of(RIGHT, (h, i, j) -> i < j ? h + 1e-9 : h)));
    }

    /** Of a block beside the diagonal nothing can be said: its mirror image is in another part's columns. */
    @Test
    void onlyTheOwnBlockOfAPartIsComparedWithItself() {
        Hypothesis hypothesis = SymmetryHypotheses::notSymmetric;
        assertFalse(
                explains(hypothesis, MadeUpHessian.ofPart("a", 2, RIGHT, (h, i, j) -> i >= 2 && j < 2 ? h + 1 : h)));
        assertTrue(explains(hypothesis, MadeUpHessian.ofPart("b", 2, RIGHT, (h, i, j) -> i == 3 && j == 2 ? -h : h)));
    }
}
