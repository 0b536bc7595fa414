package org.closedform.loss;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.closedform.kernel.Elements;
import org.closedform.kernel.Summation;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** How much each position counts in a cross-entropy: numbers ≥ 0, or 1 each. */
final class PositionWeights {
    private PositionWeights() {}

    /** Refuses weights of another element type than the prediction's. */
    static void requireType(Tensor weights, Tensor prediction) {
        if (!weights.equals(Weights.EQUAL)) {
            Weights.requireType("CrossEntropyLoss: positionWeights", weights, "prediction", prediction.elementType());
        }
    }

    /** The weight of every position, by its number; they are known to repeat into that shape. */
    static IntToDoubleFunction of(Tensor weights, Shape positions) {
        if (weights.equals(Weights.EQUAL)) {
            return Weights.ONE;
        }
        double[] each = weights.broadcastTo(positions).toDoubleArray();
        boolean areEqual = Arrays.stream(each).allMatch(weight -> weight == 1);
        return areEqual ? Weights.ONE : position -> each[position];
    }

    /** Which positions weigh something. */
    static Mask mask(Tensor weights) {
        boolean allWeigh = Elements.first(Storage.of(weights), weight -> weight == 0) < 0;
        return allWeigh ? Mask.all() : Mask.generate(weights.shape(), index -> weights.at(index) != 0);
    }

    /** The summed weights of the positions that count. */
    static double sum(Shape positions, Places places, IntToDoubleFunction weight) {
        return weight == Weights.ONE
                ? places.count(positions.size())
                : sum(positions.size(), places.isCounted(), weight);
    }

    /** The same of those for which a predicate holds, of so many. */
    static double sum(int positions, IntPredicate isCounted, IntToDoubleFunction weight) {
        return Summation.sum(IntStream.range(0, positions)
                .filter(isCounted)
                .mapToDouble(weight)
                .toArray());
    }
}
