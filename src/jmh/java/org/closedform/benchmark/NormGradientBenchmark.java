package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;

/** Norms within samples, forward and backward. */
public class NormGradientBenchmark extends NormBenchmark {

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType)
                .gradient(Works.of(shape, elementType), Inputs.upstream(shape.split(" ")[0], elementType));
    }
}
