package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** diag(slope). */
record DiagonalJacobian(Tensor slope) implements Jacobian {
    DiagonalJacobian {
        Objects.requireNonNull(slope, "Jacobian.diagonal: slope is null");
    }

    @Override
    public Tensor apply(Tensor dx) {
        return slope.times(
                Objects.requireNonNull(dx, "Jacobian.apply: dx is null").requireLike(slope, "Jacobian.apply: dx"));
    }

    @Override
    public Tensor applyTranspose(Tensor dy) {
        return slope.times(Objects.requireNonNull(dy, "Jacobian.applyTranspose: dy is null")
                .requireLike(slope, "Jacobian.applyTranspose: dy"));
    }

    @Override
    public Tensor toDense() {
        double[] diagonal = slope.toDoubleArray();
        int n = diagonal.length;
        return Tensor.generate(Shape.of(n, n), index -> index[0] == index[1] ? diagonal[index[0]] : 0)
                .reshape(DenseJacobian.joined(slope.shape(), slope.shape()))
                .to(slope.elementType());
    }
}
