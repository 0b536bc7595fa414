package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;

/** What a thread keeps for {@link ChannelSums} and {@link ChannelMap}, so that a call allocates hardly more than its result. */
final class ChannelScratch<A> {
    private static final ThreadLocal<ChannelScratch<double[]>> FLOAT64 =
            ThreadLocal.withInitial(() -> new ChannelScratch<>(Loops.FLOAT64));

    private static final ThreadLocal<ChannelScratch<float[]>> FLOAT32 =
            ThreadLocal.withInitial(() -> new ChannelScratch<>(Loops.FLOAT32));

    final Loops<A> loops;

    // what is written comes first, against 4K aliasing: a load that matches a recent store in its low 12 address bits
    // stalls
    final LaneSums<A> sums;
    final LaneSums<A> productSums;
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
        productSums = new LaneSums<>(loops);
        result = loops.lanes(ChannelMap.WIDTH);
        x = loops.lanes(Loops.BLOCK);
        dy = loops.lanes(Loops.BLOCK);
        mean = loops.lanes(Loops.BLOCK);
        scale = loops.lanes(ChannelMap.WIDTH);
        shift = loops.lanes(ChannelMap.WIDTH);
        slope = loops.lanes(ChannelMap.WIDTH);
    }

    /** That of the thread, for arrays of the type of a buffer's. */
    @SuppressWarnings("unchecked") // A is the type of the array
    static <A> ChannelScratch<A> of(Buffer like) {
        return (ChannelScratch<A>) (like.isFloat64() ? FLOAT64 : FLOAT32).get();
    }

    /** The array of a buffer. */
    @SuppressWarnings("unchecked") // buffers of one call are of one element type
    A values(Buffer buffer) {
        return (A) buffer.array();
    }

    /** Fills the lanes with constants[first … end), each repeated {@code run} times, over and over. */
    void spread(double[] constants, int first, int end, int run, A target, int lanes) {
        loops.spread(constants, first, end, run, target);
        for (int done = (end - first) * run; done < lanes; done += done) {
            loops.copy(target, 0, target, done, Math.min(done, lanes - done));
        }
    }
}
