package org.closedform.operator;

import java.util.Objects;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** diag(curvature). */
record DiagonalHessian(Tensor diagonal) implements Hessian {
    DiagonalHessian {
        Objects.requireNonNull(diagonal, "Hessian.ofDiagonal: curvature is null");
    }

    @Override
    public Tensor apply(Tensor v) {
        return diagonal.times(
                Objects.requireNonNull(v, "Hessian.apply: v is null").requireLike(diagonal, "Hessian.apply: v"));
    }

    @Override
    public Tensor block(int... position) {
        return Tensor.full(
                Shape.of(),
                diagonal.at(SoftmaxHessian.requirePosition(diagonal.shape(), position)),
                diagonal.elementType());
    }

    @Override
    public Tensor toDense() {
        return new DiagonalJacobian(diagonal).toDense();
    }
}
