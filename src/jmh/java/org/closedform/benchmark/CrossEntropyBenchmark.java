package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.closedform.tensor.Tensor;
import org.openjdk.jmh.annotations.Param;

/** Mean cross-entropy of logits against labels, and its gradient. */
public class CrossEntropyBenchmark extends OperatorBenchmark {

    /** Of the logits. */
    @Param({"64x1000", "4x50257", "4000x1000", "1000x10", "1x10"})
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "textbook", "LibTorch", "LibTorch-bare"})
    public String library;

    @Override
    Computation<?> computation() {
        Tensor logits = Inputs.logits(shape, elementType);
        return Library.named(library, elementType).crossEntropy(logits, Inputs.labels(logits));
    }
}
