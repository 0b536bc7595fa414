package org.closedform.text;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Numbers along axes as nested brackets with aligned columns; of many numbers, long axes show only their ends. */
public final class Brackets {
    private static final int SHOWN_WHOLE = 200;
    private static final int EDGE = 3;
    private static final int GAP = -1;

    private final int[] dimensions;
    private final ToDoubleFunction<int[]> at;
    private final int edge;
    private final DoubleFunction<String> format;
    private final int width;

    private Brackets(int[] dimensions, ToDoubleFunction<int[]> at, Function<double[], DoubleFunction<String>> format) {
        this.dimensions = dimensions;
        this.at = at;
        long size = Arrays.stream(dimensions).asLongStream().reduce(1, (a, b) -> a * b);
        this.edge = size <= SHOWN_WHOLE ? SHOWN_WHOLE : dimensions.length <= EDGE ? EDGE : 1;
        double[] shown = shown(0, new int[dimensions.length]).toArray();
        this.format = format.apply(shown);
        this.width = Arrays.stream(shown)
                .mapToObj(this.format)
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    /**
     * {@return all numbers, or the ends of long axes}
     *
     * @param dimensions how many there are along each axis
     * @param at the number at an index
     * @param format how a number is written, beside all that are shown
     */
    public static String of(
            int[] dimensions, ToDoubleFunction<int[]> at, Function<double[], DoubleFunction<String>> format) {
        return new Brackets(dimensions, at, format).block(0, new int[dimensions.length]);
    }

    private IntStream indices(int axis) {
        int length = dimensions[axis];
        return length <= 2 * edge
                ? IntStream.range(0, length)
                : IntStream.concat(
                        IntStream.concat(IntStream.range(0, edge), IntStream.of(GAP)),
                        IntStream.range(length - edge, length));
    }

    private DoubleStream shown(int axis, int[] index) {
        return axis == dimensions.length
                ? DoubleStream.of(at.applyAsDouble(index))
                : indices(axis)
                        .filter(i -> i != GAP)
                        .boxed()
                        .flatMapToDouble(i -> shown(axis + 1, with(index, axis, i)));
    }

    private String block(int axis, int[] index) {
        if (axis == dimensions.length) {
            String text = format.apply(at.applyAsDouble(index));
            return " ".repeat(width - text.length()) + text;
        }
        int axesBelow = dimensions.length - axis - 1;
        String separator = axesBelow == 0 ? ", " : "," + "\n".repeat(axesBelow) + " ".repeat(axis + 1);
        return indices(axis)
                .mapToObj(i -> i == GAP ? "…" : block(axis + 1, with(index, axis, i)))
                .collect(Collectors.joining(separator, "[", "]"));
    }

    private static int[] with(int[] index, int axis, int i) {
        int[] result = index.clone();
        result[axis] = i;
        return result;
    }
}
