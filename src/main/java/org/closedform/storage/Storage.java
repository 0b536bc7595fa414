package org.closedform.storage;

import org.closedform.kernel.Buffer;
import org.closedform.kernel.StorageAccess;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The storage of tensors, for the library's own operators: handed over, never copied. */
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
}
