package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.openjdk.jmh.annotations.Param;

/** Batch norm in training, forward. */
public class BatchNormBenchmark extends OperatorBenchmark {

    /** Of the batch. */
    @Param({"256x512", "1024x64", "32x64x28x28"})
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "textbook", "LibTorch"})
    public String library;

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType).batchNorm(Inputs.batch(shape, elementType));
    }
}
