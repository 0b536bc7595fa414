package org.closedform.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** That a warm call allocates nothing, as the virtual machine counts it. */
class ArrayRowsMemoryTest {
    private static final int CALLS = 200;

    /** A loaded machine may take long to compile what is hot; until then helpers of a call are objects. */
    private static final int MOST_ROUNDS = 2_000;

    @TestFactory
    Stream<DynamicTest> aWarmCallAllocatesNothing() {
        return Stream.of(10, 700, 2100).flatMap(length -> {
            int count = length == 10 ? 150 : 2;
            float[] x = new float[count * length];
            Random random = new Random(length);
            for (int i = 0; i < x.length; i++) {
                x[i] = (float) random.nextGaussian();
            }
            ArrayRows<float[]> logits = ArrayRows.of(x, length);
            ArrayRows<float[]> other = ArrayRows.of(new float[x.length], length);
            ArrayRows<float[]> moved = ArrayRows.of(new float[x.length + 1], 1, count, length);
            int[] labels = random.ints(count, 0, length).toArray();
            float[] sums = new float[count];
            int[] indices = new int[3 * count];
            float[] values = new float[3 * count];
            Map<String, Runnable> calls = Map.of(
                    "softmax in place", other::softmax,
                    "softmax", () -> logits.softmax(other),
                    "softmax elsewhere", () -> logits.softmax(moved),
                    "log-softmax in place", other::logSoftmax,
                    "sigmoid in place", other::sigmoid,
                    "log-sum-exp", () -> logits.logSumExp(sums),
                    "loss", () -> logits.crossEntropy(labels),
                    "loss and gradient in place", () -> other.crossEntropy(labels, other),
                    "top k", () -> logits.topK(3, indices, values));
            return calls.entrySet().stream()
                    .map(call -> DynamicTest.dynamicTest(
                            call.getKey() + " of rows of " + length, () -> assertAllocatesNothing(call.getValue())));
        });
    }

    private static void assertAllocatesNothing(Runnable call) {
        boolean isCompiled = ManagementFactory.getCompilationMXBean() != null;
        assumeTrue(isCompiled && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assumeTrue(threads.isThreadAllocatedMemoryEnabled());
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < MOST_ROUNDS && allocated > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated, "bytes in " + CALLS + " calls");
    }
}
