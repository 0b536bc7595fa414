package org.closedform.tensor;

import java.util.Objects;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.StorageAccess;

/** The only implementation of {@link Tensor}: a shape, and a buffer with its elements in row-major order. */
record DenseTensor(Shape shape, Buffer buffer) implements Tensor {
    static {
        StorageAccess.register(new StorageAccess<Shape, Tensor, Labels>() {
            @Override
            public Buffer buffer(Tensor tensor) {
                return bufferOf(tensor);
            }

            @Override
            public Tensor tensor(Shape shape, Buffer buffer) {
                return new DenseTensor(shape, buffer);
            }

            @Override
            public int[] dimensions(Shape shape) {
                return shape.storage();
            }

            @Override
            public int[] indices(Labels labels) {
                return labels.storage();
            }

            @Override
            public int axis(Shape shape, String operation, int axis) {
                return shape.axis(operation, axis);
            }

            @Override
            public int[] axes(Shape shape, String operation, int... axes) {
                return shape.axes(operation, axes);
            }

            @Override
            public boolean repeatsInto(Shape shape, Shape larger) {
                return shape.repeatsInto(larger);
            }
        });
    }

    DenseTensor {
        Objects.requireNonNull(shape, "Tensor.of: shape is null");
        if (shape.size() != buffer.size()) {
            throw new ShapeException("Tensor.of: shape " + shape + " takes " + shape.size() + " elements, but "
                    + buffer.size() + " came");
        }
    }

    /** The storage of a tensor. It takes an Object because the interfaces that make up {@link Tensor} pass {@code this}. */
    static Buffer bufferOf(Object tensor) {
        return ((DenseTensor) tensor).buffer;
    }

    private Object writeReplace() {
        return new Stored(this);
    }

    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
