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
    SUM,
    /**
     * As {@link #MEAN}, but 0 where nothing counts, so that one batch of padding alone does not make all that it is added to NaN. PyTorch
     * has no such reduction; Keras adds its ε to what it divides by, and so gives 0.
     */
    MEAN_OR_ZERO;

    /** Whether the sum is divided by what counts. */
    boolean isMean() {
        return this == MEAN || this == MEAN_OR_ZERO;
    }

    /** What divides each position's gradient; where nothing counts the gradient is 0 already. */
    double divisor(double counted, Shape positions) {
        double divisor = lossDivisor(counted, positions);
        return divisor == 0 ? 1 : divisor;
    }

    /** What the sum of the losses is divided by. */
    double lossDivisor(double counted, Shape positions) {
        return switch (this) {
            case NONE, SUM -> 1;
            case MEAN, MEAN_OR_ZERO -> counted;
            case BATCH_MEAN -> positions.rank() == 0 ? 1 : positions.dimension(0);
        };
    }

    /** The result as float64, where the losses count as {@code counted}; the array is handed over. */
    Tensor of(double[] losses, Shape positions, double counted) {
        if (this == NONE) {
            return Storage.tensor(positions, Buffer.of(losses));
        }
        return Tensor.scalar(of(Summation.mean(losses, lossDivisor(counted, positions)), counted));
    }

    /** The result where the sum of the losses is divided already. */
    double of(double mean, double counted) {
        return this == MEAN_OR_ZERO && counted == 0 ? 0 : mean;
    }
}
