package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.SquaredError;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Mean squared error of predictions x against targets t, elementwise.
 *
 * <pre>{@code
 * ℓ = w (x − t)²           ∂ℓ/∂x = 2 w (x − t)           ∂²ℓ/∂x² = 2 w           ℓ̇ = ∂ℓ/∂x ẋ
 * }</pre>
 *
 * <p>Up to a factor and a constant it is the negative log-likelihood of a normal distribution with mean x and a fixed variance;
 * {@link GaussianNegativeLogLikelihood} learns the variance too. There is no ½ in it, as there is none in PyTorch's
 * {@code MSELoss}, Keras's {@code MeanSquaredError} and scikit-learn's {@code mean_squared_error}; textbooks and
 * {@code optax.l2_loss} have one, which is {@link HuberLoss} with δ = ∞.
 *
 * <pre>{@code
 * Operator.Pass<Tensor, Tensor> pass = MeanSquaredError.of(target).forward(prediction);
 * double loss = pass.output().item();
 * Tensor dPrediction = pass.gradient();            // 2 (x − t) / N
 * }</pre>
 *
 * <p><b>Weights:</b> MEAN divides by the summed weights, so an element of weight 0 is left out and a weight that all share changes
 * nothing. PyTorch's {@code mse_loss} divides so too; its {@code huber_loss} divides by the number of elements, as Keras does.
 * BATCH_MEAN divides by the length of the first axis.
 *
 * <p><b>Shapes:</b> prediction and target any, equal: nothing is repeated, since [N, 1] against [N] would make [N, N]. The weight
 * is repeated along missing axes. The loss is a scalar, or with NONE of the prediction's shape. <b>Special values:</b> what
 * IEEE 754 makes of the formula: x = ±∞ loses ∞, and NaN where t is the same infinity. What weighs 0 adds 0 to loss and gradient,
 * even where it is NaN. Nothing counts: SUM 0, MEAN NaN, gradient 0. <b>Accuracy:</b> each element's loss within 4 ulp, its
 * gradient within 3; in float32 within 1. A tangent is pushed through the gradient as it is stored, rounded once.
 *
 * <p>Source: Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805; Bishop, Pattern Recognition and
 * Machine Learning, 2006, §3.1.1.
 *
 * @param target t
 * @param weight w ≥ 0, of a shape that repeats into the target's
 * @param reduction what becomes of one loss per element
 * @param mask which elements count; of a shape that repeats into the target's
 */
public record MeanSquaredError(Tensor target, Tensor weight, Reduction reduction, Mask mask)
        implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks all that can be checked without a prediction.
     *
     * @param target t
     * @param weight w ≥ 0, of a shape that repeats into the target's
     * @param reduction what becomes of one loss per element
     * @param mask which elements count; of a shape that repeats into the target's
     * @throws IllegalArgumentException if a weight is negative or NaN, or its element type is not the target's
     * @throws ShapeException if the weight or the mask does not repeat into the target's shape
     */
    public MeanSquaredError {
        ElementwiseLoss.check("MeanSquaredError", target, weight, reduction, mask);
    }

    /**
     * {@return the mean of the squared errors}
     *
     * @param target t
     */
    public static MeanSquaredError of(Tensor target) {
        Objects.requireNonNull(target, "MeanSquaredError: target is null");
        return new MeanSquaredError(target, Tensor.scalar(1, target.elementType()), Reduction.MEAN, Mask.all());
    }

    /**
     * {@return this loss with a weight for each element}
     *
     * @param other w ≥ 0, of a shape that repeats into the target's
     * @throws IllegalArgumentException if one is negative or NaN, or of another element type
     * @throws ShapeException if they do not repeat into the target's shape
     */
    public MeanSquaredError withWeight(Tensor other) {
        return new MeanSquaredError(target, other, reduction, mask);
    }

    /**
     * {@return this loss over the elements that count} Another adds 0 to loss and gradient, whatever prediction is there, and MEAN divides
     * by the summed weights of those that count.
     *
     * @param other which elements count; of a shape that repeats into the target's
     * @throws ShapeException if it does not repeat into the target's shape
     */
    public MeanSquaredError withMask(Mask other) {
        return new MeanSquaredError(target, weight, reduction, other);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per element
     */
    public MeanSquaredError withReduction(Reduction other) {
        return new MeanSquaredError(target, weight, other, mask);
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
     * {@return the second derivative of the loss by the prediction, which is diagonal: 2w, divided as the loss is} With NONE that of
     * the losses' sum.
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
        return new ElementwiseLoss("MeanSquaredError", new SquaredError(), target, weight, reduction, mask);
    }
}
