package org.closedform.tensor;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.Arrangement;
import org.closedform.kernel.Strided;

/** The part of {@link Tensor} that moves elements and leaves the numbers alone. */
public sealed interface ShapeAlgebra permits Tensor {
    /** {@return the lengths of all axes} */
    Shape shape();

    /**
     * {@return the same elements in another shape; the storage is shared}
     *
     * @param dimensions the new lengths; one of them may be −1, which stands for whatever is left
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
     * {@return the axes in another order}
     *
     * @param axes for each axis of the result, the axis here that it comes from
     * @throws ShapeException if the axes are not each of this tensor's once
     */
    default Tensor permute(int... axes) {
        Shape shape = shape();
        Objects.requireNonNull(axes, "Tensor.permute: axes is null");
        int[] from = Arrays.stream(axes)
                .map(axis -> shape.axis("Tensor.permute", axis))
                .toArray();
        if (from.length != shape.rank() || Arrays.stream(from).distinct().count() != shape.rank()) {
            throw new ShapeException(
                    "Tensor.permute: axes " + Arrays.toString(axes) + " are not each axis of " + shape + " once");
        }
        int[] dimensions = Arrays.stream(from).map(shape::dimension).toArray();
        int[] strides = Arrays.stream(from).map(axis -> shape.strides()[axis]).toArray();
        return new DenseTensor(Shape.of(dimensions), Strided.copy(DenseTensor.bufferOf(this), 0, strides, dimensions));
    }

    /**
     * {@return the last two axes exchanged: the transpose of a matrix, or of each matrix of a batch}
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
     * {@return the part of an axis from one index to before another}
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
     * {@return one index of an axis, such as one row of a batch}
     *
     * @param axis the axis, which the result lacks
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
     * {@return some indices of an axis, in the order given, repeats allowed: a mini-batch, a shuffle}
     *
     * @param axis the axis
     * @param indices which of it, from 0
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
     * {@return the same with a new axis of length 1; the storage is shared}
     *
     * @param axis where it will be
     * @throws ShapeException if there is no such place
     */
    default Tensor expandDims(int axis) {
        return new DenseTensor(shape().with("Tensor.expandDims", axis, 1), DenseTensor.bufferOf(this));
    }

    /**
     * {@return the same without an axis of length 1; the storage is shared}
     *
     * @param axis which
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
     * {@return the same, repeated along axes that are missing or of length 1}
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
     * {@return the sum over all axes along which a smaller shape is repeated: what {@link #broadcastTo} does to a gradient,
     * backwards}
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
