package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums of a channel have the bits that it has alone, whatever is beside it. */
class ChannelSumsTest {

    /** Short rows, many at a time, and rows that are too long for that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 16, 17, 48, 63, 64, 65, 128, 129, 200, 255, 256, 257, 1030})
    void ofRows(int length) {
        for (int count : new int[] {2, 15, 16, 17, 40}) {
            assertAsAlone(new Channels(1, count, length));
        }
    }

    /** Columns of a matrix, and channels that no lane is left for. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 15, 16, 17, 63, 64, 65, 255, 256, 257, 1024, 1025, 1040, 2100})
    void ofColumns(int length) {
        for (int count : new int[] {2, 3, 17, 130, 256, 257, 300}) {
            assertAsAlone(new Channels(length, count, 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8, 9, 64, 300})
    void ofImages(int inner) {
        for (int outer : new int[] {2, 3, 17}) {
            assertAsAlone(new Channels(outer, 3, inner));
        }
    }

    /** Of few channels, block by block. */
    @ParameterizedTest
    @CsvSource({"1, 1, 900000", "300000, 3, 1", "2, 3, 150000"})
    void onManyThreads(int outer, int count, int inner) throws Exception {
        Channels channels = new Channels(outer, count, inner);
        Buffer x = Buffer.of(numbers(count * channels.length(), 1));
        Buffer dy = Buffer.of(numbers(count * channels.length(), 2));
        double[] means = numbers(count, 3);
        ChannelSums.Totals alone = ChannelSums.ofProducts(x, dy, channels, means);
        ForkJoinPool pool = new ForkJoinPool(4);
        try {
            ChannelSums.Totals split = pool.submit(() -> ChannelSums.ofProducts(x, dy, channels, means))
                    .get();
            assertArrayEquals(alone.sums(), split.sums());
            assertArrayEquals(alone.products(), split.products());
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void ofNoNumbersAre0() {
        for (Channels channels : List.of(new Channels(0, 3, 1), new Channels(1, 3, 0), new Channels(1, 1, 0))) {
            ChannelSums.Totals totals =
                    ChannelSums.ofDeviations(Buffer.of(new double[0]), channels, new double[channels.count()]);
            assertArrayEquals(new double[channels.count()], totals.sums());
            assertArrayEquals(new double[channels.count()], totals.products());
        }
    }

    private static void assertAsAlone(Channels channels) {
        int count = channels.count();
        double[] x = numbers(count * channels.length(), 1);
        double[] dy = numbers(count * channels.length(), 2);
        double[] means = numbers(count, 3);
        for (boolean isFloat64 : new boolean[] {true, false}) {
            Buffer first = buffer(x, isFloat64);
            Buffer second = buffer(dy, isFloat64);
            ChannelSums.Totals deviations = ChannelSums.ofDeviations(first, channels, means);
            ChannelSums.Totals products = ChannelSums.ofProducts(first, second, channels, means);
            for (int i = 0; i < count; i++) {
                Buffer ownX = buffer(channels.load(first, i), isFloat64);
                Buffer ownDy = buffer(channels.load(second, i), isFloat64);
                Channels alone = new Channels(1, 1, channels.length());
                double[] mean = {means[i]};
                assertSame(deviations, i, ChannelSums.ofDeviations(ownX, alone, mean));
                assertSame(products, i, ChannelSums.ofProducts(ownX, ownDy, alone, mean));
            }
        }
    }

    private static void assertSame(ChannelSums.Totals together, int channel, ChannelSums.Totals alone) {
        assertEquals(alone.sums()[0], together.sums()[channel]);
        assertEquals(alone.products()[0], together.products()[channel]);
    }

    private static double[] numbers(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(count, -2, 2).toArray();
    }

    private static Buffer buffer(double[] values, boolean isFloat64) {
        return isFloat64 ? Buffer.of(values) : Buffer.of(Buffer.of(values).toFloats());
    }
}
