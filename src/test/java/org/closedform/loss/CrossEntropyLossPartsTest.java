package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.closedform.loss.CrossEntropyLossOptionsAccuracyTest.Sample;
import org.closedform.operator.MergeOrder;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** Cross-entropy part by part, with every option, is that of the whole. */
class CrossEntropyLossPartsTest {
    private static final double LOSS_ULPS = 8;

    @Provide
    Arbitrary<Sample> samples() {
        return CrossEntropyLossOptionsAccuracyTest.samples(12);
    }

    /** Each row in one of some parts, of which some may be empty. */
    static List<int[]> partition(int rows, int parts, Random random) {
        int[] part = random.ints(rows, 0, parts).toArray();
        return IntStream.range(0, parts)
                .mapToObj(p ->
                        IntStream.range(0, rows).filter(row -> part[row] == p).toArray())
                .toList();
    }

    private static WeightedSum<Tensor> lossSum(CrossEntropyLoss loss, Tensor x) {
        Tensor value = loss.forward(x).output();
        return loss.reduction() == Reduction.MEAN
                ? WeightedSum.ofMean(value, loss.meanDivisor())
                : WeightedSum.of(value, loss.meanDivisor());
    }

    @Property(tries = 300)
    void theLossOfPartsIsThatOfTheWhole(
            @ForAll("samples") Sample s,
            @ForAll @IntRange(min = 1, max = 8) int parts,
            @ForAll MergeOrder order,
            @ForAll Random random) {
        List<int[]> partition = partition(s.positions(), parts, random);
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.MEAN)) {
            for (BiFunction<Sample, Reduction, CrossEntropyLoss> target :
                    List.<BiFunction<Sample, Reduction, CrossEntropyLoss>>of(
                            Sample::onLabels, Sample::onDistributions)) {
                WeightedSum<Tensor> merged = order.merge(
                        partition.stream()
                                .map(rows -> lossSum(
                                        target.apply(s.rows(rows), reduction),
                                        s.rows(rows).x()))
                                .toList(),
                        WeightedSum::merge,
                        random);
                CrossEntropyLoss whole = target.apply(s, Reduction.MEAN);
                assertEquals(whole.meanDivisor(), merged.weight(), 4 * Math.ulp(merged.weight()));
                BigDecimal[] losses = IntStream.range(0, s.positions())
                        .filter(row -> whole.ignoreIndex().isEmpty() || s.counts(row))
                        .mapToObj(row -> whole.target() instanceof Target.Classes ? s.label(row) : s.distribution(row))
                        .map(CrossEntropyLossOptionsReference::loss)
                        .toArray(BigDecimal[]::new);
                Ulps.assertWithin(LOSS_ULPS, merged.sum(), HighPrecision.sum(losses));
                if (losses.length == 0) {
                    assertEquals(whole.apply(s.x()), merged.mean());
                } else {
                    Ulps.assertWithin(
                            LOSS_ULPS,
                            merged.mean(),
                            HighPrecision.sum(losses)
                                    .divide(new BigDecimal(whole.meanDivisor()), HighPrecision.DIGITS));
                }
            }
        }
    }

    @Test
    void theDivisorIsWhatMeanDividesBy() {
        Labels labels = Labels.of(Shape.of(2, 2), 0, 2, -1, 1);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(labels);
        assertEquals(4, loss.meanDivisor());
        assertEquals(4, loss.withReduction(Reduction.SUM).meanDivisor());
        assertEquals(3, loss.withIgnoreIndex(-1).meanDivisor());
        CrossEntropyLoss weighted = loss.withWeights(Tensor.of(0.5, 2, 0));
        assertEquals(2.5, weighted.withIgnoreIndex(-1).meanDivisor());
        assertEquals(
                6,
                CrossEntropyLoss.onLogits(Tensor.ones(Shape.of(2, 5, 3)))
                        .withWeights(Tensor.ones(Shape.of(5)))
                        .meanDivisor());
        assertEquals(1, CrossEntropyLoss.onLogits(Tensor.ones(Shape.of(5))).meanDivisor());
        assertEquals(
                "CrossEntropyLoss.meanDivisor: of the labels that count: label 2 is class -1, but with 3 classes it has to be"
                        + " from 0 to 2",
                assertThrows(IllegalArgumentException.class, weighted::meanDivisor)
                        .getMessage());
        assertThrows(ShapeException.class, () -> CrossEntropyLoss.onLogits(Tensor.scalar(1))
                .meanDivisor());
    }
}
