package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.closedform.tensor.Tensor;
import org.openjdk.jmh.annotations.Param;

/** What is computed most, from tensors to tensors and from arrays to arrays; ours also in other virtual machines. */
public class UserWorkBenchmark extends OperatorBenchmark {
    private static final String OF_ARRAYS = " of arrays";

    /** The shape and what is computed. */
    @Param({
        "64x1000 softmax of arrays",
        "1x50257 softmax of arrays",
        "64x1000 cross-entropy of arrays",
        "1x50257 cross-entropy of arrays",
        "64x1000 softmax",
        "64x1000 log-softmax",
        "64x1000 cross-entropy",
        "1000x10 softmax",
        "1000x10 cross-entropy",
        "1000x64 softmax along axis 0",
        "32x100x28x28 softmax along axis 1",
        "1x100000 sigmoid",
        "1x100000 tanh"
    })
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "LibTorch"})
    public String library;

    @Override
    Computation<?> computation() {
        String[] parts = shape.split(" ", 2);
        boolean areArrays = parts[1].endsWith(OF_ARRAYS);
        return computation(
                Library.named(library + (areArrays ? OF_ARRAYS : ""), elementType),
                parts[1].replace(OF_ARRAYS, ""),
                Inputs.logits(parts[0], elementType));
    }

    static Computation<?> computation(Library library, String work, Tensor x) {
        return switch (work) {
            case "softmax" -> library.softmax(x, -1);
            case "softmax along axis 0" -> library.softmax(x, 0);
            case "softmax along axis 1" -> library.softmax(x, 1);
            case "log-softmax" -> library.logSoftmax(x, -1);
            case "cross-entropy" -> library.crossEntropy(x, Inputs.labels(x));
            case "sigmoid" -> library.sigmoid(x);
            case "tanh" -> library.tanh(x);
            default -> throw new IllegalArgumentException("no work is called " + work);
        };
    }
}
