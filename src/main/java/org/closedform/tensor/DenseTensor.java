package org.closedform.tensor;

import java.util.Objects;
import org.closedform.kernel.Buffer;

/** The one implementation: a shape and as many elements as it takes. */
record DenseTensor(Shape shape, Buffer buffer) implements Tensor {
    DenseTensor {
        Objects.requireNonNull(shape, "Tensor.of: shape is null");
        if (shape.size() != buffer.size()) {
            throw new ShapeException("Tensor.of: shape " + shape + " takes " + shape.size() + " elements, but "
                    + buffer.size() + " came");
        }
    }

    private Object writeReplace() {
        return new Stored(this);
    }

    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
