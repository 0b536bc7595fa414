package org.closedform.benchmark.library;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;
import org.closedform.array.ArrayRows;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** A whole program, which computes the probabilities of 50,257 logits, from {@code float[]} to {@code float[]}. */
public final class Program {
    private static final int CLASSES = 50_257;

    private Program() {}

    /**
     * Computes, and prints a probability.
     *
     * @param arguments who computes, and how many times
     */
    public static void main(String... arguments) {
        float[] logits = new float[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            logits[i] = i % 17 - 8;
        }
        UnaryOperator<float[]> softmax = softmax(arguments[0]);
        float[] probabilities = {};
        for (int call = 0; call < Integer.parseInt(arguments[1]); call++) {
            probabilities = softmax.apply(logits);
        }
        System.out.println(probabilities[0]);
        Runtime.getRuntime().halt(0);
    }

    private static UnaryOperator<float[]> softmax(String library) {
        switch (library) {
            case "Closedform":
                float[] probabilities = new float[CLASSES];
                return logits -> ArrayRows.of(logits)
                        .softmax(ArrayRows.of(probabilities))
                        .array();
            case "Closedform, tensors":
                return logits -> new Softmax(-1).apply(Tensor.of(logits)).toFloatArray();
            case "textbook":
                return logits -> Float32Textbook.softmax(logits, CLASSES);
            case "LibTorch":
                NDManager manager = NDManager.newBaseManager("PyTorch");
                return logits -> {
                    try (NDArray x = manager.create(logits);
                            NDArray y = x.softmax(-1)) {
                        return y.toFloatArray();
                    }
                };
            default:
                throw new IllegalArgumentException("no library is called " + library);
        }
    }
}
