package org.closedform.loss;

import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Elements;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** How much what they repeat into counts: numbers ≥ 0, whose absence is the number 1. */
final class Weights {
    /** What all weighs where nothing is said, in either element type. */
    static final Tensor EQUAL = Tensor.scalar(1);

    /** The same as a function of a class or a position. */
    static final IntToDoubleFunction ONE = index -> 1;

    private Weights() {}

    /** Refuses negative numbers and NaN, in the name of an argument such as {@code "HuberLoss: weight"}. */
    static void requireNonNegative(String name, Tensor weights) {
        int wrong = Elements.first(Storage.of(weights), w -> !(w >= 0));
        if (wrong >= 0) {
            throw new IllegalArgumentException(
                    name + " is " + Storage.of(weights).at(wrong) + " at element " + wrong + " of " + weights.shape()
                            + "; at least 0 is needed");
        }
    }

    /** Refuses weights of another element type than that of what they are beside, or that do not repeat into its shape. */
    static void requireFit(String name, Tensor weights, String beside, Tensor other) {
        requireType(name, weights, beside, other.elementType());
        requireRepeatsInto(name, weights, other.shape());
    }

    static void requireType(String name, Tensor weights, String beside, ElementType type) {
        if (weights.elementType() != type) {
            throw new IllegalArgumentException(name + " is " + weights.elementType() + ", but the " + beside + " is "
                    + type + "; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)");
        }
    }

    static void requireRepeatsInto(String name, Tensor weights, Shape shape) {
        if (!Storage.repeatsInto(weights.shape(), shape)) {
            throw new ShapeException(name + " has shape " + weights.shape() + ", which does not repeat into " + shape);
        }
    }

    /** Weights of the same ratios, below 2 unless one is infinite, for a mean whose sums with these are out of range. */
    static Tensor lowered(Tensor weights) {
        int exponent = weights.size() == 0 ? 0 : Math.getExponent(weights.max().item());
        return exponent > 0 && exponent <= Double.MAX_EXPONENT
                ? weights.map(weight -> Math.scalb(weight, -exponent))
                : weights;
    }
}
