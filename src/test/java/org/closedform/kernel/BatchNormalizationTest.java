package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a batch is cut into tiles, blocks and runs, each channel comes out as plain loops make it. */
class BatchNormalizationTest {
    private static final int MOST = 20_000;

    /** A batch of numbers, channel c about c, beside its channels by plain loops in float64. */
    private record Batch(Channels channels, Buffer x, Buffer dy) {
        static Batch draw(Channels channels, boolean isFloat64, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            Buffer type = isFloat64 ? Buffer.of(new double[0]) : Buffer.of(new float[0]);
            Batch batch = new Batch(channels, type.ofSize(size(channels)), type.ofSize(size(channels)));
            for (int i = 0; i < size(channels); i++) {
                batch.x.set(i, channel(channels, i) + random.nextDouble(-1, 1));
                batch.dy.set(i, random.nextDouble(-1, 1));
            }
            return batch;
        }

        static int size(Channels channels) {
            return channels.count() * channels.length();
        }

        private static int channel(Channels channels, int index) {
            return index / channels.inner() % channels.count();
        }

        double[] meanOfChannels(IntToDoubleFunction value) {
            double[] mean = new double[channels.count()];
            for (int i = 0; i < size(channels); i++) {
                mean[channel(channels, i)] += value.applyAsDouble(i) / channels.length();
            }
            return mean;
        }

        /** So many digits that no number was left out or taken twice. */
        void assertClose(double expected, double actual, String name, int index) {
            double tolerance = x.isFloat64() ? 1e-11 : 1e-4;
            assertEquals(expected, actual, tolerance, () -> name + " " + index + " of " + channels);
        }
    }

    @Provide
    Arbitrary<Batch> batches() {
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.integers().between(1, 12)),
                Tuple.of(2, Arbitraries.integers().between(1, 700)),
                Tuple.of(1, Arbitraries.integers().between(1, 5000)));
        return Combinators.combine(lengths, lengths, lengths, Arbitraries.of(true, false), Arbitraries.longs())
                .filter((outer, count, inner, isFloat64, seed) -> (long) outer * count * inner <= MOST)
                .as((outer, count, inner, isFloat64, seed) ->
                        Batch.draw(new Channels(outer, count, inner), isFloat64, seed));
    }

    /** Tiles of one channel and of many, lines of many outer indices and parts of a long run, runs by themselves. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "2, 3, 1",
        "9, 5, 4",
        "40, 70, 3",
        "300, 2, 1",
        "5, 300, 1",
        "9, 257, 1",
        "3, 257, 2",
        "1, 2, 255",
        "2, 3, 256",
        "1, 3, 600",
        "2, 1, 1100"
    })
    void everyWayToCutIsRight(int outer, int count, int inner) {
        for (boolean isFloat64 : new boolean[] {true, false}) {
            Batch batch = Batch.draw(new Channels(outer, count, inner), isFloat64, inner);
            momentsAreThoseOfPlainLoops(batch);
            valueAndGradientsAreThoseOfPlainLoops(batch);
        }
    }

    /** Widths of tiles, also of a last one that is narrower. */
    @Test
    void everyCountOfChannelsAndEveryLengthOfARunIsRight() {
        for (int n = 1; n <= 1100; n++) {
            for (Channels channels : List.of(new Channels(3, n, 1), new Channels(2, 2, n))) {
                Batch batch = Batch.draw(channels, n % 2 == 0, n);
                momentsAreThoseOfPlainLoops(batch);
                valueAndGradientsAreThoseOfPlainLoops(batch);
            }
        }
    }

    @Property(tries = 300)
    void momentsAreThoseOfPlainLoops(@ForAll("batches") Batch batch) {
        Moment[] moments = ChannelMoments.of(batch.x, batch.channels);
        double[] mean = batch.meanOfChannels(batch.x::at);
        double[] variance = batch.meanOfChannels(i -> {
            double d = batch.x.at(i) - mean[Batch.channel(batch.channels, i)];
            return d * d;
        });
        for (int channel = 0; channel < mean.length; channel++) {
            batch.assertClose(mean[channel], moments[channel].mean(), "mean", channel);
            batch.assertClose(
                    variance[channel], moments[channel].m2DividedBy(batch.channels.length()), "variance", channel);
        }
    }

    @Property(tries = 300)
    void valueAndGradientsAreThoseOfPlainLoops(@ForAll("batches") Batch batch) {
        Channels channels = batch.channels;
        int count = channels.count();
        double[] mean = new double[count];
        double[] inverse = new double[count];
        Standardization[] standardizations = new Standardization[count];
        Buffer gamma = batch.x.ofSize(count);
        Buffer beta = batch.x.ofSize(count);
        for (int channel = 0; channel < count; channel++) {
            mean[channel] = channel + 0.25;
            inverse[channel] = 1 + channel % 3;
            standardizations[channel] = new Standardization(mean[channel], 0, inverse[channel], 0, 0);
            gamma.set(channel, channel % 5 - 2);
            beta.set(channel, channel % 7);
        }
        BatchNormalization normalization = new BatchNormalization(channels, standardizations);
        Buffer y = normalization.forward(batch.x, gamma, beta);
        BatchNormalization.Gradient d = normalization.backward(batch.x, gamma, batch.dy);
        BatchNormalization.Gradient ofConstants = normalization.backwardOfConstants(batch.x, gamma, batch.dy);
        double[] xHat = new double[batch.x.size()];
        for (int i = 0; i < xHat.length; i++) {
            int channel = Batch.channel(channels, i);
            xHat[i] = (batch.x.at(i) - mean[channel]) * inverse[channel];
        }
        double[] meanOfDy = batch.meanOfChannels(batch.dy::at);
        double[] projection = batch.meanOfChannels(i -> batch.dy.at(i) * xHat[i]);
        for (int i = 0; i < xHat.length; i++) {
            int channel = Batch.channel(channels, i);
            double scale = gamma.at(channel) * inverse[channel];
            double dx = scale * (batch.dy.at(i) - meanOfDy[channel] - xHat[i] * projection[channel]);
            batch.assertClose(gamma.at(channel) * xHat[i] + beta.at(channel), y.at(i), "y", i);
            batch.assertClose(dx, d.dx().at(i), "dx", i);
            batch.assertClose(scale * batch.dy.at(i), ofConstants.dx().at(i), "dx of constants", i);
        }
        for (int channel = 0; channel < count; channel++) {
            batch.assertClose(meanOfDy[channel], d.dBeta().at(channel) / channels.length(), "dβ", channel);
            batch.assertClose(projection[channel], d.dGamma().at(channel) / channels.length(), "dγ", channel);
        }
        assertEquals(d.dGamma(), ofConstants.dGamma());
        assertEquals(d.dBeta(), ofConstants.dBeta());
    }

    /** ±1 or so in channel 0, and ±2¹⁰⁰⁰ in channel 1, whose inverse deviation times a small number has lost digits. */
    @ParameterizedTest
    @CsvSource({"4, 1", "40, 1", "1, 1024", "2, 512"})
    void whatWouldUnderflowIsMadeCarefully(int outer, int inner) {
        Channels channels = new Channels(outer, 2, inner);
        int n = 2 * channels.length();
        Buffer x = Buffer.of(new double[n]);
        Buffer dy = Buffer.of(new double[n]);
        double[] upstream = {3, 1, 0, 0};
        double[] expected = {1.5, 0.5, -1.5, -0.5};
        int[] place = new int[n];
        for (int i = 0; i < n; i++) {
            place[i] = (i / inner / 2 * inner + i % inner) % 4;
            double xHat = place[i] % 2 == 0 ? 1 : -1;
            boolean large = Batch.channel(channels, i) == 1;
            x.set(i, large ? xHat * 0x1p1000 : xHat);
            dy.set(i, upstream[place[i]] * (large ? 0x3p-74 : 1));
        }
        Buffer zeros = Buffer.of(new double[2]);
        Standardization[] standardizations = {
            new Standardization(0, 0, 1, 0, 0), new Standardization(0, 0, 0x1p-1000, 0, 0)
        };
        BatchNormalization normalization = new BatchNormalization(channels, standardizations);
        Buffer y = normalization.forward(x, Buffer.of(new double[] {1, 0x3p-75}), zeros);
        Buffer dx = normalization
                .backward(x, Buffer.of(new double[] {1, 0x1p1000}), dy)
                .dx();
        for (int i = 0; i < n; i++) {
            boolean large = Batch.channel(channels, i) == 1;
            assertEquals((place[i] % 2 == 0 ? 1 : -1) * (large ? 0x3p-75 : 1), y.at(i), "y " + i);
            assertEquals(expected[place[i]] * (large ? 0x3p-74 : 1), dx.at(i), "dx " + i);
        }
    }
}
