package org.closedform.benchmark.library;

import java.util.List;
import org.closedform.array.ArrayRows;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/**
 * This library in arrays of the caller.
 *
 * @param isInPlace whether results overwrite inputs; otherwise they go to an array that each call uses again
 */
record ClosedformArrays(boolean isInPlace) implements Library {

    @Override
    public Computation<?> softmax(Tensor x, int axis) {
        return places(x).softmax();
    }

    @Override
    public Computation<?> crossEntropy(Tensor logits, int... labels) {
        return places(logits).crossEntropy(labels);
    }

    @Override
    public Computation<?> sigmoid(Tensor x) {
        return places(x).sigmoid();
    }

    private Places<?> places(Tensor x) {
        int length = x.shape().dimension(-1);
        if (x.elementType() == ElementType.FLOAT32) {
            ArrayRows<float[]> rows = ArrayRows.of(x.toFloatArray(), length);
            return new Places<>(rows, isInPlace ? rows : ArrayRows.of(x.toFloatArray(), length));
        }
        ArrayRows<double[]> rows = ArrayRows.of(x.toDoubleArray(), length);
        return new Places<>(rows, isInPlace ? rows : ArrayRows.of(x.toDoubleArray(), length));
    }

    private record Places<A>(ArrayRows<A> x, ArrayRows<A> y) {

        Computation<?> softmax() {
            return Computation.of(() -> x.softmax(y), result -> List.of(numbers()));
        }

        Computation<?> crossEntropy(int... labels) {
            return Computation.of(() -> x.crossEntropy(labels, y), loss -> List.of(new double[] {loss}, numbers()));
        }

        Computation<?> sigmoid() {
            return Computation.of(() -> x.sigmoid(y), result -> List.of(numbers()));
        }

        private double[] numbers() {
            return y.array() instanceof float[] narrow
                    ? Tensor.of(narrow).toDoubleArray()
                    : ((double[]) y.array()).clone();
        }
    }
}
