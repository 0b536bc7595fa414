package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * The arrays that a thread keeps for {@link ChannelSums} and {@link ChannelMap}, so that a call allocates hardly more than its result.
 *
 * <p>For sums, x, dy and mean are four lines of {@link Loops#LANES} lanes, one after the other.
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
        mean = loops.lanes(Loops.BLOCK);
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

    /** Gives the lanes of every line the means of the first. */
    void repeatMeans(int lanes) {
        for (int line = 1; line < LINES; line++) {
            loops.copy(mean, 0, mean, line * LANES, lanes);
        }
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
            forLines(lanes, (from, to) -> loops.center(x, mean, from, to));
            loops.addLinesAndSquares(x, sums.part, products.part, lanes);
        } else {
            loops.addLines(dy, sums.part, lanes);
            forLines(lanes, (from, to) -> loops.multiplyDeviations(x, mean, dy, from, to));
            loops.addLines(x, products.part, lanes);
        }
    }

    /** Works on these lanes of every line; on all lanes in one call where that costs less than a call for each line. */
    static void forLines(int lanes, Splitter.Range work) {
        if (lanes > LANES / 2) {
            work.apply(0, LINES * LANES);
            return;
        }
        for (int line = 0; line < LINES; line++) {
            work.apply(line * LANES, line * LANES + lanes);
        }
    }
}
