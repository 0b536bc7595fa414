package org.closedform.kernel;

import java.util.List;
import org.closedform.kernel.loops.Loops;

/**
 * The arrays that a thread keeps for {@link ChannelSums} and {@link ChannelMap}, so that a call allocates hardly more than its result.
 *
 * <p>For sums, x and dy are four lines of {@link Loops#LANES} lanes, one after the other.
 */
final class ChannelScratch<A> {
    private static final ThreadLocal<ChannelScratch<double[]>> FLOAT64 =
            ThreadLocal.withInitial(() -> new ChannelScratch<>(Loops.FLOAT64));

    private static final ThreadLocal<ChannelScratch<float[]>> FLOAT32 =
            ThreadLocal.withInitial(() -> new ChannelScratch<>(Loops.FLOAT32));

    /** How many lines are added at once: the terms of t in {@link ChannelSums}. */
    static final int LINES = 4;

    private static final int LANES = Loops.LANES;

    final Loops<A> loops;

    // arrays that are written come first, against 4K aliasing: a load stalls if its low 12 address bits match those of
    // a recent store
    final LaneSums<A> sums;
    final LaneSums<A> products;
    final A result;
    final A x;
    final A dy;
    final A mean;
    final A scale;
    final A shift;
    final A slope;

    private ChannelScratch(Loops<A> loops) {
        this.loops = loops;
        sums = new LaneSums<>(loops);
        products = new LaneSums<>(loops);
        result = loops.lanes(ChannelMap.WIDTH);
        x = loops.lanes(Loops.BLOCK);
        dy = loops.lanes(Loops.BLOCK);
        mean = loops.lanes(ChannelMap.WIDTH);
        scale = loops.lanes(ChannelMap.WIDTH);
        shift = loops.lanes(ChannelMap.WIDTH);
        slope = loops.lanes(ChannelMap.WIDTH);
    }

    /** The scratch of this thread, for the element type of a buffer. */
    @SuppressWarnings("unchecked") // A is the type of the array
    static <A> ChannelScratch<A> of(Buffer like) {
        return (ChannelScratch<A>) (like.isFloat64() ? FLOAT64 : FLOAT32).get();
    }

    /** The array of a buffer. */
    @SuppressWarnings("unchecked") // buffers of one call are of one element type
    A values(Buffer buffer) {
        return (A) buffer.array();
    }

    /**
     * Fills the lanes with constants[first … end), each repeated {@code run} times; the pattern repeats until the lanes are full.
     */
    void spread(double[] constants, int first, int end, int run, A target, int lanes) {
        loops.spread(constants, first, end, run, target);
        for (int done = (end - first) * run; done < lanes; done += done) {
            loops.copy(target, 0, target, done, Math.min(done, lanes - done));
        }
    }

    /** Clears both sums. */
    void clear(int lanes) {
        sums.clear(lanes);
        products.clear(lanes);
    }

    /** Lanes [from … to) of a line that has no more numbers: x is the mean, and dy is 0. */
    void pad(int line, int from, int to) {
        if (from < to) {
            loops.copy(mean, from, x, line * LANES + from, to - from);
            loops.fill(dy, line * LANES + from, line * LANES + to, 0);
        }
    }

    /** Adds x − mean and its squares in the four lines, all of one channel, to the sums. */
    void addDeviations(double mean, int lanes) {
        loops.addDeviations(x, mean, sums.part, products.part, lanes);
    }

    /** Adds the four lines to the sums: x − mean and its squares, or dy and its products with x − mean. */
    void addLines(boolean areSquares, int lanes) {
        if (areSquares) {
            loops.addDeviations(x, mean, sums.part, products.part, lanes);
        } else {
            loops.addProducts(x, dy, mean, sums.part, products.part, lanes);
        }
    }

    /** The same of rows that follow each other, each of four lines. */
    void addRows(List<A> sources, int from, int count, int lanes) {
        A first = sources.get(0);
        if (sources.size() == 1) {
            loops.addRowDeviations(first, from, count, mean, sums.part, products.part, lanes, x);
        } else {
            loops.addRowProducts(first, sources.get(1), from, count, mean, sums.part, products.part, lanes, x, dy);
        }
    }

    /** The same of four lines as they lie in x, or in x and dy: they begin at {@code from}, {@code step} apart. */
    void addLines(List<A> sources, int from, int step, int lanes) {
        A first = sources.get(0);
        if (sources.size() == 1) {
            loops.addDeviations(first, from, step, mean, sums.part, products.part, lanes, x);
        } else {
            loops.addProducts(first, sources.get(1), from, step, mean, sums.part, products.part, lanes, x, dy);
        }
    }
}
