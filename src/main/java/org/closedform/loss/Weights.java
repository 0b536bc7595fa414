package org.closedform.loss;

import java.util.function.DoublePredicate;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.CompensatedSum;
import org.closedform.kernel.Elements;
import org.closedform.storage.Storage;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** Weights of losses: a number ≥ 0 for each, or for all along an axis. Without weights each counts 1. */
final class Weights {
    /** The weights of a loss that was given none, in either element type. */
    static final Tensor EQUAL = Tensor.scalar(1);

    /** The same as a function of a class or a position. */
    static final IntToDoubleFunction ONE = index -> 1;

    /** No float32 number is this large. Smaller weights, products of two of them, and these times losses up to 2⁷⁰⁰ have sums in range. */
    private static final double LARGE = 0x1p128;

    private Weights() {}

    /** Refuses negative numbers and NaN, in the name of an argument such as {@code "HuberLoss: weight"}. */
    static void requireNonNegative(String name, Tensor weights) {
        int wrong = first(weights, w -> !(w >= 0));
        if (wrong >= 0) {
            throw new IllegalArgumentException(
                    name + " is " + Storage.of(weights).at(wrong) + " at element " + wrong + " of " + weights.shape()
                            + "; at least 0 is needed");
        }
    }

    /** The first weight of a kind that 1 is not; negative if there is none. A loss without weights does not look for one. */
    private static int first(Tensor weights, DoublePredicate isOfKind) {
        return weights.equals(EQUAL) ? -1 : Elements.first(Storage.of(weights), isOfKind);
    }

    /** Refuses weights that have not the element type of another tensor, or do not repeat into its shape. */
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

    /**
     * The weights that a reduction counts with. If one weight of a mean is so large that sums might be out of range, all are divided by the same
     * power of two, which changes no digit of the mean; an infinite one has no such power. A weight above 0 stays above 0, so what counts
     * still does.
     */
    static Tensor inRange(Tensor weights, Reduction reduction) {
        if (!reduction.isMean() || first(weights, w -> w >= LARGE) < 0) {
            return weights;
        }
        int exponent = Math.getExponent(weights.max().item());
        return exponent > Double.MAX_EXPONENT
                ? weights
                : weights.map(w -> w == 0 ? 0 : Math.max(Math.scalb(w, -exponent), Double.MIN_VALUE));
    }

    /** Σ w, within an ulp however many they are: all that a mean divides has the error of this sum. */
    static double sum(double[] weights) {
        return CompensatedSum.of(weights);
    }

    /** Which of the positions that a mask leaves weigh something. */
    static Mask counting(Mask mask, Tensor weights) {
        boolean allWeigh = first(weights, w -> w == 0) < 0;
        return allWeigh ? mask : mask.and(Mask.generate(weights.shape(), index -> weights.at(index) != 0));
    }
}
