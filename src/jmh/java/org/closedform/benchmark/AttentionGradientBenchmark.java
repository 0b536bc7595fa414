package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;

/** Attention, forward and backward. */
public class AttentionGradientBenchmark extends AttentionBenchmark {

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType)
                .gradient(Works.of(shape, elementType), Inputs.upstream(shape.split(" ")[0], elementType));
    }
}
