package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What threads do which ranges, and what becomes of exceptions, interrupts, and pools that are shut down. */
class SplitterTest {
    /** A millisecond each, so that every one is worth a task. */
    private static final double LONG = 1e6;

    private static <T> T inPool(int threads, Callable<T> work) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(work).get();
        } finally {
            pool.shutdown();
        }
    }

    private record Done(int from, int to, Thread thread) {}

    private static List<Done> ranges(int count, int multiple, double nanoseconds) {
        ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();
        Splitter.split(
                count, multiple, nanoseconds, (from, to) -> done.add(new Done(from, to, Thread.currentThread())));
        return List.copyOf(done);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void everythingIsDoneOnce(int threads) throws Exception {
        for (int count : new int[] {0, 1, 2, 3, 7, 8, 9, 64, 1000, 100_003}) {
            for (int multiple : new int[] {1, 3, 32, 1024}) {
                List<Done> ranges = inPool(threads, () -> ranges(count, multiple, LONG));
                AtomicIntegerArray times = new AtomicIntegerArray(count);
                for (Done range : ranges) {
                    assertEquals(0, range.from % multiple);
                    IntStream.range(range.from, range.to).forEach(times::incrementAndGet);
                }
                assertEquals(
                        0,
                        IntStream.range(0, count).filter(i -> times.get(i) != 1).count());
                int units = (count + multiple - 1) / multiple;
                int expected = threads == 1 || count == 0 ? 1 : Math.min(units, 4 * threads);
                assertEquals(expected, ranges.size(), count + " by " + multiple);
            }
        }
    }

    @Test
    void theLargestCountHasRangesToo() throws Exception {
        int count = Integer.MAX_VALUE;
        List<Done> ranges = inPool(2, () -> ranges(count, 1024, 1));
        assertEquals(8, ranges.size());
        assertEquals(
                count, ranges.stream().mapToInt(range -> range.to - range.from).sum());
    }

    @Test
    void onlyThreadsOfThePoolTakePart() throws Exception {
        Set<ForkJoinPool> pools = inPool(3, () -> ranges(1000, 1, LONG).stream()
                .map(range -> ((ForkJoinWorkerThread) range.thread).getPool())
                .collect(Collectors.toSet()));
        assertEquals(1, pools.size());
    }

    @Test
    void twoThreadsWorkAtOnce() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        inPool(2, () -> {
            Splitter.split(8, 1, LONG, (from, to) -> {
                if (threads.add(Thread.currentThread())) {
                    both.countDown();
                    await(both);
                }
            });
            return null;
        });
        assertEquals(2, threads.size());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(1, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void smallWorkStaysWhereItIs() throws Exception {
        List<Done> ranges = inPool(4, () -> {
            List<Done> all = ranges(1000, 1, 99);
            assertSame(Thread.currentThread(), all.get(0).thread);
            return all;
        });
        assertEquals(1, ranges.size());
    }

    @Test
    void onOtherThreadsEverythingDoes() throws Exception {
        List<Done> here = ranges(1000, 1, LONG);
        assertEquals(List.of(new Done(0, 1000, Thread.currentThread())), here);
        Thread[] thread = new Thread[1];
        List<Done> there = CompletableFuture.supplyAsync(
                        () -> {
                            thread[0] = Thread.currentThread();
                            return ranges(1000, 1, LONG);
                        },
                        Runnable::run)
                .get();
        assertEquals(List.of(new Done(0, 1000, thread[0])), there);
    }

    /** So that what a range keeps for itself meets no other work of its thread. */
    @Test
    void whatIsSplitWithinARangeIsDoneInPlace() throws Exception {
        ConcurrentLinkedQueue<List<Done>> within = new ConcurrentLinkedQueue<>();
        inPool(2, () -> {
            Splitter.split(8, 1, LONG, (from, to) -> {
                List<Done> inner = ranges(100, 1, LONG);
                assertEquals(List.of(new Done(0, 100, Thread.currentThread())), inner);
                within.add(inner);
            });
            return null;
        });
        assertEquals(8, within.size());
    }

    @Test
    void afterwardsAThreadSplitsAgain() throws Exception {
        int ranges = inPool(2, () -> {
            assertThrows(
                    IllegalStateException.class,
                    () -> Splitter.split(8, 1, LONG, (from, to) -> {
                        throw new IllegalStateException();
                    }));
            return ranges(8, 1, LONG).size();
        });
        assertEquals(8, ranges);
    }

    /** Tasks of a user that split on their part start no thread beyond those of the pool. */
    @Test
    void tasksThatSplitDoNotAddThreads() throws Exception {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        inPool(3, () -> {
            List<ForkJoinTask<?>> tasks = Collections.nCopies(20, 0).stream()
                    .<ForkJoinTask<?>>map(i -> ForkJoinTask.adapt(
                            () -> Splitter.split(20, 1, LONG, (from, to) -> threads.add(Thread.currentThread()))))
                    .toList();
            ForkJoinTask.invokeAll(tasks);
            return null;
        });
        assertTrue(threads.size() <= 3, () -> threads + " did it");
    }

    @Test
    void theFirstExceptionReachesTheCallerAsItself() throws Exception {
        List<RuntimeException> exceptions = IntStream.range(0, 8)
                .mapToObj(i -> new IllegalStateException("range " + i))
                .collect(Collectors.toList());
        AtomicIntegerArray done = new AtomicIntegerArray(8);
        Throwable thrown = inPool(
                2,
                () -> assertThrows(
                        IllegalStateException.class,
                        () -> Splitter.split(8, 1, LONG, (from, to) -> {
                            done.incrementAndGet(from);
                            if (from >= 3) {
                                throw exceptions.get(from);
                            }
                        })));
        assertSame(exceptions.get(3), thrown);
        assertEquals(8, IntStream.range(0, 8).map(done::get).sum(), "all are over");
        Error error = new AssertionError();
        assertSame(
                error,
                inPool(
                        3,
                        () -> assertThrows(
                                AssertionError.class,
                                () -> Splitter.split(8, 1, LONG, (from, to) -> {
                                    throw error;
                                }))));
    }

    @Test
    void anInterruptIsLeftSetAndStopsNothing() throws Exception {
        assertAllIsDone(i -> {
            if (i == 0) {
                Thread.currentThread().interrupt();
            }
        });
        boolean isInterrupted = inPool(2, () -> {
            Thread.currentThread().interrupt();
            assertEquals(8, ranges(8, 1, LONG).size());
            return Thread.interrupted();
        });
        assertTrue(isInterrupted);
    }

    private static void assertAllIsDone(IntConsumer meanwhile) throws Exception {
        AtomicIntegerArray done = new AtomicIntegerArray(8);
        inPool(2, () -> {
            Splitter.split(8, 1, LONG, (from, to) -> {
                meanwhile.accept(from);
                done.incrementAndGet(from);
            });
            return null;
        });
        for (int i = 0; i < 8; i++) {
            assertEquals(1, done.get(i));
        }
    }

    /** Before, while the others are at work, and while the caller waits for them. */
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 7})
    void aPoolThatIsShutDownLeavesNothingUndone(int when) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(3);
        AtomicIntegerArray done = new AtomicIntegerArray(12);
        AtomicIntegerArray atReturn = new AtomicIntegerArray(12);
        CountDownLatch returned = new CountDownLatch(1);
        pool.execute(() -> {
            if (when < 0) {
                pool.shutdownNow();
            }
            Splitter.split(12, 1, LONG, (from, to) -> {
                if (from == when) {
                    pool.shutdownNow();
                }
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
                done.incrementAndGet(from);
            });
            IntStream.range(0, 12).forEach(i -> atReturn.set(i, done.get(i)));
            returned.countDown();
        });
        await(returned);
        IntStream.range(0, 12).forEach(i -> assertEquals(1, atReturn.get(i), "range " + i));
    }
}
