package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactStatisticsTest {
    private static final int CHANNELS = 3;

    /** Rows of three channels, of which one is far from 0 and narrow, and one is of any size. */
    private static Tensor rows(int count, Random random) {
        return Tensor.generate(Shape.of(count, CHANNELS), at -> {
            double x = random.nextGaussian();
            return at[1] == 0 ? x : at[1] == 1 ? 1e8 + 1e-3 * x : Math.scalb(x, random.nextInt(2000) - 1000);
        });
    }

    /** The bits do not depend on where the rows are cut, nor on the order of merging. */
    @Property(tries = 200)
    void everyPartitioningGivesTheSameBits(
            @ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 1, max = 12) int parts,
            @ForAll MergeOrder order,
            @ForAll Random random) {
        Tensor rows = rows(count, random);
        int[] shuffled = random.ints(0, Integer.MAX_VALUE).limit(count).toArray();
        Integer[] places = IntStream.range(0, count).boxed().toArray(Integer[]::new);
        java.util.Arrays.sort(places, (a, b) -> Integer.compare(shuffled[a], shuffled[b]));
        List<ExactStatistics> pieces = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int first = part;
            int[] own = IntStream.range(0, count)
                    .filter(i -> i % parts == first)
                    .map(i -> places[i])
                    .toArray();
            pieces.add(ExactStatistics.of(rows.take(0, own), 1));
        }
        ExactStatistics whole = ExactStatistics.of(rows, 1);
        ExactStatistics merged = order.merge(pieces, ExactStatistics::merge, random);
        assertEquals(whole, merged);
        assertEquals(whole, pieces.parallelStream().collect(ExactStatistics.merging(CHANNELS)));
        assertEquals(whole.statistics(), merged.statistics());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1e8, 1e-3", "-1e8, 1e3", "1e-200, 1e-210", "1e200, 1e190", "0, 1e-160", "1e300, 1e299", "1, 0"
    })
    void meanAndVarianceAreTheExactOnes(double mean, double deviation) {
        SplittableRandom random = new SplittableRandom(1);
        Tensor x = Tensor.draw(Shape.of(1000, 1), () -> mean + deviation * random.nextGaussian());
        BatchStatistics statistics = ExactStatistics.of(x, 1).statistics();
        BigDecimal[] exact = HighPrecision.exact(x.toDoubleArray());
        Ulps.assertWithin(0.5, statistics.mean(), BatchNormReference.mean(exact));
        BigDecimal variance = BatchNormReference.m2(exact).divide(BigDecimal.valueOf(exact.length), DIGITS);
        Ulps.assertWithin(1, statistics.variance(), variance);
    }

    /** Beside what a batch says of itself. */
    @Property(tries = 50)
    void agreesWithTheStatisticsOfABatch(@ForAll Random random, @ForAll ElementType type) {
        Tensor x = Tensor.draw(Shape.of(50, 4), random::nextGaussian).to(type);
        BatchStatistics exact = ExactStatistics.of(x, 1).statistics();
        BatchStatistics batch = BatchStatistics.of(x, 1);
        double bound = 8 * type.epsilon();
        assertTrue(exact.mean().isClose(batch.mean(), bound, bound), () -> exact + " beside " + batch);
        assertTrue(exact.variance().isClose(batch.variance(), bound, 0), () -> exact + " beside " + batch);
    }

    @Test
    void takesAtMostTwoKilobytesAChannel() throws IOException {
        Tensor rows = rows(100, new Random(1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(ExactStatistics.of(rows, 1));
        }
        assertTrue(bytes.size() <= 2048 * CHANNELS, () -> bytes.size() + " bytes");
    }

    @Nested
    class SpecialValues {
        @Test
        void spoilTheirOwnChannelOnly() {
            for (double special : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
                Tensor spoilt = Tensor.of(new double[][] {{1, special}});
                BatchStatistics statistics = ExactStatistics.of(spoilt, 1)
                        .merge(ExactStatistics.of(Tensor.of(new double[][] {{3, 4}}), 1))
                        .statistics();
                assertEquals(Tensor.of(2, Double.NaN), statistics.mean());
                assertEquals(Tensor.of(1, Double.NaN), statistics.variance());
            }
        }

        @Test
        void sumsThatLeaveTheRangeComeBack() {
            Tensor x = Tensor.of(new double[][] {{Double.MAX_VALUE}, {Double.MAX_VALUE}, {-Double.MAX_VALUE}});
            BatchStatistics statistics = ExactStatistics.of(x, 1).statistics();
            Ulps.assertWithin(
                    0.5, statistics.mean(), new BigDecimal(Double.MAX_VALUE).divide(BigDecimal.valueOf(3), DIGITS));
        }

        @Test
        void noRowsAreNothing() {
            ExactStatistics some = ExactStatistics.of(Tensor.of(new double[][] {{1, 2}, {3, 4}}), 1);
            assertEquals(some, some.merge(ExactStatistics.of(Tensor.zeros(Shape.of(0, 2)), 1)));
            assertEquals(some, ExactStatistics.none(2).merge(some));
            assertEquals(BatchStatistics.none(2), ExactStatistics.none(2).statistics());
        }
    }

    @Nested
    class BadInput {
        private final ExactStatistics two = ExactStatistics.none(2);

        @Test
        void otherChannelsAreRefused() {
            assertEquals(
                    "ExactStatistics.merge: other has 3 channels, but 2 are needed",
                    assertThrows(ShapeException.class, () -> two.merge(ExactStatistics.none(3)))
                            .getMessage());
        }

        @Test
        void noAxisAndNoTensor() {
            assertThrows(ShapeException.class, () -> ExactStatistics.of(Tensor.of(1, 2), 1));
            assertEquals(
                    "ExactStatistics: x is null",
                    assertThrows(NullPointerException.class, () -> ExactStatistics.of(null, 0))
                            .getMessage());
            assertEquals(
                    "ExactStatistics.merge: other is null",
                    assertThrows(NullPointerException.class, () -> two.merge(null))
                            .getMessage());
            assertEquals(
                    "ExactStatistics.none: channels is -1; at least 0 is needed",
                    assertThrows(IllegalArgumentException.class, () -> ExactStatistics.none(-1))
                            .getMessage());
        }
    }
}
