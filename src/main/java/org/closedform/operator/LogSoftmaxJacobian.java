package org.closedform.operator;

import org.closedform.tensor.Tensor;

/** The Jacobian of log-softmax, ∂y_i/∂x_j = δ_ij − softmax(x)_j in every row, nothing between rows. */
record LogSoftmaxJacobian(LogSoftmax.Pass pass) implements Jacobian {

    /** dx − Σ_k p_k dx_k. */
    @Override
    public Tensor apply(Tensor dx) {
        return pass.pushforward(Required.like(dx, pass.output(), "Jacobian.apply: dx"));
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
