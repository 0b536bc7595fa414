package org.closedform.operator;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.closedform.argument.Copied;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.Rows;
import org.closedform.kernel.SoftmaxRows;
import org.closedform.kernel.SoftmaxTangents;
import org.closedform.storage.Storage;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The logarithm of a sum of exponentials along one or several axes: a smooth maximum, and what normalises log-softmax.
 *
 * <pre>{@code
 * y    = log Σ_k e^x_k = x_t + log1p(Σ over k ≠ t of e^(x_k − x_t)),   x_t the largest
 * dx_i = p_i · dy,   p = softmax(x)
 * ẏ    = Σ_k p_k ẋ_k
 * curvature: dy · p_i (ẋ_i − Σ_k p_k ẋ_k)
 * }</pre>
 *
 * <p><b>Shapes:</b> y is x without the axes, or with them of length 1 where {@code keepDims}. <b>Special values:</b> −∞ for an
 * empty axis and for nothing but −∞; +∞ where a logit is +∞ and none NaN; NaN where one is NaN; the gradient of a line whose
 * y is not finite is NaN. <b>Accuracy:</b> for up to 1,000 logits within 4 ulp of max(|x_t|, log n) in float64, 2 ulp of it in
 * float32; the gradient as {@link Softmax}; the pushforward within 8 ulp of Σ_k p_k |ẋ_k|; the curvature as the gradient of
 * Softmax, times dy.
 *
 * <p>Source: Blanchard, D. J. Higham, N. J. Higham, Accurately Computing the Log-Sum-Exp and Softmax Functions, 2021,
 * eqs. (1.1) and (4.1).
 *
 * @param axes what to sum over, from −rank to rank − 1; none means all
 * @param keepDims whether the axes stay, with length 1
 */
public record LogSumExp(List<Integer> axes, boolean keepDims) implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Copies the axes.
     *
     * @param axes what to sum over, from −rank to rank − 1; none means all
     * @param keepDims whether the axes stay, with length 1
     */
    public LogSumExp {
        axes = Copied.of(axes, "LogSumExp: axes");
    }

    /**
     * Along these axes, which the result lacks.
     *
     * @param axes what to sum over, from −rank to rank − 1; none means all
     */
    public LogSumExp(int... axes) {
        this(Axes.of("LogSumExp", axes), false);
    }

    /** {@return the same, but the axes stay, with length 1, so that y broadcasts to x} */
    public LogSumExp withKeepDims() {
        return new LogSumExp(axes, true);
    }

    /**
     * The same over the logits that count: what is at a masked place shows nowhere, nor does its tangent, and its gradient is 0. A sum of
     * nothing is −∞, and its derivatives are 0, also where its upstream is NaN.
     *
     * @param mask which logits count; of a shape that broadcasts to theirs
     * @return log-sum-exp with that mask
     */
    public Masked withMask(Mask mask) {
        return new Masked(this, mask);
    }

    /** The sums that have something left, of the shape of y. */
    Mask left(Mask mask, Shape shape) {
        Lines lines = Lines.along(shape, "LogSumExp", axes);
        int[] along = lines.along().stream().mapToInt(axis -> axis).toArray();
        return mask.broadcastTo(shape)
                .any(along)
                .reshape(lines.reduced(keepDims).dimensions());
    }

    /** @throws ShapeException if x has no such axis, or one is named twice */
    @Override
    public Pass forward(Tensor x) {
        Objects.requireNonNull(x, "LogSumExp: x is null");
        Lines lines = Lines.along(x.shape(), "LogSumExp", axes);
        Tensor logits = lines.toRows(x);
        Tensor output =
                Storage.tensor(lines.reduced(keepDims), SoftmaxRows.logSumExp(Storage.of(logits), rows(logits)));
        return new Evaluation(x, output, axes);
    }

    private static Rows rows(Tensor logits) {
        return Storage.rows(logits.shape(), 1);
    }

    /** An evaluation of log-sum-exp. */
    public sealed interface Pass extends Operator.Pass<Tensor, Tensor> {
        /** {@return the logits} */
        Tensor x();

        /** {@return what was summed over} */
        List<Integer> axes();

        /** {@return softmax(x) over all the axes together, of the shape of x} */
        default Tensor softmax() {
            Lines lines = lines();
            return x().size() == 0 ? x() : lines.ofRows(new Softmax(1).apply(lines.toRows(x())));
        }

        /**
         * {@return the second derivative of the sum of all outputs: diag(p) − p·pᵀ for every line that is summed over} It is positive
         * semi-definite, and a constant added to a line is in its null space. Of sums over several axes, a block has those axes twice.
         */
        default Hessian hessian() {
            Lines lines = lines();
            Tensor p = softmax();
            if (lines.along().size() == 1) {
                int axis = lines.along().get(0);
                return Hessian.ofSoftmax(p, axis, Tensor.ones(p.shape().without(axis), p.elementType()));
            }
            Tensor weights = Tensor.ones(Shape.of(lines.count()), p.elementType());
            return new LinesHessian(lines, Hessian.ofSoftmax(lines.toRows(p), 1, weights));
        }

        /** dx = softmax(x) · dy. */
        @Override
        default Tensor backward(Tensor dy) {
            Required.like(dy, output(), "LogSumExp.backward: dy");
            return softmax().times(dy.reshape(lines().reduced(true)));
        }

        /** ẏ = Σ_k p_k ẋ_k. */
        @Override
        default Tensor pushforward(Tensor tangent) {
            Required.like(tangent, x(), "LogSumExp.pushforward: tangent");
            return x().size() == 0 ? output().zerosLike() : mean(tangent).reshape(output().shape());
        }

        private Tensor mean(Tensor tangent) {
            Tensor logits = lines().toRows(x());
            Buffer terms = rows(logits)
                    .map(Storage.of(logits), Storage.of(lines().toRows(tangent)), SoftmaxTangents::termsOfLogSumExp);
            return Storage.tensor(logits.shape(), terms).sum(1);
        }

        /** dy · p ⊙ (ẋ − Σ_k p_k ẋ_k). */
        @Override
        default Tensor curvature(Tensor dy, Tensor tangent) {
            Required.like(dy, output(), "LogSumExp.curvature: dy");
            Required.like(tangent, x(), "LogSumExp.curvature: tangent");
            return x().size() == 0 ? x() : spread(dy, tangent);
        }

        private Tensor spread(Tensor dy, Tensor tangent) {
            Tensor logits = lines().toRows(x());
            Tensor ofEachRow = dy.reshape(logits.shape().dimension(0), 1).broadcastTo(logits.shape());
            Buffer moved = rows(logits)
                    .map(
                            Storage.of(logits),
                            Storage.of(ofEachRow),
                            Storage.of(lines().toRows(tangent)),
                            SoftmaxTangents::curvatureOfLogSumExp);
            return lines().ofRows(Storage.tensor(logits.shape(), moved));
        }

        private Lines lines() {
            return Lines.along(x().shape(), "LogSumExp", axes());
        }
    }

    private record Evaluation(Tensor x, Tensor output, List<Integer> axes) implements Pass {}

    private record Stored(Labels axes, boolean keepDims) implements Serializable {
        private Object readResolve() {
            return new LogSumExp(Axes.read("LogSumExp", axes), keepDims);
        }
    }

    private Object writeReplace() {
        return new Stored(Axes.written(axes), keepDims);
    }
}
