package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.BatchStatistics;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about parts that merge. */
final class MergingRows {
    private MergingRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.of(
                "merging-nothing", MergingRows::nothing,
                "merging-ignored-part", MergingRows::ignoredPart,
                "merging-invalid", MergingRows::invalid,
                "merging-too-large", MergingRows::tooLarge,
                "merging-empty-statistics", MergingRows::emptyStatistics);
    }

    private static WeightedSum<Tensor> merged(Tensor... sums) {
        return Stream.of(sums).map(sum -> WeightedSum.of(sum, 1)).collect(WeightedSum.merging(sums[0]));
    }

    private static void nothing(Numbers numbers) {
        Tensor like = numbers.vector(1, 2);
        for (WeightedSum<Tensor> none : List.of(
                WeightedSum.none(like),
                WeightedSum.ofMean(numbers.vector(NaN, NaN), 0),
                Stream.<WeightedSum<Tensor>>empty().collect(WeightedSum.merging(like)))) {
            numbers.assertHolds(none.sum(), 0, 0);
            numbers.assertHolds(none.mean(), NaN, NaN);
            numbers.assertHolds(none.meanGradient(), 0, 0);
        }
    }

    private static void ignoredPart(Numbers numbers) {
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(-1)).withIgnoreIndex(-1);
        Tensor mean = loss.apply(numbers.vector(1, 2).reshape(1, 2));
        numbers.assertHolds(mean, NaN);
        WeightedSum<Tensor> other = WeightedSum.ofMean(numbers.vector(0.5).reshape(), 4);
        numbers.assertHolds(
                other.merge(WeightedSum.ofMean(mean, loss.meanDivisor())).mean(), 0.5);
    }

    private static void invalid(Numbers numbers) {
        WeightedSum<Tensor> merged = merged(
                numbers.vector(NaN, POSITIVE_INFINITY, 1),
                numbers.vector(1, NEGATIVE_INFINITY, 2),
                numbers.vector(2, 3, 6));
        numbers.assertHolds(merged.sum(), NaN, NaN, 9);
        numbers.assertHolds(merged.mean(), NaN, NaN, 3);
    }

    private static void tooLarge(Numbers numbers) {
        Tensor large = numbers.vector(numbers.largest(), -numbers.largest());
        WeightedSum<Tensor> merged = merged(large, large);
        numbers.assertHolds(merged.sum(), POSITIVE_INFINITY, NEGATIVE_INFINITY);
        numbers.assertHolds(merged.mean(), numbers.largest(), -numbers.largest());
        numbers.assertHolds(
                merged.merge(WeightedSum.of(large.negate(), 1)).sum(), numbers.largest(), -numbers.largest());
    }

    private static void emptyStatistics(Numbers numbers) {
        BatchStatistics none = Stream.<BatchStatistics>empty().collect(BatchStatistics.merging(2));
        assertEquals(0, none.count());
        assertEquals(Tensor.of(0, 0), none.m2());
        assertEquals(Tensor.of(NaN, NaN), none.variance());
    }
}
