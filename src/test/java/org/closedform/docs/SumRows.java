package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about sums of numbers near the largest. */
final class SumRows {
    private SumRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.of(
                "sum-back-in-range", SumRows::backInRange,
                "sum-too-large", SumRows::tooLarge,
                "sum-infinite", SumRows::infinite,
                "mean-of-large", SumRows::meanOfLarge,
                "weights-too-large", SumRows::weightsTooLarge);
    }

    private static void backInRange(Numbers numbers) {
        double large = numbers.largest();
        Tensor x = numbers.vector(large, large, -large, -large, 1);
        Tensor ones = numbers.vector(1, 1, 1, 1, 0);
        numbers.assertHolds(numbers.vector(large, large, -large).sum(), large);
        numbers.assertHolds(x.times(ones).sum(), 0);
        numbers.assertHolds(x.matmul(ones), 0);
        assertEquals(0, x.dot(ones));
        assertEquals(0, x.dot(numbers.vector(large, -large, large, -large, 0)));
        assertEquals(large, numbers.vector(0, -large).norm());
    }

    private static void tooLarge(Numbers numbers) {
        double large = numbers.largest();
        numbers.assertHolds(numbers.vector(large, large).sum(), POSITIVE_INFINITY);
        numbers.assertHolds(numbers.vector(-large, 1, -large).sum(), NEGATIVE_INFINITY);
        numbers.assertHolds(numbers.vector(large, large).matmul(numbers.vector(2, 2)), POSITIVE_INFINITY);
    }

    private static void infinite(Numbers numbers) {
        double large = numbers.largest();
        numbers.assertHolds(numbers.vector(large, large, NEGATIVE_INFINITY).sum(), NEGATIVE_INFINITY);
        numbers.assertHolds(
                numbers.vector(large, large, NEGATIVE_INFINITY).matmul(numbers.vector(1, 1, 1)), NEGATIVE_INFINITY);
        numbers.assertHolds(
                numbers.vector(POSITIVE_INFINITY, large, NEGATIVE_INFINITY).mean(), NaN);
        numbers.assertHolds(numbers.vector(large, large, NaN).sum(), NaN);
    }

    private static void meanOfLarge(Numbers numbers) {
        double large = numbers.largest();
        numbers.assertHolds(numbers.vector(large, large).mean(), large);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(1, 1));
        Tensor logits = numbers.matrix(Numbers.row(large, 0), Numbers.row(large, 0));
        for (Reduction mean : List.of(Reduction.MEAN, Reduction.BATCH_MEAN)) {
            numbers.assertHolds(loss.withReduction(mean).apply(logits), large);
        }
        numbers.assertHolds(loss.withReduction(Reduction.SUM).apply(logits), POSITIVE_INFINITY);
    }

    private static void weightsTooLarge(Numbers numbers) {
        double large = numbers.either(0x1p127, 0x1p1023);
        Tensor logits = numbers.matrix(Numbers.row(1, 2), Numbers.row(-40, 3));
        CrossEntropyLoss mean = CrossEntropyLoss.onLogits(Labels.of(1, 0));
        Operator.Pass<Tensor, Tensor> small =
                mean.withWeights(numbers.vector(1, 0.75)).forward(logits);
        Operator.Pass<Tensor, Tensor> weighted =
                mean.withWeights(numbers.vector(large, 0.75 * large)).forward(logits);
        assertEquals(small.output(), weighted.output());
        assertEquals(small.gradient(), weighted.gradient());
    }
}
