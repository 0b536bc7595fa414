package org.closedform.kernel.loops;

import java.util.concurrent.ForkJoinWorkerThread;

/**
 * Splits work on rows, channels, blocks or matrices into ranges, which share nothing. The one door to other threads.
 *
 * <p>On a thread of a fork-join pool, large work is split over the threads of that pool, and the caller takes part; work on any
 * other thread stays on that thread. There is no pool, no setting and no thread of the library's own.
 *
 * <p>Work on a range may use scratch that its thread keeps. A thread that waits for others may take up other work, which would
 * overwrite that scratch; so work on a range never waits, and is not split again. Results do not depend on where work is split:
 * sums are split only at the nodes of their fixed trees.
 */
public final class Splitter {
    /** The least work for a task, in nanoseconds: some hundred times the cost of handing it over. */
    private static final double LEAST = 50_000;

    /** With one task for each thread, threads that finish early would be idle. */
    private static final int TASKS_PER_THREAD = 4;

    private Splitter() {}

    /** Work on {@code [from, to)}. */
    @FunctionalInterface
    public interface Range {
        /** Does it. */
        void apply(int from, int to);
    }

    /**
     * Does the work on {@code [0, count)}.
     *
     * @param multiple ranges begin at multiples of this
     * @param nanoseconds about how long one of them takes
     */
    public static void split(int count, int multiple, double nanoseconds, Range work) {
        if (!isLarge(count, nanoseconds)) {
            work.apply(0, count);
            return;
        }
        int threads = ((ForkJoinWorkerThread) Thread.currentThread()).getPool().getParallelism();
        double tasks = Math.min((double) threads * TASKS_PER_THREAD, count * nanoseconds / LEAST);
        int units = (int) (((long) count + multiple - 1) / multiple);
        SplitTask.run(work, multiple, count, (int) Math.min(tasks, units));
    }

    /** Whether work on {@code count} items of about {@code nanoseconds} each would be split on this thread. */
    public static boolean isLarge(int count, double nanoseconds) {
        return count * nanoseconds >= 2 * LEAST
                && Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool().getParallelism() > 1
                && !SplitTask.isRunning();
    }
}
