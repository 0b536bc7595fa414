package org.closedform.docs;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about binary cross-entropy. */
final class BinaryCrossEntropyConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);
    private static final double LOG_2 = 0.693147180559945309417;
    private static final Tensor ZERO_LOGITS = Tensor.of(0, 0);
    private static final BinaryCrossEntropyLoss YES_AND_NO = BinaryCrossEntropyLoss.onLogits(Tensor.of(1, 0));

    private BinaryCrossEntropyConventions() {}

    static Map<String, Executable> rows() {
        return Map.of(
                "binary-logits", BinaryCrossEntropyConventions::logits,
                "binary-probabilities", BinaryCrossEntropyConventions::probabilities,
                "binary-reduction", BinaryCrossEntropyConventions::reduction,
                "binary-weight", BinaryCrossEntropyConventions::weight,
                "binary-pos-weight", BinaryCrossEntropyConventions::posWeight,
                "binary-smoothing", BinaryCrossEntropyConventions::smoothing,
                "binary-clipping", BinaryCrossEntropyConventions::clipping);
    }

    private static void assertLosses(BinaryCrossEntropyLoss loss, Tensor prediction, double... expected) {
        NUMBERS.assertHoldsWithin(8, loss.withReduction(Reduction.NONE).apply(prediction), expected);
    }

    /** log(1 + e) for the wrong answer, log(1 + 1/e) for the right one. */
    private static void logits() {
        assertLosses(YES_AND_NO, Tensor.of(1, 1), 0.313261687518222834049, 1.31326168751822283405);
    }

    /** log 4 and log 4/3. */
    private static void probabilities() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onProbabilities(Tensor.of(1, 0));
        assertLosses(loss, Tensor.of(0.25, 0.25), 1.38629436111989061883, 0.287682072451780927439);
    }

    private static void reduction() {
        assertEquals(Reduction.MEAN, YES_AND_NO.reduction());
        NUMBERS.assertHoldsWithin(
                8, YES_AND_NO.withWeight(Tensor.of(3, 1)).apply(ZERO_LOGITS), (3 * LOG_2 + LOG_2) / 2);
    }

    private static void weight() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onLogits(Tensor.of(new double[][] {{1, 0}, {1, 1}}));
        Tensor logits = Tensor.of(new double[][] {{0, 0}, {0, 0}});
        assertLosses(loss.withWeight(Tensor.of(3, 1)), logits, 3 * LOG_2, LOG_2, 3 * LOG_2, LOG_2);
    }

    private static void posWeight() {
        assertLosses(YES_AND_NO.withPosWeight(Tensor.of(3)), ZERO_LOGITS, 3 * LOG_2, LOG_2);
    }

    /** Targets of 0.9 and 0.1, of which the second is as far from a logit of −1 as the first from 1. */
    private static void smoothing() {
        double expected = 0.9 * 0.313261687518222834049 + 0.1 * 1.31326168751822283405;
        assertLosses(YES_AND_NO.withLabelSmoothing(0.2), Tensor.of(1, -1), expected, expected);
    }

    /** 300 log 10 for a probability of 1e-300. */
    private static void clipping() {
        BinaryCrossEntropyLoss loss = BinaryCrossEntropyLoss.onProbabilities(Tensor.of(1, 0, 1));
        assertLosses(loss, Tensor.of(0, 1, 1e-300), POSITIVE_INFINITY, POSITIVE_INFINITY, 690.775527898213705205);
    }
}
