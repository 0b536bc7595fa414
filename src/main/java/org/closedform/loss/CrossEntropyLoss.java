package org.closedform.loss;

import java.util.Objects;
import org.closedform.kernel.CrossEntropyRow;
import org.closedform.kernel.Rows;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Cross-entropy: minus the log-likelihood of the targets t under the prediction.
 *
 * <pre>{@code
 * on logits a, with y = softmax(a):
 *     ℓ = −Σ_i t_i log y_i             ∂ℓ/∂a_j = y_j Σ_i t_i − t_j  (= y_j − t_j where Σ t = 1)
 *
 * on probabilities p:
 *     ℓ = −Σ_i t_i log p_i             ∂ℓ/∂p_j = −t_j / p_j
 * }</pre>
 *
 * <p>The fused gradient, with the softmax's Jacobian: ∂ℓ/∂a_j = −Σ_i (t_i / y_i) y_i (δ_ij − y_j) = −t_j + y_j Σ_i t_i. With
 * class labels t is one-hot, ℓ = −log y_t, and y_t − 1 is formed as minus the sum of the other probabilities, so that neither
 * loss nor gradient loses digits when the prediction is confident. MEAN divides loss and gradient by the number of positions.
 *
 * <pre>{@code
 * CrossEntropyLoss.Pass pass = CrossEntropyLoss.onLogits(labels).forward(logits);
 * double loss = pass.output().item();
 * Tensor dLogits = pass.gradient();                // (y − t) / N
 * }</pre>
 *
 * <p><b>Shapes:</b> predictions [C], [N, C] or [N, C, d1, …], classes along axis 1 (of [C]: axis 0). Labels lack the class axis;
 * a distribution has all axes. The loss is a scalar, or with NONE of the labels' shape. <b>Special values:</b> a logit row
 * with a NaN, a +∞, or nothing but −∞ gives NaN. t > 0 at a logit of −∞ or a probability of 0: loss +∞; on logits the gradient
 * is still y − t. A term with t = 0 is 0, also at probability 0, and so is its gradient. An empty batch: NONE empty, SUM 0, MEAN
 * NaN. Nothing is clipped or renormalised. <b>Accuracy:</b> for up to 1,000 classes, on logits: each position's loss within
 * 4 ulp, gradients for labels within 8 ulp, for distributions within 8 ulp of max(y_j Σt, t_j); on probabilities within 4 ulp.
 *
 * <p>Source: Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990, eq. (6); Bishop, Pattern
 * Recognition and Machine Learning, 2006, eqs. (4.108) and (4.109).
 *
 * @param form what the predictions are
 * @param target what they should have been
 * @param reduction what becomes of one loss per position
 */
public record CrossEntropyLoss(Form form, Target target, Reduction reduction) implements Operator<Tensor, Tensor> {

    /** What a prediction is. */
    public enum Form {
        /** Any numbers, to be put through softmax. */
        LOGITS,
        /** Probabilities, as softmax makes them. */
        PROBABILITIES
    }

    /**
     * Checks for null.
     *
     * @param form what the predictions are
     * @param target what they should have been
     * @param reduction what becomes of one loss per position
     * @throws NullPointerException naming what is null
     */
    public CrossEntropyLoss {
        Objects.requireNonNull(form, "CrossEntropyLoss: form is null");
        Objects.requireNonNull(target, "CrossEntropyLoss: target is null");
        Objects.requireNonNull(reduction, "CrossEntropyLoss: reduction is null");
    }

    /**
     * The mean loss of logits against class labels.
     *
     * @param labels the right class of every position
     * @return the loss
     */
    public static CrossEntropyLoss onLogits(Labels labels) {
        return new CrossEntropyLoss(Form.LOGITS, new Target.Classes(labels), Reduction.MEAN);
    }

    /**
     * The mean loss of logits against distributions.
     *
     * @param target a weight ≥ 0 for every class of every position
     * @return the loss
     * @throws IllegalArgumentException if a weight is negative or NaN
     */
    public static CrossEntropyLoss onLogits(Tensor target) {
        return new CrossEntropyLoss(Form.LOGITS, new Target.Distribution(target), Reduction.MEAN);
    }

    /**
     * The mean loss of probabilities against class labels.
     *
     * @param labels the right class of every position
     * @return the loss
     */
    public static CrossEntropyLoss onProbabilities(Labels labels) {
        return new CrossEntropyLoss(Form.PROBABILITIES, new Target.Classes(labels), Reduction.MEAN);
    }

    /**
     * The mean loss of probabilities against distributions.
     *
     * @param target a weight ≥ 0 for every class of every position
     * @return the loss
     * @throws IllegalArgumentException if a weight is negative or NaN
     */
    public static CrossEntropyLoss onProbabilities(Tensor target) {
        return new CrossEntropyLoss(Form.PROBABILITIES, new Target.Distribution(target), Reduction.MEAN);
    }

    /**
     * This loss with another reduction.
     *
     * @param other what becomes of one loss per position
     * @return the loss
     */
    public CrossEntropyLoss withReduction(Reduction other) {
        return new CrossEntropyLoss(form, target, other);
    }

    /**
     * {@inheritDoc}
     *
     * @throws ShapeException if the prediction has no class axis, an empty one, or does not fit the target
     * @throws IllegalArgumentException if a label is no class, or the element types differ
     */
    @Override
    public Pass forward(Tensor prediction) {
        int axis = classAxis(prediction);
        Shape positions = prediction.shape().without(axis);
        Rows rows = Rows.along(prediction.shape().dimensions(), axis);
        CrossEntropyRow.Result result = CrossEntropyRow.evaluate(
                prediction.buffer(), rows, row(prediction, positions, rows), reduction.divisor(rows.count()));
        Tensor loss = reduction.of(result.losses(), positions).to(prediction.elementType());
        return new Pass(loss, Tensor.of(prediction.shape(), result.gradient()), axis);
    }

    private static int classAxis(Tensor prediction) {
        if (prediction.rank() == 0) {
            throw new ShapeException(
                    "CrossEntropyLoss: the prediction is a scalar; [C], [N, C] or [N, C, d1, …] is needed");
        }
        int axis = prediction.rank() == 1 ? 0 : 1;
        if (prediction.shape().dimension(axis) == 0) {
            throw new ShapeException("CrossEntropyLoss: class axis " + axis + " of " + prediction.shape()
                    + " is empty; at least one class is needed");
        }
        return axis;
    }

    /** The loss of one row, for this form and target. */
    private CrossEntropyRow row(Tensor prediction, Shape positions, Rows rows) {
        if (target instanceof Target.Classes classes) {
            Labels labels = classes.labels();
            if (!labels.shape().equals(positions)) {
                throw new ShapeException("CrossEntropyLoss: labels have shape " + labels.shape() + ", but predictions "
                        + prediction.shape() + " take " + positions);
            }
            int[] indices =
                    labels.requireWithin(rows.length(), "CrossEntropyLoss").toArray();
            return form == Form.LOGITS ? CrossEntropyRow.logits(indices) : CrossEntropyRow.probabilities(indices);
        }
        Tensor t = ((Target.Distribution) target).probabilities();
        t.requireLike(prediction, "CrossEntropyLoss: target");
        return form == Form.LOGITS
                ? CrossEntropyRow.logits(t.buffer(), rows)
                : CrossEntropyRow.probabilities(t.buffer(), rows);
    }

    /**
     * An evaluation of the loss, whose gradient was made on the way.
     *
     * @param output the loss: a scalar, or one number per position
     * @param gradient ∂ℓ/∂prediction, of the shape of the prediction; with NONE each position's own
     * @param axis the class axis
     */
    public record Pass(Tensor output, Tensor gradient, int axis) implements Operator.Pass<Tensor, Tensor> {

        /**
         * {@inheritDoc}
         *
         * <p>gradient · upstream, position by position where the output is not a scalar; for upstream 1 the gradient itself,
         * uncopied.
         */
        @Override
        public Tensor backward(Tensor upstream) {
            upstream.requireLike(output, "CrossEntropyLoss.backward: upstream");
            if (upstream.rank() > 0) {
                return gradient.times(upstream.expandDims(axis));
            }
            return upstream.item() == 1 ? gradient : gradient.times(upstream);
        }
    }
}
