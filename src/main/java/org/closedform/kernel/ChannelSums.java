package org.closedform.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * Two sums over the numbers of every channel: Σ (x − mean) and Σ (x − mean)², or Σ dy and Σ (x − mean)·dy.
 *
 * <p>The order of a sum depends only on how many numbers the channel has, so that SIMD lanes may run along a channel or across
 * channels; {@link ChannelLayout} chooses. A channel is cut into blocks of 1024 numbers, and a block into 16 classes: every sixteenth
 * number belongs to the same class. The 64 numbers of a class are added as a tree of fours; the blocks, and at last the 16 classes,
 * by compensated sums.
 *
 * <pre>{@code
 * t_k = x_k + x_k+d + x_k+2d + x_k+3d       x_k the k-th number of a class, d a quarter of their number, 16 in a whole block
 * u_k = t_k + t_k+4 + t_k+8 + t_k+12        k < 4
 * v   = u_0 + u_1 + u_2 + u_3
 * }</pre>
 */
final class ChannelSums<A> {
    /** As many as the widest vector has lanes of float32. */
    static final int CLASSES = 16;

    /** How many numbers of a channel are added before the rounding errors of additions are kept. */
    static final int BLOCK = Loops.BLOCK;

    /** About how long a number takes. */
    private static final double NANOSECONDS = 0.5;

    /** This many times the channels that are added up together give the threads of a pool enough to do. */
    private static final int MANY = 16;

    /**
     * The sums of each channel.
     *
     * @param sums Σ (x − mean) or Σ dy
     * @param products Σ (x − mean)² or Σ (x − mean)·dy
     */
    record Totals(double[] sums, double[] products) {
        static Totals of(int channels) {
            return new Totals(new double[channels], new double[channels]);
        }
    }

    private final ChannelScratch<A> scratch;
    private final ChannelLayout<A> layout;
    private final boolean haveBlocks;
    private final double[] means;
    private final Totals totals;

    private ChannelSums(
            ChannelScratch<A> scratch, Channels channels, double[] means, List<Buffer> sources, Totals totals) {
        this.scratch = scratch;
        this.layout = ChannelLayout.of(scratch, channels, sources);
        this.haveBlocks = channels.length() > BLOCK;
        this.means = means;
        this.totals = totals;
    }

    /** Of x − mean and (x − mean)², with means that it rounds to the element type. */
    static Totals ofDeviations(Buffer x, Channels channels, double[] means) {
        Totals totals = Totals.of(means.length);
        ofDeviations(x, channels, means, totals);
        return totals;
    }

    /** The same in given arrays. */
    static void ofDeviations(Buffer x, Channels channels, double[] means, Totals totals) {
        addUp(channels, means, List.of(x), totals);
    }

    /** Of dy and (x − mean)·dy, with means that it rounds to the element type. */
    static Totals ofProducts(Buffer x, Buffer dy, Channels channels, double[] means) {
        Totals totals = Totals.of(means.length);
        addUp(channels, means, List.of(x, dy), totals);
        return totals;
    }

    /** Sets the totals of channels [from … to) to those of dy and (x − mean)·dy, on this thread. */
    static void ofProducts(Buffer x, Buffer dy, Channels channels, double[] means, Totals totals, int from, int to) {
        new ChannelSums<>(ChannelScratch.of(x), channels, means, List.of(x, dy), totals)
                .addUp(from, to, ChannelLayout.together(channels));
    }

    private static void addUp(Channels channels, double[] means, List<Buffer> sources, Totals totals) {
        int count = channels.count();
        Supplier<ChannelSums<Object>> onThisThread =
                () -> new ChannelSums<>(ChannelScratch.of(sources.get(0)), channels, means, sources, totals);
        int most = ChannelLayout.together(channels);
        double nanoseconds = channels.length() * NANOSECONDS;
        boolean areMany = count >= MANY * most || channels.length() <= BLOCK;
        if (areMany || !Splitter.isLarge(count, nanoseconds)) {
            Splitter.split(
                    count, most, nanoseconds, (from, to) -> onThisThread.get().addUp(from, to, most));
            return;
        }
        for (int first = 0; first < count; first += most) {
            addUpByBlocks(onThisThread, first, Math.min(most, count - first));
        }
    }

    /** Channels [from … to), some of about the same number at a time. */
    private void addUp(int from, int to, int most) {
        int tiles = (to - from + most - 1) / most;
        for (int tile = 0, first = from; tile < tiles; tile++) {
            int width = (to - first) / (tiles - tile);
            layout.turnTo(first, width, means);
            addUp(first, width, layout::addBlock);
            first += width;
        }
    }

    /** Makes the sums of a block, or fetches them. */
    @FunctionalInterface
    private interface Addition {
        void apply(int group, int block);
    }

    private void addUp(int first, int width, Addition addition) {
        scratch.sums.clearTotals(width);
        scratch.products.clearTotals(width);
        for (int group = 0; group < layout.groups(); group++) {
            layout.clear();
            for (int block = 0; block < layout.blocks(group); block++) {
                addition.apply(group, block);
                if (haveBlocks) {
                    scratch.sums.closeBlock(layout.lanes());
                    scratch.products.closeBlock(layout.lanes());
                }
            }
            layout.addToTotals(scratch.sums);
            layout.addToTotals(scratch.products);
        }
        scratch.sums.roundTotals(width, totals.sums, first);
        scratch.products.roundTotals(width, totals.products, first);
    }

    /** Some channels: each block on any thread, then the sums of the blocks on this one. */
    private static <A> void addUpByBlocks(Supplier<ChannelSums<A>> onThisThread, int first, int width) {
        ChannelSums<A> own = onThisThread.get();
        own.layout.turnTo(first, width, own.means);
        int lanes = own.layout.lanes();
        List<BlockSums<A>> made = new ArrayList<>();
        for (int group = 0; group < own.layout.groups(); group++) {
            int ofGroup = group;
            int count = own.layout.blocks(group);
            BlockSums<A> blocks = new BlockSums<>(own.scratch.loops, count, lanes);
            Splitter.split(count, 1, lanes * (BLOCK / CLASSES) * NANOSECONDS, (from, to) -> {
                ChannelSums<A> sums = onThisThread.get();
                sums.layout.turnTo(first, width, sums.means);
                for (int block = from; block < to; block++) {
                    sums.layout.clear();
                    sums.layout.addBlock(ofGroup, block);
                    blocks.store(block, sums.scratch);
                }
            });
            made.add(blocks);
        }
        own.addUp(first, width, (group, block) -> made.get(group).load(block, own.scratch));
    }

    /** Both sums of every lane of some blocks. */
    private record BlockSums<A>(A sums, A products, int lanes) {
        BlockSums(Loops<A> loops, int blocks, int lanes) {
            this(loops.lanes(blocks * lanes), loops.lanes(blocks * lanes), lanes);
        }

        void store(int block, ChannelScratch<A> scratch) {
            scratch.sums.storeBlock(sums, block * lanes, lanes);
            scratch.products.storeBlock(products, block * lanes, lanes);
        }

        void load(int block, ChannelScratch<A> scratch) {
            scratch.sums.loadBlock(sums, block * lanes, lanes);
            scratch.products.loadBlock(products, block * lanes, lanes);
        }
    }
}
