package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.function.IntPredicate;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Only some elements are wrong, or those of one sign, or some outputs. */
class LocationHypothesesTest {
    /** Some elements are wrong. */
    private static Evidence wrong(Tensor x, IntPredicate where) {
        return MadeUp.ofLoss(x, (right, k, c) -> where.test(c) ? right + 0.1 * c + 1 : right);
    }

    private static Tensor ascending(int size, double first) {
        return Tensor.generate(Shape.of(size), i -> first + i[0]);
    }

    @Test
    void aQuarterOfTheElementsIsFew() {
        Hypothesis hypothesis = LocationHypotheses::coordinates;
        Tensor x = ascending(8, -3.5);
        assertEquals("only x[5] is wrong", cause(hypothesis, wrong(x, Set.of(5)::contains)));
        assertEquals("only x[1], x[5] are wrong", cause(hypothesis, wrong(x, Set.of(1, 5)::contains)));
        assertEquals("", cause(hypothesis, wrong(x, Set.of(1, 3, 5)::contains)));
        assertEquals("only x[1] is wrong", cause(hypothesis, wrong(ascending(3, 1), Set.of(1)::contains)));
        assertEquals("", cause(hypothesis, wrong(ascending(1, 1), Set.of(0)::contains)), "all of them");
    }

    @Test
    void elementsOfOneSignAreNamedByIt() {
        Hypothesis hypothesis = LocationHypotheses::coordinates;
        Tensor x = ascending(8, -3.5);
        assertEquals("only x[0], x[1], x[2], x[3] are wrong, all where x < 0", cause(hypothesis, wrong(x, c -> c < 4)));
        assertEquals(
                "only x[4], x[5], x[6], x[7] are wrong, all where x > 0", cause(hypothesis, wrong(x, c -> c >= 4)));
        Tensor withZero = ascending(5, -2);
        assertEquals("only x[0], x[1] are wrong, all where x < 0", cause(hypothesis, wrong(withZero, c -> c < 2)));
        assertEquals("only x[3], x[4] are wrong, all where x > 0", cause(hypothesis, wrong(withZero, c -> c > 2)));
        assertEquals(
                "a case distinction or a mask of the forward forgotten?",
                hypothesis.explain(wrong(x, c -> c < 4)).orElseThrow().hint());
        assertEquals(
                "a special case, the first or last of a loop, a mask?",
                hypothesis.explain(wrong(x, c -> c == 4)).orElseThrow().hint());
        assertEquals("", cause(hypothesis, wrong(x, c -> c < 5)));
        assertEquals("only x[0] is wrong", cause(hypothesis, wrong(ascending(3, -0.5), c -> c < 1)), "a sign of one");
    }

    @Test
    void eightElementsAreNamedAndTheOthersCounted() {
        Tensor x = ascending(40, 1);
        String eight = "only x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]";
        assertEquals(eight + " are wrong", cause(LocationHypotheses::coordinates, wrong(x, c -> c < 8)));
        assertEquals(eight + " and 2 more are wrong", cause(LocationHypotheses::coordinates, wrong(x, c -> c < 10)));
    }

    @Test
    void oneAmountIsNamed() {
        Evidence evidence = MadeUp.ofLoss(ascending(8, -3.5), (right, k, c) -> c < 4 ? right - 0.25 : right);
        Diagnosis diagnosis = LocationHypotheses.coordinates(evidence).orElseThrow();
        assertEquals("only x[0], x[1], x[2], x[3] are wrong, all where x < 0, each by −0.25", diagnosis.cause());
        assertEquals("a target t or another constant forgotten there, or a case distinction?", diagnosis.hint());
    }

    @Test
    void oneIndexOfAnAxisIsNamed() {
        Hypothesis hypothesis = LocationHypotheses::index;
        Tensor x = MadeUp.elements(Shape.of(2, 3));
        assertEquals("only index 1 of axis 0 of x is wrong", cause(hypothesis, wrong(x, c -> c > 2)));
        assertEquals("only index 2 of axis 1 of x is wrong", cause(hypothesis, wrong(x, c -> c % 3 == 2)));
        assertEquals("", cause(hypothesis, wrong(x, c -> c > 1)));
        assertEquals("", cause(hypothesis, wrong(ascending(3, 1), c -> c == 1)), "a vector has elements");
    }

    /** The first outputs of so many are wrong. */
    private static String outputs(int outputs, int wrong) {
        Evidence evidence = MadeUp.evidence(
                MadeUp.elements(Shape.of(2)),
                Shape.of(outputs),
                MadeUp.draw(outputs, 2),
                (right, k, c) -> k < wrong && c == 1 ? right + 1 : right);
        return cause(LocationHypotheses::outputs, evidence);
    }

    @Test
    void aQuarterOfTheOutputsIsFew() {
        assertEquals("only the derivatives of y[0], y[1] are wrong", outputs(8, 2));
        assertEquals("", outputs(8, 3));
        assertEquals("only the derivatives of y[0] are wrong", outputs(3, 1));
        assertEquals("", outputs(1, 1));
        String eight = "only the derivatives of y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7]";
        assertEquals(eight + " are wrong", outputs(40, 8));
        assertEquals(eight + " and more are wrong", outputs(40, 9));
    }

    @Test
    void whatAgreesEverywhereIsNowhereInParticular() {
        Hypothesis hypothesis = LocationHypotheses::nowhereInParticular;
        assertTrue(MadeUp.explains(hypothesis, MadeUp.ofLoss(Shape.of(4), (right, k, c) -> right)));
        assertFalse(MadeUp.explains(hypothesis, MadeUp.ofLoss(Shape.of(4), (right, k, c) -> c == 3 ? 9 : right)));
    }
}
