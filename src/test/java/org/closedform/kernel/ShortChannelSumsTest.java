package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortChannelSumsTest {

    @Test
    void areOfShortChannelsWhoseNumbersAreNeighbours() {
        assertTrue(ShortChannelSums.suits(new Channels(1, 2, 256)));
        assertFalse(ShortChannelSums.suits(new Channels(1, 2, 257)), "long");
        assertFalse(ShortChannelSums.suits(new Channels(1, 1, 8)), "a single one");
        assertFalse(ShortChannelSums.suits(new Channels(2, 2, 8)), "in two pieces");
        assertFalse(ShortChannelSums.suits(new Channels(1, 2, 1)), "channels are the neighbours");
    }

    /** The sums of a channel have the bits that it has alone, whatever is beside it. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 15, 16, 17, 48, 63, 64, 65, 128, 129, 200, 255, 256})
    void haveTheBitsOfAChannelAlone(int length) {
        for (int count : new int[] {2, 15, 16, 17, 40}) {
            double[] x = numbers(count * length, 1);
            double[] dy = numbers(count * length, 2);
            double[] means = numbers(count, 3);
            for (boolean isFloat64 : new boolean[] {true, false}) {
                Buffer first = buffer(x, isFloat64);
                Buffer second = buffer(dy, isFloat64);
                Channels channels = new Channels(1, count, length);
                ChannelSums.Totals deviations = ChannelSums.ofDeviations(first, channels, means);
                ChannelSums.Totals products = ChannelSums.ofProducts(first, second, channels, means);
                for (int i = 0; i < count; i++) {
                    Buffer own = part(first, i * length, length);
                    Channels alone = new Channels(1, 1, length);
                    double[] mean = {means[i]};
                    assertSame(deviations, i, ChannelSums.ofDeviations(own, alone, mean));
                    assertSame(products, i, ChannelSums.ofProducts(own, part(second, i * length, length), alone, mean));
                }
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

    private static Buffer part(Buffer x, int from, int count) {
        Buffer part = x.ofSize(count);
        part.copy(x, from, 1, 0, count);
        return part;
    }
}
