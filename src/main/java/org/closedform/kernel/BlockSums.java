package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;

/** The two sums of every lane of some blocks, for {@link ChannelSums} to add up in their order. */
final class BlockSums<A> {
    private final int lanes;
    private final A sums;
    private final A products;

    BlockSums(Loops<A> loops, int blocks, int lanes) {
        this.lanes = lanes;
        this.sums = loops.lanes(blocks * lanes);
        this.products = loops.lanes(blocks * lanes);
    }

    void store(int block, LaneSums<A> ofLanes, LaneSums<A> ofProducts) {
        ofLanes.storeBlock(sums, block * lanes, lanes);
        ofProducts.storeBlock(products, block * lanes, lanes);
    }

    void load(int block, LaneSums<A> ofLanes, LaneSums<A> ofProducts) {
        ofLanes.loadBlock(sums, block * lanes, lanes);
        ofProducts.loadBlock(products, block * lanes, lanes);
    }
}
