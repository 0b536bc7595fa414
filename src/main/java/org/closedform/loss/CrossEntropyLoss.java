package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.closedform.operator.Hessian;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Cross-entropy: minus the log-likelihood of the targets t under the prediction.
 *
 * <pre>{@code
 * on logits a, with y = softmax(a):
 *     ℓ = −Σ_i t_i log y_i             ∂ℓ/∂a_j = y_j Σ_i t_i − t_j  (= y_j − t_j where Σ t = 1)
 *                                      ∇²ℓ = (diag(y) − y·yᵀ) Σ_i t_i
 *
 * on log-probabilities u (the negative log-likelihood loss):
 *     ℓ = −Σ_i t_i u_i                 ∂ℓ/∂u_j = −t_j,  ∇²ℓ = 0
 *
 * on probabilities p:
 *     ℓ = −Σ_i t_i log p_i             ∂ℓ/∂p_j = −t_j / p_j,  ∇²ℓ = diag(t_j / p_j²)
 *
 * and in each                          ℓ̇ = Σ_j ∂ℓ/∂x_j ẋ_j
 * }</pre>
 *
 * <p>The fused gradient, with the softmax's Jacobian: ∂ℓ/∂a_j = −Σ_i (t_i / y_i) y_i (δ_ij − y_j) = −t_j + y_j Σ_i t_i. With
 * class labels t is one-hot and ℓ = −log y_t, and y_t − 1 is formed as minus the sum of the other probabilities, so that neither
 * loss nor gradient loses digits when the prediction is confident.
 *
 * <pre>{@code
 * Operator.Pass<Tensor, Tensor> pass = CrossEntropyLoss.onLogits(labels).forward(logits);
 * double loss = pass.output().item();
 * Tensor dLogits = pass.gradient();                // (y − t) / N
 * }</pre>
 *
 * <p><b>Options</b>, under PyTorch's names. Class weights w and label smoothing s over C classes replace t_c by
 *
 * <pre>{@code
 * for labels t, one-hot:     (1 − s) t_c w_t + (s/C) w_c
 * for distributions t:       w_c ((1 − s) t_c + s/C)
 * }</pre>
 *
 * <p>{@code ignoreIndex} leaves positions with that label out (PyTorch's default is −100; here there is none). MEAN divides by
 * the summed weights w_t of the labels that count, or by the number of positions for distributions. {@link #withPositionWeights Weights v of
 * positions}, which Keras calls weights of samples and PyTorch has not, multiply each position's loss: MEAN divides by Σ v w_t, or by Σ v for
 * distributions. Targets need not sum to 1,
 * nor do probabilities: the formulas hold, and nothing is clipped or renormalised. A probability above 1 (a
 * log-probability above 0) loses less than 0, so a negative loss says that logits were given for probabilities.
 *
 * <p>Masks say what counts otherwise: {@link #withMask} the positions, {@link #withClassMask} the classes of each.
 *
 * <p><b>Shapes:</b> predictions [C], [N, C] or [N, C, d1, …], classes along axis 1 (of [C]: axis 0) unless {@link #withAxis} says
 * another. Labels lack the class axis; a distribution has all axes. The loss is a scalar, or with NONE of the labels' shape. <b>Special values:</b> a logit row
 * with a NaN, a +∞, or nothing but −∞ gives NaN. t > 0 at a logit of −∞ or a probability of 0: loss +∞; on logits the gradient
 * is still y − t. t > 0 at a negative probability: loss and gradient NaN. A term with t = 0 is 0, also at probability 0, and so is
 * its gradient; but what is NaN there in a distribution's position makes the loss NaN, unless its class weighs 0. A position that
 * weighs nothing (an ignored label, one whose class weighs 0, class weights that are all 0) adds 0 to loss and gradient, even
 * where it is NaN. Nothing counts: SUM 0, MEAN NaN,
 * gradient 0. <b>Accuracy:</b> for up to 1,000 classes, on logits: each position's loss within 4 ulp, gradients for labels within
 * 8 ulp, for distributions within 8 ulp of max(y_j Σt, t_j); on probabilities within 4 ulp. A tangent is pushed through the gradient as
 * it is stored, in float64 sums rounded once; products with the {@link #hessian} are within 32 ulp of the terms that they add up, also
 * where a class is sure.
 *
 * <p>Source: Bridle, Probabilistic Interpretation of Feedforward Classification Network Outputs, 1990, eq. (6); Bishop, Pattern
 * Recognition and Machine Learning, 2006, eqs. (4.108) and (4.109); smoothing: Szegedy, Vanhoucke, Ioffe, Shlens, Wojna,
 * Rethinking the Inception Architecture, 2016, §7.
 *
 * @param form what the predictions are
 * @param target what they should have been
 * @param weights one number ≥ 0 for each class, [C]; empty for 1 each
 * @param ignoreIndex the label of positions that do not count
 * @param labelSmoothing how much of the target is spread over all classes, from 0 to 1
 * @param reduction what becomes of one loss per position
 * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
 */
public record CrossEntropyLoss(
        Form form,
        Target target,
        Optional<Tensor> weights,
        OptionalInt ignoreIndex,
        double labelSmoothing,
        Reduction reduction,
        int axis)
        implements Operator<Tensor, Tensor>, Serializable {

    /**
     * Checks all that can be checked without a prediction.
     *
     * @param form what the predictions are
     * @param target what they should have been
     * @param weights one number ≥ 0 for each class, [C]; empty for 1 each
     * @param ignoreIndex the label of positions that do not count
     * @param labelSmoothing how much of the target is spread over all classes, from 0 to 1
     * @param reduction what becomes of one loss per position
     * @param axis the class axis, from −rank to rank − 1; 1 is also that of [C]
     * @throws IllegalArgumentException if weights are negative, NaN or no vector, the smoothing is outside [0, 1], or an ignored
     *     index comes with distributions
     */
    public CrossEntropyLoss {
        Objects.requireNonNull(form, "CrossEntropyLoss: form is null");
        Objects.requireNonNull(target, "CrossEntropyLoss: target is null");
        Objects.requireNonNull(ignoreIndex, "CrossEntropyLoss: ignoreIndex is null");
        Objects.requireNonNull(reduction, "CrossEntropyLoss: reduction is null");
        Objects.requireNonNull(weights, "CrossEntropyLoss: weights is null");
        weights.ifPresent(ClassWeights::check);
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    "CrossEntropyLoss: labelSmoothing is " + labelSmoothing + "; a number from 0 to 1 is needed");
        }
        if (ignoreIndex.isPresent() && Target.Masked.of(target).target() instanceof Target.Distribution) {
            throw new IllegalArgumentException("CrossEntropyLoss: ignoreIndex " + ignoreIndex.getAsInt()
                    + " with a distribution as target; only labels have an index to ignore");
        }
    }

    /**
     * A loss without weights, smoothing or positions that do not count.
     *
     * @param form what the predictions are
     * @param target what they should have been
     * @param reduction what becomes of one loss per position
     */
    public CrossEntropyLoss(Form form, Target target, Reduction reduction) {
        this(form, target, Optional.empty(), OptionalInt.empty(), 0, reduction, Entropy.DEFAULT_AXIS);
    }

    /**
     * {@return the mean loss of logits against class labels}
     *
     * @param labels the right class of every position
     */
    public static CrossEntropyLoss onLogits(Labels labels) {
        return new CrossEntropyLoss(Form.LOGITS, new Target.Classes(labels), Reduction.MEAN);
    }

    /**
     * {@return the mean loss of logits against distributions}
     *
     * @param target a weight ≥ 0 for every class of every position
     * @throws IllegalArgumentException if a weight is negative or NaN
     */
    public static CrossEntropyLoss onLogits(Tensor target) {
        return new CrossEntropyLoss(Form.LOGITS, new Target.Distribution(target), Reduction.MEAN);
    }

    /**
     * {@return the mean loss of log-probabilities against class labels: the negative log-likelihood loss}
     *
     * @param labels the right class of every position
     */
    public static CrossEntropyLoss onLogProbabilities(Labels labels) {
        return new CrossEntropyLoss(Form.LOG_PROBABILITIES, new Target.Classes(labels), Reduction.MEAN);
    }

    /**
     * {@return the mean loss of log-probabilities against distributions}
     *
     * @param target a weight ≥ 0 for every class of every position
     * @throws IllegalArgumentException if a weight is negative or NaN
     */
    public static CrossEntropyLoss onLogProbabilities(Tensor target) {
        return new CrossEntropyLoss(Form.LOG_PROBABILITIES, new Target.Distribution(target), Reduction.MEAN);
    }

    /**
     * {@return the mean loss of probabilities against class labels}
     *
     * @param labels the right class of every position
     */
    public static CrossEntropyLoss onProbabilities(Labels labels) {
        return new CrossEntropyLoss(Form.PROBABILITIES, new Target.Classes(labels), Reduction.MEAN);
    }

    /**
     * {@return the mean loss of probabilities against distributions}
     *
     * @param target a weight ≥ 0 for every class of every position
     * @throws IllegalArgumentException if a weight is negative or NaN
     */
    public static CrossEntropyLoss onProbabilities(Tensor target) {
        return new CrossEntropyLoss(Form.PROBABILITIES, new Target.Distribution(target), Reduction.MEAN);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per position
     */
    public CrossEntropyLoss withReduction(Reduction other) {
        return new CrossEntropyLoss(form, target, weights, ignoreIndex, labelSmoothing, other, axis);
    }

    /**
     * {@return this loss with class weights}
     *
     * @param other one number ≥ 0 for each class, [C]
     * @throws IllegalArgumentException if one is negative or NaN, or they are no vector
     */
    public CrossEntropyLoss withWeights(Tensor other) {
        return new CrossEntropyLoss(
                form,
                target,
                Optional.of(Objects.requireNonNull(other, "CrossEntropyLoss: weights is null")),
                ignoreIndex,
                labelSmoothing,
                reduction,
                axis);
    }

    /**
     * {@return this loss with a weight for each position, such as that of a sample} MEAN divides by the summed weights of the positions that
     * count: for labels each times the weight of its class. A position of weight 0 does not count.
     *
     * @param other one number ≥ 0 for each position, of a shape that broadcasts to the labels'
     * @throws IllegalArgumentException if one is negative or NaN
     */
    public CrossEntropyLoss withPositionWeights(Tensor other) {
        Target.Masked masked = Target.Masked.of(target);
        return withTarget(new Target.Masked(masked.target(), masked.positions(), masked.classes(), other));
    }

    /**
     * {@return this loss without the positions that have a certain label}
     *
     * @param label any number, a class or not
     * @throws IllegalArgumentException if the targets are distributions
     */
    public CrossEntropyLoss withIgnoreIndex(int label) {
        return new CrossEntropyLoss(form, target, weights, OptionalInt.of(label), labelSmoothing, reduction, axis);
    }

    /**
     * {@return this loss with smoothed targets}
     *
     * @param smoothing how much of the target is spread over all classes, from 0 to 1
     * @throws IllegalArgumentException if it is outside [0, 1]
     */
    public CrossEntropyLoss withLabelSmoothing(double smoothing) {
        return new CrossEntropyLoss(form, target, weights, ignoreIndex, smoothing, reduction, axis);
    }

    /**
     * {@return this loss along another class axis, such as the last of [N, T, C], which most models of sequences give}
     *
     * @param other the class axis, from −rank to rank − 1: −1 is the last, as softmax has it; 1 is also that of [C]
     */
    public CrossEntropyLoss withAxis(int other) {
        return new CrossEntropyLoss(form, target, weights, ignoreIndex, labelSmoothing, reduction, other);
    }

    /**
     * {@return this loss over the positions that count, such as the words of padded sentences} A position that does not count adds 0 to
     * loss and gradient, whatever prediction and label are there, and MEAN divides by what counts. (A distribution as target has to hold
     * numbers ≥ 0 there too.)
     *
     * @param positions which positions count; of a shape that broadcasts to the labels'
     */
    public CrossEntropyLoss withMask(Mask positions) {
        Target.Masked masked = Target.Masked.of(target);
        return withTarget(new Target.Masked(masked.target(), positions, masked.classes(), masked.weights()));
    }

    /**
     * {@return this loss over the classes that count, such as the moves that are allowed} The others have probability 0 and gradient 0,
     * whatever prediction is there; t > 0 at one of them is a loss of +∞, and smoothing spreads over those that count. A position with no
     * class left does not count.
     *
     * @param classes which classes count at each position; of a shape that broadcasts to the prediction's
     */
    public CrossEntropyLoss withClassMask(Mask classes) {
        Target.Masked masked = Target.Masked.of(target);
        return withTarget(new Target.Masked(masked.target(), masked.positions(), classes, masked.weights()));
    }

    private CrossEntropyLoss withTarget(Target other) {
        return new CrossEntropyLoss(form, other, weights, ignoreIndex, labelSmoothing, reduction, axis);
    }

    /**
     * @throws ShapeException if the prediction has no class axis, an empty one, or does not fit the target, the weights or a mask
     * @throws IllegalArgumentException if a label is no class, or the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor prediction) {
        CrossEntropyPoint at = CrossEntropyPoint.of("CrossEntropyLoss: prediction", this, prediction);
        CrossEntropyPoint.Value value = at.value();
        return at.pass(
                "CrossEntropyLoss.backward: upstream", value.loss(), value.gradient(), tangent -> hessian(prediction)
                        .apply(tangent));
    }

    /** This loss with the weights that its reduction counts with; class weights are in the divisor for labels alone. */
    CrossEntropyLoss inRange() {
        Target.Masked masked = Target.Masked.of(target);
        Tensor ofPositions = Weights.inRange(masked.weights(), reduction);
        CrossEntropyLoss inRange = ofPositions == masked.weights() ? this : withPositionWeights(ofPositions);
        return masked.target() instanceof Target.Classes && weights.isPresent()
                ? inRange.withWeights(Weights.inRange(weights.get(), reduction))
                : inRange;
    }

    /**
     * {@return the second derivative of the loss by the prediction, a block [C, C] for each position; with NONE that of the losses'
     * sum} It is positive semi-definite. On logits a constant added to all classes of a position is in its null space; on
     * log-probabilities it is 0.
     *
     * @param prediction where
     * @throws ShapeException if the prediction has no class axis, an empty one, or does not fit the target or the weights
     * @throws IllegalArgumentException if a label is no class, or the element types differ
     */
    public Hessian hessian(Tensor prediction) {
        return CrossEntropyHessian.of(this, prediction);
    }

    /**
     * What MEAN divides the summed losses by, whatever this loss's own reduction: the weight of its targets where parts of a data
     * set are merged in a {@link WeightedSum}.
     *
     * @return the number of positions, for labels and under a mask of those that count; with weights for positions their summed weights, for
     *     labels each times the weight of its class
     * @throws IllegalArgumentException if there are class weights, and a label that counts is no class
     * @throws ShapeException if the target is a distribution without a class axis, or a mask does not fit it
     */
    public double meanDivisor() {
        Target.Masked masked = Target.Masked.of(target);
        return masked.target() instanceof Target.Classes classes
                ? CountedLabels.divisor(this, classes.labels(), masked)
                : CountedDistributions.divisor(this, ((Target.Distribution) masked.target()).probabilities());
    }

    private Object writeReplace() {
        return StoredCrossEntropyLoss.of(this);
    }
}
