package org.closedform.tensor;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.closedform.kernel.OneHot;

/**
 * Class indices, such as the right class of every image of a batch: an immutable array of {@code int} with a shape.
 *
 * <p>Labels do not know how many classes there are: a method that does checks that each index is one of them.
 */
public final class Labels implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient Shape shape;
    private final transient int[] indices;

    private Labels(Shape shape, int[] indices) {
        Objects.requireNonNull(shape, "Labels.of: shape is null");
        if (shape.size() != indices.length) {
            throw new ShapeException("Labels.of: shape " + shape + " takes " + shape.size() + " indices, but "
                    + indices.length + " came");
        }
        this.shape = shape;
        this.indices = indices;
    }

    /**
     * {@return a vector of class indices}
     *
     * @param indices the class of each sample, from 0; copied
     */
    public static Labels of(int... indices) {
        Objects.requireNonNull(indices, "Labels.of: indices is null");
        return of(Shape.of(indices.length), indices);
    }

    /**
     * {@return class indices of any shape, such as one for every pixel}
     *
     * @param shape their shape
     * @param indices the indices in row-major order, from 0; copied
     * @throws ShapeException if there are more or fewer indices than the shape has elements
     */
    public static Labels of(Shape shape, int... indices) {
        return new Labels(
                shape,
                Objects.requireNonNull(indices, "Labels.of: indices is null").clone());
    }

    /**
     * {@return the classes of one-hot rows; the inverse of {@link #oneHot(int, int)}}
     *
     * @param oneHot rows along the axis, each with a single 1 and otherwise 0
     * @param axis the class axis, which the labels do not have
     * @throws IllegalArgumentException if a row is not one-hot
     * @throws ShapeException if there is no such axis, or it is empty
     */
    public static Labels fromOneHot(Tensor oneHot, int axis) {
        Objects.requireNonNull(oneHot, "Labels.fromOneHot: oneHot is null");
        int classes = oneHot.shape().dimension(oneHot.shape().axis("Labels.fromOneHot", axis));
        if (classes == 0) {
            throw new ShapeException("Labels.fromOneHot: axis " + axis + " of " + oneHot.shape() + " is empty");
        }
        Labels labels = oneHot.argMax(axis);
        if (!labels.oneHot(classes, axis).to(oneHot.elementType()).isClose(oneHot, 0, 0)) {
            throw new IllegalArgumentException("Labels.fromOneHot: a row along axis " + axis + " of " + oneHot.shape()
                    + " is not one-hot: a single 1, and otherwise 0");
        }
        return labels;
    }

    /** {@return the lengths of all axes} */
    public Shape shape() {
        return shape;
    }

    /** {@return the number of labels} */
    public int size() {
        return indices.length;
    }

    /**
     * {@return the class index of the i-th label in row-major order}
     *
     * @param i from 0 to size − 1
     * @throws ShapeException if there is no such label
     */
    public int at(int i) {
        return at("Labels.at", i);
    }

    private int at(String operation, int i) {
        if (i < 0 || i >= indices.length) {
            throw new ShapeException(operation + ": no label " + i + " among " + indices.length);
        }
        return indices[i];
    }

    /** {@return a fresh array of all class indices in row-major order} */
    public int[] toArray() {
        return indices.clone();
    }

    /** All class indices, not copied; nobody may write to them. */
    int[] storage() {
        return indices;
    }

    /**
     * {@return the labels of this vector at the given indices, in that order: a mini-batch, a shuffle}
     *
     * @param indices the places in this vector, from 0
     * @throws ShapeException if there is no such place, or these labels are not a vector
     */
    public Labels take(int... indices) {
        Objects.requireNonNull(indices, "Labels.take: indices is null");
        if (shape.rank() != 1) {
            throw new ShapeException("Labels.take: shape " + shape + " is not a vector's");
        }
        return Labels.of(Arrays.stream(indices).map(i -> at("Labels.take", i)).toArray());
    }

    /**
     * {@return these labels in another shape}
     *
     * @param dimensions the new lengths; a single −1 stands for the length that the others leave
     * @throws ShapeException if the new shape has more or fewer elements
     */
    public Labels reshape(int... dimensions) {
        Shape result = shape.inferred("Labels.reshape", dimensions);
        if (result.size() != indices.length) {
            throw new ShapeException("Labels.reshape: " + shape + " has " + indices.length + " labels, but " + result
                    + " takes " + result.size());
        }
        return new Labels(result, indices);
    }

    /**
     * {@return one-hot float64 rows along a new last axis}
     *
     * @param classes how many classes there are
     * @throws IllegalArgumentException if a label is not from 0 to classes − 1
     */
    public Tensor oneHot(int classes) {
        return oneHot(classes, -1);
    }

    /**
     * {@return one-hot float64 rows, 1 at the label and otherwise 0, along a new axis}
     *
     * @param classes how many classes there are
     * @param axis where the class axis goes; {@code CrossEntropyLoss} takes it at 1 by default
     * @throws IllegalArgumentException if a label is not from 0 to classes − 1
     * @throws ShapeException if there is no such place for an axis
     */
    public Tensor oneHot(int classes, int axis) {
        Shape result = shape.with("Labels.oneHot", axis, classes);
        requireWithin(classes, "Labels.oneHot");
        int place = axis < 0 ? axis + result.rank() : axis;
        return new DenseTensor(result, OneHot.encode(indices, result.dimensions(), place));
    }

    /**
     * {@return these labels, after checking that each is from 0 to classes − 1}
     *
     * @param classes how many classes there are
     * @param name the caller's name, which begins the message
     * @throws IllegalArgumentException if a label is not from 0 to classes − 1; the message says which
     */
    public Labels requireWithin(int classes, String name) {
        Objects.requireNonNull(name, "Labels.requireWithin: name is null");
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0 || indices[i] >= classes) {
                throw new IllegalArgumentException(name + ": label " + i + " is class " + indices[i] + ", but with "
                        + classes + " classes it has to be from 0 to " + (classes - 1));
            }
        }
        return this;
    }

    private Object writeReplace() {
        return new Stored(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Labels: only what stands for it is in a stream");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that && shape.equals(that.shape) && Arrays.equals(indices, that.indices);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(indices);
    }

    /** For example {@code Labels[3] [2, 0, 1]}. */
    @Override
    public String toString() {
        return "Labels" + shape + " " + Arrays.toString(indices);
    }
}
