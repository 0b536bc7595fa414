package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;

/** Merged statistics of parts are the statistics of the whole, to a few ulps. */
class BatchStatisticsMergeTest {
    private static final double BOUND = 8;

    /** Data of one channel, cut somewhere into parts, some of which may be empty, in some order. */
    private record Cut(List<Tensor> parts) {
        BatchStatistics merged() {
            return parts.stream().map(Cut::statistics).reduce(BatchStatistics.none(1), BatchStatistics::merge);
        }

        /** Two by two, as a parallel reduction does it. */
        BatchStatistics mergedAsTree() {
            List<BatchStatistics> level = parts.stream().map(Cut::statistics).toList();
            while (level.size() > 1) {
                List<BatchStatistics> next = new ArrayList<>();
                for (int i = 0; i < level.size(); i += 2) {
                    next.add(i + 1 < level.size() ? level.get(i).merge(level.get(i + 1)) : level.get(i));
                }
                level = next;
            }
            return level.get(0);
        }

        static BatchStatistics statistics(Tensor part) {
            return part.size() == 0 ? BatchStatistics.none(1) : BatchStatistics.of(part, 1);
        }

        BigDecimal[] exact() {
            return parts.stream()
                    .flatMap(part -> Stream.of(HighPrecision.exact(part.toDoubleArray())))
                    .toArray(BigDecimal[]::new);
        }
    }

    @Provide
    Arbitrary<Cut> cuts() {
        Arbitrary<Tuple.Tuple2<Double, Double>> kinds = Arbitraries.of(
                Tuple.of(0.0, 1.0), Tuple.of(1e8, 1e-3), Tuple.of(-1e8, 1e3), Tuple.of(1e4, 1.0), Tuple.of(0.0, 1e100));
        Arbitrary<Double> numbers = Arbitraries.doubles().between(-1, 1).ofScale(12);
        Arbitrary<Double[]> values = numbers.array(Double[].class).ofMinSize(1).ofMaxSize(60);
        Arbitrary<List<Integer>> knives =
                Arbitraries.integers().between(0, 60).list().ofMaxSize(4);
        return Combinators.combine(values, knives, kinds, TensorArbitraries.elementTypes(), Arbitraries.randoms())
                .as((v, knife, kind, type, random) -> {
                    double scale = type == ElementType.FLOAT32 ? Math.min(kind.get2(), 1e15) : kind.get2();
                    Tensor x = Tensor.of(Arrays.stream(v)
                                    .mapToDouble(d -> kind.get1() + scale * d)
                                    .toArray())
                            .reshape(-1, 1)
                            .to(type);
                    return new Cut(shuffled(cut(x, knife), random));
                });
    }

    private static List<Tensor> cut(Tensor x, List<Integer> knives) {
        int[] places =
                knives.stream().mapToInt(k -> Math.min(k, x.size())).sorted().toArray();
        List<Tensor> parts = new ArrayList<>();
        int from = 0;
        for (int to : places) {
            parts.add(x.slice(0, from, to));
            from = to;
        }
        parts.add(x.slice(0, from, x.size()));
        return parts;
    }

    private static List<Tensor> shuffled(List<Tensor> parts, Random random) {
        List<Tensor> result = new ArrayList<>(parts);
        Collections.shuffle(result, random);
        return result;
    }

    @Property
    void partsOneByOneGiveTheWhole(@ForAll("cuts") Cut cut) {
        assertStatistics(cut.exact(), cut.merged());
    }

    @Property
    void partsAsATreeGiveTheWhole(@ForAll("cuts") Cut cut) {
        assertStatistics(cut.exact(), cut.mergedAsTree());
    }

    @Property
    void theWholeAtOnceIsRight(@ForAll("cuts") Cut cut) {
        Tensor whole = Tensor.concatenate(0, cut.parts.toArray(Tensor[]::new));
        assertStatistics(cut.exact(), BatchStatistics.of(whole, 1));
    }

    @Property
    void anEmptyPartChangesNoBit(@ForAll("cuts") Cut cut) {
        BatchStatistics merged = cut.merged();
        assertEquals(merged, merged.merge(BatchStatistics.none(1)));
        assertEquals(merged, BatchStatistics.none(1).merge(merged));
    }

    @Property
    void aSingleNumberMoreMovesTheMeanToIt(@ForAll("cuts") Cut cut) {
        BatchStatistics merged = cut.merged();
        BatchStatistics more = merged.merge(new BatchStatistics(1, Tensor.of(5.0), Tensor.of(0.0)));
        BigDecimal[] all = Stream.concat(Stream.of(cut.exact()), Stream.of(BigDecimal.valueOf(5)))
                .toArray(BigDecimal[]::new);
        assertStatistics(all, more);
    }

    /** Where the mean cancels, what counts is the largest distance of a number from it. */
    private static void assertStatistics(BigDecimal[] exact, BatchStatistics actual) {
        assertEquals(exact.length, actual.count());
        BigDecimal mean = BatchNormReference.mean(exact);
        double distance = Stream.of(exact)
                .mapToDouble(v -> v.subtract(mean).abs().doubleValue())
                .max()
                .orElse(0);
        BigDecimal m2 = BatchNormReference.m2(exact);
        double scale = Math.max(Math.abs(mean.doubleValue()), distance);
        Ulps.assertWithinOf(scale, BOUND, actual.mean(), mean);
        assertPair(mean, actual, BOUND * Math.ulp(distance));
        BigDecimal n = BigDecimal.valueOf(exact.length);
        Ulps.assertWithin(BOUND, actual.variance(), m2.divide(n, DIGITS));
        if (exact.length > 1) {
            Ulps.assertWithin(BOUND, actual.unbiasedVariance(), m2.divide(n.subtract(BigDecimal.ONE), DIGITS));
        }
    }

    /** The pair holds the mean so well that only the deviations' own rounding is left. */
    private static void assertPair(BigDecimal mean, BatchStatistics actual, double tolerance) {
        BigDecimal pair = new BigDecimal(actual.mean().item())
                .add(new BigDecimal(actual.meanRemainder().item()));
        BigDecimal error = pair.subtract(mean).abs();
        assertTrue(
                error.doubleValue() <= tolerance + 0x1p-100 * Math.abs(mean.doubleValue()),
                () -> "mean + remainder is " + pair + ", but exactly " + mean.round(MathContext.DECIMAL128)
                        + ": off by " + error.round(MathContext.DECIMAL32) + ", more than " + tolerance);
    }
}
