package org.closedform.storage;

import org.closedform.kernel.Buffer;
import org.closedform.kernel.Channels;
import org.closedform.kernel.Rows;
import org.closedform.kernel.StorageAccess;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * What the library may do with tensors, shapes and labels and its users may not: take and make storage without a copy, and check axes
 * and shapes.
 */
public final class Storage {
    private static final StorageAccess<Shape, Tensor, Labels> ACCESS = access();

    private Storage() {}

    @SuppressWarnings("unchecked") // DenseTensor registers nothing else
    private static StorageAccess<Shape, Tensor, Labels> access() {
        Tensor.scalar(0); // initializes DenseTensor, which registers its access
        return (StorageAccess<Shape, Tensor, Labels>) StorageAccess.registered();
    }

    /** A tensor's elements in row-major order, not copied; nobody may write to them. */
    public static Buffer of(Tensor tensor) {
        return ACCESS.buffer(tensor);
    }

    /** Makes a tensor of elements without a copy; nobody may write to them any more. */
    public static Tensor tensor(Shape shape, Buffer buffer) {
        return ACCESS.tensor(shape, buffer);
    }

    /** The rows of a shape along an axis, which is counted from 0. */
    public static Rows rows(Shape shape, int axis) {
        return Rows.along(ACCESS.dimensions(shape), axis);
    }

    /** The channels of a shape across an axis, which is counted from 0. */
    public static Channels channels(Shape shape, int axis) {
        return Channels.across(ACCESS.dimensions(shape), axis);
    }

    /** Class indices in row-major order, not copied; nobody may write to them. */
    public static int[] indices(Labels labels) {
        return ACCESS.indices(labels);
    }

    /** Checks an axis, and returns it counted from 0; the error message names the operation. */
    public static int axis(Shape shape, String operation, int axis) {
        return ACCESS.axis(shape, operation, axis);
    }

    /**
     * Checks axes, each named once, and returns them counted from 0 in ascending order; none means all. The error message names the
     * operation.
     */
    public static int[] axes(Shape shape, String operation, int... axes) {
        return ACCESS.axes(shape, operation, axes);
    }

    /** Whether a shape can be repeated into a larger one: axes match from the last, and one that is missing or has length 1 is repeated. */
    public static boolean repeatsInto(Shape shape, Shape larger) {
        return ACCESS.repeatsInto(shape, larger);
    }
}
