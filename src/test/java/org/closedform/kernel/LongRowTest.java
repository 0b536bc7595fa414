package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Loops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongRowTest {
    private static final int LENGTH = 2500;
    private static final Loops<double[]> LOOPS = Loops.FLOAT64;

    private static LongRow<double[]> row(double[] x, LeftOut leftOut) {
        LongRow<double[]> row = new LongRow<>(Scratch.of(x));
        row.to(x, new double[x.length], LENGTH, leftOut);
        return row;
    }

    @Test
    void addsUpEqualExponentials() {
        LongRow<double[]> row = row(new double[LENGTH + 7], LeftOut.NOTHING);
        row.addUp(7, LENGTH);
        assertEquals(LENGTH * LOOPS.lift(), row.sum[0]);
        assertEquals(-60, row.exponent);
        assertEquals(0, row.taken[0]);
    }

    @Test
    void countsTheFirstNumbersOnly() {
        double[] e = new double[LENGTH];
        Arrays.fill(e, Double.NaN);
        LongRow<double[]> row = new LongRow<>(Scratch.of(e));
        row.to(new double[LENGTH], e, LENGTH, LeftOut.NOTHING);
        row.addUp(0, 1100);
        assertEquals(1100 * LOOPS.lift(), row.sum[0]);
        assertEquals(LOOPS.lift(), e[1099]);
        assertEquals(0, Arrays.stream(e).skip(1100).sum());
    }

    @Test
    void leavesAColumnOut() {
        LongRow<double[]> row = row(new double[LENGTH], LeftOut.COLUMN);
        row.column[0] = 1500;
        row.addUp(0, LENGTH);
        assertEquals((LENGTH - 1) * LOOPS.lift(), row.sum[0]);
        assertEquals(LOOPS.lift(), row.taken[0]);
    }

    @Test
    void leavesTheLargestOutWhereItIsMoreThanHalf() {
        double[] x = new double[LENGTH];
        x[2100] = 1e4;
        LongRow<double[]> row = row(x, LeftOut.LARGEST);
        row.addUp(0, LENGTH);
        assertEquals(2100, row.column[0]);
        assertTrue(row.taken[0] > 0.7 * LOOPS.lift() && row.taken[0] < 1.5 * LOOPS.lift());
        assertEquals(0, row.sum[0]);
    }

    @Test
    void hasNoSumOfNothingButMinusInfinity() {
        double[] x = new double[LENGTH];
        Arrays.fill(x, Double.NEGATIVE_INFINITY);
        LongRow<double[]> row = row(x, LeftOut.NOTHING);
        row.addUp(0, LENGTH);
        assertTrue(Double.isNaN(row.sum[0]));
    }

    /** Rows of which each is split: ordinary ones, one with a sure class, one far from its first x, and one without a distribution. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void hasTheSameBitsOnSeveralThreads(int threads) throws Exception {
        int length = 300_001;
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(5L * length, -5, 5).toArray();
        x[length + 200_000] = 40;
        x[2 * length] = -1e4;
        x[3 * length + 7] = Double.NEGATIVE_INFINITY;
        x[5 * length - 1] = Double.NaN;
        for (Buffer logits : List.of(Buffer.of(x), Buffer.of(Buffer.of(x).toFloats()))) {
            List<Buffer> alone = results(logits, length);
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertEquals(alone, pool.submit(() -> results(logits, length)).get());
            } finally {
                pool.shutdown();
            }
        }
    }

    private static List<Buffer> results(Buffer x, int length) {
        Rows rows = new Rows(x.size() / length, length, 1);
        int[] labels = {7, 200_000, length - 1, 0, 1};
        CrossEntropy.Result entropies = FusedCrossEntropy.evaluate(x, rows, labels, row -> 1 + row, 5);
        return List.of(
                SoftmaxRows.softmax(x, rows),
                SoftmaxRows.logSoftmax(x, rows),
                SoftmaxRows.logSumExp(x, rows),
                Buffer.of(entropies.losses()),
                entropies.gradient(),
                inPlace(x, y -> SoftmaxRows.softmax(y, y, 0, rows.count(), length)),
                inPlace(x, y -> SoftmaxRows.logSoftmax(y, y, 0, rows.count(), length)),
                inPlace(x, y -> FusedCrossEntropy.mean(y, y, 0, length, labels)));
    }

    private static Buffer inPlace(Buffer x, Consumer<Object> operation) {
        Buffer y = x.ofSize(x.size());
        y.copy(x, 0, 1, 0, x.size());
        operation.accept(y.array());
        return y;
    }

    /** Only the tasks, as scratch is used again. */
    @Test
    void allocatesLessThanARow() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] x = new double[200_000];
        ForkJoinPool pool = new ForkJoinPool(2);
        try {
            long allocated = pool.submit(() -> {
                        softmaxAndLoss(x);
                        long before = threads.getCurrentThreadAllocatedBytes();
                        softmaxAndLoss(x);
                        return threads.getCurrentThreadAllocatedBytes() - before;
                    })
                    .get();
            assertTrue(allocated < x.length, () -> allocated + " bytes");
        } finally {
            pool.shutdown();
        }
    }

    private static void softmaxAndLoss(double[] x) {
        SoftmaxRows.softmax(x, x, 0, 1, x.length);
        FusedCrossEntropy.mean(x, x, 0, x.length, new int[] {3});
    }
}
