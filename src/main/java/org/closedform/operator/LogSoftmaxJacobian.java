package org.closedform.operator;

import java.util.Objects;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/** The Jacobian of log-softmax, ∂y_i/∂x_j = δ_ij − softmax(x)_j in every row, nothing between rows. */
record LogSoftmaxJacobian(LogSoftmax.Pass pass) implements Jacobian {

    /** dx − Σ_k p_k dx_k. */
    @Override
    public Tensor apply(Tensor dx) {
        Objects.requireNonNull(dx, "Jacobian.apply: dx is null");
        dx.requireLike(pass.output(), "Jacobian.apply: dx");
        int axis = Storage.axis(dx.shape(), "Jacobian.apply", pass.axis());
        return dx.minus(pass.softmax().times(dx).sum(axis).expandDims(axis));
    }

    @Override
    public Tensor applyTranspose(Tensor dy) {
        return pass.backward(dy);
    }

    @Override
    public Tensor toDense() {
        return Jacobian.of(pass).toDense();
    }
}
