package org.closedform.operator;

import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * An evaluation of a norm within each sample, {@link LayerNorm}, {@link RmsNorm}, {@link GroupNorm} or {@link InstanceNorm}, or of a
 * norm without scale and shift, such as {@link BatchNorm#plain}.
 *
 * @param <X> what went in: x, with the scale γ and the shift β if the norm has them
 */
public sealed interface NormPass<X extends TensorTree<X>> extends Operator.Pass<X, Tensor> permits Normalization {
    /** {@return x and the parameters} */
    X inputs();

    /** {@return x̂, of the shape and element type of x} */
    Tensor xHat();

    /**
     * {@return μ, float64, one number for all that is normalised together; 0 for an {@link RmsNorm}} For a {@link LayerNorm} the
     * axes stay, with length 1; for groups the shape is [samples, groups], for a batch norm [channels].
     */
    Tensor mean();

    /** {@return 1/√(v + ε), for an {@link RmsNorm} 1/√(mean(x²) + ε); float64, of the shape of {@link #mean}} */
    Tensor inverseDeviation();
}
