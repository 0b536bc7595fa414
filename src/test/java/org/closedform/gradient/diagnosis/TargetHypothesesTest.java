package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.IntPredicate;
import org.closedform.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Rows of five classes, of which one or two are wrong. */
class TargetHypothesesTest {
    /** In some rows one class is wrong by an amount, and another one by another amount. */
    private static Evidence twoClasses(IntPredicate row, int first, double amount, int second, double other) {
        return MadeUp.ofLoss(Shape.of(4, 5), (right, k, c) -> {
            double by = c % 5 == first ? amount : c % 5 == second ? other : 0;
            return right + (row.test(c / 5) ? by : 0);
        });
    }

    @Test
    void oppositeAmountsAtNeighboursAreALabelOffByOne() {
        Hypothesis hypothesis = TargetHypotheses::labelOffByOne;
        assertEquals(
                "along axis 1 two neighbours are wrong by opposite amounts, as if each target were one index further",
                cause(hypothesis, twoClasses(row -> true, 2, 0.25, 3, -0.25)));
        assertTrue(explains(hypothesis, twoClasses(row -> true, 0, 0.25, 4, -0.25)), "the last comes before the first");
        assertTrue(explains(hypothesis, twoClasses(row -> row < 2, 2, 0.25, 3, -0.25)), "half of the rows");
        assertTrue(explains(hypothesis, twoClasses(row -> true, 2, 25, 3, -25.02)), "to a thousandth");
        assertFalse(explains(hypothesis, twoClasses(row -> row < 1, 2, 0.25, 3, -0.25)), "a quarter of them");
        assertFalse(explains(hypothesis, twoClasses(row -> true, 1, 0.25, 3, -0.25)), "no neighbours");
        assertFalse(explains(hypothesis, twoClasses(row -> true, 2, 0.25, 3, -0.26)));
        assertFalse(explains(hypothesis, twoClasses(row -> true, 2, 0.25, 3, 0.25)));
        assertFalse(explains(
                hypothesis, MadeUp.ofLoss(Shape.of(4, 2), (right, k, c) -> right + (c % 2 == 0 ? 0.25 : -0.25))));
    }

    @Test
    void oneElementOfEachRowOffByTheSameIsATargetMissing() {
        Hypothesis hypothesis = TargetHypotheses::targetMissing;
        assertEquals(
                "along axis 1 one element is wrong, everywhere by the same amount",
                cause(hypothesis, twoClasses(row -> true, 2, 0.25, 9, 0)));
        assertTrue(explains(hypothesis, twoClasses(row -> row < 2, 2, 0.25, 9, 0)));
        assertTrue(explains(
                hypothesis, MadeUp.ofLoss(Shape.of(4, 5), (right, k, c) -> right + (c % 5 == 2 ? 25 + 1e-3 * c : 0))));
        assertFalse(explains(hypothesis, twoClasses(row -> row < 1, 2, 0.25, 9, 0)));
        assertFalse(explains(hypothesis, twoClasses(row -> true, 2, 0.25, 3, 0.25)), "two in each row");
        assertFalse(explains(
                hypothesis, MadeUp.ofLoss(Shape.of(4, 5), (right, k, c) -> right + (c % 5 == 2 ? 0.25 + c : 0))));
        assertFalse(
                explains(hypothesis, MadeUp.ofLoss(Shape.of(5), (right, k, c) -> right + (c == 2 ? 0.25 : 0))),
                "one row alone");
    }
}
