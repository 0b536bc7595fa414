package org.closedform.loss;

import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What becomes of one loss per position; PyTorch's names. */
public enum Reduction {
    /** One loss per position. */
    NONE,
    /** Their mean, a scalar; what the sum is divided by is said by each loss. NaN where nothing counts. */
    MEAN,
    /** Their sum, a scalar; 0 for an empty batch. */
    SUM;

    /** What divides each position's gradient; where nothing counts the gradient is 0 already. */
    double divisor(double counted) {
        return this == MEAN && counted != 0 ? counted : 1;
    }

    /** The result as float64, of losses that count as so many. */
    Tensor of(double[] losses, Shape positions, double counted) {
        Tensor each = Tensor.of(positions, losses);
        return switch (this) {
            case NONE -> each;
            case MEAN -> each.sum().dividedBy(counted);
            case SUM -> each.sum();
        };
    }
}
