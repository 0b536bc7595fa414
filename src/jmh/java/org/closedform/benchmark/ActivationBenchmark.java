package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.openjdk.jmh.annotations.Param;

/** GELU and its kin, forward. */
public class ActivationBenchmark extends OperatorBenchmark {

    /** Of x, and which activation. */
    @Param({"100000 GELU", "100000 GELU tanh", "100000 SiLU", "100000 Mish"})
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "LibTorch"})
    public String library;

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType).value(Works.of(shape, elementType));
    }
}
