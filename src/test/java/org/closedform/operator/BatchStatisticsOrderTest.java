package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Test;

/** However many parts there are, and in whatever order they merge, the bounds are those of one batch. */
class BatchStatisticsOrderTest {
    private static final double MEAN_ULPS = 2;
    private static final double VARIANCE_ULPS = 8;
    private static final int CHANNELS = 2;

    /** Rows of two channels, of which the second is the first, mirrored. */
    private record Partition(List<double[]> parts) {
        List<BatchStatistics> statistics() {
            return parts.stream().map(Partition::statistics).toList();
        }

        private static BatchStatistics statistics(double[] part) {
            return part.length == 0
                    ? BatchStatistics.none(CHANNELS)
                    : BatchStatistics.of(
                            Tensor.generate(
                                    Shape.of(part.length, CHANNELS), at -> at[1] == 0 ? part[at[0]] : -part[at[0]]),
                            1);
        }

        /** With many parts or few, some of them empty, and numbers around a mean that may be large. */
        static Partition draw(int parts, double mean, double deviation, Random random) {
            return new Partition(IntStream.range(0, parts)
                    .mapToObj(part -> random.doubles(random.nextInt(5))
                            .map(x -> mean + deviation * (x - 0.5))
                            .toArray())
                    .toList());
        }

        void assertHolds(BatchStatistics merged) {
            BigDecimal[] exact = parts.stream()
                    .flatMap(part -> Stream.of(HighPrecision.exact(part)))
                    .toArray(BigDecimal[]::new);
            assertEquals(exact.length, merged.count());
            if (exact.length == 0) {
                assertEquals(BatchStatistics.none(CHANNELS), merged);
                return;
            }
            BigDecimal mean = BatchNormReference.mean(exact);
            BigDecimal variance = BatchNormReference.m2(exact).divide(BigDecimal.valueOf(exact.length), DIGITS);
            double deviation = Math.sqrt(variance.doubleValue());
            Ulps.assertWithinOf(
                    Math.max(Math.abs(mean.doubleValue()), deviation), MEAN_ULPS, merged.mean(), mean, mean.negate());
            Ulps.assertWithin(VARIANCE_ULPS, merged.variance(), variance, variance);
        }
    }

    @Provide
    Arbitrary<Partition> partitions() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.of(0.0, 1.0, 1e4, 1e8),
                        Arbitraries.of(1.0, 1e-3),
                        Arbitraries.randoms())
                .as(Partition::draw);
    }

    @Property(tries = 500)
    void anyOrderKeepsTheBounds(
            @ForAll("partitions") Partition partition, @ForAll MergeOrder order, @ForAll Random random) {
        partition.assertHolds(order.merge(partition.statistics(), BatchStatistics::merge, random));
    }

    @Property(tries = 200)
    void aParallelStreamKeepsTheBounds(@ForAll("partitions") Partition partition) {
        partition.assertHolds(partition.statistics().parallelStream().collect(BatchStatistics.merging(CHANNELS)));
    }

    /** In one word M2 would be some 40 ulp off. */
    @Property(tries = 5)
    void thousandsOfPartsKeepTheBounds(@ForAll MergeOrder order, @ForAll Random random) {
        Partition partition = Partition.draw(5_000, 1e3, 1, random);
        partition.assertHolds(order.merge(partition.statistics(), BatchStatistics::merge, random));
    }

    @Test
    void whatM2ForgetsIsKeptBeside() {
        BatchStatistics large = new BatchStatistics(1, Tensor.of(0.0), Tensor.of(0x1p60));
        BatchStatistics small = new BatchStatistics(1, Tensor.of(0.0), Tensor.of(1.0));
        BatchStatistics merged = large.merge(small);
        assertEquals(Tensor.of(0x1p60), merged.m2());
        assertEquals(Tensor.of(1.0), merged.m2Remainder());
        BatchStatistics many = IntStream.range(0, 256).mapToObj(i -> small).reduce(large, BatchStatistics::merge);
        assertEquals(Tensor.of(0x1p60 + 256), many.m2());
    }
}
