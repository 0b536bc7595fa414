package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Rows;
import org.closedform.kernel.SoftmaxRows;
import org.closedform.kernel.SoftmaxTangents;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Softmax: turns the logits along an axis into probabilities.
 *
 * <pre>{@code
 * y_i  = e^x_i / Σ_k e^x_k
 * dx_i = Σ_j (∂y_j/∂x_i) dy_j = y_i (dy_i − Σ_k y_k dy_k)
 * ẏ_i  = Σ_j (∂y_i/∂x_j) ẋ_j  = y_i (ẋ_i − Σ_k y_k ẋ_k)
 * curvature: y_i (a_i b_i − Σ_k y_k a_k b_k),   a_i = dy_i − Σ_k y_k dy_k,   b_i = ẋ_i − Σ_k y_k ẋ_k
 * }</pre>
 *
 * <p>because, by the quotient rule, ∂y_i/∂x_j = y_i (1 − y_i) for i = j and −y_i y_j for i ≠ j. All
 * e^x of a row are divided by one power of two, which is the same y: a constant added to all logits cancels. Unlike x − max x,
 * dividing by a power of two rounds nothing.
 *
 * <p><b>Shapes:</b> any of rank ≥ 1; y has the shape of x and sums to 1 along the axis. <b>Special values:</b> a row with a
 * NaN, a +∞, or nothing but −∞ is all NaN; a −∞ beside finite logits has probability exactly 0, and gradient 0 for a finite
 * upstream. Logits of ±1e300 are as good as any. <b>Accuracy:</b> for rows up to 1,000 long, whatever the spread of the
 * logits, within 4 ulp; the gradient within 8 ulp of the terms that it adds up, y_i (|dy_i − c| + Σ_k y_k |dy_k − c|). c is the dy of
 * a class with y > 1/4, or 0 where there is none: so a sure class has its true gradient, also where its y rounds to 1.
 * The pushforward likewise; and the curvature within 12 ulp of y_i (A_i B_i + Σ_k y_k A_k B_k), where
 * A_i = |dy_i − c| + Σ_k y_k |dy_k − c| and B_i the same of ẋ.
 *
 * <p>Source: Bridle, Training Stochastic Model Recognition Algorithms as Networks, 1990, eqs. (4) and (7).
 *
 * @param axis the class axis, from −rank to rank − 1; −1 is the last
 */
public record Softmax(int axis) implements Operator<Tensor, Tensor>, Serializable {

    /** Along the last axis. */
    public Softmax() {
        this(-1);
    }

    /**
     * The same over the logits that count: a masked place has probability 0, and what is there shows nowhere, NaN and infinities too, nor
     * does its upstream or tangent; its gradient is 0. A row with nothing left is 0, and so are its derivatives; a row that counts, but is
     * all −∞, is NaN. Bits are as of {@link Softmax} with −∞ at masked places.
     *
     * @param mask which logits count; of a shape that broadcasts to theirs, as a causal [T, S] does to [B, H, T, S]
     * @return softmax with that mask
     */
    public Masked withMask(Mask mask) {
        return new Masked(this, mask);
    }

    /** @throws ShapeException if x has no such axis, or the axis is empty */
    @Override
    public Pass forward(Tensor x) {
        Rows rows = rows("Softmax", x, axis);
        return new Evaluation(Storage.tensor(x.shape(), SoftmaxRows.softmax(Storage.of(x), rows)), axis);
    }

    /** The rows of logits; no distribution is over no class. */
    static Rows rows(String operation, Tensor x, int axis) {
        Objects.requireNonNull(x, () -> operation + ": x is null");
        int along = Storage.axis(x.shape(), operation, axis);
        if (x.shape().dimension(along) == 0) {
            throw new ShapeException(
                    operation + ": axis " + axis + " of " + x.shape() + " is empty; at least one class is needed");
        }
        return Storage.rows(x.shape(), along);
    }

    /** An evaluation of softmax. */
    public sealed interface Pass extends Operator.Pass<Tensor, Tensor> {
        /** {@return the class axis} */
        int axis();

        /** dx = y ⊙ (dy − Σ_k y_k dy_k). */
        @Override
        default Tensor backward(Tensor dy) {
            return jacobian().applyTranspose(Required.like(dy, output(), "Softmax.backward: dy"));
        }

        /** ẏ = y ⊙ (ẋ − Σ_k y_k ẋ_k). */
        @Override
        default Tensor pushforward(Tensor tangent) {
            return jacobian().apply(Required.like(tangent, output(), "Softmax.pushforward: tangent"));
        }

        /** J·(a ⊙ b) with J the Jacobian, a = dy − Σ_k y_k dy_k and b = ẋ − Σ_k y_k ẋ_k. */
        @Override
        default Tensor curvature(Tensor dy, Tensor tangent) {
            Required.like(dy, output(), "Softmax.curvature: dy");
            Required.like(tangent, output(), "Softmax.curvature: tangent");
            Rows rows = rows("Softmax", output(), axis());
            return Storage.tensor(
                    output().shape(),
                    rows.map(
                            Storage.of(output()),
                            Storage.of(dy),
                            Storage.of(tangent),
                            SoftmaxTangents::curvatureOfSoftmax));
        }

        /**
         * The Jacobian diag(y) − y·yᵀ of every row. It is symmetric, so J and Jᵀ are one. 1 − y_i is never formed, so it keeps its
         * digits where y_i rounds to 1.
         *
         * @return ∂y/∂x
         */
        default Jacobian jacobian() {
            return new SoftmaxJacobian(output(), axis());
        }
    }

    private record Evaluation(Tensor output, int axis) implements Pass {}
}
