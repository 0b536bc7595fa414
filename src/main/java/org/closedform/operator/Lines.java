package org.closedform.operator;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The lines of a tensor along several of its axes, as the rows of a matrix: these axes become the last ones. */
record Lines(Shape shape, List<Integer> kept, List<Integer> along) {

    static Lines along(Shape shape, String operation, List<Integer> axes) {
        List<Integer> along = IntStream.of(Storage.axes(
                        shape, operation, axes.stream().mapToInt(axis -> axis).toArray()))
                .boxed()
                .toList();
        return new Lines(shape, others(shape, along), along);
    }

    /** The lines along all axes but the kept ones. */
    static Lines across(Shape shape, List<Integer> kept) {
        return new Lines(shape, kept, others(shape, kept));
    }

    private static List<Integer> others(Shape shape, List<Integer> axes) {
        return IntStream.range(0, shape.rank())
                .boxed()
                .filter(axis -> !axes.contains(axis))
                .toList();
    }

    private int[] order() {
        return IntStream.concat(
                        kept.stream().mapToInt(axis -> axis), along.stream().mapToInt(axis -> axis))
                .toArray();
    }

    private static boolean isAscending(int... order) {
        return Arrays.equals(order, IntStream.range(0, order.length).toArray());
    }

    private Shape lengths(List<Integer> axes) {
        return Shape.of(axes.stream().mapToInt(shape::dimension).toArray());
    }

    /** A line in each row; without copying if these axes are the last already. */
    Tensor toRows(Tensor x) {
        int[] order = order();
        return (isAscending(order) ? x : x.permute(order)).reshape(count(), length());
    }

    /** How many lines there are. */
    int count() {
        return lengths(kept).size();
    }

    /** How many numbers a line has. */
    int length() {
        return lengths(along).size();
    }

    /** The inverse of {@link #toRows}, which copies where that does. */
    Tensor ofRows(Tensor rows) {
        int[] order = order();
        if (isAscending(order)) {
            return rows.reshape(shape);
        }
        Shape moved = Shape.of(IntStream.of(order).map(shape::dimension).toArray());
        return rows.reshape(moved).permute(inverse(order));
    }

    /** The inverse for a number at each pair of places, [count, length, count, length]: the axes of the shape, twice. */
    Tensor ofPairs(Tensor pairs) {
        int[] order = order();
        int[] twice = IntStream.concat(IntStream.of(order), IntStream.of(order).map(axis -> order.length + axis))
                .toArray();
        Shape moved = Shape.of(IntStream.of(order).map(shape::dimension).toArray());
        return pairs.reshape(DenseJacobian.joined(moved, moved)).permute(inverse(twice));
    }

    private static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        IntStream.range(0, order.length).forEach(i -> inverse[order[i]] = i);
        return inverse;
    }

    /** The shape of a line. */
    Shape ofLine() {
        return lengths(along);
    }

    /** The shape of a result with one number for each line. */
    Shape reduced(boolean keepDims) {
        return keepDims
                ? Shape.of(IntStream.range(0, shape.rank())
                        .map(axis -> along.contains(axis) ? 1 : shape.dimension(axis))
                        .toArray())
                : lengths(kept);
    }
}
