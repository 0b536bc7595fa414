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

    @Test
    void whatOfTheTwoIsRightIsSaid() {
        Hypothesis hypothesis = SymmetryHypotheses::notSymmetric;
        double[][] unsymmetric = MadeUp.draw(4, 4);
        MadeUp.Mistake alone = (h, i, j) -> unsymmetric[i][j];
        assertTrue(cause(hypothesis, MadeUpHessian.of(sum(unsymmetric, 0.5), alone))
                .endsWith("; the mean of the two is right: A where ½ (A + Aᵀ) should be"));
        assertTrue(cause(hypothesis, MadeUpHessian.of(sum(unsymmetric, 1), alone))
                .endsWith("; the sum of the two is right: A where A + Aᵀ should be"));
        assertTrue(cause(hypothesis, MadeUpHessian.of(RIGHT, (h, i, j) -> i == 1 && j == 3 ? h + 1 : h))
                .endsWith("; the second is right"));
        assertTrue(cause(hypothesis, MadeUpHessian.of(RIGHT, (h, i, j) -> i == 3 && j == 1 ? h + 1 : h))
                .endsWith("; the first is right"));
        assertFalse(cause(hypothesis, MadeUpHessian.of(RIGHT, (h, i, j) -> i < j ? 2 * h : 3 * h))
                .contains("right"));
    }

    /** A multiple of A + Aᵀ. */
    private static double[][] sum(double[][] a, double factor) {
        double[][] sum = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                sum[i][j] = factor * (a[i][j] + a[j][i]);
            }
        }
        return sum;
    }

    @Test
    void mirrorEntriesByTwoPartsAreCompared() {
        Hypothesis hypothesis = SymmetryHypotheses::notSymmetric;
        MadeUp.Mistake mistake = (h, i, j) -> i == 2 && j == 1 ? h + 1 : h;
        String first = cause(hypothesis, MadeUpHessian.ofPartBesideOther("a", 2, RIGHT, mistake));
        assertTrue(first.contains(": ∂db[0]/∂a[1] is ") && first.contains(", ∂da[1]/∂b[0] is "), first);
        assertTrue(first.endsWith("; the second is right"), first);
        String second = cause(hypothesis, MadeUpHessian.ofPartBesideOther("b", 2, RIGHT, mistake));
        assertTrue(second.contains(": ∂da[1]/∂b[0] is ") && second.endsWith("; the first is right"), second);
        assertEquals("", cause(hypothesis, MadeUpHessian.ofPartBesideOther("b", 2, RIGHT, (h, i, j) -> 2 * h)));
    }

    /** Of a block beside the diagonal alone nothing can be said: its mirror image is in another part's columns. */
    @Test
    void onlyTheOwnBlockOfAPartIsComparedWithItself() {
        Hypothesis hypothesis = SymmetryHypotheses::notSymmetric;
        assertFalse(
                explains(hypothesis, MadeUpHessian.ofPart("a", 2, RIGHT, (h, i, j) -> i >= 2 && j < 2 ? h + 1 : h)));
        assertTrue(explains(hypothesis, MadeUpHessian.ofPart("b", 2, RIGHT, (h, i, j) -> i == 3 && j == 2 ? -h : h)));
    }
}
