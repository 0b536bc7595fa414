package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalInt;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Targets and reductions are plain values. */
class TargetTest {

    @Test
    void theShortFormsNameTheirPartsAndTakeTheMean() {
        Labels labels = Labels.of(1, 0);
        Tensor t = Tensor.of(new double[][] {{0.25, 0.75}, {1, 0}});
        assertEquals(
                new CrossEntropyLoss(Form.LOGITS, new Target.Classes(labels), Reduction.MEAN),
                CrossEntropyLoss.onLogits(labels));
        assertEquals(
                new CrossEntropyLoss(Form.LOGITS, new Target.Distribution(t), Reduction.MEAN),
                CrossEntropyLoss.onLogits(t));
        assertEquals(
                new CrossEntropyLoss(Form.PROBABILITIES, new Target.Classes(labels), Reduction.MEAN),
                CrossEntropyLoss.onProbabilities(labels));
        assertEquals(
                new CrossEntropyLoss(Form.PROBABILITIES, new Target.Distribution(t), Reduction.MEAN),
                CrossEntropyLoss.onProbabilities(t));
        assertEquals(
                new CrossEntropyLoss(Form.LOG_PROBABILITIES, new Target.Classes(labels), Reduction.MEAN),
                CrossEntropyLoss.onLogProbabilities(labels));
        assertEquals(
                new CrossEntropyLoss(Form.LOG_PROBABILITIES, new Target.Distribution(t), Reduction.MEAN),
                CrossEntropyLoss.onLogProbabilities(t));
    }

    @Test
    void anotherReductionChangesNothingElse() {
        CrossEntropyLoss mean = CrossEntropyLoss.onLogits(Labels.of(0));
        CrossEntropyLoss none = mean.withReduction(Reduction.NONE);
        assertEquals(new CrossEntropyLoss(mean.form(), mean.target(), Reduction.NONE), none);
        assertEquals(Reduction.MEAN, mean.reduction(), "the first loss stays as it was");
    }

    @Test
    void everyOptionIsKeptBesideTheOthers() {
        Tensor weights = Tensor.of(1, 2);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0));
        assertEquals(
                new CrossEntropyLoss(
                        loss.form(), loss.target(), Optional.of(weights), OptionalInt.of(7), 0.25, Reduction.SUM, 1),
                loss.withWeights(weights)
                        .withIgnoreIndex(7)
                        .withLabelSmoothing(0.25)
                        .withReduction(Reduction.SUM));
        assertEquals(
                new CrossEntropyLoss(
                        loss.form(), loss.target(), Optional.of(weights), OptionalInt.of(7), 0.25, Reduction.SUM, 1),
                loss.withReduction(Reduction.SUM)
                        .withLabelSmoothing(0.25)
                        .withIgnoreIndex(7)
                        .withWeights(weights));
    }

    @Test
    void reductionsBearTheirPyTorchNames() {
        assertArrayEquals(
                new Reduction[] {
                    Reduction.NONE, Reduction.MEAN, Reduction.BATCH_MEAN, Reduction.SUM, Reduction.MEAN_OR_ZERO
                },
                Reduction.values());
    }
}
