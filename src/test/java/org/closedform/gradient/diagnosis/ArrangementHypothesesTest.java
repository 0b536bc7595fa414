package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.closedform.gradient.diagnosis.MadeUp.rearranged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.closedform.tensor.Shape;
import org.junit.jupiter.api.Test;

/** The right numbers in other places. */
class ArrangementHypothesesTest {
    private static int transposed(int offset, int n) {
        int row = offset / n % n;
        int column = offset % n;
        return offset - row * n - column + column * n + row;
    }

    @Test
    void aTransposedMatrixIsFoundAlsoInABatch() {
        String transposed = "the gradient is the transpose of what it should be";
        Hypothesis hypothesis = ArrangementHypotheses::transposed;
        assertEquals(transposed, cause(hypothesis, rearranged(Shape.of(3, 3), i -> transposed(i, 3))));
        assertEquals(transposed, cause(hypothesis, rearranged(Shape.of(2, 4, 4), i -> transposed(i, 4))));
        assertFalse(explains(hypothesis, rearranged(Shape.of(3, 3), i -> i == 1 ? 1 : transposed(i, 3))));
        assertFalse(explains(hypothesis, rearranged(Shape.of(9), i -> transposed(i, 3))));
        assertFalse(explains(hypothesis, rearranged(Shape.of(2, 3), i -> i / 3 + i % 3 * 2)));
    }

    @Test
    void aTransposedJacobianIsFound() {
        double[][] numeric = MadeUp.draw(3, 3);
        Shape shape = Shape.of(3);
        Evidence transposed = MadeUp.evidence(MadeUp.elements(shape), shape, numeric, (right, k, c) -> numeric[c][k]);
        assertEquals(
                "the backward multiplies by the Jacobian J, not by its transpose",
                cause(ArrangementHypotheses::transposed, transposed));
        Evidence but = MadeUp.evidence(
                MadeUp.elements(shape), shape, numeric, (right, k, c) -> k == 2 && c == 1 ? right : numeric[c][k]);
        assertFalse(explains(ArrangementHypotheses::transposed, but));
    }

    /** The offset of the element so many places on along an axis of a shape [2, 3, 4]. */
    private static int shifted(int offset, int stride, int length, int by) {
        int index = offset / stride % length;
        return offset + ((index + by) % length - index) * stride;
    }

    @Test
    void aShiftIsFoundAlongEachAxisBothWays() {
        Shape shape = Shape.of(2, 3, 4);
        Hypothesis hypothesis = ArrangementHypotheses::shifted;
        assertEquals(
                "the gradient is shifted one place to the left along axis 2",
                cause(hypothesis, rearranged(shape, i -> shifted(i, 1, 4, 1))));
        assertEquals(
                "the gradient is shifted one place to the right along axis 2",
                cause(hypothesis, rearranged(shape, i -> shifted(i, 1, 4, 3))));
        assertEquals(
                "the gradient is shifted one place to the left along axis 1",
                cause(hypothesis, rearranged(shape, i -> shifted(i, 4, 3, 1))));
        assertEquals(
                "the gradient is shifted one place to the right along axis 0",
                cause(hypothesis, rearranged(Shape.of(3, 4), i -> shifted(i, 4, 3, 2))));
    }

    @Test
    void exchangedNeighboursOrShiftsByTwoAreNoShift() {
        assertFalse(explains(ArrangementHypotheses::shifted, rearranged(Shape.of(2), i -> 1 - i)));
        assertFalse(explains(ArrangementHypotheses::shifted, rearranged(Shape.of(5), i -> (i + 2) % 5)));
    }
}
