package org.closedform.tensor;

import java.util.Arrays;
import java.util.Objects;
import org.closedform.kernel.Arrangement;
import org.closedform.kernel.Buffer;

/** Joins tensors along an axis. */
final class Joining {
    private Joining() {}

    static Tensor concatenate(int axis, Tensor... tensors) {
        requireSome("Tensor.concatenate", tensors);
        Shape first = tensors[0].shape();
        int joined = first.axis("Tensor.concatenate", axis);
        long length = 0;
        for (Tensor tensor : tensors) {
            Shape shape = tensor.shape();
            if (shape.rank() != first.rank() || !shape.without(joined).equals(first.without(joined))) {
                throw new ShapeException("Tensor.concatenate: " + shape + " does not fit " + first + "; all axes but "
                        + joined + " have to be equal");
            }
            ElementType.requireSame("Tensor.concatenate", tensors[0], tensor);
            length += shape.dimension(joined);
        }
        if (length > Integer.MAX_VALUE) {
            throw new ShapeException("Tensor.concatenate: " + length + " along axis " + joined
                    + "; an axis holds at most " + Integer.MAX_VALUE);
        }
        Shape result = first.resized(joined, (int) length);
        Buffer[] buffers = Arrays.stream(tensors).map(DenseTensor::bufferOf).toArray(Buffer[]::new);
        return new DenseTensor(result, Arrangement.concatenate(buffers, first.size(0, joined)));
    }

    static Tensor stack(int axis, Tensor... tensors) {
        requireSome("Tensor.stack", tensors);
        for (Tensor tensor : tensors) {
            tensor.requireLike(tensors[0], "Tensor.stack: tensor");
        }
        return concatenate(
                axis,
                Arrays.stream(tensors).map(tensor -> tensor.expandDims(axis)).toArray(Tensor[]::new));
    }

    private static void requireSome(String operation, Tensor[] tensors) {
        if (Objects.requireNonNull(tensors, () -> operation + ": tensors is null").length == 0) {
            throw new ShapeException(operation + ": no tensors; at least one is needed");
        }
        for (int i = 0; i < tensors.length; i++) {
            int at = i;
            Objects.requireNonNull(tensors[i], () -> operation + ": tensor " + at + " is null");
        }
    }
}
