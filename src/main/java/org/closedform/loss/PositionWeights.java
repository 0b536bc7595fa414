package org.closedform.loss;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
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

    /** The weight of a position as a function of its number; the weights are known to repeat into the shape of the positions. */
    static IntToDoubleFunction of(Tensor weights, Shape positions) {
        if (weights.equals(Weights.EQUAL)) {
            return Weights.ONE;
        }
        double[] each = weights.broadcastTo(positions).toDoubleArray();
        boolean areEqual = Arrays.stream(each).allMatch(weight -> weight == 1);
        return areEqual ? Weights.ONE : position -> each[position];
    }

    /** The summed weights of the positions that count. */
    static double sum(Shape positions, Places places, IntToDoubleFunction weight) {
        return weight == Weights.ONE
                ? places.count(positions.size())
                : sum(positions.size(), places.isCounted(), weight);
    }

    /** The summed weights of those for which a predicate holds, of so many positions. */
    static double sum(int positions, IntPredicate isCounted, IntToDoubleFunction weight) {
        return Weights.sum(IntStream.range(0, positions)
                .filter(isCounted)
                .mapToDouble(weight)
                .toArray());
    }
}
