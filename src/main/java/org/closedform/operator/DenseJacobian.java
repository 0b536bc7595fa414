package org.closedform.operator;

import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** All entries of a Jacobian. */
record DenseJacobian(Shape y, Shape x, Tensor toDense) implements Jacobian {

    /** The axes of y, then those of x. */
    static Shape joined(Shape y, Shape x) {
        return Shape.of(IntStream.concat(IntStream.of(y.dimensions()), IntStream.of(x.dimensions()))
                .toArray());
    }

    @Override
    public Tensor apply(Tensor dx) {
        requireShape("Jacobian.apply: dx", dx, x);
        return matrix().matmul(dx.reshape(x.size())).reshape(y);
    }

    @Override
    public Tensor applyTranspose(Tensor dy) {
        requireShape("Jacobian.applyTranspose: dy", dy, y);
        return dy.reshape(y.size()).matmul(matrix()).reshape(x);
    }

    private Tensor matrix() {
        return toDense.reshape(y.size(), x.size());
    }

    private static void requireShape(String name, Tensor tensor, Shape shape) {
        Objects.requireNonNull(tensor, () -> name + " is null");
        if (!tensor.shape().equals(shape)) {
            throw new ShapeException(name + " has shape " + tensor.shape() + ", but " + shape + " is needed");
        }
    }
}
