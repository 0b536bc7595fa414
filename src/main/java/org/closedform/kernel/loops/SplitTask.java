package org.closedform.kernel.loops;

import java.util.concurrent.CancellationException;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A range of work that is offered to a pool. Whoever begins it does it: a thread of the pool, or the caller, if the pool refuses it
 * or drops it at shutdown. It is over when the work is done, whatever the pool says: a pool that is shut down reports running tasks
 * as cancelled.
 */
final class SplitTask extends RecursiveAction {
    private static final long serialVersionUID = 1L;

    /** Set on a thread while it works on a range. */
    private static final ThreadLocal<Boolean> RUNNING = new ThreadLocal<>();

    private final transient Splitter.Range work;
    private final int multiple;
    private final int from;
    private final int to;
    private final int tasks;
    private final AtomicBoolean isBegun = new AtomicBoolean();
    private volatile boolean isOver;

    /** A {@link RuntimeException} or {@link Error}. */
    private Throwable failure;

    private SplitTask(Splitter.Range work, int multiple, int from, int to, int tasks) {
        this.work = work;
        this.multiple = multiple;
        this.from = from;
        this.to = to;
        this.tasks = tasks;
    }

    /**
     * Does the work on {@code [0, count)}, on a thread of a pool. If tasks throw, the exception of the first range is thrown when
     * all are over.
     */
    static void run(Splitter.Range work, int multiple, int count, int tasks) {
        boolean isInterrupted = Thread.currentThread().isInterrupted();
        SplitTask whole = new SplitTask(work, multiple, 0, count, tasks);
        whole.compute();
        if (isInterrupted) {
            Thread.currentThread().interrupt(); // other work, taken up while waiting, may have cleared it
        }
        if (whole.failure instanceof Error error) {
            throw error;
        }
        if (whole.failure != null) {
            throw (RuntimeException) whole.failure;
        }
    }

    /** Whether this thread works on a range. */
    static boolean isRunning() {
        return RUNNING.get() != null;
    }

    @Override
    protected void compute() {
        if (!isBegun.compareAndSet(false, true)) {
            return;
        }
        try {
            if (tasks > 1) {
                halve();
            } else {
                apply();
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            isOver = true;
        }
    }

    private void apply() {
        RUNNING.set(true);
        try {
            work.apply(from, to);
        } finally {
            RUNNING.remove();
        }
    }

    private void halve() {
        int half = tasks / 2;
        long units = ((long) to - from + multiple - 1) / multiple;
        int middle = from + (int) (units * half / tasks) * multiple;
        SplitTask first = new SplitTask(work, multiple, from, middle, half);
        SplitTask second = new SplitTask(work, multiple, middle, to, tasks - half);
        second.offer();
        first.compute();
        second.complete();
        failure = first.failure != null ? first.failure : second.failure;
    }

    /** Offers it to the other threads of the pool. */
    private void offer() {
        try {
            fork();
        } catch (RejectedExecutionException | OutOfMemoryError refused) {
            // the queue is full, or no thread can be started: the caller does it himself
        }
    }

    /** Does it, or waits for the thread that does. */
    private void complete() {
        tryUnfork();
        compute();
        try {
            if (!isOver) {
                join();
            }
        } catch (CancellationException e) {
            // shut down; what is begun goes on
        }
        while (!isOver) {
            Thread.yield();
        }
    }
}
