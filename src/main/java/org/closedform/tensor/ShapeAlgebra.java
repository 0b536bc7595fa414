package org.closedform.tensor;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.Arrangement;
import org.closedform.kernel.Strided;

/** The operations of {@link Tensor} that change its shape: reshaping, reordering, selecting and broadcasting. */
public sealed interface ShapeAlgebra permits Tensor {
    /** {@return the lengths of all axes} */
    Shape shape();

    /**
     * {@return the same elements in another shape; the storage is shared}
     *
     * @param dimensions the new lengths; a single −1 stands for the length that the others leave
     * @throws ShapeException if the numbers of elements differ
     */
    default Tensor reshape(int... dimensions) {
        return reshape(shape().inferred("Tensor.reshape", dimensions));
    }

    /**
     * {@return the same elements in another shape; the storage is shared}
     *
     * @param other the new shape
     * @throws ShapeException if the numbers of elements differ
     */
    default Tensor reshape(Shape other) {
        Objects.requireNonNull(other, "Tensor.reshape: shape is null");
        if (other.size() != shape().size()) {
            throw new ShapeException("Tensor.reshape: " + shape() + " has " + shape().size() + " elements, but " + other
                    + " takes " + other.size());
        }
        return new DenseTensor(other, DenseTensor.bufferOf(this));
    }

    /**
     * {@return this tensor with its axes in another order}
     *
     * @param axes for each axis of the result, the axis of this tensor that it comes from
     * @throws ShapeException unless each axis of this tensor is named once
     */
    default Tensor permute(int... axes) {
        Shape shape = shape();
        Objects.requireNonNull(axes, "Tensor.permute: axes is null");
        int[] own = shape.strides();
        int[] strides = new int[axes.length];
        int[] dimensions = new int[axes.length];
        boolean[] isNamed = new boolean[own.length];
        boolean isEachOnce = axes.length == own.length;
        for (int i = 0; i < axes.length; i++) {
            int from = shape.axis("Tensor.permute", axes[i]);
            isEachOnce &= !isNamed[from];
            isNamed[from] = true;
            strides[i] = own[from];
            dimensions[i] = shape.dimension(from);
        }
        if (!isEachOnce) {
            throw new ShapeException(
                    "Tensor.permute: axes " + Arrays.toString(axes) + " are not each axis of " + shape + " once");
        }
        return new DenseTensor(Shape.of(dimensions), Strided.copy(DenseTensor.bufferOf(this), 0, strides, dimensions));
    }

    /**
     * {@return this tensor with its last two axes exchanged: the transpose of a matrix, or of each matrix of a batch}
     *
     * @throws ShapeException if the rank is below 2
     */
    default Tensor transpose() {
        int rank = shape().rank();
        if (rank < 2) {
            throw new ShapeException("Tensor.transpose: shape " + shape() + " has no two axes to exchange");
        }
        int[] axes = IntStream.range(0, rank).toArray();
        axes[rank - 1] = rank - 2;
        axes[rank - 2] = rank - 1;
        return permute(axes);
    }

    /**
     * {@return the elements at the indices {@code from} (inclusive) to {@code to} (exclusive) of an axis}
     *
     * @param axis the axis
     * @param from the first index, from 0
     * @param to the index after the last
     * @throws ShapeException unless 0 ≤ from ≤ to ≤ the axis' length
     */
    default Tensor slice(int axis, int from, int to) {
        int cut = shape().axis("Tensor.slice", axis);
        if (from < 0 || to < from || to > shape().dimension(cut)) {
            throw new ShapeException(
                    "Tensor.slice: " + from + " to " + to + " is not within axis " + axis + " of " + shape());
        }
        Shape result = shape().resized(cut, to - from);
        int[] strides = shape().strides();
        return new DenseTensor(
                result, Strided.copy(DenseTensor.bufferOf(this), from * strides[cut], strides, result.dimensions()));
    }

    /**
     * {@return the elements at one index of an axis, such as one row of a batch}
     *
     * @param axis the axis, which the result does not have
     * @param index the index, from 0
     * @throws ShapeException if there is no such axis or index
     */
    default Tensor select(int axis, int index) {
        int selected = shape().axis("Tensor.select", axis);
        if (index < 0 || index >= shape().dimension(selected)) {
            throw new ShapeException("Tensor.select: index " + index + " is outside axis " + axis + " of " + shape());
        }
        return slice(selected, index, index + 1).squeeze(selected);
    }

    /**
     * {@return the elements at the given indices of an axis, in that order, repeats allowed: a mini-batch, a shuffle}
     *
     * @param axis the axis
     * @param indices the indices along the axis, from 0
     * @throws ShapeException if there is no such axis or index
     */
    default Tensor take(int axis, int... indices) {
        Objects.requireNonNull(indices, "Tensor.take: indices is null");
        int taken = shape().axis("Tensor.take", axis);
        int length = shape().dimension(taken);
        for (int index : indices) {
            if (index < 0 || index >= length) {
                throw new ShapeException("Tensor.take: index " + index + " is outside axis " + axis + " of " + shape());
            }
        }
        Shape result = shape().resized(taken, indices.length);
        int outer = shape().size(0, taken);
        int inner = shape().size(taken + 1, shape().rank());
        return new DenseTensor(result, Arrangement.take(DenseTensor.bufferOf(this), outer, length, inner, indices));
    }

    /**
     * {@return this tensor with a new axis of length 1; the storage is shared}
     *
     * @param axis where the new axis goes, from −rank − 1 to rank
     * @throws ShapeException if there is no such place
     */
    default Tensor expandDims(int axis) {
        return new DenseTensor(shape().with("Tensor.expandDims", axis, 1), DenseTensor.bufferOf(this));
    }

    /**
     * {@return this tensor without an axis of length 1; the storage is shared}
     *
     * @param axis the axis to remove
     * @throws ShapeException if there is no such axis, or its length is not 1
     */
    default Tensor squeeze(int axis) {
        int removed = shape().axis("Tensor.squeeze", axis);
        if (shape().dimension(removed) != 1) {
            throw new ShapeException("Tensor.squeeze: axis " + axis + " of " + shape() + " has length "
                    + shape().dimension(removed) + ", not 1");
        }
        return new DenseTensor(shape().without(removed), DenseTensor.bufferOf(this));
    }

    /**
     * {@return this tensor, repeated along the axes that are missing or have length 1}
     *
     * @param larger the shape wanted
     * @throws ShapeException if this shape does not broadcast to that one
     */
    default Tensor broadcastTo(Shape larger) {
        if (!shape().broadcast("Tensor.broadcastTo", larger).equals(larger)) {
            throw new ShapeException("Tensor.broadcastTo: " + shape() + " does not repeat into " + larger
                    + "; a shape that is at least as long along every axis is needed");
        }
        return larger.equals(shape())
                ? (Tensor) this
                : new DenseTensor(
                        larger,
                        Strided.copy(
                                DenseTensor.bufferOf(this), 0, shape().stridesWithin(larger), larger.dimensions()));
    }

    /**
     * {@return the sum over the axes that {@link #broadcastTo} would repeat: its backward, from a gradient of this shape to one of
     * the smaller shape}
     *
     * @param smaller a shape that broadcasts to this one
     * @throws ShapeException if that shape does not broadcast to this one
     */
    default Tensor sumTo(Shape smaller) {
        Shape shape = shape();
        Objects.requireNonNull(smaller, "Tensor.sumTo: smaller is null");
        if (!smaller.broadcast("Tensor.sumTo", shape).equals(shape)) {
            throw new ShapeException("Tensor.sumTo: " + smaller + " does not repeat into " + shape);
        }
        int missing = shape.rank() - smaller.rank();
        int[] repeated = IntStream.range(0, shape.rank())
                .filter(axis -> axis < missing || smaller.dimension(axis - missing) != shape.dimension(axis))
                .toArray();
        Tensor self = (Tensor) this;
        return repeated.length == 0 ? self : self.sum(repeated).reshape(smaller);
    }
}
