package org.closedform.tensor;

import java.lang.reflect.Array;
import java.util.Objects;
import org.closedform.kernel.Buffer;

/** Makes tensors of nested arrays: {@code double[][]}, {@code float[][]} and deeper. */
final class NestedArrays {
    private NestedArrays() {}

    static Tensor tensor(Object array) {
        Objects.requireNonNull(array, "Tensor.of: array is null");
        int[] dimensions = new int[rank(array.getClass())];
        Object first = array;
        for (int axis = 0; axis < dimensions.length && first != null; axis++) {
            dimensions[axis] = Array.getLength(first);
            first = dimensions[axis] > 0 ? Array.get(first, 0) : null;
        }
        Shape shape = Shape.of(dimensions);
        Buffer target = elementType(array.getClass()).buffer(shape.size());
        copy(array, shape, 0, "", target, 0);
        return new DenseTensor(shape, target);
    }

    private static int rank(Class<?> type) {
        return type.isArray() ? 1 + rank(type.getComponentType()) : 0;
    }

    private static ElementType elementType(Class<?> type) {
        return type.isArray()
                ? elementType(type.getComponentType())
                : type == float.class ? ElementType.FLOAT32 : ElementType.FLOAT64;
    }

    /** Copies one subarray, which messages call {@code array} and {@code path}, to index {@code at}, and returns the next free index. */
    private static int copy(Object array, Shape shape, int axis, String path, Buffer target, int at) {
        if (array == null) {
            throw new NullPointerException("Tensor.of: array" + path + " is null");
        }
        int length = Array.getLength(array);
        if (length != shape.dimension(axis)) {
            throw new ShapeException("Tensor.of: array" + path + " has " + length
                    + " elements where its neighbours have " + shape.dimension(axis) + "; ragged arrays are no tensor");
        }
        if (array instanceof double[] values) {
            target.copy(Buffer.of(values), 0, 1, at, length);
            return at + length;
        }
        if (array instanceof float[] values) {
            target.copy(Buffer.of(values), 0, 1, at, length);
            return at + length;
        }
        int end = at;
        for (int i = 0; i < length; i++) {
            end = copy(((Object[]) array)[i], shape, axis + 1, path + "[" + i + "]", target, end);
        }
        return end;
    }
}
