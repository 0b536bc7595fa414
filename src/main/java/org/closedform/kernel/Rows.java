package org.closedform.kernel;

import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.closedform.kernel.loops.Block;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * How a row-major array is read as rows of numbers, the lines parallel to an axis: as [outer, length, inner], one row for every
 * outer and inner index.
 *
 * <p>Most kernels are written once, for one row: they get each row as a contiguous {@code double[]} in scratch, whatever the axis
 * and the element type.
 *
 * @param outer how many numbers the axes before the axis have together
 * @param length how many numbers a row has
 * @param inner how many numbers the axes after it have together: how far apart the elements of a row are
 */
public record Rows(int outer, int length, int inner) {
    /** About how long a number takes, in nanoseconds, in a function of single numbers. */
    private static final double NANOSECONDS = 3;

    /** This many neighbouring rows share few cache lines with the rows beside them. */
    private static final int NEIGHBOURS = 32;

    /** One row for every index of the other axes, in row-major order. */
    public static Rows along(int[] dimensions, int axis) {
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < axis; i++) {
            outer *= dimensions[i];
        }
        for (int i = axis + 1; i < dimensions.length; i++) {
            inner *= dimensions[i];
        }
        return new Rows(outer, dimensions[axis], inner);
    }

    public int count() {
        return outer * inner;
    }

    /** Scratch for one row. */
    public double[] scratch() {
        return new double[length];
    }

    public void load(Buffer buffer, int row, double[] target) {
        buffer.load(start(row), inner, length, target, 0);
    }

    public void store(Buffer buffer, int row, double[] source) {
        buffer.store(start(row), inner, length, source, 0);
    }

    /** Whether the numbers of every row are neighbours. */
    boolean areContiguous() {
        return inner == 1;
    }

    /** Brings some rows together, one after the other. */
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
        return inner == 1 ? most : Math.min(most, inner - row % inner);
    }

    private Block block(int row) {
        return new Block(start(row), inner == 1 ? length : 1, inner);
    }

    /** The index of an element of a row in the array. */
    int offset(int row, int element) {
        return start(row) + element * inner;
    }

    private int start(int row) {
        return row / inner * (length * inner) + row % inner;
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

    /** Fills w from x, y and z, all one row. */
    @FunctionalInterface
    public interface TernaryFunction {
        void apply(double[] x, double[] y, double[] z, double[] w);
    }

    /** Row by row, z = f(x, y). The function keeps nothing: several threads may call it. */
    public Buffer map(Buffer x, Buffer y, BinaryFunction f) {
        Buffer result = x.ofSize(x.size());
        forEach(x, NANOSECONDS, () -> {
            double[] second = scratch();
            double[] out = scratch();
            return (first, row) -> {
                load(y, row, second);
                f.apply(first, second, out);
                store(result, row, out);
            };
        });
        return result;
    }

    /** Row by row, w = f(x, y, z). The function keeps nothing: several threads may call it. */
    public Buffer map(Buffer x, Buffer y, Buffer z, TernaryFunction f) {
        Buffer result = x.ofSize(x.size());
        forEach(x, NANOSECONDS, () -> {
            double[] second = scratch();
            double[] third = scratch();
            double[] out = scratch();
            return (first, row) -> {
                load(y, row, second);
                load(z, row, third);
                f.apply(first, second, third, out);
                store(result, row, out);
            };
        });
        return result;
    }

    /** One number f(x) for each row. The function keeps nothing: several threads may call it. */
    public Buffer reduce(Buffer x, ToDoubleFunction<double[]> f) {
        Buffer result = x.ofSize(count());
        forEach(x, NANOSECONDS, () -> (values, row) -> result.set(row, f.applyAsDouble(values)));
        return result;
    }

    /**
     * Visits every row, in an array that the next row overwrites. Several threads may visit rows, each with a visitor and scratch
     * of its own.
     *
     * @param nanoseconds about how long an element takes
     */
    public void forEach(Buffer x, double nanoseconds, Supplier<ObjIntConsumer<double[]>> visitors) {
        if (count() == 1) {
            visitors.get().accept(x.toDoubles(), 0); // which is split, and so is a sum
        } else {
            split(nanoseconds, (from, to) -> forEach(x, from, to, visitors.get()));
        }
    }

    private void forEach(Buffer x, int from, int to, ObjIntConsumer<double[]> visitor) {
        double[] values = scratch();
        for (int row = from; row < to; row++) {
            load(x, row, values);
            visitor.accept(values, row);
        }
    }

    /** Does the work on ranges of rows; an element takes about {@code nanoseconds}. */
    void split(double nanoseconds, Splitter.Range work) {
        Splitter.split(count(), inner == 1 ? 1 : NEIGHBOURS, length * nanoseconds, work);
    }
}
