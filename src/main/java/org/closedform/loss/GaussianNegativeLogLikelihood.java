package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.GaussianLikelihood;
import org.closedform.operator.Operator;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * Minus the log-likelihood of targets t under normal distributions whose mean m and variance v are both predicted, elementwise.
 *
 * <pre>{@code
 * e = m − t
 * ℓ = (log v + e²/v) / 2   (+ log(2π) / 2 if full)
 * ∂ℓ/∂m = e / v
 * ∂ℓ/∂v = (v − e²) / (2v²)
 * ℓ̇ = ∂ℓ/∂m ṁ + ∂ℓ/∂v v̇
 *
 * curvature:  of ∂ℓ/∂m   (ṁ − (e/v) v̇) / v
 *             of ∂ℓ/∂v   ((e²/v² − 1/(2v)) v̇ − (e/v) ṁ) / v
 * }</pre>
 *
 * <p>The gradient by v is 0 where v = e²: the variance learns the squared error. Where v is large, errors pull less.
 *
 * <p><b>ε, as PyTorch's {@code GaussianNLLLoss} has it:</b> a variance from 0 to ε counts as ε, 10⁻⁶ by default, in the loss and in
 * all derivatives, which are passed on as if nothing had been replaced: such a variance is still pushed up or down. ε = 0 leaves the
 * formula alone. {@code full} is false by default, as in PyTorch; it adds what makes e^−ℓ a density. PyTorch refuses a negative
 * variance; here it gives NaN, as numbers never throw. Its variance may have fewer axes; here it has those of the mean, so
 * {@code broadcastTo} comes first, and its gradient is to be summed over the repeated axes.
 *
 * <p><b>Shapes:</b> mean, variance and target any, equal. The loss is a scalar, or with NONE of that shape. MEAN divides by the number
 * of elements that count, BATCH_MEAN by the length of the first axis. <b>Special values:</b> a negative or NaN variance gives NaN. With ε = 0
 * and v = 0: ℓ = +∞ and ∂ℓ/∂v = −∞ for e ≠ 0, ℓ = −∞ and ∂ℓ/∂v = +∞ for e = 0, the limits. v = ∞: ℓ = ∞, gradients 0. An empty
 * batch: SUM 0, MEAN and BATCH_MEAN NaN. <b>Accuracy:</b> in float64 each loss within 4 ulp of (|log v| + e²/v)/2, ∂ℓ/∂m within 3
 * ulp, ∂ℓ/∂v within 4 ulp where no number on the way is beyond the range, also where v − e² cancels, down to 2⁻¹⁰⁰ of its terms; in float32 1 ulp each. A tangent
 * is pushed through the gradients as they are stored, rounded once.
 *
 * <p>Source: Nix, Weigend, Estimating the Mean and Variance of the Target Probability Distribution, 1994, eq. (2).
 *
 * @param target t
 * @param epsilon ε ≥ 0, the least variance
 * @param full whether log(2π)/2 belongs to the loss
 * @param reduction what becomes of one loss per element
 * @param mask which elements count; of a shape that repeats into the target's
 */
public record GaussianNegativeLogLikelihood(Tensor target, double epsilon, boolean full, Reduction reduction, Mask mask)
        implements Operator<GaussianNegativeLogLikelihood.Inputs, Tensor>, Serializable {
    /** As PyTorch has it. */
    private static final double DEFAULT_EPSILON = 1e-6;

    /**
     * Checks all that can be checked without a prediction.
     *
     * @param target t
     * @param epsilon ε ≥ 0, the least variance
     * @param full whether log(2π)/2 belongs to the loss
     * @param reduction what becomes of one loss per element
     * @param mask which elements count; of a shape that repeats into the target's
     * @throws IllegalArgumentException if ε is negative, infinite or NaN
     */
    public GaussianNegativeLogLikelihood {
        Objects.requireNonNull(target, "GaussianNegativeLogLikelihood: target is null");
        Objects.requireNonNull(reduction, "GaussianNegativeLogLikelihood: reduction is null");
        Objects.requireNonNull(mask, "GaussianNegativeLogLikelihood: mask is null")
                .requireRepeatsInto(target.shape(), "GaussianNegativeLogLikelihood: mask");
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "GaussianNegativeLogLikelihood: epsilon is " + epsilon + "; a finite number from 0 on is needed");
        }
    }

    /**
     * {@return the mean loss with ε = 10⁻⁶ and without the constant}
     *
     * @param target t
     */
    public static GaussianNegativeLogLikelihood of(Tensor target) {
        return new GaussianNegativeLogLikelihood(target, DEFAULT_EPSILON, false, Reduction.MEAN, Mask.all());
    }

    /**
     * {@return this loss with another least variance}
     *
     * @param other ε ≥ 0
     * @throws IllegalArgumentException if it is negative, infinite or NaN
     */
    public GaussianNegativeLogLikelihood withEpsilon(double other) {
        return new GaussianNegativeLogLikelihood(target, other, full, reduction, mask);
    }

    /**
     * {@return this loss with or without log(2π)/2}
     *
     * @param other whether it belongs to the loss
     */
    public GaussianNegativeLogLikelihood withFull(boolean other) {
        return new GaussianNegativeLogLikelihood(target, epsilon, other, reduction, mask);
    }

    /**
     * {@return this loss with another reduction}
     *
     * @param other what becomes of one loss per element
     */
    public GaussianNegativeLogLikelihood withReduction(Reduction other) {
        return new GaussianNegativeLogLikelihood(target, epsilon, full, other, mask);
    }

    /**
     * {@return this loss over the elements that count} Another adds 0 to loss and gradients, whatever is predicted there, and MEAN divides by
     * how many count.
     *
     * @param other which elements count; of a shape that repeats into the target's
     * @throws ShapeException if it does not repeat into the target's shape
     */
    public GaussianNegativeLogLikelihood withMask(Mask other) {
        return new GaussianNegativeLogLikelihood(target, epsilon, full, reduction, other);
    }

    /** {@return what MEAN divides the summed losses by, whatever this loss's own reduction: the number of elements that count} */
    public double meanDivisor() {
        return places().count(target.size());
    }

    private Places places() {
        return Places.of("GaussianNegativeLogLikelihood", mask, target.shape());
    }

    /**
     * What is predicted, and the type of its gradient.
     *
     * @param mean m
     * @param variance v ≥ 0, of the same shape and element type
     */
    public record Inputs(Tensor mean, Tensor variance) implements TensorTree<Inputs>, Serializable {
        /**
         * Checks that no part is null.
         *
         * @param mean m
         * @param variance v ≥ 0, of the same shape and element type
         */
        public Inputs {
            Objects.requireNonNull(mean, "GaussianNegativeLogLikelihood.Inputs: mean is null");
            Objects.requireNonNull(variance, "GaussianNegativeLogLikelihood.Inputs: variance is null");
        }
    }

    /**
     * @throws ShapeException if the shapes of mean, variance and target differ
     * @throws IllegalArgumentException if their element types differ
     */
    @Override
    public Pass<Inputs, Tensor> forward(Inputs in) {
        Objects.requireNonNull(in, "GaussianNegativeLogLikelihood: the inputs are null");
        in.variance()
                .requireLike(
                        target.requireLike(in.mean(), "GaussianNegativeLogLikelihood: target"),
                        "GaussianNegativeLogLikelihood: variance");
        Shape shape = target.shape();
        Places places = places();
        double counted = meanDivisor();
        double divisor = reduction.divisor(counted, shape);
        GaussianLikelihood likelihood = new GaussianLikelihood(epsilon, full);
        Buffer m = Storage.of(in.mean());
        Buffer v = Storage.of(in.variance());
        Buffer t = Storage.of(target);
        return new LossPass<>(
                "GaussianNegativeLogLikelihood.backward: upstream",
                reduction
                        .of(places.clear(likelihood.losses(m, v, t)), shape, counted)
                        .to(target.elementType()),
                places.clear(inputs(likelihood.slopes(m, v, t, divisor))),
                OptionalInt.empty(),
                tangent -> inputs(likelihood.movements(
                        m,
                        v,
                        t,
                        new GaussianLikelihood.Pair(Storage.of(tangent.mean()), Storage.of(tangent.variance())),
                        divisor)),
                places);
    }

    private Inputs inputs(GaussianLikelihood.Pair numbers) {
        return new Inputs(
                Storage.tensor(target.shape(), numbers.ofMean()), Storage.tensor(target.shape(), numbers.ofVariance()));
    }
}
