package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.BinaryFocal;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Focal loss of probabilities of yes or no, elementwise: a binary cross-entropy in which what is already right counts less, so that
 * many easy elements do not drown few hard ones.
 *
 * <pre>{@code
 * ℓ = −w (c t (1 − p)^γ log p + (1 − t) p^γ log(1 − p))
 *
 * on logits x, p = σ(x), with f(u) = −σ(−u)^γ log σ(u):
 *     ℓ       = w (c t f(x) + (1 − t) f(−x))
 *     ∂ℓ/∂x   = w (c t f′(x) − (1 − t) f′(−x))           f′(u) = −σ(−u)^γ (σ(−u) − γ σ(u) log σ(u))
 *     ∂²ℓ/∂x² = w (c t f″(x) + (1 − t) f″(−x))           f″(u) = σ(−u)^γ σ(u) ((1 + 2γ) σ(−u) − γ (γ σ(u) − σ(−u)) log σ(u))
 *
 * on probabilities p, with f(p) = −(1 − p)^γ log p and R = −log p / (1 − p):
 *     ∂ℓ/∂p   = w (c t f′(p) − (1 − t) f′(1 − p))        f′(p) = −(1 − p)^γ (γ R + 1/p)
 *     ∂²ℓ/∂p² = w (c t f″(p) + (1 − t) f″(1 − p))        f″(p) = (1 − p)^γ (γ ((γ − 1) R + 2/p) / (1 − p) + 1/p²)
 *
 * and on both   ℓ̇ = ∂ℓ/∂x ẋ
 * }</pre>
 *
 * <p>On logits it is not convex: where an answer is far wrong the curvature is negative.
 *
 * <pre>{@code
 * BinaryFocalLoss loss = BinaryFocalLoss.onLogits(target).withAlpha(0.25);     // RetinaNet's
 * }</pre>
 *
 * <p>t, w, c and the reduction are those of the {@link BinaryCrossEntropyLoss} that it is made of, and γ = 0 is this loss itself, to
 * the bit. torchvision's {@code sigmoid_focal_loss} and Keras's {@code BinaryFocalCrossentropy} agree for targets 0 and 1; between
 * them they raise 1 − (p t + (1 − p)(1 − t)) to the power γ, which is not linear in t. torchvision reduces with NONE and α = 0.25 unless told
 * otherwise, Keras with a mean and without α; γ = 2 is the default of both, and here.
 *
 * <p><b>Shapes</b> and <b>special values</b> as in {@link BinaryCrossEntropyLoss}; on probabilities y = t = 0 or both 1 has gradient 0
 * for γ &gt; 0, the limit. <b>Accuracy:</b> on logits 1 − p is σ(−x), which keeps its digits where p rounds to 1: each element's loss
 * within 8 ulp in float64, for any γ up to 10, its gradient within 10 ulp of the larger of its two terms, the {@link #hessian} within 16 ulp
 * of the terms that it adds up; on probabilities within γ more; in float32 within 1 ulp of these. A tangent is pushed through the gradient as
 * it is stored, rounded once.
 *
 * <p>Source: Lin, Goyal, Girshick, He, Dollár, Focal Loss for Dense Object Detection, 2017, eqs. (4) and (5).
 *
 * @param crossEntropy the loss for γ = 0
 * @param gamma γ ≥ 0
 */
public record BinaryFocalLoss(BinaryCrossEntropyLoss crossEntropy, double gamma)
        implements Operator<Tensor, Tensor>, Serializable {
    /** As the paper has it. */
    private static final double DEFAULT_GAMMA = 2;

    /**
     * Checks γ.
     *
     * @param crossEntropy the loss for γ = 0
     * @param gamma γ ≥ 0
     * @throws IllegalArgumentException if γ is negative, infinite or NaN
     */
    public BinaryFocalLoss {
        Objects.requireNonNull(crossEntropy, "BinaryFocalLoss: crossEntropy is null");
        FocalLoss.requireGamma("BinaryFocalLoss", gamma);
    }

    /**
     * {@return the mean loss of logits, with γ = 2}
     *
     * @param target t, a number from 0 to 1 for each element
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static BinaryFocalLoss onLogits(Tensor target) {
        return new BinaryFocalLoss(BinaryCrossEntropyLoss.onLogits(target), DEFAULT_GAMMA);
    }

    /**
     * {@return the mean loss of probabilities, with γ = 2}
     *
     * @param target t, a number from 0 to 1 for each element
     * @throws IllegalArgumentException if a target is outside [0, 1]
     */
    public static BinaryFocalLoss onProbabilities(Tensor target) {
        return new BinaryFocalLoss(BinaryCrossEntropyLoss.onProbabilities(target), DEFAULT_GAMMA);
    }

    /**
     * {@return this loss with another γ}
     *
     * @param other γ ≥ 0
     * @throws IllegalArgumentException if it is negative, infinite or NaN
     */
    public BinaryFocalLoss withGamma(double other) {
        return new BinaryFocalLoss(crossEntropy, other);
    }

    /**
     * {@return this loss with a weight of α for a yes and 1 − α for a no, in place of any weight before: α t + (1 − α)(1 − t)}
     *
     * @param alpha α, from 0 to 1
     * @throws IllegalArgumentException if it is outside [0, 1]
     */
    public BinaryFocalLoss withAlpha(double alpha) {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException(
                    "BinaryFocalLoss: alpha is " + alpha + "; a number from 0 to 1 is needed");
        }
        Tensor weight = crossEntropy.target().map(t -> alpha * t + (1 - alpha) * (1 - t));
        return new BinaryFocalLoss(crossEntropy.withWeight(weight), gamma);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per element
     */
    public BinaryFocalLoss withReduction(Reduction other) {
        return new BinaryFocalLoss(crossEntropy.withReduction(other), gamma);
    }

    private boolean isOnLogits() {
        return crossEntropy.form() == Form.LOGITS;
    }

    /**
     * @throws ShapeException if the prediction has not the target's shape, or a weight does not broadcast to it
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor prediction) {
        if (gamma == 0) {
            return crossEntropy.forward(prediction);
        }
        return BinaryPoint.of(crossEntropy, prediction)
                .pass(
                        "BinaryFocalLoss",
                        isOnLogits() ? BinaryFocal.logits(gamma) : BinaryFocal.probabilities(gamma),
                        isOnLogits() ? BinaryFocal.logitsSlope(gamma) : BinaryFocal.probabilitiesSlope(gamma),
                        this::hessian);
    }

    /**
     * {@return the second derivative of the loss by the prediction, which is diagonal; with NONE that of the losses' sum}
     *
     * @param prediction where
     * @throws ShapeException if the prediction has not the target's shape, or a weight does not broadcast to it
     * @throws IllegalArgumentException if the element types differ
     */
    public Hessian hessian(Tensor prediction) {
        if (gamma == 0) {
            return crossEntropy.hessian(prediction);
        }
        return BinaryPoint.of(crossEntropy, prediction)
                .hessian(isOnLogits() ? BinaryFocal.logitsCurvature(gamma) : BinaryFocal.probabilitiesCurvature(gamma));
    }
}
