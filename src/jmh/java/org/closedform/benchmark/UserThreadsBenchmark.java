package org.closedform.benchmark;

import org.closedform.benchmark.library.Computation;
import org.closedform.benchmark.library.Library;
import org.openjdk.jmh.annotations.Param;

/** One thread and two, on ten million numbers. */
public class UserThreadsBenchmark extends OperatorBenchmark {

    /** Of the logits. */
    @Param("10000x1000")
    public String shape;

    /** What is computed. */
    @Param({"softmax", "cross-entropy", "sigmoid"})
    public String work;

    /** Who computes; a library that computes in place writes its result over its input. */
    @Param({"Closedform in place", "Closedform", "LibTorch"})
    public String library;

    /** On how many threads. */
    @Param({"1", "2"})
    public int threads;

    @Override
    Computation<?> computation() {
        Library computing = Library.named(library, elementType);
        return computing.onThreads(
                threads, UserWorkBenchmark.computation(computing, work, Inputs.logits(shape, elementType)));
    }
}
