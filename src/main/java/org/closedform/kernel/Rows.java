package org.closedform.kernel;

import java.util.function.ObjIntConsumer;
import java.util.function.ToDoubleFunction;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;

/**
 * How a row-major array is read as rows of numbers: the lines {@link #along} one axis, or the slabs {@link #across} it.
 *
 * <p>Kernels see each row as a contiguous {@code double[]} in scratch, whatever the axis and the element type; they are
 * written once, for one row.
 */
public final class Rows {
    private final int count;
    private final int length;
    private final int segments;
    private final int segmentStride;
    private final int elementStride;
    private final int rowsPerGroup;
    private final int groupStride;

    private Rows(
            int count, int segments, int segmentLength, int segmentStride, int elementStride, int inner, int group) {
        this.count = count;
        this.length = segments * segmentLength;
        this.segments = segments;
        this.segmentStride = segmentStride;
        this.elementStride = elementStride;
        this.rowsPerGroup = inner;
        this.groupStride = group;
    }

    /** The lines parallel to an axis: one row for every index of the other axes, in row-major order. */
    public static Rows along(int[] dimensions, int axis) {
        int inner = product(dimensions, axis + 1, dimensions.length);
        int outer = product(dimensions, 0, axis);
        int length = dimensions[axis];
        return new Rows(outer * inner, 1, length, 0, inner, inner, length * inner);
    }

    /** The slabs perpendicular to an axis: one row for every index of the axis, holding all that belongs to it. */
    public static Rows across(int[] dimensions, int axis) {
        int inner = product(dimensions, axis + 1, dimensions.length);
        int outer = product(dimensions, 0, axis);
        int length = dimensions[axis];
        return inner == 1
                ? new Rows(length, 1, outer, 0, length, 1, 1)
                : new Rows(length, outer, inner, length * inner, 1, 1, inner);
    }

    static int product(int[] dimensions, int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dimensions[i];
        }
        return product;
    }

    public int count() {
        return count;
    }

    public int length() {
        return length;
    }

    /** Scratch for one row. */
    public double[] scratch() {
        return new double[length];
    }

    public void load(Buffer buffer, int row, double[] target) {
        for (int s = 0; s < segments; s++) {
            int segmentLength = length / segments;
            buffer.load(start(row) + s * segmentStride, elementStride, segmentLength, target, s * segmentLength);
        }
    }

    public void store(Buffer buffer, int row, double[] source) {
        for (int s = 0; s < segments; s++) {
            int segmentLength = length / segments;
            buffer.store(start(row) + s * segmentStride, elementStride, segmentLength, source, s * segmentLength);
        }
    }

    /** Whether the numbers of every row are neighbours. */
    boolean areContiguous() {
        return segments == 1 && elementStride == 1;
    }

    /** Brings some lines {@link #along} an axis together, one after the other. */
    <A> void load(Loops<A> loops, A source, int first, int count, A target) {
        for (int i = 0, rows; i < count; i += rows) {
            rows = neighbours(first + i, count - i);
            loops.copy(source, block(first + i), target, new Block(i * length, length, 1), rows, length);
        }
    }

    /** Stores what {@link #load(Loops, Object, int, int, Object)} has brought together. */
    <A> void store(Loops<A> loops, A source, int first, int count, A target) {
        for (int i = 0, rows; i < count; i += rows) {
            rows = neighbours(first + i, count - i);
            loops.copy(source, new Block(i * length, length, 1), target, block(first + i), rows, length);
        }
    }

    /** How many rows from this one on, at most {@code most}, are the same distance apart. */
    private int neighbours(int row, int most) {
        return rowsPerGroup == 1 ? most : Math.min(most, rowsPerGroup - row % rowsPerGroup);
    }

    private Block block(int row) {
        return new Block(start(row), rowsPerGroup == 1 ? groupStride : 1, elementStride);
    }

    /** Where in the array an element of a row is. */
    int offset(int row, int element) {
        int segmentLength = length / segments;
        return start(row) + element / segmentLength * segmentStride + element % segmentLength * elementStride;
    }

    private int start(int row) {
        return row / rowsPerGroup * groupStride + row % rowsPerGroup;
    }

    /** Fills y from x, both one row. */
    @FunctionalInterface
    public interface Function {
        void apply(double[] x, double[] y);
    }

    /** Fills z from x and y, all one row. */
    @FunctionalInterface
    public interface BinaryFunction {
        void apply(double[] x, double[] y, double[] z);
    }

    /** One row of y = f(x). */
    void map(Buffer x, Buffer y, int row, Function f) {
        double[] in = scratch();
        double[] out = scratch();
        load(x, row, in);
        f.apply(in, out);
        store(y, row, out);
    }

    /** Row by row, y = f(x). */
    public Buffer map(Buffer x, Function f) {
        Buffer result = x.ofSize(x.size());
        double[] in = scratch();
        double[] out = scratch();
        for (int row = 0; row < count; row++) {
            load(x, row, in);
            f.apply(in, out);
            store(result, row, out);
        }
        return result;
    }

    /** Row by row, z = f(x, y). */
    public Buffer map(Buffer x, Buffer y, BinaryFunction f) {
        Buffer result = x.ofSize(x.size());
        double[] first = scratch();
        double[] second = scratch();
        double[] out = scratch();
        for (int row = 0; row < count; row++) {
            load(x, row, first);
            load(y, row, second);
            f.apply(first, second, out);
            store(result, row, out);
        }
        return result;
    }

    /** One number a row. */
    public Buffer reduce(Buffer x, ToDoubleFunction<double[]> f) {
        Buffer result = x.ofSize(count);
        forEach(x, (values, row) -> result.set(row, f.applyAsDouble(values)));
        return result;
    }

    /** Visits every row; the array is scratch that the next row overwrites. */
    public void forEach(Buffer x, ObjIntConsumer<double[]> visitor) {
        double[] values = scratch();
        for (int row = 0; row < count; row++) {
            load(x, row, values);
            visitor.accept(values, row);
        }
    }
}
