package org.closedform.loss;

import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What becomes of one loss per position; PyTorch's names. */
public enum Reduction {
    /** One loss per position: the shape of the labels. */
    NONE,
    /** Their mean, a scalar; NaN for an empty batch. */
    MEAN,
    /** Their sum, a scalar; 0 for an empty batch. */
    SUM;

    /** What divides each position's gradient. */
    double divisor(int positions) {
        return this == MEAN ? positions : 1;
    }

    /** The result, rounded only once, as float64. */
    Tensor of(double[] losses, Shape positions) {
        Tensor each = Tensor.of(positions, losses);
        return switch (this) {
            case NONE -> each;
            case MEAN -> each.mean();
            case SUM -> each.sum();
        };
    }
}
