package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Parts of a Hessian that are missing, or too much. Rows and columns are those of the whole input. */
class SecondDerivativeHypothesesTest {
    private static final double[][] RIGHT = MadeUpHessian.draw(4);

    private static Evidence of(MadeUp.Mistake mistake) {
        return MadeUpHessian.of(RIGHT, mistake);
    }

    private static Evidence ofB(MadeUp.Mistake mistake) {
        return MadeUpHessian.ofPart("b", 2, RIGHT, mistake);
    }

    @Test
    void theDiagonalMayBeAlone() {
        Hypothesis hypothesis = SecondDerivativeHypotheses::diagonalAlone;
        assertTrue(explains(hypothesis, of((h, i, j) -> i == j ? h : 0)));
        assertTrue(explains(hypothesis, ofB((h, i, j) -> i == j ? h : 0)));
        assertTrue(explains(hypothesis, MadeUpHessian.ofPart("a", 1, RIGHT, (h, i, j) -> i == j ? h : 0)));
        assertFalse(explains(hypothesis, of((h, i, j) -> i == j ? 2 * h : 0)));
        assertFalse(explains(hypothesis, of((h, i, j) -> i >= j ? h : 0)));
        assertFalse(explains(hypothesis, MadeUpHessian.of(MadeUpHessian.draw(1), (h, i, j) -> 0)));
    }

    @Test
    void theDiagonalMayBeMissing() {
        Hypothesis hypothesis = SecondDerivativeHypotheses::diagonalMissing;
        assertTrue(explains(hypothesis, of((h, i, j) -> i == j ? 0 : h)));
        assertTrue(explains(hypothesis, ofB((h, i, j) -> i == j ? 0 : h)));
        assertFalse(explains(hypothesis, of((h, i, j) -> i == j && i < 2 ? 0 : h)));
        assertFalse(explains(hypothesis, of((h, i, j) -> 0)));
    }

    @Test
    void oneTriangleIsNamed() {
        Hypothesis hypothesis = SecondDerivativeHypotheses::oneTriangle;
        assertEquals(
                "only the upper triangle of the second derivative is there",
                cause(hypothesis, of((h, i, j) -> i <= j ? h : 0)));
        assertEquals(
                "only the lower triangle of the second derivative is there",
                cause(hypothesis, ofB((h, i, j) -> i >= j ? h : 0)));
        assertEquals("", cause(hypothesis, of((h, i, j) -> i == j ? h : 0)));
    }

    @Test
    void theMixedBlockThatIsMissingIsNamed() {
        Hypothesis hypothesis = SecondDerivativeHypotheses::blockMissing;
        MadeUp.Mistake mixed = (h, i, j) -> i < 2 == j < 2 ? h : 0;
        assertEquals(
                "the mixed second derivative by b and a is 0, and the rest is right", cause(hypothesis, ofB(mixed)));
        assertEquals("", cause(hypothesis, ofB((h, i, j) -> i < 2 == j < 2 ? 2 * h : 0)));
        assertEquals("", cause(hypothesis, of(mixed)));
    }

    @Test
    void allMixedBlocksThatAreMissingAreNamedTogether() {
        double[][] right = MadeUpHessian.draw(6);
        assertEquals(
                "the mixed second derivatives by b and a, c are 0, and the rest is right",
                cause(
                        SecondDerivativeHypotheses::blockMissing,
                        MadeUpHessian.ofThree("b", 2, right, (h, i, j) -> i / 2 == j / 2 ? h : 0)));
        assertEquals(
                "the mixed second derivative by b and c is 0, and the rest is right",
                cause(
                        SecondDerivativeHypotheses::blockMissing,
                        MadeUpHessian.ofThree("b", 2, right, (h, i, j) -> i / 2 == 2 ? 0 : h)));
    }

    @Test
    void aMultipleOfTheVectorIsOneNumberOnTheDiagonal() {
        Hypothesis hypothesis = SecondDerivativeHypotheses::multipleOfVector;
        assertEquals(
                "second derivative = numeric + 0.25 on the whole diagonal",
                cause(hypothesis, of((h, i, j) -> i == j ? h + 0.25 : h)));
        assertEquals(
                "second derivative = numeric − 2 on the whole diagonal",
                cause(hypothesis, ofB((h, i, j) -> i == j ? h - 2 : h)));
        assertEquals("", cause(hypothesis, of((h, i, j) -> i == j ? h + 0.25 + 0.01 * i : h)));
        assertEquals(
                "second derivative = numeric + 0.25 on the diagonal of x[1] … x[3]",
                cause(hypothesis, of((h, i, j) -> i == j && i > 0 ? h + 0.25 : h)),
                "no decay of a bias");
        assertEquals("", cause(hypothesis, of((h, i, j) -> i == j && i == 1 ? h + 0.25 : h)), "one entry");
        assertEquals("", cause(hypothesis, of((h, i, j) -> h + 0.25)));
        assertEquals("", cause(hypothesis, MadeUpHessian.of(MadeUpHessian.draw(1), (h, i, j) -> h + 1)));
    }

    @Test
    void oneEntryOrTwoThatMirrorEachOtherAreNamed() {
        Hypothesis hypothesis = SecondDerivativeHypotheses::oneEntry;
        assertEquals(
                "only ∂dx[1]/∂x[1] is wrong: 3 × numeric",
                cause(hypothesis, of((h, i, j) -> i == 1 && j == 1 ? 3 * h : h)));
        assertEquals(
                "only ∂dx[1]/∂x[3] and ∂dx[3]/∂x[1] are wrong: −1 × numeric",
                cause(hypothesis, of((h, i, j) -> i + j == 4 && i != j ? -h : h)));
        assertEquals(
                "only ∂da[0]/∂a[0] is wrong: 5 × numeric",
                cause(hypothesis, MadeUpHessian.ofPart("a", 1, RIGHT, (h, i, j) -> i + j == 0 ? 5 * h : h)));
        assertEquals("", cause(hypothesis, of((h, i, j) -> i == 1 && j > 1 ? -h : h)), "no mirror images");
        assertEquals("", cause(hypothesis, ofB((h, i, j) -> i == 0 && j == 2 ? -h : h)), "of another block");
        assertEquals("", cause(hypothesis, of((h, i, j) -> h)));
    }

    @Test
    void blocksThatAreWrongBesideRightOnesAreNamed() {
        Hypothesis hypothesis = SecondDerivativeHypotheses::blockWrong;
        double[][] right = MadeUpHessian.draw(6);
        assertEquals(
                "only the second derivatives by b and c are wrong",
                cause(hypothesis, MadeUpHessian.ofThree("b", 2, right, (h, i, j) -> i >= 4 ? h + 0.5 * i + j : h)));
        assertEquals(
                "only the second derivatives by b and a, itself are wrong",
                cause(hypothesis, MadeUpHessian.ofThree("b", 2, right, (h, i, j) -> i < 4 ? h + 0.5 * i + j : h)));
        assertEquals("", cause(hypothesis, MadeUpHessian.ofThree("b", 2, right, (h, i, j) -> h + i + j)));
        assertEquals("", cause(hypothesis, of((h, i, j) -> i == 0 ? 2 * h : h)), "a lone part");
    }

    /** Of what is not a square of the whole input, none of them speaks. */
    @Test
    void aJacobianIsNoHessian() {
        Evidence loss = MadeUp.ofLoss(Shape.of(4), (right, k, c) -> 0);
        assertFalse(explains(SecondDerivativeHypotheses::diagonalAlone, loss));
        assertFalse(explains(SecondDerivativeHypotheses::diagonalMissing, loss));
        assertFalse(explains(SecondDerivativeHypotheses::oneTriangle, loss));
        assertFalse(explains(SecondDerivativeHypotheses::multipleOfVector, loss));
    }
}
