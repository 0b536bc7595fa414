package org.closedform.gradient;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.closedform.tensor.Part;
import org.closedform.tensor.Shape;
import org.closedform.tensor.TensorTree;

/** A way to move a point: these coordinates of the flattened input, from {@code from} on, by these multiples of h. */
record Direction(String name, int part, int from, double[] steps) {

    /** Every coordinate by itself, or, where there are more than {@code limit}, random directions through each part. */
    static List<Direction> through(TensorTree<?> x, int limit, int directions, RandomGenerator random) {
        List<Part> parts = x.parts();
        int size = parts.stream().mapToInt(part -> part.tensor().size()).sum();
        List<Direction> result = new ArrayList<>();
        int from = 0;
        for (int p = 0; p < parts.size(); p++) {
            String name = parts.get(p).name().isEmpty() ? "x" : parts.get(p).name();
            Shape shape = parts.get(p).tensor().shape();
            for (int i = 0; i < (size <= limit ? shape.size() : directions); i++) {
                result.add(
                        size <= limit
                                ? new Direction(name + index(shape, i), p, from + i, new double[] {1})
                                : new Direction(name + " along v" + (i + 1), p, from, signs(shape.size(), random)));
            }
            from += shape.size();
        }
        return result;
    }

    private static double[] signs(int size, RandomGenerator random) {
        return IntStream.range(0, size)
                .mapToDouble(i -> random.nextBoolean() ? 1 : -1)
                .toArray();
    }

    private static String index(Shape shape, int offset) {
        int[] index = new int[shape.rank()];
        int rest = offset;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.dimension(axis);
            rest /= shape.dimension(axis);
        }
        return index.length == 0 ? "" : Arrays.toString(index);
    }
}
