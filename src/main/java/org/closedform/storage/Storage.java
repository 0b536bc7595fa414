package org.closedform.storage;

import org.closedform.kernel.Buffer;
import org.closedform.kernel.StorageAccess;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What tensors give to the library alone: their storage, handed over and never copied, and axes that are checked. */
public final class Storage {
    private static final StorageAccess<Shape, Tensor> ACCESS = access();

    private Storage() {}

    @SuppressWarnings("unchecked") // the tensors' package registers nothing else
    private static StorageAccess<Shape, Tensor> access() {
        Tensor.scalar(0); // initializes the class of tensors, which registers its access
        return (StorageAccess<Shape, Tensor>) StorageAccess.registered();
    }

    /** A tensor's elements in row-major order, which nobody may write to. */
    public static Buffer of(Tensor tensor) {
        return ACCESS.buffer(tensor);
    }

    /** A tensor of elements that nobody writes to any more. */
    public static Tensor tensor(Shape shape, Buffer buffer) {
        return ACCESS.tensor(shape, buffer);
    }

    /** An axis counted from 0; a message that there is none names the operation. */
    public static int axis(Shape shape, String operation, int axis) {
        return ACCESS.axis(shape, operation, axis);
    }

    /** Axes counted from 0, ascending, all where none is given; a message that one is not there or there twice names the operation. */
    public static int[] axes(Shape shape, String operation, int... axes) {
        return ACCESS.axes(shape, operation, axes);
    }
}
