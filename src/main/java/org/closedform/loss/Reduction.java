package org.closedform.loss;

import org.closedform.kernel.Buffer;
import org.closedform.kernel.Summation;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What becomes of one loss per position; PyTorch's names. */
public enum Reduction {
    /** One loss per position. */
    NONE,
    /** Their mean, a scalar; what the sum is divided by is said by each loss. NaN where nothing counts. */
    MEAN,
    /**
     * Their sum divided by the length of the batch axis, a scalar: by N for positions [N], [N, d1], …; of a single position the
     * loss itself. Weights and positions that do not count change nothing about N. NaN for an empty batch.
     */
    BATCH_MEAN,
    /** Their sum, a scalar; 0 for an empty batch. */
    SUM;

    /** What divides each position's gradient; where nothing counts the gradient is 0 already. */
    double divisor(double counted, Shape positions) {
        double divisor = exactDivisor(counted, positions);
        return divisor == 0 ? 1 : divisor;
    }

    private double exactDivisor(double counted, Shape positions) {
        return switch (this) {
            case NONE, SUM -> 1;
            case MEAN -> counted;
            case BATCH_MEAN -> positions.rank() == 0 ? 1 : positions.dimension(0);
        };
    }

    /** The result as float64, where the losses count as {@code counted}; the array is handed over. */
    Tensor of(double[] losses, Shape positions, double counted) {
        return this == NONE
                ? Storage.tensor(positions, Buffer.of(losses))
                : Tensor.scalar(Summation.mean(losses, exactDivisor(counted, positions)));
    }
}
