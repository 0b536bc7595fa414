package org.closedform.operator;

import java.util.Objects;
import org.closedform.kernel.Rows;
import org.closedform.kernel.ScalarSoftmax;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * The Jacobian of softmax: diag(y) − y·yᵀ in every row of probabilities, nothing between rows.
 *
 * <pre>{@code
 * ∂y_i/∂x_j = y_i (δ_ij − y_j) = y_i (1 − y_i)   i = j
 *                                −y_i y_j        i ≠ j
 * }</pre>
 *
 * <p>It is symmetric, so J and Jᵀ are one, and its rows sum to 0: adding a constant to all logits changes nothing, nor does adding
 * one to all of what J is applied to. 1 − y_i is never formed: in {@link #toDense} it is the sum of the other probabilities, and the
 * products are as accurate as the gradient of {@link Softmax}, so both keep their digits where y_i rounds to 1.
 */
record SoftmaxJacobian(Tensor y, int axis) implements Jacobian {
    SoftmaxJacobian {
        Objects.requireNonNull(y, "SoftmaxJacobian: y is null");
        axis = Storage.axis(y.shape(), "Softmax.Pass", axis);
    }

    /** y ⊙ (dx − Σ_k y_k dx_k). */
    @Override
    public Tensor apply(Tensor dx) {
        return product(Objects.requireNonNull(dx, "Jacobian.apply: dx is null").requireLike(y, "Jacobian.apply: dx"));
    }

    /** y ⊙ (dy − Σ_k y_k dy_k). */
    @Override
    public Tensor applyTranspose(Tensor dy) {
        return product(Objects.requireNonNull(dy, "Jacobian.applyTranspose: dy is null")
                .requireLike(y, "Jacobian.applyTranspose: dy"));
    }

    private Tensor product(Tensor v) {
        Rows rows = Storage.rows(y.shape(), axis);
        return Storage.tensor(y.shape(), rows.map(Storage.of(y), Storage.of(v), ScalarSoftmax::backward));
    }

    @Override
    public Tensor toDense() {
        Shape shape = y.shape();
        Shape joined = DenseJacobian.joined(shape, shape);
        Rows rows = Storage.rows(shape, axis);
        return Storage.tensor(joined, ScalarSoftmax.jacobian(Storage.of(y), rows));
    }
}
