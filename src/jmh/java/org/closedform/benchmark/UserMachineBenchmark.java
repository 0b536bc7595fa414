package org.closedform.benchmark;

import java.lang.reflect.Array;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.IntConsumer;
import org.closedform.benchmark.library.Computation;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;
import org.openjdk.jmh.annotations.Param;

/** What a second thread brings on this machine: arithmetic within a core, and copies of as many bytes. */
public class UserMachineBenchmark extends OperatorBenchmark {
    private static final int BLOCK = 1024;

    /** Of the numbers. */
    @Param("10000x1000")
    public String shape;

    /** What is done with them. */
    @Param({"arithmetic", "copy"})
    public String work;

    /** On how many threads. */
    @Param({"1", "2"})
    public int threads;

    @Override
    Computation<?> computation() {
        Tensor x = Inputs.logits(shape, elementType);
        int part = x.size() / threads;
        if (work.equals("copy")) {
            Object from = elementType == ElementType.FLOAT32 ? x.toFloatArray() : x.toDoubleArray();
            Object to = Array.newInstance(from.getClass().getComponentType(), x.size());
            return inParts(index -> System.arraycopy(from, index * part, to, index * part, part));
        }
        double[][] blocks = new double[threads][BLOCK];
        return inParts(index -> {
            for (int i = 0; i < part; i += BLOCK) {
                iterate(blocks[index]);
            }
        });
    }

    private static void iterate(double[] x) {
        for (int i = 0; i < BLOCK; i++) {
            double y = Math.fma(x[i], 0.5, 0.25);
            y = Math.fma(y, y, -0.5);
            y = Math.fma(y, y, -0.5);
            y = Math.fma(y, y, -0.5);
            x[i] = Math.fma(y, y, -0.5);
        }
    }

    private Computation<?> inParts(IntConsumer work) {
        ForkJoinPool pool = new ForkJoinPool(threads);
        return Computation.of(
                () -> {
                    ForkJoinTask<?> first = pool.submit(() -> work.accept(0));
                    if (threads == 2) {
                        pool.submit(() -> work.accept(1)).join();
                    }
                    first.join();
                    return pool;
                },
                result -> List.of());
    }
}
