package org.closedform.benchmark;

import java.util.concurrent.TimeUnit;
import org.closedform.benchmark.library.Computation;
import org.closedform.tensor.ElementType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What all benchmarks share: two element types, and one computation, which a forked virtual machine runs over and over. Its heap
 * is of a fixed size and touched beforehand: otherwise the first seconds are spent with an operating system that hands out pages.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 12, time = 100, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public abstract class OperatorBenchmark {

    /** Of inputs and results. */
    @Param
    public ElementType elementType;

    private Computation<?> computation;

    /** Makes the computation that is timed. */
    abstract Computation<?> computation();

    /** Puts the inputs in place. */
    @Setup
    public void prepare() {
        computation = computation();
    }

    /** One computation, its results made afresh. */
    @Benchmark
    public Object run() {
        return computation.run();
    }
}
