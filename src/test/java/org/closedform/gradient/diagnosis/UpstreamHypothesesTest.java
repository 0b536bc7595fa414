package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.IntToDoubleFunction;
import org.closedform.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Each output has a factor of its own. */
class UpstreamHypothesesTest {
    /** Of outputs of a shape, and three elements. */
    private static String times(Shape y, IntToDoubleFunction factor) {
        Evidence evidence = MadeUp.evidence(
                MadeUp.elements(Shape.of(3)),
                y,
                MadeUp.draw(y.size(), 3),
                (right, k, c) -> right * factor.applyAsDouble(k));
        return cause(UpstreamHypotheses::factorOfOutput, evidence);
    }

    @Test
    void outputsOfOneIndexShareAFactor() {
        assertEquals(
                "what comes from each index of axis 1 of y has a factor of its own: 2, 3",
                times(Shape.of(2, 2), k -> 2 + k % 2));
        assertEquals(
                "what comes from each index of axis 0 of y has a factor of its own: 1, −0.5",
                times(Shape.of(2, 2), k -> k < 2 ? 1 : -0.5));
        assertEquals("", times(Shape.of(2, 2), k -> 2 + k));
    }

    @Test
    void factorsOfSingleOutputsAreNone() {
        assertEquals("", times(Shape.of(3), k -> 2 + k));
    }
}
