package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Statistics of a batch, by hand, and what they say to bad input; for merging see {@link BatchStatisticsMergeTest}. */
class BatchStatisticsTest {

    @Nested
    class Value {
        @ParameterizedTest
        @EnumSource
        void isFloat64WhateverTheDataAre(ElementType type) {
            Tensor x = Tensor.of(new double[][] {{1, 10}, {2, 10}, {3, 10}, {4, 30}})
                    .to(type);
            BatchStatistics statistics = BatchStatistics.of(x, 1);
            assertEquals(new BatchStatistics(4, Tensor.of(2.5, 15), Tensor.of(5, 300)), statistics);
            assertEquals(Tensor.of(1.25, 75), statistics.variance());
            assertEquals(Tensor.of(5 / 3.0, 100), statistics.unbiasedVariance());
        }

        @Test
        void takesAnyRankAndAxis() {
            BatchStatistics ofVector = BatchStatistics.of(Tensor.of(7, 8), 0);
            assertEquals(new BatchStatistics(1, Tensor.of(7, 8), Tensor.of(0, 0)), ofVector);
            Tensor x = Tensor.of(new double[][][] {{{1, 5}, {3, 5}}, {{1, 5}, {3, 5}}});
            assertEquals(new BatchStatistics(4, Tensor.of(2, 5), Tensor.of(4, 0)), BatchStatistics.of(x, -1));
            assertEquals(new BatchStatistics(4, Tensor.of(3, 4), Tensor.of(16, 4)), BatchStatistics.of(x, 1));
        }

        @Test
        void theRemainderHoldsWhatTheRoundedMeanLost() {
            double next = Math.nextUp(1e8);
            BatchStatistics statistics =
                    BatchStatistics.of(Tensor.of(new double[][] {{1e8}, {1e8}, {next}, {next}}), 1);
            double halfAnUlp = Math.ulp(1e8) / 2;
            assertEquals(1e8, statistics.mean().item());
            assertEquals(halfAnUlp, statistics.meanRemainder().item());
            assertEquals(4 * halfAnUlp * halfAnUlp, statistics.m2().item());
        }

        /** Sums run about the mean of a sample; here every number that could be in it is far off. */
        @ParameterizedTest
        @EnumSource
        void aSampleFarFromTheMeanCostsNoDigits(ElementType type) {
            SplittableRandom random = new SplittableRandom(1);
            int n = 1 << 20;
            int[] x = IntStream.range(0, n)
                    .map(i -> random.nextInt(1 << 15) + (i % (n / 4) < 2048 ? 0 : 1 << 20))
                    .toArray();
            BigDecimal sum = BigDecimal.valueOf(Arrays.stream(x).asLongStream().sum());
            BigDecimal squares = BigDecimal.valueOf(
                    Arrays.stream(x).asLongStream().map(v -> v * v).sum());
            BigDecimal count = BigDecimal.valueOf(n);
            BigDecimal m2 = squares.subtract(sum.multiply(sum).divide(count));
            Tensor tensor =
                    Tensor.of(Arrays.stream(x).asDoubleStream().toArray()).to(type);
            BatchStatistics statistics = BatchStatistics.of(tensor.reshape(n, 1), 1);
            Ulps.assertWithin(4, statistics.m2().to(type), m2);
            Ulps.assertWithin(4, statistics.mean().to(type), sum.divide(count));
        }

        @Test
        void noneHasNoCountAndNoVariance() {
            BatchStatistics none = BatchStatistics.none(2);
            assertEquals(new BatchStatistics(0, Tensor.of(0, 0), Tensor.of(0, 0)), none);
            assertTrue(Double.isNaN(none.variance().at(0)), "0/0");
        }

        @Test
        void equalNumbersHaveNoVariance() {
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 10_000; i++) {
                double value = Math.scalb(random.nextGaussian(), random.nextInt(-100, 100));
                Tensor x = Tensor.full(Shape.of(1 + random.nextInt(100), 1), value);
                BatchStatistics statistics = BatchStatistics.of(x, 1);
                assertEquals(value, statistics.mean().item());
                assertEquals(0, statistics.m2().item(), x.size() + " times " + value);
            }
        }

        @ParameterizedTest
        @CsvSource({"NaN", "Infinity", "-Infinity"})
        void aNumberThatIsNotFiniteSpoilsItsOwnChannelOnly(double bad) {
            Tensor x = Tensor.of(new double[][] {{1, bad}, {3, 2}});
            BatchStatistics statistics = BatchStatistics.of(x, 1);
            assertEquals(Tensor.of(2, Double.NaN), statistics.mean());
            assertEquals(Tensor.of(1, Double.NaN), statistics.variance());
        }
    }

    @Nested
    class BadInput {
        private final Tensor two = Tensor.of(1, 2);

        private void assertMessage(Class<? extends Exception> type, String message, Executable run) {
            assertEquals(message, assertThrows(type, run).getMessage());
        }

        @Test
        void anEmptyBatchHasNoMean() {
            assertMessage(
                    ShapeException.class,
                    "BatchStatistics: shape [0, 3] has no element for a channel of axis 1; an empty batch has no mean",
                    () -> BatchStatistics.of(Tensor.zeros(Shape.of(0, 3)), 1));
        }

        @Test
        void theAxisIsOneOfX() {
            assertMessage(
                    ShapeException.class,
                    "BatchStatistics: axis 1 of shape [2], whose axes are 0 to 0 (or -1 to -1)",
                    () -> BatchStatistics.of(two, 1));
            assertMessage(
                    ShapeException.class,
                    "BatchStatistics: axis 0 of a scalar, which has no axes",
                    () -> BatchStatistics.of(Tensor.scalar(1), 0));
        }

        @Test
        void theCountIsNotNegative() {
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchStatistics: count is -1; at least 0 is needed",
                    () -> new BatchStatistics(-1, two, two));
        }

        @Test
        void allPartsAreVectorsOfTheSameChannels() {
            Tensor three = Tensor.of(1, 2, 3);
            assertMessage(
                    ShapeException.class,
                    "BatchStatistics: mean has shape [1, 2], but a vector [channels] is needed",
                    () -> new BatchStatistics(4, two.reshape(1, 2), two));
            assertMessage(
                    ShapeException.class,
                    "BatchStatistics: m2 has shape [3], but [2] is needed",
                    () -> new BatchStatistics(4, two, three));
            assertMessage(
                    ShapeException.class,
                    "BatchStatistics: meanRemainder has shape [3], but [2] is needed",
                    () -> new BatchStatistics(4, two, three, two, two));
        }

        @Test
        void allPartsAreFloat64() {
            Tensor single = two.to(ElementType.FLOAT32);
            String needed =
                    ": float32[2] does not mix with float64[2]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)";
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchStatistics: mean" + needed,
                    () -> new BatchStatistics(4, single, two));
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchStatistics: m2" + needed,
                    () -> new BatchStatistics(4, two, single));
        }

        @ParameterizedTest
        @CsvSource({"0", "1"})
        void theUnbiasedVarianceNeedsTwoNumbers(int count) {
            BatchStatistics statistics = new BatchStatistics(count, two, Tensor.of(0, 0));
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchStatistics.unbiasedVariance: " + count
                            + " value per channel; the unbiased variance divides by n - 1 and needs at least 2",
                    statistics::unbiasedVariance);
        }

        @Test
        void onlyAsManyChannelsAreMerged() {
            BatchStatistics ofTwo = new BatchStatistics(4, two, two);
            assertMessage(
                    ShapeException.class,
                    "BatchStatistics.merge: the other mean has shape [3], but [2] is needed",
                    () -> ofTwo.merge(BatchStatistics.none(3)));
            assertMessage(NullPointerException.class, "BatchStatistics.merge: other is null", () -> ofTwo.merge(null));
        }

        @Test
        void countsDoNotOverflow() {
            BatchStatistics many = new BatchStatistics(Long.MAX_VALUE, two, two);
            assertThrows(ArithmeticException.class, () -> many.merge(new BatchStatistics(1, two, two)));
        }
    }
}
