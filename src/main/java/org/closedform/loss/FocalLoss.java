package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Focal;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.storage.Storage;
import org.closedform.tensor.Labels;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Focal loss over classes: a cross-entropy in which what is already right counts less, so that many easy positions do not drown few
 * hard ones.
 *
 * <pre>{@code
 * ℓ = −Σ_i t_i (1 − p_i)^γ log p_i
 *
 * with ω_i = t_i (1 − p_i)^γ (1 − γ p_i log p_i / (1 − p_i)):
 *     on logits a, with p = softmax(a)     ∂ℓ/∂a_j = p_j Σ_i ω_i − ω_j
 *     on log-probabilities                 ∂ℓ/∂u_j = −ω_j
 *     on probabilities                     ∂ℓ/∂p_j = −ω_j / p_j
 *
 * and in each                              ℓ̇ = Σ_j ∂ℓ/∂x_j ẋ_j
 * }</pre>
 *
 * <p>So the gradient is that of the cross-entropy with ω in place of t. The second derivative, with χ_i = ∂ω_i/∂log p_i = γ t_i p_i
 * (1 − p_i)^(γ−1) (−log p_i − 2 + (γ − 1) p_i log p_i / (1 − p_i)) and m the movement of log p (on logits ȧ_i − Σ_k p_k ȧ_k), is
 *
 * <pre>{@code
 * on logits               p_j (m_j Σ ω + Σ_i χ_i m_i) − χ_j m_j
 * on log-probabilities    −χ_j m_j
 * on probabilities        (ω_j − χ_j) m_j / p_j
 * }</pre>
 *
 * <p>which is not positive semi-definite on logits: where the prediction is far from right, the loss is not convex.
 *
 * <pre>{@code
 * FocalLoss loss = new FocalLoss(CrossEntropyLoss.onLogits(labels).withWeights(alpha), 2);
 * }</pre>
 *
 * <p>t, its weights (the α of the paper), smoothing, masks, ignored labels, axis and reduction are those of the {@link CrossEntropyLoss}
 * that it is made of, and γ = 0 is this loss itself, to the bit. So MEAN divides by the summed weights of the labels that count; Keras's
 * {@code CategoricalFocalCrossentropy}, of which γ = 2 is also the default, by the number of positions. PyTorch has none.
 *
 * <p><b>Shapes</b> and <b>special values</b> as in {@link CrossEntropyLoss}, except that a probability above 1 (a log-probability above 0)
 * with t > 0 gives NaN for γ > 0. <b>Accuracy:</b> for up to 1,000 classes each position's loss within 4 + γ ulp, also where the prediction is sure:
 * 1 − p is the sum of the other probabilities. The gradient within 12 + γ ulp of max(p_j Σω, ω_j). A tangent is pushed through the gradient
 * as it is stored, in float64 sums rounded once; the second derivative, of which {@link #hessian} gives products, blocks and diagonal, is
 * within 32 + 2γ ulp of the terms that it adds up.
 *
 * <p>Source: Lin, Goyal, Girshick, He, Dollár, Focal Loss for Dense Object Detection, 2017, eq. (4).
 *
 * @param crossEntropy the loss for γ = 0
 * @param gamma γ ≥ 0
 */
public record FocalLoss(CrossEntropyLoss crossEntropy, double gamma) implements Operator<Tensor, Tensor>, Serializable {
    /** As the paper has it. */
    private static final double DEFAULT_GAMMA = 2;

    /**
     * Checks γ.
     *
     * @param crossEntropy the loss for γ = 0
     * @param gamma γ ≥ 0
     * @throws IllegalArgumentException if γ is negative, infinite or NaN
     */
    public FocalLoss {
        Objects.requireNonNull(crossEntropy, "FocalLoss: crossEntropy is null");
        requireGamma("FocalLoss", gamma);
    }

    static void requireGamma(String name, double gamma) {
        if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + ": gamma is " + gamma + "; a finite number from 0 on is needed");
        }
    }

    /**
     * {@return the mean loss of logits against class labels, with γ = 2}
     *
     * @param labels the right class of every position
     */
    public static FocalLoss onLogits(Labels labels) {
        return new FocalLoss(CrossEntropyLoss.onLogits(labels), DEFAULT_GAMMA);
    }

    /**
     * {@return the mean loss of probabilities against class labels, with γ = 2}
     *
     * @param labels the right class of every position
     */
    public static FocalLoss onProbabilities(Labels labels) {
        return new FocalLoss(CrossEntropyLoss.onProbabilities(labels), DEFAULT_GAMMA);
    }

    /**
     * {@return this loss with another γ}
     *
     * @param other γ ≥ 0
     * @throws IllegalArgumentException if it is negative, infinite or NaN
     */
    public FocalLoss withGamma(double other) {
        return new FocalLoss(crossEntropy, other);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per position
     */
    public FocalLoss withReduction(Reduction other) {
        return new FocalLoss(crossEntropy.withReduction(other), gamma);
    }

    /**
     * @throws ShapeException if the prediction has no class axis, an empty one, or does not fit the target or the weights
     * @throws IllegalArgumentException if a label is no class, or the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor prediction) {
        if (gamma == 0) {
            return crossEntropy.forward(prediction);
        }
        CrossEntropyPoint at = CrossEntropyPoint.of("FocalLoss: prediction", crossEntropy, prediction);
        CrossEntropy.Result result =
                CrossEntropy.evaluate(at.numbers(), at.rows(), at.coefficients(), focal(), at.divisor());
        return at.pass(
                "FocalLoss.backward: upstream",
                at.reduced(result.losses()),
                result.gradient(),
                tangent -> movement(at, tangent));
    }

    private Focal focal() {
        Form form = crossEntropy.form();
        return new Focal(Entropy.reading(form), CountedTarget.formulas(form), gamma);
    }

    /** How the gradient moves along a tangent. */
    private Tensor movement(CrossEntropyPoint at, Tensor tangent) {
        return at.clear(
                focal().movement(at.numbers(), Storage.of(tangent), at.rows(), at.coefficients(), at.divisor()));
    }

    /**
     * {@return the second derivative of the loss by the prediction, a block [C, C] for each position; with NONE that of the losses' sum} On
     * logits, with e_i the i-th unit vector, the block is Σ ω (diag(p) − p·pᵀ) − Σ_i χ_i (e_i − p)(e_i − p)ᵀ; otherwise it is diagonal.
     *
     * @param prediction where
     * @throws ShapeException if the prediction has no class axis, an empty one, or does not fit the target or the weights
     * @throws IllegalArgumentException if a label is no class, or the element types differ
     */
    public Hessian hessian(Tensor prediction) {
        if (gamma == 0) {
            return crossEntropy.hessian(prediction);
        }
        CrossEntropyPoint at = CrossEntropyPoint.of("FocalLoss: prediction", crossEntropy, prediction);
        Hessian hessian = crossEntropy.form() == Form.LOGITS
                ? Hessian.ofBlocks(diagonal(at), at.axis(), v -> movement(at, v))
                : Hessian.ofDiagonal(movement(at, prediction.onesLike()));
        return at.places().clear(hessian, prediction);
    }

    private Tensor diagonal(CrossEntropyPoint at) {
        return at.clear(focal().diagonal(at.numbers(), at.rows(), at.coefficients(), at.divisor()));
    }

    /** {@return what MEAN divides the summed losses by, whatever this loss's own reduction: as the cross-entropy does} */
    public double meanDivisor() {
        return crossEntropy.meanDivisor();
    }
}
