package org.closedform.loss;

import java.io.Serializable;
import java.util.Objects;
import org.closedform.kernel.Elements;
import org.closedform.storage.Storage;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;

/** What a prediction should have been: a class, or a distribution over the classes, per position; where not everything counts alike, masked. */
public sealed interface Target extends Serializable {

    /**
     * The right class of every position.
     *
     * @param labels of the prediction's shape without its class axis
     */
    record Classes(Labels labels) implements Target {
        /**
         * Checks for null.
         *
         * @param labels of the prediction's shape without its class axis
         */
        public Classes {
            Objects.requireNonNull(labels, "CrossEntropyLoss: labels is null");
        }
    }

    /**
     * A weight t ≥ 0 for every class of every position, usually probabilities. They need not sum to 1: nothing is
     * renormalised.
     *
     * @param probabilities of the prediction's shape and element type
     */
    record Distribution(Tensor probabilities) implements Target {
        /**
         * Checks for negative numbers and NaN.
         *
         * @param probabilities of the prediction's shape and element type
         * @throws IllegalArgumentException if there is one, saying where
         */
        public Distribution {
            Objects.requireNonNull(probabilities, "CrossEntropyLoss: target is null");
            int wrong = Elements.first(Storage.of(probabilities), x -> !(x >= 0));
            if (wrong >= 0) {
                throw new IllegalArgumentException("CrossEntropyLoss: target probability "
                        + Storage.of(probabilities).at(wrong) + " at element " + wrong + " of "
                        + probabilities.shape() + "; at least 0 is needed");
            }
        }
    }

    /**
     * A target of which not everything counts, or not as much: of some positions none, or of some classes nothing.
     *
     * @param target what the prediction should have been where it counts; of another such target both masks hold, and both weights
     * @param positions which positions count; of a shape that broadcasts to the losses'
     * @param classes which classes count at each position; of a shape that broadcasts to the prediction's
     * @param weights how much each position counts, a number ≥ 0; of a shape that broadcasts to the losses'
     */
    record Masked(Target target, Mask positions, Mask classes, Tensor weights) implements Target {
        /**
         * Checks all that can be checked without a prediction.
         *
         * @param target what the prediction should have been where it counts; of another such target both masks hold, and both weights
         * @param positions which positions count; of a shape that broadcasts to the losses'
         * @param classes which classes count at each position; of a shape that broadcasts to the prediction's
         * @param weights how much each position counts, a number ≥ 0; of a shape that broadcasts to the losses'
         * @throws IllegalArgumentException if a weight is negative or NaN
         * @throws org.closedform.tensor.ShapeException if both masks are to hold, or both weights, that do not broadcast
         */
        public Masked {
            Objects.requireNonNull(target, "CrossEntropyLoss: target is null");
            Objects.requireNonNull(positions, "CrossEntropyLoss: mask is null");
            Objects.requireNonNull(classes, "CrossEntropyLoss: classMask is null");
            Objects.requireNonNull(weights, "CrossEntropyLoss: positionWeights is null");
            Weights.requireNonNegative("CrossEntropyLoss: positionWeights", weights);
            if (target instanceof Masked inner) {
                target = inner.target;
                positions = positions.and(inner.positions);
                classes = classes.and(inner.classes);
                weights = weights.equals(Weights.EQUAL)
                        ? inner.weights
                        : inner.weights.equals(Weights.EQUAL) ? weights : weights.times(inner.weights);
            }
        }

        /**
         * A target of which what counts does as much.
         *
         * @param target what the prediction should have been where it counts; of another such target both masks hold
         * @param positions which positions count; of a shape that broadcasts to the losses'
         * @param classes which classes count at each position; of a shape that broadcasts to the prediction's
         * @throws org.closedform.tensor.ShapeException if both masks are to hold that do not broadcast
         */
        public Masked(Target target, Mask positions, Mask classes) {
            this(target, positions, classes, Weights.EQUAL);
        }

        /**
         * {@return a target with its masks and weights, all of which counts alike if it has none}
         *
         * @param target any target
         */
        public static Masked of(Target target) {
            return target instanceof Masked masked ? masked : new Masked(target, Mask.all(), Mask.all());
        }

        /** Which positions count, and weigh something. */
        Mask counting() {
            return Weights.counting(positions, weights);
        }
    }
}
