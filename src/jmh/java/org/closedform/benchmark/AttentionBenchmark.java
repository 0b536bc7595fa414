package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.openjdk.jmh.annotations.Param;

/** Attention, forward. */
public class AttentionBenchmark extends OperatorBenchmark {

    /** Heads, tokens and the size of a head. */
    @Param({"1x8x128x64 attention", "1x8x512x64 attention", "1x8x512x64 causal attention"})
    public String shape;

    /** Who computes. */
    @Param({"Closedform", "LibTorch"})
    public String library;

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType).value(Works.of(shape, elementType));
    }
}
