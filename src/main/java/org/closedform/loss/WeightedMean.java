package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.operator.Operator;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The weighted mean of numbers, such as the losses that {@link Reduction#NONE} leaves.
 *
 * <pre>{@code
 * m = Σ_i w_i x_i / Σ_i w_i            ∂m/∂x_j = w_j / Σ_i w_i             ṁ = Σ_j ∂m/∂x_j ẋ_j
 *
 * curvature:  0
 * }</pre>
 *
 * <p>So any loss, and any sum of losses, has a weight for each position:
 *
 * <pre>{@code
 * Operator<Tensor, Tensor> loss = CrossEntropyLoss.onLogits(labels).withReduction(Reduction.NONE)
 *         .plus(ZLoss.of(1e-4).withReduction(Reduction.NONE))
 *         .then(WeightedMean.of(weights).withMask(mask));
 * }</pre>
 *
 * <p>A mask of the losses has to be said here too, or its positions count as losses of 0. {@link CrossEntropyLoss#withPositionWeights} knows
 * what it leaves out. It is the mean of Keras's {@code reduction="mean_with_sample_weight"} and of NumPy's {@code average(x, weights=w)};
 * Keras's default {@code sum_over_batch_size} divides by the number of losses. PyTorch and Optax have no weights of positions: there
 * it is {@code (w * loss).sum() / w.sum()}.
 *
 * <p><b>Shapes:</b> x any; w and the mask broadcast to it; the mean is a scalar. <b>Special values:</b> where the weight is 0 or the mask is
 * false x has no share, even if it is NaN or ∞, and gradient 0. Nothing counts: NaN, gradient 0. Weights whose sum is beyond the largest number
 * mean what smaller ones of the same ratios do. <b>Accuracy:</b> within 4 ulp of Σ w |x| / Σ w, summed in float64; the gradient within 2 ulp. A
 * tangent is pushed through the gradient as it is stored, rounded once.
 *
 * @param weights w ≥ 0, of a shape that broadcasts to that of x
 * @param mask which elements of x count; of a shape that broadcasts to its
 */
public record WeightedMean(Tensor weights, Mask mask) implements Operator<Tensor, Tensor>, Serializable {
    /**
     * Checks all that can be checked without x.
     *
     * @param weights w ≥ 0, of a shape that broadcasts to that of x
     * @param mask which elements of x count; of a shape that broadcasts to its
     * @throws IllegalArgumentException if a weight is negative or NaN
     */
    public WeightedMean {
        Objects.requireNonNull(weights, "WeightedMean: weights is null");
        Objects.requireNonNull(mask, "WeightedMean: mask is null");
        Weights.requireNonNegative("WeightedMean: weights", weights);
    }

    /**
     * {@return the mean of all elements}
     *
     * @param weights w ≥ 0, of a shape that broadcasts to that of x
     * @throws IllegalArgumentException if one is negative or NaN
     */
    public static WeightedMean of(Tensor weights) {
        return new WeightedMean(weights, Mask.all());
    }

    /**
     * {@return this mean over the elements that count}
     *
     * @param other which elements count; of a shape that broadcasts to that of x
     */
    public WeightedMean withMask(Mask other) {
        return new WeightedMean(weights, other);
    }

    /**
     * @throws ShapeException if the weights or the mask do not broadcast to the shape of x
     * @throws IllegalArgumentException if the element types differ
     */
    @Override
    public Pass<Tensor, Tensor> forward(Tensor x) {
        Objects.requireNonNull(x, "WeightedMean: x is null");
        Weights.requireFit("WeightedMean: weights", weights, "x", x);
        Shape shape = x.shape();
        Tensor counted = Weights.inRange(weights, Reduction.MEAN);
        mask.requireRepeatsInto(shape, "WeightedMean: mask");
        Places places = Places.of("WeightedMean", Weights.counting(mask, weights), shape);
        double[] w = places.clear(counted.broadcastTo(shape)).toDoubleArray();
        double sum = Weights.sum(w);
        double divisor = Reduction.MEAN.divisor(sum, shape);
        Tensor terms = Tensor.of(shape, w).times(places.clear(x).to(ElementType.FLOAT64));
        return new LossPass<>(
                "WeightedMean.backward: upstream",
                Reduction.MEAN.of(terms.toDoubleArray(), shape, sum).to(x.elementType()),
                Tensor.of(shape, w).dividedBy(divisor).to(x.elementType()),
                OptionalInt.empty(),
                Tensor::zerosLike,
                places);
    }
}
