package org.closedform.gradient.measurement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Outputs one by one, and weighed by an upstream where they are many. */
class ChannelsTest {
    private static final double EPSILON = Math.ulp(1.0);

    /** y_j = (j + 1)·x₀ at x₀ = 1, of so many inputs. */
    private static Channels channels(int outputs, int inputs, ElementType type) {
        Tensor slopes = Tensor.generate(Shape.of(outputs), j -> j[0] + 1).to(type);
        Operator<Tensor, Tensor> multiples =
                Operator.of(x -> slopes.times(Tensor.scalar(x.at(0)).to(type)), (x, y, dy) -> Tensor.generate(
                                x.shape(), i -> i[0] == 0 ? dy.dot(slopes) : 0)
                        .to(type));
        FlatOperator<Tensor, Tensor> f =
                new FlatOperator<>(multiples, Tensor.ones(Shape.of(inputs)).to(type));
        return new Channels(f, new SplittableRandom(1));
    }

    private static Channels channels(int outputs) {
        return channels(outputs, 1, ElementType.FLOAT64);
    }

    @Test
    void outputsAreWatchedOneByOneUnlessTheyAreTooMany() {
        assertTrue(channels(1024).isEntrywise());
        assertEquals(1024, channels(1024).count());
        assertFalse(channels(1025).isEntrywise());
        assertEquals(1, channels(1025).count());
    }

    @Test
    void andUnlessTheMatrixIsTooLarge() {
        assertTrue(channels(128, 2048, ElementType.FLOAT64).isEntrywise());
        assertFalse(channels(128, 2049, ElementType.FLOAT64).isEntrywise());
    }

    @Test
    void weightsAreBetweenAHalfAndOneAndAHalfOfBothSigns() {
        double[] weights = Channels.upstream(2000, new SplittableRandom(1));
        double[] sizes = Arrays.stream(weights).map(Math::abs).sorted().toArray();
        assertTrue(sizes[0] >= 0.5 && sizes[0] < 0.51, "smallest " + sizes[0]);
        assertTrue(sizes[1999] < 1.5 && sizes[1999] > 1.49, "largest " + sizes[1999]);
        long negative = Arrays.stream(weights).filter(w -> w < 0).count();
        assertTrue(negative > 900 && negative < 1100, negative + " of 2000 are negative");
    }

    @Test
    void aChannelOfOneOutputIsThatOutput() {
        Channels channels = channels(3);
        assertArrayEquals(new double[] {0, 1, 0}, channels.upstreamOf(1));
        assertArrayEquals(new double[] {2}, channels.row(1));
        double[] outputs = {1, -5, 3};
        assertEquals(5, channels.size(1, outputs));
        assertArrayEquals(outputs, channels.values(outputs));
        assertEquals(-12, channels.difference(1, outputs, new double[] {0, 7, 0}));
        assertTrue(channels.isStill(0, outputs));
        assertFalse(channels.isStill(1, outputs));
    }

    @Test
    void theChannelOfManyIsTheirWeighedSum() {
        int n = 1025;
        Channels channels = channels(n);
        double[] w = channels.weights();
        assertArrayEquals(w, channels.upstreamOf(0));
        double[] here = new double[n];
        double[] there = new double[n];
        double slope = 0;
        double size = 0;
        double change = 0;
        for (int j = 0; j < n; j++) {
            here[j] = j + 1;
            there[j] = j % 2 == 0 ? 3 : -j;
            slope += w[j] * (j + 1);
            size += Math.abs(w[j]) * Math.abs(there[j]);
            change += w[j] * (there[j] - here[j]);
        }
        assertEquals(slope, channels.row(0)[0], 1e-9 * size);
        assertEquals(size, channels.size(0, there), 1e-9 * size);
        assertEquals(change, channels.difference(0, there, here), 1e-9 * size);
        assertEquals(change, channels.values(there)[0], 1e-9 * size);
        assertTrue(channels.isStill(0, here));
        assertFalse(channels.isStill(0, there));
    }

    @Test
    void roundingIsThatOfTheLargerValue() {
        Channels channels = channels(3);
        double[] after = {1, -8, 3};
        double[] before = {1, 2, -5};
        boolean[] moved = new boolean[3];
        assertEquals(8 * EPSILON, channels.rounding(1, after, before, moved, true));
        assertEquals(5 * EPSILON, channels.rounding(2, after, before, moved, true));
        assertEquals(0, channels.rounding(0, after, before, moved, true), "it has not moved");
        assertEquals(EPSILON, channels.rounding(0, after, before, moved, false));
        assertArrayEquals(new boolean[] {false, true, true}, moved);
        assertEquals(8 * EPSILON, channels.rounding(1, after, after, moved, true), "once moved, always moved");
        assertEquals(Double.MIN_VALUE, channels.rounding(0, new double[3], new double[3], moved, false));
        Channels single = channels(3, 1, ElementType.FLOAT32);
        assertEquals(Math.ulp(1f), single.epsilon(0));
        assertEquals(Float.MIN_VALUE, single.rounding(0, new double[3], new double[3], new boolean[3], false));
    }

    @Test
    void roundingsOfManyAddUpLikeRandomOnes() {
        int n = 1025;
        Channels channels = channels(n);
        channels.see(DoubleStream.generate(() -> Math.PI).limit(n).toArray());
        double[] w = channels.weights();
        double[] before = new double[n];
        double[] few = new double[n];
        double[] all = new double[n];
        double squares = 0;
        for (int j = 0; j < n; j++) {
            before[j] = 4;
            few[j] = j < 3 ? 2 : 4;
            all[j] = 2;
            squares += w[j] * w[j];
        }
        double three = Math.abs(w[0]) + Math.abs(w[1]) + Math.abs(w[2]);
        boolean[] moved = new boolean[n];
        assertEquals(4 * EPSILON * three, channels.rounding(0, few, before, moved, true), 1e-9 * EPSILON);
        double ofOthers = 16 * EPSILON * Math.sqrt(squares - w[0] * w[0] - w[1] * w[1] - w[2] * w[2]);
        assertEquals(ofOthers, channels.rounding(0, few, before, moved, false), 1e-9 * ofOthers);
        double ofAll = 16 * EPSILON * Math.sqrt(squares);
        assertEquals(ofAll, channels.rounding(0, all, before, moved, true), 1e-9 * ofAll);
        assertEquals(0, channels.rounding(0, all, before, moved, false));
    }
}
