package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.closedform.kernel.BinaryCrossEntropy;
import org.closedform.kernel.Elements;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Cross-entropy of probabilities of yes or no, elementwise: minus the log-likelihood of the targets t in [0, 1].
 *
 * <pre>{@code
 * on logits x:           ℓ = −w (c t log σ(x) + (1 − t) log σ(−x))
 *                        ∂ℓ/∂x = w ((1 − t) σ(x) − c t σ(−x))         (= σ(x) − t for w = c = 1)
 *                        ∂²ℓ/∂x² = w (1 − t + c t) σ′(x)              (= σ(x) (1 − σ(x)))
 *
 * on probabilities p:    ℓ = −w (c t log p + (1 − t) log(1 − p))
 *                        ∂ℓ/∂p = w ((1 − t)/(1 − p) − c t/p)
 *                        ∂²ℓ/∂p² = w ((1 − t)/(1 − p)² + c t/p²)
 *
 * and on both            ℓ̇ = ∂ℓ/∂x ẋ
 * }</pre>
 *
 * <p>w is {@code weight}, c is {@code posWeight}: how much a missed yes costs beside a missed no. Both are PyTorch's names, and
 * both are repeated along missing axes. MEAN divides by the number of elements, under a mask of those that count,
 * whatever the weights, as PyTorch does; by the summed weights divides a {@link WeightedMean} of the losses of NONE. It is the negated
 * log-likelihood of p(t|x) = y^t (1 − y)^(1−t).
 *
 * <p><b>Shapes:</b> prediction and target any, equal; weight and posWeight broadcast to it. The loss is a scalar, or with NONE of
 * that shape. <b>Special values:</b> on probabilities, y = t = 0 or both 1 gives loss 0 and gradient 1 or −1, the limit; the
 * wrong certainty gives loss +∞ (PyTorch stops at 100); what is no probability, below 0 or above 1, gives NaN, and so does its
 * gradient. What weighs 0 (w = 0, or c = 0 for t = 1) adds 0 to loss and gradient, however wrong, and even where it is NaN. On
 * logits nothing overflows
 * before x does. An empty batch: SUM 0, MEAN NaN. Nothing is clipped. <b>Accuracy:</b> on logits and probabilities each element's loss within 6 ulp in float64; its
 * gradient within 6 ulp of max((1 − t) σ(x), c t σ(−x)); in float32 both within 1 ulp. A tangent is pushed
 * through the gradient as it is stored, rounded once; the {@link #hessian} is within 8 ulp, also where the answer is sure.
 *
 * <p>Source: Bishop, Pattern Recognition and Machine Learning, 2006, eqs. (4.90) and (4.91).
 *
 * @param form LOGITS or PROBABILITIES
 * @param target t, a number from 0 to 1 for each element
 * @param weight w ≥ 0; empty for 1
 * @param posWeight c ≥ 0; empty for 1
 * @param reduction what becomes of one loss per element
 * @param mask which elements count; of a shape that broadcasts to the target's
 */
public record BinaryCrossEntropyLoss(
        Form form, Tensor target, Optional<Tensor> weight, Optional<Tensor> posWeight, Reduction reduction, Mask mask)
        implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks all that can be checked without a prediction.
     *
     * @param form LOGITS or PROBABILITIES
     * @param target t, a number from 0 to 1 for each element
     * @param weight w ≥ 0; empty for 1
     * @param posWeight c ≥ 0; empty for 1
     * @param reduction what becomes of one loss per element
     * @param mask which elements count; of a shape that broadcasts to the target's
     * @throws IllegalArgumentException if a target is outside [0, 1], a weight negative or NaN, or the form LOG_PROBABILITIES
     */
    public BinaryCrossEntropyLoss {
        Objects.requireNonNull(form, "BinaryCrossEntropyLoss: form is null");
        Objects.requireNonNull(target, "BinaryCrossEntropyLoss: target is null");
        Objects.requireNonNull(weight, "BinaryCrossEntropyLoss: weight is null");
        Objects.requireNonNull(posWeight, "BinaryCrossEntropyLoss: posWeight is null");
        Objects.requireNonNull(reduction, "BinaryCrossEntropyLoss: reduction is null");
        Objects.requireNonNull(mask, "BinaryCrossEntropyLoss: mask is null");
        if (form == Form.LOG_PROBABILITIES) {
            throw new IllegalArgumentException(
                    "BinaryCrossEntropyLoss: form is LOG_PROBABILITIES, from which the probability"
                            + " of the other answer cannot be told without loss; LOGITS or PROBABILITIES is needed");
        }
        int wrong = Elements.first(Storage.of(target), t -> !(t >= 0 && t <= 1));
        if (wrong >= 0) {
            throw new IllegalArgumentException("BinaryCrossEntropyLoss: target is "
                    + Storage.of(target).at(wrong) + " at element " + wrong + " of " + target.shape()
                    + "; a number from 0 to 1 is needed");
        }
        weight.ifPresent(w -> Weights.requireNonNegative("BinaryCrossEntropyLoss: weight", w));
        posWeight.ifPresent(c -> Weights.requireNonNegative("BinaryCrossEntropyLoss: posWeight", c));
    }

    /**
     * A loss of which every element counts.
     *
     * @param form LOGITS or PROBABILITIES
     * @param target t, a number from 0 to 1 for each element
     * @param weight w ≥ 0; empty for 1
     * @param posWeight c ≥ 0; empty for 1
     * @param reduction what becomes of one loss per element
     * @throws IllegalArgumentException if a target is outside [0, 1], a weight negative or NaN, or the form LOG_PROBABILITIES
     */
    public BinaryCrossEntropyLoss(
            Form form, Tensor target, Optional<Tensor> weight, Optional<Tensor> posWeight, Reduction reduction) {
        this(form, target, weight, posWeight, reduction, Mask.all());
    }

    /**
     * {@return the mean loss of logits}
     *
     * @param target t, a number from 0 to 1 for each element
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static BinaryCrossEntropyLoss onLogits(Tensor target) {
        return new BinaryCrossEntropyLoss(Form.LOGITS, target, Optional.empty(), Optional.empty(), Reduction.MEAN);
    }

    /**
     * {@return the mean loss of probabilities}
     *
     * @param target t, a number from 0 to 1 for each element
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static BinaryCrossEntropyLoss onProbabilities(Tensor target) {
        return new BinaryCrossEntropyLoss(
                Form.PROBABILITIES, target, Optional.empty(), Optional.empty(), Reduction.MEAN);
    }

    /**
     * {@return this loss with a weight for each element}
     *
     * @param other w ≥ 0, of a shape that broadcasts to the target's
     * @throws IllegalArgumentException if one is negative or NaN
     */
    public BinaryCrossEntropyLoss withWeight(Tensor other) {
        return new BinaryCrossEntropyLoss(
                form,
                target,
                Optional.of(Objects.requireNonNull(other, "BinaryCrossEntropyLoss: weight is null")),
                posWeight,
                reduction,
                mask);
    }

    /**
     * {@return this loss with a weight for every yes}
     *
     * @param other c ≥ 0, of a shape that broadcasts to the target's
     * @throws IllegalArgumentException if one is negative or NaN
     */
    public BinaryCrossEntropyLoss withPosWeight(Tensor other) {
        return new BinaryCrossEntropyLoss(
                form,
                target,
                weight,
                Optional.of(Objects.requireNonNull(other, "BinaryCrossEntropyLoss: posWeight is null")),
                reduction,
                mask);
    }

    /**
     * {@return this loss with targets that are less sure: (1 − s) t + s/2 in place of t} A yes becomes 1 − s/2 and a no s/2, as in Keras;
     * over the two classes it is the smoothing of {@link CrossEntropyLoss}.
     *
     * @param smoothing s, from 0 to 1
     * @throws IllegalArgumentException if it is outside [0, 1]
     */
    public BinaryCrossEntropyLoss withLabelSmoothing(double smoothing) {
        if (!(smoothing >= 0 && smoothing <= 1)) {
            throw new IllegalArgumentException(
                    "BinaryCrossEntropyLoss: labelSmoothing is " + smoothing + "; a number from 0 to 1 is needed");
        }
        Tensor smoothed = target.map(t -> (1 - smoothing) * t + smoothing / 2);
        return new BinaryCrossEntropyLoss(form, smoothed, weight, posWeight, reduction, mask);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per element
     */
    public BinaryCrossEntropyLoss withReduction(Reduction other) {
        return new BinaryCrossEntropyLoss(form, target, weight, posWeight, other, mask);
    }

    /**
     * {@return this loss over the elements that count} Another adds 0 to loss and gradient, whatever prediction is there, and MEAN divides
     * by how many count.
     *
     * @param other which elements count; of a shape that broadcasts to the target's
     */
    public BinaryCrossEntropyLoss withMask(Mask other) {
        return new BinaryCrossEntropyLoss(form, target, weight, posWeight, reduction, other);
    }

    /**
     * @throws ShapeException if the prediction has not the target's shape, or a weight or the mask does not broadcast to it
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor prediction) {
        boolean logits = form == Form.LOGITS;
        return BinaryPoint.of(this, prediction)
                .pass(
                        "BinaryCrossEntropyLoss",
                        logits ? BinaryCrossEntropy::logits : BinaryCrossEntropy::probabilities,
                        logits ? BinaryCrossEntropy::logitsSlope : BinaryCrossEntropy::probabilitiesSlope,
                        this::hessian);
    }

    /**
     * {@return the second derivative of the loss by the prediction, which is diagonal; with NONE that of the losses' sum} It is
     * positive semi-definite.
     *
     * @param prediction where
     * @throws ShapeException if the prediction has not the target's shape, or a weight does not broadcast to it
     * @throws IllegalArgumentException if the element types differ
     */
    public Hessian hessian(Tensor prediction) {
        return BinaryPoint.of(this, prediction)
                .hessian(
                        form == Form.LOGITS
                                ? BinaryCrossEntropy::logitsCurvature
                                : BinaryCrossEntropy::probabilitiesCurvature);
    }

    /**
     * What MEAN divides the summed losses by, whatever this loss's own reduction: the weight of a part in a {@link WeightedSum}.
     *
     * @return the number of elements that count
     * @throws ShapeException if the mask does not fit the target
     */
    public double meanDivisor() {
        return Places.of("BinaryCrossEntropyLoss.meanDivisor", mask, target.shape())
                .count(target.size());
    }

    /** What stands for it in a stream, where an optional cannot be; null for what is not set. */
    private record Stored(Form form, Tensor target, Tensor weight, Tensor posWeight, Reduction reduction, Mask mask)
            implements Serializable {
        private Object readResolve() {
            return new BinaryCrossEntropyLoss(
                    form, target, Optional.ofNullable(weight), Optional.ofNullable(posWeight), reduction, mask);
        }
    }

    private Object writeReplace() {
        return new Stored(form, target, weight.orElse(null), posWeight.orElse(null), reduction, mask);
    }
}
