package org.closedform.gradient.diagnosis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;

/**
 * The elements of a shape in lines along some axes: what a mean, a sum or a normalisation runs over.
 *
 * @param axes which, ascending
 * @param offsets one array of row-major offsets for each line
 */
record Lines(int[] axes, int[][] offsets) {

    /** Along each axis by itself, along all but one, and along all: whatever has at least two elements in a line. */
    static List<Lines> of(Shape shape) {
        List<int[]> choices = new ArrayList<>();
        int rank = shape.rank();
        IntStream.range(0, rank).forEach(axis -> choices.add(new int[] {axis}));
        if (rank > 2) {
            IntStream.range(0, rank)
                    .forEach(kept -> choices.add(IntStream.range(0, rank)
                            .filter(axis -> axis != kept)
                            .toArray()));
        }
        if (rank > 1) {
            choices.add(IntStream.range(0, rank).toArray());
        }
        return choices.stream()
                .map(axes -> along(shape, axes))
                .filter(lines -> lines.length() > 1)
                .toList();
    }

    private static Lines along(Shape shape, int[] axes) {
        int length = Arrays.stream(axes).map(shape::dimension).reduce(1, (a, b) -> a * b);
        int count = length == 0 ? 0 : shape.size() / length;
        int[][] offsets = new int[count][length];
        int[] filled = new int[count];
        for (int offset = 0; offset < shape.size(); offset++) {
            int line = 0;
            int rest = offset;
            int stride = 1;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                int index = rest % shape.dimension(axis);
                rest /= shape.dimension(axis);
                if (Arrays.binarySearch(axes, axis) < 0) {
                    line += index * stride;
                    stride *= shape.dimension(axis);
                }
            }
            offsets[line][filled[line]++] = offset;
        }
        return new Lines(axes, offsets);
    }

    /** How many elements each line has. */
    int length() {
        return offsets.length == 0 ? 0 : offsets[0].length;
    }

    /** For example {@code axis 0}, or {@code axes 0, 2}. */
    String name() {
        String list = String.join(
                ", ", Arrays.stream(axes).mapToObj(Integer::toString).toList());
        return (axes.length == 1 ? "axis " : "axes ") + list;
    }
}
