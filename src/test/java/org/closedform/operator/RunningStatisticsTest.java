package org.closedform.operator;

import static org.closedform.testkit.HighPrecision.DIGITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Group;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Running statistics: by hand, as a recurrence, and what they say to bad input. */
class RunningStatisticsTest {
    /** Mean 2, variance 4, unbiased 8; and mean 10, variance 0, unbiased 0. */
    private static final BatchStatistics BATCH = BatchStatistics.of(Tensor.of(new double[][] {{0, 10}, {4, 10}}), 1);

    @Nested
    class Value {
        @Test
        void startsWithMean0AndVariance1() {
            RunningStatistics initial = RunningStatistics.initial(2);
            assertEquals(new RunningStatistics(Tensor.of(0, 0), Tensor.of(1, 1), 0), initial);
        }

        @ParameterizedTest
        @EnumSource
        void comesFromATrainedModelOfEitherType(ElementType type) {
            RunningStatistics running = RunningStatistics.of(
                    Tensor.of(0.5, 2).to(type), Tensor.of(3, 0).to(type));
            assertEquals(new RunningStatistics(Tensor.of(0.5, 2), Tensor.of(3, 0), 0), running);
        }

        @Test
        void anUpdateWeighsTheOldAndTheNew() {
            RunningStatistics running = new RunningStatistics(Tensor.of(6, 2), Tensor.of(8, 4), 7);
            assertEquals(
                    new RunningStatistics(Tensor.of(5, 4), Tensor.of(7, 3), 8),
                    running.update(BATCH, RunningAverage.exponential(0.25, false)));
            assertEquals(
                    new RunningStatistics(Tensor.of(5, 4), Tensor.of(8, 3), 8),
                    running.update(BATCH, RunningAverage.exponential(0.25, true)));
        }

        @Test
        void momentum1KeepsTheLastBatchOnly() {
            RunningStatistics running =
                    RunningStatistics.initial(2).update(BATCH, RunningAverage.exponential(1, false));
            assertEquals(new RunningStatistics(Tensor.of(2, 10), Tensor.of(4, 0), 1), running);
        }

        @Test
        void theCumulativeAverageForgetsTheStart() {
            RunningAverage cumulative = RunningAverage.cumulative(true);
            RunningStatistics first = RunningStatistics.initial(2).update(BATCH, cumulative);
            assertEquals(new RunningStatistics(Tensor.of(2, 10), Tensor.of(8, 0), 1), first);
            BatchStatistics other = new BatchStatistics(5, Tensor.of(4, 0), Tensor.of(16, 4));
            assertEquals(new RunningStatistics(Tensor.of(3, 5), Tensor.of(6, 0.5), 2), first.update(other, cumulative));
        }

        @Test
        void aChannelThatIsNaNStaysAlone() {
            BatchStatistics spoilt = new BatchStatistics(2, Tensor.of(Double.NaN, 1), Tensor.of(Double.NaN, 2));
            RunningStatistics running =
                    RunningStatistics.initial(2).update(spoilt, RunningAverage.exponential(0.5, false));
            assertEquals(Tensor.of(Double.NaN, 0.5), running.mean());
            assertEquals(Tensor.of(Double.NaN, 1), running.variance());
        }
    }

    @Group
    class Laws {
        /** The preset, the weight of the old statistics by its documentation, and whether its variance is unbiased. */
        private enum Preset {
            PYTORCH(RunningAverage.PYTORCH, BigDecimal.ONE.subtract(new BigDecimal(0.1)), true),
            ONNX(RunningAverage.ONNX, new BigDecimal(0.9), false),
            FLAX(RunningAverage.FLAX, new BigDecimal(0.99), false);

            private final RunningAverage averaging;
            private final BigDecimal keep;
            private final boolean unbiased;

            Preset(RunningAverage averaging, BigDecimal keep, boolean unbiased) {
                this.averaging = averaging;
                this.keep = keep;
                this.unbiased = unbiased;
            }
        }

        @Provide
        Arbitrary<List<double[]>> batches() {
            return Arbitraries.integers()
                    .between(2, 8)
                    .flatMap(length -> TensorArbitraries.moderate().list().ofSize(length))
                    .map(list -> list.stream().mapToDouble(v -> 100 + v).toArray())
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(20);
        }

        /** Each update rounds a product, a product and a sum: 2 ulp of the result, beside the 8 of the statistics. */
        @Property(tries = 500)
        void aFoldIsTheRecurrence(@ForAll Preset preset, @ForAll("batches") List<double[]> batches) {
            RunningStatistics running = RunningStatistics.initial(1);
            BigDecimal mean = BigDecimal.ZERO;
            BigDecimal variance = BigDecimal.ONE;
            BigDecimal add = BigDecimal.ONE.subtract(preset.keep);
            for (double[] batch : batches) {
                running = running.update(statistics(batch), preset.averaging);
                mean = preset.keep.multiply(mean).add(add.multiply(mean(batch)), DIGITS);
                variance = preset.keep.multiply(variance).add(add.multiply(variance(batch, preset.unbiased)), DIGITS);
            }
            assertEquals(batches.size(), running.updates());
            double bound = 8 + 2 * batches.size();
            Ulps.assertWithin(bound, running.mean(), mean);
            Ulps.assertWithin(bound, running.variance(), variance);
        }

        @Property(tries = 500)
        void theCumulativeAverageIsTheMeanOverTheBatches(
                @ForAll boolean unbiased, @ForAll("batches") List<double[]> batches) {
            RunningStatistics running = RunningStatistics.initial(1);
            for (double[] batch : batches) {
                running = running.update(statistics(batch), RunningAverage.cumulative(unbiased));
            }
            double bound = 8 + 2 * batches.size();
            Ulps.assertWithin(
                    bound,
                    running.mean(),
                    BatchNormReference.mean(batches.stream().map(this::mean).toArray(BigDecimal[]::new)));
            Ulps.assertWithin(
                    bound,
                    running.variance(),
                    BatchNormReference.mean(
                            batches.stream().map(b -> variance(b, unbiased)).toArray(BigDecimal[]::new)));
        }

        private BatchStatistics statistics(double[] batch) {
            return BatchStatistics.of(Tensor.of(batch).reshape(-1, 1), 1);
        }

        private BigDecimal mean(double[] batch) {
            return BatchNormReference.mean(HighPrecision.exact(batch));
        }

        private BigDecimal variance(double[] batch, boolean unbiased) {
            return BatchNormReference.m2(HighPrecision.exact(batch))
                    .divide(BigDecimal.valueOf(unbiased ? batch.length - 1 : batch.length), DIGITS);
        }
    }

    @Nested
    class BadInput {
        private final Tensor two = Tensor.of(1, 2);

        private void assertMessage(Class<? extends Exception> type, String message, Executable run) {
            assertEquals(message, assertThrows(type, run).getMessage());
        }

        @Test
        void bothAreVectorsOfTheSameChannels() {
            assertMessage(
                    ShapeException.class,
                    "RunningStatistics: mean has shape [], but a vector [channels] is needed",
                    () -> RunningStatistics.of(Tensor.scalar(0), Tensor.scalar(1)));
            assertMessage(
                    ShapeException.class,
                    "RunningStatistics: variance has shape [3], but [2] is needed",
                    () -> RunningStatistics.of(two, Tensor.of(1, 2, 3)));
        }

        @Test
        void bothAreFloat64() {
            Tensor single = two.to(ElementType.FLOAT32);
            String needed =
                    ": float32[2] does not mix with float64[2]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)";
            assertMessage(
                    IllegalArgumentException.class,
                    "RunningStatistics: mean" + needed,
                    () -> new RunningStatistics(single, two, 0));
            assertMessage(
                    IllegalArgumentException.class,
                    "RunningStatistics: variance" + needed,
                    () -> new RunningStatistics(two, single, 0));
        }

        @Test
        void varianceAndUpdatesAreNotNegative() {
            assertMessage(
                    IllegalArgumentException.class,
                    "RunningStatistics: variance of channel 1 is -0.5; at least 0 is needed",
                    () -> RunningStatistics.of(two, Tensor.of(1, -0.5)));
            assertMessage(
                    IllegalArgumentException.class,
                    "RunningStatistics: variance of channel 0 is -0.5; at least 0 is needed",
                    () -> RunningStatistics.of(two, Tensor.of(-0.5, 1)));
            assertMessage(
                    IllegalArgumentException.class,
                    "RunningStatistics: updates is -1; at least 0 is needed",
                    () -> new RunningStatistics(two, two, -1));
        }

        @Test
        void anUpdateIsOfTheSameChannels() {
            assertMessage(
                    ShapeException.class,
                    "RunningStatistics.update: the batch's mean has shape [2], but [3] is needed",
                    () -> RunningStatistics.initial(3).update(BATCH, RunningAverage.PYTORCH));
        }

        @Test
        void anUpdateIsNotOfNothing() {
            assertMessage(
                    IllegalArgumentException.class,
                    "RunningStatistics.update: a batch of 0 values per channel; it has no mean",
                    () -> RunningStatistics.initial(2).update(BatchStatistics.none(2), RunningAverage.ONNX));
        }

        @Test
        void anUpdateOfOneValueHasNoUnbiasedVariance() {
            BatchStatistics single = new BatchStatistics(1, two, Tensor.of(0, 0));
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchStatistics.unbiasedVariance: 1 value per channel; "
                            + "the unbiased variance divides by n - 1 and needs at least 2",
                    () -> RunningStatistics.initial(2).update(single, RunningAverage.PYTORCH));
        }

        @Test
        void anUpdateSaysHowToAverage() {
            assertMessage(
                    NullPointerException.class,
                    "RunningStatistics.update: averaging is null",
                    () -> RunningStatistics.initial(2).update(BATCH, null));
        }

        @Test
        void noChannelsAreFine() {
            assertEquals(0, RunningStatistics.initial(0).variance().size());
        }
    }
}
