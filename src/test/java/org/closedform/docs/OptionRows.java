package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.Consumer;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.loss.WeightedMean;
import org.closedform.operator.Elementwise;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about the options of losses, and about tanh, softplus and log-sum-exp. */
final class OptionRows {
    private OptionRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("cross-entropy-all-ignored", OptionRows::allIgnored),
                Map.entry("cross-entropy-ignored-invalid", OptionRows::ignoredInvalid),
                Map.entry("cross-entropy-weightless", OptionRows::weightless),
                Map.entry("cross-entropy-weights", OptionRows::weights),
                Map.entry("cross-entropy-smoothing", OptionRows::smoothing),
                Map.entry("cross-entropy-ignored-distribution", OptionRows::ignoredDistribution),
                Map.entry("binary-certain", OptionRows::binaryCertain),
                Map.entry("binary-impossible", OptionRows::binaryImpossible),
                Map.entry("binary-no-probability", OptionRows::binaryNoProbability),
                Map.entry("cross-entropy-position-weightless", OptionRows::positionWeightless),
                Map.entry("binary-weightless", OptionRows::binaryWeightless),
                Map.entry("tanh-infinite", OptionRows::tanhInfinite),
                Map.entry("second-slope-infinite", OptionRows::secondSlopeInfinite),
                Map.entry("softplus-infinite", OptionRows::softplusInfinite),
                Map.entry("log-sum-exp-infinite", OptionRows::logSumExpInfinite),
                Map.entry("log-sum-exp-empty", OptionRows::logSumExpEmpty));
    }

    private static void allIgnored(Numbers numbers) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(-100, -100)).withIgnoreIndex(-100);
        Tensor logits = numbers.matrix(row(1, 2), row(3, 4));
        numbers.assertHolds(loss.forward(logits).output(), NaN);
        numbers.assertHolds(loss.forward(logits).gradient(), 0, 0, 0, 0);
        numbers.assertHolds(loss.withReduction(Reduction.SUM).apply(logits), 0);
        numbers.assertHolds(loss.withReduction(Reduction.NONE).apply(logits), 0, 0);
    }

    private static void ignoredInvalid(Numbers numbers) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 9)).withIgnoreIndex(9);
        Operator.Pass<Tensor, Tensor> pass = loss.forward(numbers.matrix(row(0, 0), row(NaN, NaN)));
        numbers.assertHoldsWithin(1, pass.output(), 0.69314718055994530942);
        numbers.assertHolds(pass.gradient(), -0.5, 0.5, 0, 0);
    }

    private static void weightless(Numbers numbers) {
        zeroTarget(numbers);
        CrossEntropyLoss labels = CrossEntropyLoss.onLogits(Labels.of(0, 1));
        CrossEntropyLoss distributions = CrossEntropyLoss.onLogits(numbers.matrix(row(1, 0), row(0, 1)));
        CrossEntropyLoss logProbabilities = CrossEntropyLoss.onLogProbabilities(Labels.of(0, 1));
        CrossEntropyLoss probabilities = CrossEntropyLoss.onProbabilities(Labels.of(0, 1));
        for (double x : row(NaN, POSITIVE_INFINITY)) {
            Tensor batch = numbers.matrix(row(0, 0), row(x, x));
            Tensor one = numbers.vector(1, 0);
            Tensor none = numbers.vector(0, 0);
            assertPass(numbers, labels.withWeights(one).forward(batch), 0.69314718055994530942, -0.5, 0.5, 0, 0);
            assertPass(numbers, labels.withWeights(none).forward(batch), NaN, 0, 0, 0, 0);
            assertPass(numbers, labels.withWeights(none).withLabelSmoothing(0.5).forward(batch), NaN, 0, 0, 0, 0);
            assertPass(numbers, distributions.withWeights(none).forward(batch), 0, 0, 0, 0, 0);
            assertPass(numbers, distributions.withWeights(one).forward(batch), NaN, -0.25, 0.25, NaN, NaN);
            assertPass(numbers, logProbabilities.withWeights(one).forward(batch), 0, -1, 0, 0, 0);
            assertPass(
                    numbers,
                    probabilities.withWeights(one).forward(numbers.matrix(row(1, 0), row(x, x))),
                    0,
                    -1,
                    0,
                    0,
                    0);
        }
    }

    /** A class with t = 0, which counts, or weighs nothing. */
    private static void zeroTarget(Numbers numbers) {
        Tensor target = numbers.vector(1, 0);
        Tensor one = numbers.vector(1, 0);
        CrossEntropyLoss probabilities = CrossEntropyLoss.onProbabilities(target);
        CrossEntropyLoss logProbabilities = CrossEntropyLoss.onLogProbabilities(target);
        assertPass(numbers, probabilities.forward(numbers.vector(1, NaN)), NaN, -1, 0);
        assertPass(numbers, probabilities.withWeights(one).forward(numbers.vector(1, NaN)), 0, -1, 0);
        assertPass(numbers, logProbabilities.forward(numbers.vector(0, NaN)), NaN, -1, 0);
        assertPass(numbers, logProbabilities.withWeights(one).forward(numbers.vector(0, NaN)), 0, -1, 0);
        assertPass(numbers, logProbabilities.forward(numbers.vector(0, NEGATIVE_INFINITY)), 0, -1, 0);
    }

    private static void assertPass(
            Numbers numbers, Operator.Pass<Tensor, Tensor> pass, double loss, double... gradient) {
        numbers.assertHoldsWithin(1, pass.output(), loss);
        numbers.assertHolds(pass.gradient(), gradient);
    }

    /** Losses log 2 each, weighing 1 and 3: the mean is log 2, and the gradients are divided by 4. */
    private static void weights(Numbers numbers) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 1)).withWeights(numbers.vector(1, 3));
        Operator.Pass<Tensor, Tensor> pass = loss.forward(numbers.matrix(row(0, 0), row(0, 0)));
        numbers.assertHoldsWithin(1, pass.output(), 0.69314718055994530942);
        numbers.assertHolds(pass.gradient(), -0.125, 0.125, 0.375, -0.375);
    }

    /** A row of log-probabilities −1, −2, weights 2, 6, s = ½: labels ½·2·1 + ¼·(2·1 + 6·2), distributions 2·¾·1 + 6·¼·2. */
    private static void smoothing(Numbers numbers) {
        Tensor logProbabilities = numbers.matrix(row(-1, -2));
        Tensor weights = numbers.vector(2, 6);
        CrossEntropyLoss labels = CrossEntropyLoss.onLogProbabilities(Labels.of(0));
        CrossEntropyLoss distribution = CrossEntropyLoss.onLogProbabilities(numbers.matrix(row(1, 0)));
        for (CrossEntropyLoss loss : new CrossEntropyLoss[] {labels, distribution}) {
            numbers.assertHolds(
                    loss.withWeights(weights)
                            .withLabelSmoothing(0.5)
                            .withReduction(Reduction.NONE)
                            .apply(logProbabilities),
                    4.5);
        }
    }

    private static void ignoredDistribution(Numbers numbers) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(numbers.matrix(row(1, 0)));
        assertThrows(IllegalArgumentException.class, () -> loss.withIgnoreIndex(0));
    }

    private static void binaryCertain(Numbers numbers) {
        BinaryCrossEntropyLoss loss =
                BinaryCrossEntropyLoss.onProbabilities(numbers.vector(0, 1)).withReduction(Reduction.NONE);
        Operator.Pass<Tensor, Tensor> pass = loss.forward(numbers.vector(0, 1));
        numbers.assertHolds(pass.output(), 0, 0);
        numbers.assertHolds(pass.gradient(), 1, -1);
    }

    private static void binaryImpossible(Numbers numbers) {
        BinaryCrossEntropyLoss loss =
                BinaryCrossEntropyLoss.onProbabilities(numbers.vector(0, 1)).withReduction(Reduction.NONE);
        numbers.assertHolds(loss.apply(numbers.vector(1, 0)), POSITIVE_INFINITY, POSITIVE_INFINITY);
    }

    private static void binaryNoProbability(Numbers numbers) {
        for (double t : new double[] {0, 0.5, 1}) {
            for (double none : new double[] {-0.1, 1.1, POSITIVE_INFINITY, NEGATIVE_INFINITY}) {
                Operator.Pass<Tensor, Tensor> pass = BinaryCrossEntropyLoss.onProbabilities(numbers.vector(t))
                        .forward(numbers.vector(none));
                numbers.assertHolds(pass.output(), NaN);
                numbers.assertHolds(pass.gradient(), NaN);
            }
        }
    }

    /** Of three elements one counts, with a loss of log 2 = −log σ(0) = −log ½. */
    private static void positionWeightless(Numbers numbers) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(0, 9));
        for (double x : row(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY)) {
            Tensor batch = numbers.matrix(row(0, 0), row(x, x));
            CrossEntropyLoss first = loss.withPositionWeights(numbers.vector(3, 0));
            assertPass(numbers, first.forward(batch), 0.69314718055994530942, -0.5, 0.5, 0, 0);
            numbers.assertHolds(WeightedMean.of(numbers.vector(3, 0)).apply(numbers.vector(7, x)), 7);
        }
        Operator.Pass<Tensor, Tensor> none =
                loss.withPositionWeights(numbers.vector(0, 0)).forward(numbers.matrix(row(0, 0), row(NaN, 1)));
        numbers.assertHolds(none.output(), NaN);
        numbers.assertHolds(none.gradient(), 0, 0, 0, 0);
    }

    private static void binaryWeightless(Numbers numbers) {
        BinaryCrossEntropyLoss logits = BinaryCrossEntropyLoss.onLogits(numbers.vector(1, 0, 1));
        BinaryCrossEntropyLoss probabilities = BinaryCrossEntropyLoss.onProbabilities(numbers.vector(1, 0, 1));
        BinaryCrossEntropyLoss missedNo = BinaryCrossEntropyLoss.onLogits(numbers.vector(0, 1, 1));
        Tensor weight = numbers.vector(1, 0, 0);
        Tensor posWeight = numbers.vector(0);
        for (double x : row(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY)) {
            assertPass(numbers, logits.withWeight(weight).forward(numbers.vector(0, x, x)), -0.5 / 3);
            assertPass(numbers, missedNo.withPosWeight(posWeight).forward(numbers.vector(0, x, x)), 0.5 / 3);
            assertPass(numbers, probabilities.withWeight(weight).forward(numbers.vector(0.5, x, x)), -2.0 / 3);
        }
    }

    private static void assertPass(Numbers numbers, Operator.Pass<Tensor, Tensor> pass, double slope) {
        numbers.assertHoldsWithin(1, pass.output(), 0.69314718055994530942 / 3);
        numbers.assertHoldsWithin(1, pass.gradient(), slope, 0, 0);
    }

    private static void tanhInfinite(Numbers numbers) {
        Elementwise.Pass pass = new Tanh().forward(numbers.vector(NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN));
        numbers.assertHolds(pass.output(), -1, 1, NaN);
        numbers.assertHolds(pass.slope(), 0, 0, NaN);
    }

    private static void secondSlopeInfinite(Numbers numbers) {
        Tensor ends = numbers.vector(NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN);
        numbers.assertHolds(new Sigmoid().forward(ends).secondSlope(), 0, 0, NaN);
        numbers.assertHolds(new Tanh().forward(ends).secondSlope(), 0, 0, NaN);
        numbers.assertHolds(new Softplus().forward(ends).secondSlope(), 0, 0, NaN);
        numbers.assertHolds(new LogSigmoid().forward(ends).secondSlope(), 0, 0, NaN);
        numbers.assertHolds(new Relu().forward(ends).secondSlope(), 0, 0, NaN);
    }

    private static void softplusInfinite(Numbers numbers) {
        Tensor ends = numbers.vector(NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN);
        numbers.assertHolds(new Softplus().apply(ends), 0, POSITIVE_INFINITY, NaN);
        numbers.assertHolds(new Softplus().forward(ends).slope(), 0, 1, NaN);
        numbers.assertHolds(new LogSigmoid().apply(ends), NEGATIVE_INFINITY, 0, NaN);
        numbers.assertHolds(new LogSigmoid().forward(ends).slope(), 1, 0, NaN);
    }

    private static void logSumExpInfinite(Numbers numbers) {
        Tensor rows = numbers.matrix(
                row(NEGATIVE_INFINITY, NEGATIVE_INFINITY),
                row(1, POSITIVE_INFINITY),
                row(NaN, POSITIVE_INFINITY),
                row(2, NEGATIVE_INFINITY));
        numbers.assertHolds(new LogSumExp(1).apply(rows), NEGATIVE_INFINITY, POSITIVE_INFINITY, NaN, 2);
    }

    private static void logSumExpEmpty(Numbers numbers) {
        numbers.assertHolds(new LogSumExp(1).apply(numbers.empty(2, 0)), NEGATIVE_INFINITY, NEGATIVE_INFINITY);
    }
}
