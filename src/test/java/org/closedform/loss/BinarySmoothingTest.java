package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Smoothed targets of yes or no. */
class BinarySmoothingTest {
    @Test
    void aYesBecomesOneMinusHalfOfIt() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0, 0.5));
        assertEquals(Tensor.of(0.875, 0.125, 0.5), loss.withLabelSmoothing(0.25).target());
        assertEquals(loss, loss.withLabelSmoothing(0));
    }

    /** On logits (0, x) two classes are one yes or no. */
    @Test
    void isTheSmoothingOfTwoClasses() {
        for (double x : new double[] {-3, 0.5, 20}) {
            Tensor binary = BinaryCrossEntropyLoss.onLogits(Tensor.of(1))
                    .withLabelSmoothing(0.3)
                    .apply(Tensor.of(x));
            Tensor classes = CrossEntropyLoss.onLogits(Labels.of(1))
                    .withLabelSmoothing(0.3)
                    .apply(Tensor.of(new double[][] {{0, x}}));
            assertTrue(binary.isClose(classes, 1e-15, 0), () -> binary + " and " + classes);
        }
    }

    @Test
    void whatIsNoShareIsRefused() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onLogits(Tensor.of(1));
        for (double s : new double[] {-0.1, 1.1, Double.NaN}) {
            assertEquals(
                    "BinaryCrossEntropyLoss: labelSmoothing is " + s + "; a number from 0 to 1 is needed",
                    assertThrows(IllegalArgumentException.class, () -> loss.withLabelSmoothing(s))
                            .getMessage());
        }
    }
}
