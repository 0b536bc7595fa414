package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.function.Consumer;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.MaskedBatchNorm;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about masks. */
final class MaskRows {
    private static final double[] HIDDEN = {NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY, 7};
    private static final double LOG_2 = 0.693147180559945309417;
    private static final Mask OUTER = Mask.of(true, false, true);
    private static final Mask NOTHING = Mask.of(false);

    private MaskRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("softmax-masked", MaskRows::softmax),
                Map.entry("softmax-masked-row", MaskRows::softmaxOfNothing),
                Map.entry("softmax-masked-minus-infinity", MaskRows::minusInfinity),
                Map.entry("log-sum-exp-masked", MaskRows::logSumExp),
                Map.entry("loss-masked-position", MaskRows::position),
                Map.entry("loss-masked-class", MaskRows::classes),
                Map.entry("loss-masked-row", MaskRows::noClassLeft),
                Map.entry("loss-masked-all", MaskRows::nothing),
                Map.entry("cross-entropy-masked-target", MaskRows::target),
                Map.entry("cross-entropy-masked-smoothing", MaskRows::smoothing),
                Map.entry("binary-masked", MaskRows::binary),
                Map.entry("batch-norm-masked", MaskRows::batchNorm),
                Map.entry("batch-norm-masked-all", MaskRows::batchNormOfNothing));
    }

    private static void softmax(Numbers numbers) {
        for (double hidden : HIDDEN) {
            Tensor x = numbers.vector(3, hidden, 3);
            Tensor d = numbers.vector(4, hidden, 0);
            Operator.Pass<Tensor, Tensor> softmax =
                    new Softmax().withMask(OUTER).forward(x);
            numbers.assertHolds(softmax.output(), 0.5, 0, 0.5);
            numbers.assertHolds(softmax.backward(d), 1, 0, -1);
            numbers.assertHolds(softmax.pushforward(d), 1, 0, -1);
            numbers.assertHolds(softmax.curvature(d, d), 0, 0, 0);
            Operator.Pass<Tensor, Tensor> logSoftmax =
                    new LogSoftmax().withMask(OUTER).forward(x);
            numbers.assertHoldsWithin(4, logSoftmax.output(), -LOG_2, NEGATIVE_INFINITY, -LOG_2);
            numbers.assertHolds(logSoftmax.backward(d), 2, 0, -2);
            numbers.assertHolds(logSoftmax.pushforward(d), 2, 0, -2);
            numbers.assertHolds(logSoftmax.curvature(d, d), -4, 0, 4);
        }
    }

    private static void softmaxOfNothing(Numbers numbers) {
        for (double hidden : HIDDEN) {
            Tensor x = numbers.matrix(row(hidden, hidden), row(3, 3));
            Mask second = Mask.of(Shape.of(2, 1), false, true);
            Operator.Pass<Tensor, Tensor> softmax =
                    new Softmax().withMask(second).forward(x);
            numbers.assertHolds(softmax.output(), 0, 0, 0.5, 0.5);
            numbers.assertHolds(softmax.backward(numbers.matrix(row(hidden, 1), row(4, 0))), 0, 0, 1, -1);
            numbers.assertHolds(softmax.pushforward(numbers.matrix(row(hidden, 1), row(4, 0))), 0, 0, 1, -1);
            Operator.Pass<Tensor, Tensor> logSoftmax =
                    new LogSoftmax().withMask(second).forward(x);
            numbers.assertHolds(logSoftmax.output().slice(0, 0, 1), NEGATIVE_INFINITY, NEGATIVE_INFINITY);
            numbers.assertHolds(logSoftmax.backward(numbers.matrix(row(hidden, 1), row(4, 0))), 0, 0, 2, -2);
        }
    }

    private static void minusInfinity(Numbers numbers) {
        Tensor x = numbers.vector(NEGATIVE_INFINITY, 5, NEGATIVE_INFINITY);
        Operator.Pass<Tensor, Tensor> softmax = new Softmax().withMask(OUTER).forward(x);
        numbers.assertHolds(softmax.output(), NaN, 0, NaN);
        numbers.assertHolds(softmax.backward(numbers.vector(1, 1, 0)), NaN, 0, NaN);
        numbers.assertHolds(new LogSoftmax().withMask(OUTER).apply(x), NaN, NEGATIVE_INFINITY, NaN);
    }

    private static void logSumExp(Numbers numbers) {
        for (double hidden : HIDDEN) {
            Operator.Pass<Tensor, Tensor> some =
                    new LogSumExp(0).withMask(Mask.of(false, true, false)).forward(numbers.vector(hidden, 5, hidden));
            numbers.assertHolds(some.output(), 5);
            numbers.assertHolds(some.backward(numbers.vector(2).squeeze(0)), 0, 2, 0);
            Operator.Pass<Tensor, Tensor> none =
                    new LogSumExp(0).withMask(NOTHING).forward(numbers.vector(hidden, 5));
            numbers.assertHolds(none.output(), NEGATIVE_INFINITY);
            numbers.assertHolds(none.backward(numbers.vector(hidden).squeeze(0)), 0, 0);
            numbers.assertHolds(none.pushforward(numbers.vector(hidden, 1)), 0);
        }
    }

    /** Of two positions the first counts; the label of the other is no class. */
    private static void position(Numbers numbers) {
        Mask first = Mask.of(true, false);
        for (double hidden : HIDDEN) {
            Tensor x = numbers.matrix(row(0, 0), row(hidden, hidden));
            Operator.Pass<Tensor, Tensor> crossEntropy = CrossEntropyLoss.onLogits(Labels.of(0, -100))
                    .withMask(first)
                    .forward(x);
            numbers.assertHoldsWithin(1, crossEntropy.output(), LOG_2);
            numbers.assertHolds(crossEntropy.gradient(), -0.5, 0.5, 0, 0);
            numbers.assertHolds(crossEntropy.pushforward(x.plus(1)), 0);
            Operator.Pass<Tensor, Tensor> entropy =
                    Entropy.onLogits().withMask(first).forward(x);
            numbers.assertHoldsWithin(1, entropy.output(), LOG_2);
            numbers.assertHolds(entropy.gradient(), 0, 0, 0, 0);
            Operator.Pass<KlDivergence.Inputs, Tensor> divergence =
                    KlDivergence.onLogits().withMask(first).forward(new KlDivergence.Inputs(x, x));
            numbers.assertHolds(divergence.output(), 0);
            numbers.assertHolds(divergence.gradient().q(), 0, 0, 0, 0);
        }
    }

    /** Of three classes the outer ones count, with probability ½ each. */
    private static void classes(Numbers numbers) {
        for (double hidden : HIDDEN) {
            Tensor x = numbers.matrix(row(3, hidden, 3));
            Operator.Pass<Tensor, Tensor> crossEntropy =
                    CrossEntropyLoss.onLogits(Labels.of(2)).withClassMask(OUTER).forward(x);
            numbers.assertHoldsWithin(1, crossEntropy.output(), LOG_2);
            numbers.assertHolds(crossEntropy.gradient(), 0.5, 0, -0.5);
            Operator.Pass<Tensor, Tensor> entropy =
                    Entropy.onLogits().withClassMask(OUTER).forward(x);
            numbers.assertHoldsWithin(1, entropy.output(), LOG_2);
            numbers.assertHolds(entropy.gradient(), 0, 0, 0);
            Operator.Pass<KlDivergence.Inputs, Tensor> divergence = KlDivergence.onLogits()
                    .withClassMask(OUTER)
                    .forward(new KlDivergence.Inputs(x, numbers.matrix(row(1, 9, 1))));
            numbers.assertHolds(divergence.output(), 0);
        }
    }

    /** MEAN is of the other position. */
    private static void noClassLeft(Numbers numbers) {
        Mask classes = Mask.of(Shape.of(2, 2), true, true, false, false);
        Tensor x = numbers.matrix(row(0, 0), row(NaN, 5));
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1)).withClassMask(classes);
        numbers.assertHoldsWithin(1, loss.apply(x), LOG_2);
        numbers.assertHolds(loss.forward(x).gradient(), -0.5, 0.5, 0, 0);
        numbers.assertHoldsWithin(1, Entropy.onLogits().withClassMask(classes).apply(x), LOG_2);
    }

    private static void nothing(Numbers numbers) {
        Tensor x = numbers.matrix(row(1, NaN), row(3, 4));
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1)).withMask(NOTHING);
        numbers.assertHolds(loss.apply(x), NaN);
        numbers.assertHolds(loss.withReduction(Reduction.MEAN_OR_ZERO).apply(x), 0);
        numbers.assertHolds(loss.withReduction(Reduction.SUM).apply(x), 0);
        numbers.assertHolds(loss.withReduction(Reduction.BATCH_MEAN).apply(x), 0);
        numbers.assertHolds(loss.withReduction(Reduction.NONE).apply(x), 0, 0);
        for (Reduction reduction : Reduction.values()) {
            numbers.assertHolds(loss.withReduction(reduction).forward(x).gradient(), 0, 0, 0, 0);
        }
        numbers.assertHolds(Entropy.onLogits().withMask(NOTHING).apply(x), NaN);
        numbers.assertHolds(
                BinaryCrossEntropyLoss.onLogits(x.zerosLike()).withMask(NOTHING).apply(x), NaN);
    }

    private static void target(Numbers numbers) {
        Tensor x = numbers.matrix(row(3, 9, 3));
        CrossEntropyLoss label = CrossEntropyLoss.onLogits(Labels.of(1)).withClassMask(OUTER);
        numbers.assertHolds(label.apply(x), POSITIVE_INFINITY);
        numbers.assertHolds(label.forward(x).gradient(), 0.5, 0, 0.5);
        CrossEntropyLoss distribution =
                CrossEntropyLoss.onLogits(numbers.matrix(row(0.5, 0.5, 0))).withClassMask(OUTER);
        numbers.assertHolds(distribution.apply(x), POSITIVE_INFINITY);
        numbers.assertHolds(distribution.forward(x).gradient(), 0, 0, 0.5);
    }

    /** A half is spread over two classes, not three. */
    private static void smoothing(Numbers numbers) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogProbabilities(Labels.of(2))
                .withClassMask(OUTER)
                .withLabelSmoothing(0.5);
        Tensor x = numbers.matrix(row(-4, NaN, -8));
        numbers.assertHolds(loss.apply(x), 7);
        numbers.assertHolds(loss.forward(x).gradient(), -0.25, 0, -0.75);
    }

    private static void binary(Numbers numbers) {
        for (double hidden : HIDDEN) {
            BinaryCrossEntropyLoss loss =
                    BinaryCrossEntropyLoss.onLogits(numbers.vector(1, 0, 0)).withMask(OUTER);
            Operator.Pass<Tensor, Tensor> pass = loss.forward(numbers.vector(0, hidden, 0));
            numbers.assertHoldsWithin(1, pass.output(), LOG_2);
            numbers.assertHolds(pass.gradient(), -0.25, 0, 0.25);
        }
    }

    /** The outer two numbers have mean 0 and variance 1. */
    private static void batchNorm(Numbers numbers) {
        for (double hidden : HIDDEN) {
            Tensor x = numbers.vector(-1, hidden, 1).reshape(3, 1);
            BatchNorm.Inputs in = new BatchNorm.Inputs(x, numbers.vector(2), numbers.vector(5));
            MaskedBatchNorm.Pass pass = new BatchNorm(1, 0).withMask(OUTER).forward(in);
            numbers.assertHolds(pass.output(), 3, 0, 7);
            BatchNorm.Inputs d = pass.backward(numbers.vector(1, hidden, 1).reshape(3, 1));
            numbers.assertHolds(d.x(), 0, 0, 0);
            numbers.assertHolds(d.gamma(), 0);
            numbers.assertHolds(d.beta(), 2);
        }
    }

    private static void batchNormOfNothing(Numbers numbers) {
        Tensor x = numbers.vector(NaN, 2).reshape(2, 1);
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, numbers.vector(2), numbers.vector(5));
        MaskedBatchNorm.Pass pass = new BatchNorm().withMask(NOTHING).forward(in);
        numbers.assertHolds(pass.output(), 0, 0);
        numbers.assertHolds(pass.backward(x).x(), 0, 0);
        numbers.assertHolds(pass.backward(x).beta(), 0);
        assertEquals(0, pass.statistics().count());
    }
}
