package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.MaskedBatchNorm;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about masks. */
final class MaskConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);
    private static final double LOG_2 = 0.693147180559945309417;
    private static final Mask OUTER = Mask.of(true, false, true);

    private MaskConventions() {}

    static Map<String, Executable> rows() {
        return Map.of(
                "mask-true", MaskConventions::trueCounts,
                "mask-softmax", MaskConventions::softmax,
                "mask-nothing-left", MaskConventions::nothingLeft,
                "mask-log-sum-exp", MaskConventions::logSumExp,
                "mask-causal", MaskConventions::causal,
                "mask-positions", MaskConventions::positions,
                "mask-classes", MaskConventions::classes,
                "mask-mean-of-nothing", MaskConventions::meanOfNothing,
                "mask-batch-norm", MaskConventions::batchNorm);
    }

    private static void trueCounts() {
        Tensor x = Tensor.of(1, 2, 3);
        NUMBERS.assertHolds(x.where(OUTER, -7), 1, -7, 3);
        NUMBERS.assertHolds(x.where(OUTER.not(), -7), -7, 2, -7);
    }

    private static void softmax() {
        NUMBERS.assertHolds(new Softmax().withMask(OUTER).apply(Tensor.of(1, 2, 1)), 0.5, 0, 0.5);
        Tensor scores = Tensor.zeros(Shape.of(2, 3));
        NUMBERS.assertHolds(new Softmax().withMask(OUTER).apply(scores), 0.5, 0, 0.5, 0.5, 0, 0.5);
    }

    private static void nothingLeft() {
        NUMBERS.assertHolds(new Softmax().withMask(Mask.of(false)).apply(Tensor.of(1, 2)), 0, 0);
    }

    private static void logSumExp() {
        NUMBERS.assertHoldsWithin(1, new LogSumExp(0).withMask(OUTER).apply(Tensor.zeros(Shape.of(3))), LOG_2);
    }

    private static void causal() {
        assertEquals(Mask.of(Shape.of(2, 3), true, false, false, true, true, false), Mask.causal(2, 3));
        assertEquals(Mask.of(Shape.of(2, 3), true, true, false, true, true, true), Mask.causal(2, 3, 1));
    }

    private static void positions() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 0, 0)).withMask(OUTER);
        Tensor logits = Tensor.of(new double[][] {{0, 0}, {7, 0}, {0, 0}});
        NUMBERS.assertHoldsWithin(1, loss.apply(logits), LOG_2);
        NUMBERS.assertHoldsWithin(1, loss.withReduction(Reduction.NONE).apply(logits), LOG_2, 0, LOG_2);
    }

    private static void classes() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0)).withClassMask(OUTER);
        NUMBERS.assertHoldsWithin(1, loss.apply(Tensor.of(new double[][] {{0, 7, 0}})), LOG_2);
    }

    private static void meanOfNothing() {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0)).withMask(Mask.of(false));
        Tensor logits = Tensor.of(new double[][] {{0, 7}});
        NUMBERS.assertHolds(loss.apply(logits), Double.NaN);
        NUMBERS.assertHolds(loss.withReduction(Reduction.MEAN_OR_ZERO).apply(logits), 0);
    }

    private static void batchNorm() {
        BatchNorm.Inputs in = new BatchNorm.Inputs(Tensor.of(-1, 7, 1).reshape(3, 1), Tensor.of(1), Tensor.of(10));
        MaskedBatchNorm.Pass pass = new BatchNorm(1, 0).withMask(OUTER).forward(in);
        NUMBERS.assertHolds(pass.output(), 9, 0, 11);
        NUMBERS.assertHolds(pass.statistics().variance(), 1);
    }
}
