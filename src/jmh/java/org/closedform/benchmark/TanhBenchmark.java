package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.openjdk.jmh.annotations.Param;

/** tanh x. */
public class TanhBenchmark extends OperatorBenchmark {

    /** Of x. */
    @Param({"1000", "100000", "10000000"})
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "textbook", "LibTorch"})
    public String library;

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType).tanh(Inputs.logits(shape, elementType));
    }
}
