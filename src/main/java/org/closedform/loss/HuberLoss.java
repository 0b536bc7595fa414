package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.HuberError;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Huber's loss of predictions x against targets t, elementwise: quadratic near the target, and far from it a line, so that an
 * outlier pulls no harder than δ.
 *
 * <pre>{@code
 * e = x − t
 * ℓ = w e² / 2                  ∂ℓ/∂x = w e              ∂²ℓ/∂x² = w         for |e| ≤ δ
 * ℓ = w δ (|e| − δ/2)           ∂ℓ/∂x = ±w δ             ∂²ℓ/∂x² = 0         beyond
 *
 * ℓ̇ = ∂ℓ/∂x ẋ
 * }</pre>
 *
 * <p>The slope is e, clipped to [−δ, δ]. δ = ∞ makes it half the squared error everywhere. PyTorch's {@code HuberLoss}, Keras's
 * {@code Huber} and {@code optax.huber_loss} are this one, all with δ = 1; PyTorch's {@code SmoothL1Loss} with β is this one with
 * δ = β, divided by β.
 *
 * <p><b>Weights:</b> MEAN divides by the summed weights, so an element of weight 0 is left out and a weight that all share changes
 * nothing. BATCH_MEAN divides by the length of the first axis.
 *
 * <p><b>Shapes:</b> prediction and target any, equal; the weight is repeated along missing axes. The loss is a scalar, or with
 * NONE of the prediction's shape. <b>Special values:</b> x = ±∞ loses ∞ with a slope of ±δ; NaN where t is the same infinity. At the
 * seams |e| = δ the second derivative is that of the inside. What weighs 0 adds 0 to loss and gradient, even where it is NaN.
 * Nothing counts: SUM 0, MEAN NaN, gradient 0. <b>Accuracy:</b> each element's loss within 5 ulp, its gradient within 3; in float32
 * within 1. A tangent is pushed through the gradient as it is stored, rounded once.
 *
 * <p>Source: Huber, Robust Estimation of a Location Parameter, 1964, §1.
 *
 * @param target t
 * @param delta δ > 0, the largest error that is squared
 * @param weight w ≥ 0, of a shape that repeats into the target's
 * @param reduction what becomes of one loss per element
 * @param mask which elements count; of a shape that repeats into the target's
 */
public record HuberLoss(Tensor target, double delta, Tensor weight, Reduction reduction, Mask mask)
        implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks all that can be checked without a prediction.
     *
     * @param target t
     * @param delta δ > 0, the largest error that is squared
     * @param weight w ≥ 0, of a shape that repeats into the target's
     * @param reduction what becomes of one loss per element
     * @param mask which elements count; of a shape that repeats into the target's
     * @throws IllegalArgumentException if δ is not positive, a weight is negative or NaN, or its element type is not the target's
     * @throws ShapeException if the weight or the mask does not repeat into the target's shape
     */
    public HuberLoss {
        ElementwiseLoss.check("HuberLoss", target, weight, reduction, mask);
        if (!(delta > 0)) {
            throw new IllegalArgumentException("HuberLoss: delta is " + delta + "; more than 0 is needed");
        }
    }

    /**
     * {@return the mean loss with δ = 1}
     *
     * @param target t
     */
    public static HuberLoss of(Tensor target) {
        Objects.requireNonNull(target, "HuberLoss: target is null");
        return new HuberLoss(target, 1, Tensor.scalar(1, target.elementType()), Reduction.MEAN, Mask.all());
    }

    /**
     * {@return this loss with another bound}
     *
     * @param other δ > 0, the largest error that is squared
     * @throws IllegalArgumentException if it is not positive
     */
    public HuberLoss withDelta(double other) {
        return new HuberLoss(target, other, weight, reduction, mask);
    }

    /**
     * {@return this loss with a weight for each element}
     *
     * @param other w ≥ 0, of a shape that repeats into the target's
     * @throws IllegalArgumentException if one is negative or NaN, or of another element type
     * @throws ShapeException if they do not repeat into the target's shape
     */
    public HuberLoss withWeight(Tensor other) {
        return new HuberLoss(target, delta, other, reduction, mask);
    }

    /**
     * {@return this loss over the elements that count} Another adds 0 to loss and gradient, whatever prediction is there, and MEAN divides
     * by the summed weights of those that count.
     *
     * @param other which elements count; of a shape that repeats into the target's
     * @throws ShapeException if it does not repeat into the target's shape
     */
    public HuberLoss withMask(Mask other) {
        return new HuberLoss(target, delta, weight, reduction, other);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per element
     */
    public HuberLoss withReduction(Reduction other) {
        return new HuberLoss(target, delta, weight, other, mask);
    }

    /**
     * @throws ShapeException if the prediction has not the target's shape
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor prediction) {
        return elementwise().forward(prediction);
    }

    /**
     * {@return the second derivative of the loss by the prediction, which is diagonal: w where |e| ≤ δ and 0 beyond, divided as the
     * loss is} With NONE that of the losses' sum.
     *
     * @param prediction where
     * @throws ShapeException if the prediction has not the target's shape
     * @throws IllegalArgumentException if the element types differ
     */
    public Hessian hessian(Tensor prediction) {
        return elementwise().hessian(prediction);
    }

    /** {@return what MEAN divides the summed losses by, whatever this loss's own reduction: the summed weights of what counts} */
    public double meanDivisor() {
        return elementwise().meanDivisor();
    }

    private ElementwiseLoss elementwise() {
        return new ElementwiseLoss("HuberLoss", new HuberError(delta), target, weight, reduction, mask);
    }
}
