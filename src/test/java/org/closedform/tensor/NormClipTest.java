package org.closedform.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NormClipTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    record Pair(Tensor a, Tensor b) implements TensorTree<Pair> {}

    @Test
    void aWholeTreeIsShortenedTogether() {
        Pair pair = new Pair(Tensor.of(3, 0), Tensor.scalar(4));
        assertEquals(new Pair(Tensor.of(1.5, 0), Tensor.scalar(2)), pair.clipNorm(2.5));
        assertEquals(pair, pair.clipNorm(5));
        assertEquals(pair, pair.clipNorm(INF));
        assertEquals(new Pair(Tensor.of(0, 0), Tensor.scalar(0)), pair.clipNorm(0));
        assertEquals(Tensor.of(0, 0), Tensor.of(0, 0).clipNorm(0));
    }

    @Property(tries = 300)
    void directionStaysAndLengthIsWhatIsAllowed(
            @ForAll @DoubleRange(min = -9, max = 9) double x,
            @ForAll @DoubleRange(min = -9, max = 9) double y,
            @ForAll @DoubleRange(min = 0.01, max = 20) double greatest) {
        Pair pair = new Pair(Tensor.of(x, 1), Tensor.of(y));
        Pair clipped = pair.clipNorm(greatest);
        assertEquals(Math.min(greatest, pair.norm()), clipped.norm(), 4 * Math.ulp(greatest));
        assertEquals(pair.norm() * clipped.norm(), pair.dot(clipped), 1e-13 * pair.norm() * clipped.norm());
    }

    @Test
    void normsBeyondTheRangeAreNoObstacle() {
        double largest = Double.MAX_VALUE;
        // the norm is 2 · largest
        Tensor clipped = Tensor.of(largest, -largest, largest, largest).clipNorm(2);
        assertTrue(clipped.isClose(Tensor.of(1, -1, 1, 1), 1e-15, 0), clipped::toString);
        assertEquals(
                Tensor.of(new float[] {0.6f, 0.8f}),
                Tensor.of(new float[] {3e37f, 4e37f}).clipNorm(1).map(v -> (float) (Math.rint(v * 1e6) / 1e6)));
        assertEquals(3e-320, Tensor.of(3e-310, 4e-310).clipNorm(5e-320).at(0), 1e-323);
        Tensor wide = Tensor.of(3e300, 4e300, 1e-200).clipNorm(5e-300);
        assertEquals(3e-300, wide.at(0), 1e-314);
        assertEquals(0, wide.at(2));
        assertEquals(1e-250, Tensor.of(1e200, 1e-200).clipNorm(1e150).at(1), 1e-264);
    }

    @Test
    void whatIsNotFiniteShows() {
        Pair nan = new Pair(Tensor.of(1, 2), Tensor.of(NAN)).clipNorm(1);
        assertEquals(new Pair(Tensor.of(NAN, NAN), Tensor.of(NAN)), nan);
        Pair infinite = new Pair(Tensor.of(1, -2), Tensor.of(INF)).clipNorm(1);
        assertEquals(NAN, infinite.b().at(0));
        assertEquals(0, infinite.a().norm());
    }

    @Test
    void aNegativeLengthIsRefused() {
        for (double greatest : new double[] {-1, NAN}) {
            assertEquals(
                    "TensorTree.clipNorm: greatest is " + greatest + "; a length of at least 0 is needed",
                    assertThrows(IllegalArgumentException.class, () -> Tensor.of(1)
                                    .clipNorm(greatest))
                            .getMessage());
        }
    }
}
