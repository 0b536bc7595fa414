package org.closedform.exercise;

import java.util.Objects;
import org.closedform.tensor.Tensor;

/**
 * A point at which a derivation is checked.
 *
 * @param name what is special about it, such as {@code close to 0}
 * @param x the point
 */
public record Sample(String name, Tensor x) {
    /**
     * Checks for null.
     *
     * @param name what is special about it
     * @param x the point
     * @throws NullPointerException naming what is null
     */
    public Sample {
        Objects.requireNonNull(name, "Sample: name is null");
        Objects.requireNonNull(x, "Sample: x is null");
    }
}
