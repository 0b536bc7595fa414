package org.closedform.loss;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Elements;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** How much each class counts in a cross-entropy: a vector of numbers ≥ 0, or 1 each. */
final class ClassWeights {
    private ClassWeights() {}

    /** All that can be checked without a prediction. */
    static void check(Tensor weights) {
        if (weights.rank() != 1) {
            throw new ShapeException(
                    "CrossEntropyLoss: weights have shape " + weights.shape() + ", but a vector [C] is needed");
        }
        int wrong = Elements.first(Storage.of(weights), x -> !(x >= 0));
        if (wrong >= 0) {
            throw new IllegalArgumentException("CrossEntropyLoss: weight of class " + wrong + " is " + weights.at(wrong)
                    + "; at least 0 is needed");
        }
    }

    /** The weight of every class of a prediction. */
    static IntToDoubleFunction of(Optional<Tensor> weights, Tensor prediction, int classes) {
        if (weights.isEmpty()) {
            return Weights.ONE;
        }
        Tensor w = weights.get();
        w.requireLike(Tensor.zeros(Shape.of(classes), prediction.elementType()), "CrossEntropyLoss: weights");
        return w::at;
    }
}
