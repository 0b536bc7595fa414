package org.closedform.gradient.diagnosis;

import static org.closedform.gradient.diagnosis.MadeUp.cause;
import static org.closedform.gradient.diagnosis.MadeUp.explains;
import static org.closedform.gradient.diagnosis.MadeUp.ofLoss;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** What is off is a multiple of x, of its signs, of 1 or of another input. */
class TermHypothesesTest {
    private static final double[] W = {0.5, -1, 2};

    private static String firstLine(double decay) {
        return GradientCheck.ofGradient(
                        w -> 2 * w[0] - w[1] + 3 * w[2] + 0.1 * (w[0] * w[0] + w[1] * w[1] + w[2] * w[2]),
                        w -> new double[] {2 + decay * w[0], -1 + decay * w[1], 3 + decay * w[2]})
                .at(W)
                .toString()
                .lines()
                .findFirst()
                .orElseThrow();
    }

    @Test
    void weightDecayIsNamedWithItsFactor() {
        assertEquals("FAIL: gradient = numeric − 0.2 × x", firstLine(0));
        assertEquals("FAIL: gradient = numeric − 0.4 × x", firstLine(-0.2));
        assertEquals("FAIL: gradient = numeric + 1.8 × x", firstLine(2));
    }

    @Test
    void signsAndConstantsAreNamed() {
        Tensor x = Tensor.of(0.5, -1, 2, -3);
        double[] values = x.toDoubleArray();
        assertEquals(
                "gradient = numeric − 0.1 × sign(x)",
                cause(TermHypotheses::ofNumber, ofLoss(x, (right, k, c) -> right - 0.1 * Math.signum(values[c]))));
        assertEquals(
                "gradient = numeric + 1, the same at all elements",
                cause(TermHypotheses::ofNumber, ofLoss(x, (right, k, c) -> right + 1)));
    }

    @Test
    void twoElementsAreTooFew() {
        Tensor x = Tensor.of(0.5, -1);
        assertFalse(explains(TermHypotheses::ofNumber, ofLoss(x, (right, k, c) -> right + 1)));
        assertFalse(explains(TermHypotheses::ofNumber, ofLoss(Shape.of(4), (right, k, c) -> right + (c == 2 ? 1 : 2))));
    }

    @Test
    void eachLineMayHaveAMultipleOfItsOwn() {
        Tensor x = MadeUp.elements(Shape.of(3, 4));
        double[] values = x.toDoubleArray();
        assertEquals(
                "along axis 1 the differences are multiples of x",
                cause(TermHypotheses::multiplesOfX, ofLoss(x, (right, k, c) -> right + (1 + c / 4) * values[c])));
        assertFalse(explains(
                TermHypotheses::multiplesOfX, ofLoss(x, (right, k, c) -> right + (1 + c / 4) * values[c] + 0.1)));
    }

    /** As Σ x² / 2 has with one row twice: that is a factor. */
    @Test
    void multiplesThatTheGradientIsTooAreNone() {
        Tensor x = MadeUp.elements(Shape.of(3, 4));
        double[][] numeric = {x.toDoubleArray()};
        assertFalse(explains(
                TermHypotheses::multiplesOfX,
                MadeUp.evidence(x, Shape.of(), numeric, (right, k, c) -> c < 4 ? 2 * right : right)));
    }

    record Two(Tensor a, Tensor b) implements TensorTree<Two> {}

    @Test
    void aTermWithAnotherInputIsNamed() {
        GradientReport report = GradientCheck.of(Operator.of(
                        (Two in) ->
                                in.a().times(in.a()).plus(in.a().times(in.b())).sum(),
                        (in, y, dy) ->
                                new Two(in.a().times(2 * dy.item()), in.a().times(dy.item()))))
                .at(new Two(Tensor.of(1, -2, 0.5), Tensor.of(0.3, 2, -1)));
        assertEquals(
                "gradient = numeric − 1 × b",
                report.part("a").diagnoses().get(0).cause());
        assertTrue(report.part("b").diagnoses().isEmpty());
    }
}
