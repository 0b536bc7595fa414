package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.closedform.gradient.diagnosis.MadeUp.rearranged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** The gradient of another element, or of another part. */
class ExchangeHypothesesTest {
    private static final Hypothesis ELEMENTS = ExchangeHypotheses::elements;

    @Test
    void exchangedElementsAreNamed() {
        Shape shape = Shape.of(9);
        assertEquals(
                "the gradients of x[0] … x[2] and x[3] … x[5] are exchanged",
                cause(ELEMENTS, rearranged(shape, i -> i < 3 ? i + 3 : i < 6 ? i - 3 : i)));
        assertEquals(
                "the gradients of x[4] and x[7] are exchanged",
                cause(ELEMENTS, rearranged(shape, i -> i == 4 ? 7 : i == 7 ? 4 : i)));
        assertEquals(
                "the right numbers are in other places: x[0] has that of x[2], x[1] that of x[3]",
                cause(ELEMENTS, rearranged(shape, i -> (i + 2) % 9)));
        assertFalse(explains(ELEMENTS, rearranged(shape, i -> i == 4 ? 7 : i)), "a copy");
    }

    @Test
    void whatIsTheSameInManyPlacesDoesNotTell() {
        double[][] ones = {{1, 1, 0, 0}};
        Evidence other = MadeUp.evidence(MadeUp.elements(Shape.of(4)), Shape.of(), ones, (right, k, c) -> 1 - right);
        assertFalse(explains(ELEMENTS, other));
    }

    record Two(Tensor a, Tensor b) implements TensorTree<Two> {}

    private static GradientReport check(Operator<Two, Tensor> operator) {
        return GradientCheck.of(operator).at(new Two(Tensor.of(1, -2, 0.5), Tensor.of(0.3, 1, -1)));
    }

    @Test
    void exchangedPartsAreNamedInBoth() {
        GradientReport report = check(
                Operator.of(in -> in.a().times(in.b()), (in, y, dy) -> new Two(dy.times(in.a()), dy.times(in.b()))));
        assertEquals(
                "the gradients of a and b are exchanged",
                report.part("a").diagnoses().get(0).cause());
        assertEquals(
                "the gradients of b and a are exchanged",
                report.part("b").diagnoses().get(0).cause());
    }

    @Test
    void aWrongPartBesideARightOneIsNotExchanged() {
        GradientReport report = check(Operator.of(
                in -> in.a().plus(in.b()).map(Math::sin),
                (in, y, dy) -> new Two(dy, dy.times(in.a().plus(in.b()).map(Math::cos)))));
        assertEquals("elementwise slope", report.part("a").diagnoses().get(0).name());
        assertEquals(Verdict.PASS, report.part("b").verdict());
    }
}
