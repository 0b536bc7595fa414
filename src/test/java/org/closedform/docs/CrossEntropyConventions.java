package org.closedform.docs;

import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about cross-entropy. Two classes of probabilities 1/4 and 3/4 will do. */
final class CrossEntropyConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);

    /** log 3, log 4 and log 4/3 to 21 digits. */
    private static final double LOG_3 = 1.09861228866810969140;

    private static final double FIRST = 1.38629436111989061883;
    private static final double SECOND = 0.287682072451780927439;

    private static final Tensor LOGITS = Tensor.of(new double[][] {{0, LOG_3}, {0, LOG_3}});
    private static final Labels BOTH = Labels.of(0, 1);
    private static final Tensor WEIGHTS = Tensor.of(3, 1);

    private CrossEntropyConventions() {}

    static Map<String, Executable> rows() {
        return Map.ofEntries(
                Map.entry("cross-entropy-logits", CrossEntropyConventions::logits),
                Map.entry("cross-entropy-log-probabilities", CrossEntropyConventions::logProbabilities),
                Map.entry("cross-entropy-probabilities", CrossEntropyConventions::probabilities),
                Map.entry("cross-entropy-class-axis", CrossEntropyConventions::classAxis),
                Map.entry("cross-entropy-reduction", CrossEntropyConventions::reduction),
                Map.entry("cross-entropy-weights", CrossEntropyConventions::weights),
                Map.entry("cross-entropy-mean-of-labels", CrossEntropyConventions::meanOfLabels),
                Map.entry("cross-entropy-mean-of-distributions", CrossEntropyConventions::meanOfDistributions),
                Map.entry("cross-entropy-ignore-index", CrossEntropyConventions::ignoreIndex),
                Map.entry("cross-entropy-position-weights", CrossEntropyConventions::positionWeights),
                Map.entry("cross-entropy-smoothing", CrossEntropyConventions::smoothing),
                Map.entry("cross-entropy-smoothing-weighted", CrossEntropyConventions::smoothingWeighted),
                Map.entry("cross-entropy-clipping", CrossEntropyConventions::clipping),
                Map.entry("cross-entropy-unnormalised", CrossEntropyConventions::unnormalised));
    }

    private static void assertLoss(CrossEntropyLoss loss, Tensor prediction, double... expected) {
        NUMBERS.assertHoldsWithin(8, loss.apply(prediction), expected);
    }

    private static void logits() {
        assertLoss(CrossEntropyLoss.onLogits(BOTH).withReduction(Reduction.NONE), LOGITS, FIRST, SECOND);
        Tensor distributions = Tensor.of(new double[][] {{1, 0}, {0.5, 0.5}});
        assertLoss(
                CrossEntropyLoss.onLogits(distributions).withReduction(Reduction.NONE),
                LOGITS,
                FIRST,
                0.836988216785835773135);
    }

    private static void logProbabilities() {
        Operator.Pass<Tensor, Tensor> pass =
                CrossEntropyLoss.onLogProbabilities(Labels.of(1)).forward(Tensor.of(new double[][] {{-2, -7}}));
        NUMBERS.assertHolds(pass.output(), 7);
        NUMBERS.assertHolds(pass.gradient(), 0, -1);
    }

    private static void probabilities() {
        CrossEntropyLoss loss = CrossEntropyLoss.onProbabilities(BOTH).withReduction(Reduction.NONE);
        assertLoss(loss, Tensor.of(new double[][] {{0.25, 0.75}, {0.25, 0.75}}), FIRST, SECOND);
    }

    private static void classAxis() {
        Tensor x = Tensor.generate(Shape.of(2, 2, 3), index -> index[1] * LOG_3);
        Labels labels = Labels.of(Shape.of(2, 3), 0, 0, 0, 1, 1, 1);
        Tensor losses =
                CrossEntropyLoss.onLogits(labels).withReduction(Reduction.NONE).apply(x);
        assertEquals(Shape.of(2, 3), losses.shape());
        NUMBERS.assertHoldsWithin(8, losses, FIRST, FIRST, FIRST, SECOND, SECOND, SECOND);
        assertLoss(CrossEntropyLoss.onLogits(Labels.of(Shape.of(), 1)), Tensor.of(0, LOG_3), SECOND);
    }

    private static void reduction() {
        assertEquals(Reduction.MEAN, CrossEntropyLoss.onLogits(BOTH).reduction());
        assertLoss(CrossEntropyLoss.onLogits(BOTH), LOGITS, 0.836988216785835773135);
        assertLoss(CrossEntropyLoss.onLogits(BOTH).withReduction(Reduction.SUM), LOGITS, 1.67397643357167154627);
        Tensor each =
                CrossEntropyLoss.onLogits(BOTH).withReduction(Reduction.NONE).apply(LOGITS);
        assertEquals(Shape.of(2), each.shape());
    }

    private static void weights() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(BOTH).withWeights(WEIGHTS);
        assertLoss(loss.withReduction(Reduction.NONE), LOGITS, 3 * FIRST, SECOND);
    }

    /** (3 log 4 + log 4/3) / (3 + 1). */
    private static void meanOfLabels() {
        assertLoss(CrossEntropyLoss.onLogits(BOTH).withWeights(WEIGHTS), LOGITS, 1.11164128895286319598);
    }

    /** (3 log 4 + log 4/3) / 2. */
    private static void meanOfDistributions() {
        Tensor distributions = Tensor.of(new double[][] {{1, 0}, {0, 1}});
        assertLoss(CrossEntropyLoss.onLogits(distributions).withWeights(WEIGHTS), LOGITS, 2.22328257790572639197);
    }

    private static void ignoreIndex() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, -100));
        assertThrows(IllegalArgumentException.class, () -> loss.forward(LOGITS));
        assertLoss(loss.withIgnoreIndex(-100), LOGITS, FIRST);
    }

    /** 0.95 log 4 + 0.05 log 4/3. */
    private static void positionWeights() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(BOTH).withPositionWeights(Tensor.of(1, 5));
        assertLoss(loss, LOGITS, (FIRST + 5 * SECOND) / 6);
        assertLoss(loss.withWeights(WEIGHTS), LOGITS, (3 * FIRST + 5 * SECOND) / 8);
        Tensor distributions = Tensor.of(new double[][] {{1, 0}, {0, 1}});
        assertLoss(
                CrossEntropyLoss.onLogits(distributions)
                        .withPositionWeights(Tensor.of(1, 5))
                        .withWeights(WEIGHTS),
                LOGITS,
                (3 * FIRST + 5 * SECOND) / 6);
    }

    private static void smoothing() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 0)).withLabelSmoothing(0.1);
        assertLoss(loss, LOGITS, 1.33136374668648513426);
    }

    /** (0.9 · 3 log 4 + 0.05 (3 log 4 + log 4/3)) / 3. */
    private static void smoothingWeighted() {
        CrossEntropyLoss loss =
                CrossEntropyLoss.onLogits(Labels.of(0, 0)).withWeights(WEIGHTS).withLabelSmoothing(0.1);
        assertLoss(loss, LOGITS, 1.32177434427142577007);
    }

    /** 300 log 10 for a probability of 1e-300. */
    private static void clipping() {
        CrossEntropyLoss loss =
                CrossEntropyLoss.onProbabilities(Labels.of(0, 0)).withReduction(Reduction.NONE);
        Tensor p = Tensor.of(new double[][] {{0, 1}, {1e-300, 1}});
        assertLoss(loss, p, POSITIVE_INFINITY, 690.775527898213705205);
    }

    private static void unnormalised() {
        Tensor p = Tensor.of(new double[][] {{0.5, 0.25}});
        assertLoss(CrossEntropyLoss.onProbabilities(Labels.of(1)), p, FIRST);
        assertLoss(CrossEntropyLoss.onProbabilities(Tensor.of(new double[][] {{0, 4}})), p, 4 * FIRST);
        assertLoss(
                CrossEntropyLoss.onLogits(Tensor.of(new double[][] {{4, 0}})),
                Tensor.of(new double[][] {{0, LOG_3}}),
                4 * FIRST);
    }
}
