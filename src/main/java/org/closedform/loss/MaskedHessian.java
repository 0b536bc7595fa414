package org.closedform.loss;

import java.util.Objects;
import org.closedform.operator.Hessian;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;

/**
 * The second derivative of a loss of which not everything counts.
 *
 * @param hessian one that is 0 at places that do not count
 * @param elements the places that count
 * @param prediction where
 */
record MaskedHessian(Hessian hessian, Mask elements, Tensor prediction) implements Hessian {

    /** Here 0 · NaN is 0. */
    @Override
    public Tensor apply(Tensor v) {
        Objects.requireNonNull(v, "Hessian.apply: v is null").requireLike(prediction, "Hessian.apply: v");
        return hessian.apply(v.where(elements, 0)).where(elements, 0);
    }

    @Override
    public Tensor diagonal() {
        return hessian.diagonal().where(elements, 0);
    }

    @Override
    public Tensor block(int... position) {
        return hessian.block(position);
    }

    @Override
    public Tensor toDense() {
        return hessian.toDense();
    }
}
