package org.closedform.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds of the k largest whatever the numbers, the shape and the axis. */
class TopKLawsTest {

    /** Coarse numbers, so that many are equal, and special ones among them. */
    private static Tensor any(Shape shape, long seed) {
        Random random = new Random(seed);
        ElementType type = ElementType.values()[random.nextInt(2)];
        return Tensors.any(shape, type, random)
                .map(x -> Double.isFinite(x) && random.nextBoolean() ? Math.rint(x % 4) : x);
    }

    private static Shape shape(Random random) {
        return Shape.of(random.ints(1 + random.nextInt(4), 1, 6).toArray());
    }

    @Property(tries = 500)
    void everyLineIsAStableSortFromTheTop(@ForAll long seed) {
        Random random = new Random(seed);
        Shape shape = shape(random);
        Tensor x = any(shape, seed);
        for (int axis : Tensors.axes(shape)) {
            int place = Tensors.place(axis, shape.rank());
            int k = 1 + random.nextInt(shape.dimension(axis));
            TopK top = TopK.of(x, k, axis);
            assertEquals(shape.without(axis).with(place, k), top.values().shape());
            for (int[] index : Tensors.indices(shape.without(axis))) {
                List<Integer> expected = sorted(x, index, place);
                for (int i = 0; i < k; i++) {
                    int[] at = Tensors.with(index, place, i);
                    int found = top.indices().at(offset(top.indices().shape(), at));
                    int rank = i;
                    assertEquals(expected.get(i), found, () -> "rank " + rank + " along axis " + axis + " of " + x);
                    assertEquals(
                            x.at(Tensors.with(index, place, found)),
                            top.values().at(at));
                }
            }
        }
    }

    /** The JDK's stable sort, largest first, NaN before all; 0.0 and −0.0 equal. */
    private static List<Integer> sorted(Tensor x, int[] index, int place) {
        Comparator<Integer> byNumber = Comparator.comparingDouble(i -> x.at(Tensors.with(index, place, i)) + 0.0);
        return IntStream.range(0, x.shape().dimension(place))
                .boxed()
                .sorted(byNumber.reversed())
                .toList();
    }

    private static int offset(Shape shape, int[] index) {
        return IntStream.range(0, index.length)
                .reduce(0, (offset, axis) -> offset * shape.dimension(axis) + index[axis]);
    }

    @Property(tries = 300)
    void theFirstIsArgMax(@ForAll long seed) {
        Shape shape = shape(new Random(seed));
        Tensor x = any(shape, seed);
        for (int axis : Tensors.axes(shape)) {
            Labels indices = TopK.of(x, 1, axis).indices();
            assertEquals(x.argMax(axis), indices.reshape(shape.without(axis).dimensions()));
        }
    }

    @Property(tries = 300)
    void fewerAreTheBeginningOfMore(@ForAll long seed) {
        Shape shape = shape(new Random(seed));
        Tensor x = any(shape, seed);
        Tensor all = TopK.of(x, shape.dimension(0), 0).values();
        for (int k = 1; k <= shape.dimension(0); k++) {
            assertEquals(all.slice(0, 0, k), TopK.of(x, k, 0).values());
        }
    }

    @Property(tries = 20)
    void holdsForLongLinesToo(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int k) {
        Tensor x = any(Shape.of(3000), seed);
        int[] indices = TopK.of(x, k, 0).indices().toArray();
        List<Integer> expected = sorted(x, new int[0], 0).subList(0, k);
        assertEquals(expected, IntStream.of(indices).boxed().toList());
        assertTrue(indices.length == k);
    }
}
