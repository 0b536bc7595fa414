package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupGradientTest {
    /** Samples, groups in each, channels in each group, and numbers in each channel. */
    private record Batch(Buffer x, Buffer dy, Buffer gamma, Channels groups, Channels channels) {
        static Batch of(boolean isFloat64, int samples, int groups, int channels, int inner) {
            Random random = new Random(1);
            int count = groups * channels;
            int size = samples * count * inner;
            return new Batch(
                    normal(random, isFloat64, size),
                    normal(random, isFloat64, size),
                    normal(random, isFloat64, count),
                    new Channels(1, samples * groups, channels * inner),
                    new Channels(samples, count, inner));
        }

        private static Buffer normal(Random random, boolean isFloat64, int size) {
            double[] numbers = random.doubles(size, -3, 3).toArray();
            if (isFloat64) {
                return new Float64Buffer(numbers);
            }
            Buffer buffer = new Float32Buffer(new float[size]);
            buffer.store(0, 1, size, numbers, 0);
            return buffer;
        }

        private GroupGradient gradient(boolean withMean) {
            Standardization[] each = Arrays.stream(ChannelMoments.of(x, groups))
                    .map(moment -> moment.standardization(groups.length(), 1e-5))
                    .toArray(Standardization[]::new);
            return new GroupGradient(
                    new BatchNormalization(groups, each), BatchNormalization.identity(channels), withMean);
        }

        double[] expected(boolean withMean) {
            GroupGradient gradient = gradient(withMean);
            Buffer v = gradient.scaling().multiply(gamma, dy, dy.ofSize(dy.size()));
            Buffer ones = x.ofSize(groups.count());
            for (int group = 0; group < groups.count(); group++) {
                ones.set(group, 1);
            }
            BatchNormalization kernel = gradient.groups();
            return (withMean ? kernel.backward(x, ones, v, v) : kernel.backwardAboutZero(x, ones, v, v))
                    .dx()
                    .toDoubles();
        }

        boolean differentiate(boolean withMean, Buffer dx) {
            return gradient(withMean).differentiate(x, gamma, dy, dx);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 32",
        "70, 1, 100, 1",
        "40, 1, 768, 1",
        "20, 1, 1100, 1",
        "300, 1, 48, 1",
        "9, 4, 3, 700",
        "9, 4, 8, 5",
        "2, 3, 40, 100",
        "0, 2, 3, 16"
    })
    void isTheGradientOfTwoSteps(int samples, int groups, int channels, int inner) {
        for (boolean isFloat64 : new boolean[] {false, true}) {
            for (boolean withMean : new boolean[] {false, true}) {
                Batch batch = Batch.of(isFloat64, samples, groups, channels, inner);
                Buffer dx = batch.x.ofSize(batch.x.size());
                assertTrue(batch.differentiate(withMean, dx));
                assertArrayEquals(batch.expected(withMean), dx.toDoubles());
            }
        }
    }

    @Test
    void threadsShareTheGroups() {
        Batch batch = Batch.of(true, 50, 2, 8, 700);
        Buffer dx = batch.x.ofSize(batch.x.size());
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            assertTrue(pool.submit(() -> batch.differentiate(true, dx)).join());
        } finally {
            pool.shutdown();
        }
        assertArrayEquals(batch.expected(true), dx.toDoubles());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0x1p-120, 0x1p120, Double.NaN})
    void unsafeFactorsAreLeftToOthers(double factor) {
        Batch batch = Batch.of(false, 5, 2, 3, 16);
        batch.gamma.set(1, factor);
        assertFalse(batch.differentiate(true, batch.x.ofSize(batch.x.size())));
    }

    @Test
    void unsafeNumbersAreLeftToOthers() {
        Batch batch = Batch.of(false, 5, 2, 3, 16);
        batch.x.set(200, Double.POSITIVE_INFINITY);
        assertFalse(batch.differentiate(true, batch.x.ofSize(batch.x.size())));
    }

    @Test
    void shortAndLongGroupsAreLeftToOthers() {
        for (int channels : new int[] {31, 20_000}) {
            Batch batch = Batch.of(true, 2, 1, channels, 1);
            assertFalse(batch.differentiate(true, batch.x.ofSize(batch.x.size())));
        }
    }
}
