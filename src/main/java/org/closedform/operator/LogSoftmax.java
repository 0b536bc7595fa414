package org.closedform.operator;

import java.io.Serializable;
import org.closedform.kernel.Rows;
import org.closedform.kernel.ScalarSoftmax;
import org.closedform.kernel.SoftmaxRows;
import org.closedform.kernel.SoftmaxTangents;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The logarithm of softmax, without the detour over probabilities that may underflow.
 *
 * <pre>{@code
 * y_i  = log softmax(x)_i = x_i − log Σ_k e^x_k
 * dx_i = dy_i − p_i Σ_k dy_k,   p = softmax(x)
 * ẏ_i  = ẋ_i − Σ_k p_k ẋ_k
 * curvature: −p_i (ẋ_i − Σ_k p_k ẋ_k) Σ_k dy_k
 * }</pre>
 *
 * <p>because ∂y_i/∂x_j = δ_ij − p_j. Where one class may have more than half of the probability, that of the largest logit x_t, y_i
 * is computed as (x_i − x_t) − log1p(Σ over k ≠ t of e^(x_k − x_t)), two terms ≤ 0: the logarithm of a probability close to 1 keeps
 * its digits, down to −1e-300.
 *
 * <p><b>Shapes:</b> any of rank ≥ 1; y has the shape of x. <b>Special values:</b> a row with a NaN, a +∞, or nothing but −∞ is
 * all NaN; a −∞ beside finite logits gives −∞. <b>Accuracy:</b> for rows up to 1,000 long within 4 ulp;
 * the gradient within 8 ulp of its terms (1 − p_i) |dy_i| + p_i Σ over k ≠ i of |dy_k|, also where p_i rounds to 1; the
 * pushforward within 8 ulp of |ẋ_i − c| + Σ_k p_k |ẋ_k − c|, with c as of {@link Softmax}, and the curvature within 8 ulp of p_i times
 * that times Σ_k |dy_k|.
 *
 * <p>Source: Goodfellow, Bengio, Courville, Deep Learning, 2016, eq. (6.30); Blanchard, D. J. Higham, N. J. Higham, Accurately
 * Computing the Log-Sum-Exp and Softmax Functions, 2021, eq. (4.1).
 *
 * @param axis the class axis, from −rank to rank − 1; −1 is the last
 */
public record LogSoftmax(int axis) implements Operator<Tensor, Tensor>, Serializable {

    /** Along the last axis. */
    public LogSoftmax() {
        this(-1);
    }

    /**
     * The same over the logits that count: a masked place has probability 0 and log-probability −∞, and what is there shows nowhere, nor
     * does its upstream or tangent; its gradient is 0. A row with nothing left is −∞, with derivatives 0; a row that counts, but is all
     * −∞, is NaN.
     *
     * @param mask which logits count; of a shape that broadcasts to theirs
     * @return log-softmax with that mask
     */
    public Masked withMask(Mask mask) {
        return new Masked(this, mask);
    }

    /** @throws ShapeException if x has no such axis, or the axis is empty */
    @Override
    public Pass forward(Tensor x) {
        Rows rows = Softmax.rows("LogSoftmax", x, axis);
        return new Evaluation(x, Storage.tensor(x.shape(), SoftmaxRows.logSoftmax(Storage.of(x), rows)), axis);
    }

    /** An evaluation of log-softmax. */
    public sealed interface Pass extends Operator.Pass<Tensor, Tensor> {
        /** {@return the logits} */
        Tensor x();

        /** {@return the class axis} */
        int axis();

        /** {@return p = e^y; taken from the logits, since a rounded y of −700 would cost hundreds of ulps} */
        default Tensor softmax() {
            return new Softmax(axis()).apply(x());
        }

        /** {@return ∂y/∂x = 1 − 1·softmax(x)ᵀ in every row} */
        default Jacobian jacobian() {
            return new LogSoftmaxJacobian(this);
        }

        /** dx = dy − softmax(x) · Σ_k dy_k. */
        @Override
        default Tensor backward(Tensor dy) {
            Required.like(dy, output(), "LogSoftmax.backward: dy");
            Rows rows = Softmax.rows("LogSoftmax", x(), axis());
            return Storage.tensor(x().shape(), rows.map(Storage.of(x()), Storage.of(dy), ScalarSoftmax::logBackward));
        }

        /** ẏ = ẋ − Σ_k p_k ẋ_k. */
        @Override
        default Tensor pushforward(Tensor tangent) {
            Required.like(tangent, output(), "LogSoftmax.pushforward: tangent");
            Rows rows = Softmax.rows("LogSoftmax", x(), axis());
            return Storage.tensor(
                    x().shape(), rows.map(Storage.of(x()), Storage.of(tangent), SoftmaxTangents::ofLogSoftmax));
        }

        /** −(Σ_k dy_k) · p ⊙ (ẋ − Σ_k p_k ẋ_k). */
        @Override
        default Tensor curvature(Tensor dy, Tensor tangent) {
            Required.like(dy, output(), "LogSoftmax.curvature: dy");
            Required.like(tangent, output(), "LogSoftmax.curvature: tangent");
            Rows rows = Softmax.rows("LogSoftmax", x(), axis());
            return Storage.tensor(
                    x().shape(),
                    rows.map(
                            Storage.of(x()),
                            Storage.of(dy),
                            Storage.of(tangent),
                            SoftmaxTangents::curvatureOfLogSoftmax));
        }
    }

    private record Evaluation(Tensor x, Tensor output, int axis) implements Pass {}
}
