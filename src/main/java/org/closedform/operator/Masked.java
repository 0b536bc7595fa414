package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Softmax, log-softmax or log-sum-exp of the logits that count, as {@link Softmax#withMask} and its kin make it. The others are filled with
 * −∞, which takes no part; what goes in and out at their places is filled with 0.
 *
 * <pre>{@code
 * y  = f(x where the mask is true, else −∞)
 * dx = Jᵀ·(dy where the mask is true, else 0)      where the mask is true, else 0; and so the tangent and the curvature
 * }</pre>
 *
 * <p>A line with nothing left is a line of −∞ to f, and has the derivatives NaN; all of them are at masked places.
 *
 * <p><b>Shapes:</b> those of f; the mask broadcasts to the shape of x. <b>Special values:</b> a masked place has y = 0 of softmax and −∞ of
 * log-softmax, also in a line with nothing left, whose log-sum-exp is −∞; there all derivatives are 0. A line whose logits that count are
 * all −∞ is as without mask: an additive mask of −∞ is logits. <b>Accuracy:</b> as f of the logits that count.
 *
 * @param unmasked f: a {@link Softmax}, {@link LogSoftmax} or {@link LogSumExp}
 * @param mask which logits count; of a shape that broadcasts to theirs
 */
public record Masked(Operator<Tensor, Tensor> unmasked, Mask mask) implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks that f takes a mask.
     *
     * @param unmasked f: a {@link Softmax}, {@link LogSoftmax} or {@link LogSumExp}
     * @param mask which logits count; of a shape that broadcasts to theirs
     * @throws IllegalArgumentException if f is another operator
     */
    public Masked {
        Objects.requireNonNull(unmasked, "Masked: unmasked is null");
        Objects.requireNonNull(mask, "Masked: mask is null");
        if (!(unmasked instanceof Softmax || unmasked instanceof LogSoftmax || unmasked instanceof LogSumExp)) {
            throw new IllegalArgumentException("Masked: unmasked is of class "
                    + unmasked.getClass().getName() + "; a Softmax, LogSoftmax or LogSumExp is needed");
        }
    }

    /** The name that messages begin with. */
    private String name() {
        return unmasked.getClass().getSimpleName();
    }

    /** @throws ShapeException if x has no such axis as f needs, or the mask does not fit it */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor x) {
        String name = name();
        Objects.requireNonNull(x, () -> name + ": x is null");
        mask.requireRepeatsInto(x.shape(), name + ": mask");
        Pass<Tensor, Tensor> pass = unmasked.forward(x.where(mask, Double.NEGATIVE_INFINITY));
        Mask left = unmasked instanceof LogSumExp sums ? sums.left(mask, x.shape()) : mask;
        double nothing = unmasked instanceof Softmax ? 0 : Double.NEGATIVE_INFINITY;
        return new Evaluation(name, pass, mask, left, pass.output().where(left, nothing));
    }

    /**
     * What the unmasked pass makes of the places that count.
     *
     * @param left the places of the output that count
     */
    private record Evaluation(String name, Pass<Tensor, Tensor> unmasked, Mask mask, Mask left, Tensor output)
            implements Pass<Tensor, Tensor> {
        @Override
        public Tensor backward(Tensor dy) {
            return unmasked.backward(upstream(dy, "backward")).where(mask, 0);
        }

        @Override
        public Tensor pushforward(Tensor tangent) {
            return unmasked.pushforward(tangent(tangent, "pushforward")).where(left, 0);
        }

        @Override
        public Tensor curvature(Tensor dy, Tensor tangent) {
            return unmasked.curvature(upstream(dy, "curvature"), tangent(tangent, "curvature"))
                    .where(mask, 0);
        }

        private Tensor upstream(Tensor dy, String method) {
            return Required.like(dy, output, name + "." + method + ": dy").where(left, 0);
        }

        private Tensor tangent(Tensor tangent, String method) {
            Tensor x = unmasked instanceof LogSumExp.Pass sums ? sums.x() : output;
            return Required.like(tangent, x, name + "." + method + ": tangent").where(mask, 0);
        }
    }
}
