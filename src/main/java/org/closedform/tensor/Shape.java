package org.closedform.tensor;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * The lengths of a tensor's axes, outermost first: {@code []} is a scalar, {@code [3]} a vector, {@code [2, 3]} a matrix of 2 rows.
 * Elements are stored row-major: the last axis varies fastest. Axes are counted from 0, or backwards: −1 is the last.
 */
public final class Shape implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The longest array that every virtual machine can make, memory permitting. */
    private static final int LARGEST_SIZE = Integer.MAX_VALUE - 8;

    private static final Shape SCALAR = new Shape(new int[0]);

    private final transient int[] dimensions;
    private final transient int size;

    private Shape(int[] dimensions) {
        this.dimensions = dimensions;
        this.size = checkedSize(dimensions);
    }

    /**
     * {@return a shape}
     *
     * @param dimensions the length of each axis, none for a scalar
     * @throws ShapeException if a length is negative, or there are more than 2³¹ − 9 elements (an empty axis counts as 1)
     */
    public static Shape of(int... dimensions) {
        return Objects.requireNonNull(dimensions, "Shape: dimensions is null").length == 0
                ? SCALAR
                : new Shape(dimensions.clone());
    }

    private static int checkedSize(int[] dimensions) {
        long size = 1;
        boolean empty = false;
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw new ShapeException("Shape: " + Arrays.toString(dimensions) + " has a negative length");
            }
            empty |= dimension == 0;
            size *= Math.max(dimension, 1);
            if (size > LARGEST_SIZE) {
                throw new ShapeException("Shape: " + Arrays.toString(dimensions)
                        + " has more elements than an array can hold, " + LARGEST_SIZE);
            }
        }
        return empty ? 0 : (int) size;
    }

    /** {@return the number of axes, 0 for a scalar} */
    public int rank() {
        return dimensions.length;
    }

    /** {@return the number of elements, 1 for a scalar} */
    public int size() {
        return size;
    }

    /**
     * {@return the length of an axis}
     *
     * @param axis from −rank to rank − 1
     * @throws ShapeException if there is no such axis
     */
    public int dimension(int axis) {
        return dimensions[axis("Shape.dimension", axis)];
    }

    /** {@return a fresh array of the lengths of all axes} */
    public int[] dimensions() {
        return dimensions.clone();
    }

    /** The lengths of all axes, not copied; nobody may write to them. */
    int[] storage() {
        return dimensions;
    }

    /** Checks an axis, and returns it counted from 0; the error message names the operation. */
    int axis(String operation, int axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new ShapeException(
                    rank() == 0
                            ? operation + ": axis " + axis + " of a scalar, which has no axes"
                            : operation + ": axis " + axis + " of shape " + this + ", whose axes are 0 to "
                                    + (rank() - 1) + " (or -" + rank() + " to -1)");
        }
        return axis < 0 ? axis + rank() : axis;
    }

    /** Checks axes, and returns them counted from 0 in ascending order; none means all. */
    int[] axes(String operation, int... axes) {
        Objects.requireNonNull(axes, () -> operation + ": axes is null");
        boolean[] isNamed = new boolean[rank()];
        for (int named : axes) {
            int axis = axis(operation, named);
            if (isNamed[axis]) {
                throw new ShapeException(
                        operation + ": axes " + Arrays.toString(axes) + " of " + this + " name one twice");
            }
            isNamed[axis] = true;
        }
        int[] ascending = new int[axes.length == 0 ? rank() : axes.length];
        int count = 0;
        for (int axis = 0; axis < rank(); axis++) {
            if (axes.length == 0 || isNamed[axis]) {
                ascending[count++] = axis;
            }
        }
        return ascending;
    }

    /**
     * {@return this shape without one axis}
     *
     * @param axis from −rank to rank − 1
     * @throws ShapeException if there is no such axis
     */
    public Shape without(int axis) {
        int dropped = axis("Shape.without", axis);
        int[] result = new int[rank() - 1];
        System.arraycopy(dimensions, 0, result, 0, dropped);
        System.arraycopy(dimensions, dropped + 1, result, dropped, result.length - dropped);
        return new Shape(result);
    }

    /**
     * {@return this shape with one more axis}
     *
     * @param axis where the new axis goes, from −rank − 1 to rank
     * @param length its length
     * @throws ShapeException if there is no such place, or the length is negative or too large
     */
    public Shape with(int axis, int length) {
        return with("Shape.with", axis, length);
    }

    Shape with(String operation, int axis, int length) {
        int[] result = new int[rank() + 1];
        int place = axis < 0 ? axis + result.length : axis;
        if (place < 0 || place > rank()) {
            throw new ShapeException(operation + ": no place for a new axis " + axis + " in " + this
                    + "; right are 0 to " + rank() + " (or -" + result.length + " to -1)");
        }
        System.arraycopy(dimensions, 0, result, 0, place);
        result[place] = length;
        System.arraycopy(dimensions, place, result, place + 1, rank() - place);
        return new Shape(result);
    }

    /** Checks that this shape has {@code rank} axes, and returns it. */
    Shape requireRank(int rank, String operation) {
        if (rank() != rank) {
            throw new ShapeException(
                    operation + ": shape " + this + " has rank " + rank() + ", but " + rank + " is needed");
        }
        return this;
    }

    /** A shape of the given lengths, a single −1 replaced by the length that keeps the number of elements. */
    Shape inferred(String operation, int... lengths) {
        Objects.requireNonNull(lengths, () -> operation + ": dimensions is null");
        long unknown = Arrays.stream(lengths).filter(length -> length == -1).count();
        if (unknown == 0) {
            return of(lengths);
        }
        int known = of(Arrays.stream(lengths).filter(length -> length != -1).toArray())
                .size();
        if (unknown > 1 || known == 0 || size % known != 0) {
            throw new ShapeException(operation + ": " + this + " has " + size
                    + " elements, which leave no one length for -1 in " + Arrays.toString(lengths));
        }
        return of(Arrays.stream(lengths)
                .map(length -> length == -1 ? size / known : length)
                .toArray());
    }

    /** The product of the lengths of the axes {@code from} (inclusive) to {@code to} (exclusive). */
    int size(int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= dimensions[axis];
        }
        return product;
    }

    /** The offset of the element at an index in row-major storage. */
    int offsetOf(String operation, int... index) {
        Objects.requireNonNull(index, () -> operation + ": index is null");
        boolean inside = index.length == rank();
        int offset = 0;
        for (int axis = 0; inside && axis < index.length; axis++) {
            inside = index[axis] >= 0 && index[axis] < dimensions[axis];
            offset = offset * dimensions[axis] + index[axis];
        }
        if (!inside) {
            throw new ShapeException(operation + ": no element " + Arrays.toString(index) + " in shape " + this);
        }
        return offset;
    }

    /** The index of the element at an offset in row-major storage. */
    int[] indexOf(int offset) {
        int[] index = new int[rank()];
        for (int axis = rank() - 1, rest = offset; axis >= 0; axis--) {
            index[axis] = rest % dimensions[axis];
            rest /= dimensions[axis];
        }
        return index;
    }

    /** This shape with the length of one axis replaced; the axis is counted from 0. */
    Shape resized(int axis, int length) {
        int[] result = dimensions();
        result[axis] = length;
        return new Shape(result);
    }

    /** For each axis, how far apart its neighbours are in row-major storage. */
    int[] strides() {
        int[] strides = new int[rank()];
        int stride = 1;
        for (int axis = rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(dimensions[axis], 1);
        }
        return strides;
    }

    /** The strides that read a tensor of this shape as if it were broadcast to a larger one: 0 along repeated axes. */
    int[] stridesWithin(Shape larger) {
        int[] own = strides();
        int[] strides = new int[larger.rank()];
        int missing = larger.rank() - rank();
        for (int axis = missing; axis < larger.rank(); axis++) {
            strides[axis] = dimensions[axis - missing] == larger.dimensions[axis] ? own[axis - missing] : 0;
        }
        return strides;
    }

    /** Whether a tensor of this shape can be repeated into a larger one: axes match from the last, as in {@link #broadcast}. */
    boolean repeatsInto(Shape larger) {
        int missing = larger.rank() - rank();
        boolean repeats = missing >= 0;
        for (int i = 0; repeats && i < rank(); i++) {
            repeats = dimensions[i] == 1 || dimensions[i] == larger.dimensions[i + missing];
        }
        return repeats;
    }

    /** The shape that two shapes broadcast to: axes match from the last, and an axis that is missing or has length 1 is repeated. */
    Shape broadcast(String operation, Shape other) {
        Objects.requireNonNull(other, () -> operation + ": shape is null");
        int rank = Math.max(rank(), other.rank());
        int[] result = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int mine = i <= rank() ? dimensions[rank() - i] : 1;
            int theirs = i <= other.rank() ? other.dimensions[other.rank() - i] : 1;
            if (mine != theirs && mine != 1 && theirs != 1) {
                throw new ShapeException(operation + ": shapes " + this + " and " + other + " do not broadcast: " + mine
                        + " against " + theirs + " at axis -" + i + "; equal lengths, or a 1, would be right");
            }
            result[rank - i] = mine == 1 ? theirs : mine;
        }
        return new Shape(result);
    }

    private Object writeReplace() {
        return new Stored(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Shape: only what stands for it is in a stream");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(dimensions, that.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    /** For example {@code [2, 3]}. */
    @Override
    public String toString() {
        return Arrays.toString(dimensions);
    }
}
