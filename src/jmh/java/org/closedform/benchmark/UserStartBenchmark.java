package org.closedform.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.closedform.benchmark.library.Program;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the start of a virtual machine with default settings to the end of a program: its first result, or its 5,000th. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 7)
public class UserStartBenchmark {
    private static final int CHILDREN_IN_USER_MODE = 13;
    private static final double TICKS_A_SECOND = 100;

    /** What the program computes. */
    @Param("1x50257 softmax of arrays")
    public String shape;

    /** Of inputs and results. */
    @Param("FLOAT32")
    public String elementType;

    /** How many times. */
    @Param({"1", "5000"})
    public int calls;

    /** With what. */
    @Param({"Closedform", "Closedform, tensors", "textbook", "LibTorch"})
    public String library;

    /** What the program took of the processors. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Processors {

        /** Over all threads. */
        public double seconds;
    }

    /** Starts it, and waits for its end. */
    @Benchmark
    public int run(Processors processors) throws IOException, InterruptedException {
        double before = secondsOfChildren();
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.num_threads=1",
                        "-Dai.djl.pytorch.num_interop_threads=1",
                        "-Dslf4j.internal.verbosity=ERROR",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        library,
                        "" + calls)
                .inheritIO()
                .start()
                .waitFor();
        processors.seconds = secondsOfChildren() - before;
        if (status != 0) {
            throw new IllegalStateException("the program ended with " + status);
        }
        return status;
    }

    /** Processor time of the processes that this one has waited for. */
    private static double secondsOfChildren() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/self/stat"))
                .replaceFirst(".*\\) . ", "")
                .split(" ");
        return (Long.parseLong(fields[CHILDREN_IN_USER_MODE - 1]) + Long.parseLong(fields[CHILDREN_IN_USER_MODE]))
                / TICKS_A_SECOND;
    }
}
