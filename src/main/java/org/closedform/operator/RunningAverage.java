package org.closedform.operator;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * How running statistics follow the batches. Libraries mean different things by momentum; here it is the weight of the
 * <em>new</em> statistics, as in PyTorch.
 *
 * @param momentum the weight of each new batch, in (0, 1]; empty for the cumulative average, where the k-th batch weighs 1/k
 * @param unbiased whether the running variance is M2 / (n − 1) instead of M2 / n
 */
public record RunningAverage(OptionalDouble momentum, boolean unbiased) implements Serializable {
    /** PyTorch's default: momentum 0.1, unbiased running variance. */
    public static final RunningAverage PYTORCH = exponential(0.1, true);

    /** ONNX's default: its momentum 0.9 weighs the old statistics; biased variance. */
    public static final RunningAverage ONNX = exponential(1 - 0.9, false);

    /** Flax's default: its momentum 0.99 weighs the old statistics; biased variance. Keras has the same. */
    public static final RunningAverage FLAX = exponential(1 - 0.99, false);

    /**
     * Checks the momentum.
     *
     * @param momentum the weight of each new batch, in (0, 1]; empty for the cumulative average, where the k-th batch weighs 1/k
     * @param unbiased whether the running variance is M2 / (n − 1) instead of M2 / n
     * @throws IllegalArgumentException if it is not in (0, 1]
     */
    public RunningAverage {
        Objects.requireNonNull(momentum, "RunningAverage: momentum is null");
        if (momentum.isPresent() && !(momentum.getAsDouble() > 0 && momentum.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("RunningAverage: momentum " + momentum.getAsDouble()
                    + ", the weight of the new statistics, has to be above 0 and at most 1");
        }
    }

    /**
     * {@return an average in which each new batch has the same weight against all that came before, so that recent batches count
     * most}
     *
     * @param momentum the weight of each new batch, in (0, 1]
     * @param unbiased whether the running variance is M2 / (n − 1) instead of M2 / n
     * @throws IllegalArgumentException if the momentum is not in (0, 1]
     */
    public static RunningAverage exponential(double momentum, boolean unbiased) {
        return new RunningAverage(OptionalDouble.of(momentum), unbiased);
    }

    /**
     * {@return the plain mean over all batches; PyTorch's {@code momentum=None}}
     *
     * @param unbiased whether the running variance is M2 / (n − 1) instead of M2 / n
     */
    public static RunningAverage cumulative(boolean unbiased) {
        return new RunningAverage(OptionalDouble.empty(), unbiased);
    }

    /** The weight of the next batch, after this many updates. */
    double weight(long updates) {
        return momentum.orElse(1.0 / (updates + 1));
    }

    /** The serial form, since an optional is not serializable: NaN for the cumulative average. */
    private record Stored(double momentum, boolean unbiased) implements Serializable {
        private Object readResolve() {
            return Double.isNaN(momentum) ? cumulative(unbiased) : exponential(momentum, unbiased);
        }
    }

    private Object writeReplace() {
        return new Stored(momentum.orElse(Double.NaN), unbiased);
    }
}
