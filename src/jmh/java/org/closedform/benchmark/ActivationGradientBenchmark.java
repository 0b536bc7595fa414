package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;

/** GELU and its kin, forward and backward. */
public class ActivationGradientBenchmark extends ActivationBenchmark {

    @Override
    Computation<?> computation() {
        return Library.named(library, elementType)
                .gradient(Works.of(shape, elementType), Inputs.upstream(shape.split(" ")[0], elementType));
    }
}
