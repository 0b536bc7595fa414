package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.openjdk.jmh.annotations.Param;

/** Norms within samples, forward. */
public class NormBenchmark extends OperatorBenchmark {

    /** Of x, and which norm. */
    @Param({"256x512 layer", "4096x64 layer", "256x512 RMS", "4096x64 RMS", "32x64x28x28 group", "32x64x28x28 instance"
    })
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "LibTorch"})
    public String library;

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType).value(Works.of(shape, elementType));
    }
}
