package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.openjdk.jmh.annotations.Param;

/** Log-softmax along the last axis, and along others. */
public class LogSoftmaxBenchmark extends OperatorBenchmark {

    /** Of the logits, and the class axis where it is not the last. */
    @Param({"64x1000", "4x50257", "4000x1000", "1000x10", "1000x64 axis 0"})
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "textbook", "LibTorch"})
    public String library;

    @Override
    Computation<?> computation() {
        Logits logits = Logits.of(shape, elementType);
        return Library.named(library, elementType).logSoftmax(logits.x(), logits.axis());
    }
}
