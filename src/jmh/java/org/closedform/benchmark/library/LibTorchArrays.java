package org.closedform.benchmark.library;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.Arrays;
import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** LibTorch fed from an array of the caller in every call, and read back to a fresh one; its own operations, without autograd. */
final class LibTorchArrays implements Library {
    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @Override
    public Computation<?> softmax(Tensor x, int axis) {
        Numbers numbers = Numbers.of(x);
        return Computation.of(
                () -> {
                    try (NDArray a = numbers.to(manager);
                            NDArray y = a.softmax(axis)) {
                        return array(y);
                    }
                },
                y -> List.of(widened(y)));
    }

    @Override
    public Computation<?> crossEntropy(Tensor logits, int... labels) {
        record Results(Object loss, Object gradient) {}
        PtSymbolBlock module = TorchScript.load((PtNDManager) manager, BareLibTorch.CROSS_ENTROPY);
        Numbers numbers = Numbers.of(logits);
        long[] classes = Arrays.stream(labels).asLongStream().toArray();
        return Computation.of(
                () -> {
                    try (NDArray x = numbers.to(manager);
                            NDArray t = manager.create(classes);
                            NDList results = IValueUtils.forward(module, new NDList(x, t), false)) {
                        return new Results(array(results.get(0)), array(results.get(1)));
                    }
                },
                results -> List.of(widened(results.loss), widened(results.gradient)));
    }

    private record Numbers(Object array, Shape shape) {

        static Numbers of(Tensor x) {
            return new Numbers(
                    x.elementType() == ElementType.FLOAT32 ? x.toFloatArray() : x.toDoubleArray(),
                    new Shape(
                            Arrays.stream(x.shape().dimensions()).asLongStream().toArray()));
        }

        NDArray to(NDManager manager) {
            return array instanceof float[] narrow
                    ? manager.create(narrow, shape)
                    : manager.create((double[]) array, shape);
        }
    }

    private static Object array(NDArray y) {
        return y.getDataType() == DataType.FLOAT32 ? y.toFloatArray() : y.toDoubleArray();
    }

    private static double[] widened(Object array) {
        return array instanceof float[] narrow ? Tensor.of(narrow).toDoubleArray() : (double[]) array;
    }
}
