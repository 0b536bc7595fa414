package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;

/**
 * A sum for every lane, in the order of {@link ChannelSums}. Numbers are added to a part, up to four parts to a block, and blocks
 * to the sum of the lane, with compensation: the rounding errors are added up beside it (Knuth's two-sum; Ogita, Rump, Oishi,
 * Accurate Sum and Dot Product, 2005, algorithm 4.4). At the end the lanes of a channel are added to its total in the same way.
 */
final class LaneSums<A> {
    private static final int LANES = Loops.LANES;

    private final Loops<A> loops;

    /** Where numbers are added, lane by lane. */
    final A part;

    private final A block;
    private final A sum;
    private final A lost;
    private final A quarter;
    private final A moved;
    private final A movedLost;

    /** Class by class, a number for each of up to {@link Loops#LANES} channels. */
    private final A classes;

    private final A total;
    private final A totalLost;
    private int parts;
    private int blocks;

    LaneSums(Loops<A> loops) {
        this.loops = loops;
        part = loops.lanes(LANES);
        block = loops.lanes(LANES);
        sum = loops.lanes(LANES);
        lost = loops.lanes(LANES);
        quarter = loops.lanes(LANES / 4);
        moved = loops.lanes(LANES);
        movedLost = loops.lanes(LANES);
        classes = loops.lanes(ChannelSums.CLASSES * Loops.CLASS_STRIDE);
        total = loops.lanes(LANES);
        totalLost = loops.lanes(LANES);
    }

    void clear(int lanes) {
        parts = 0;
        blocks = 0;
        loops.fill(part, 0, lanes, 0);
        loops.fill(lost, 0, lanes, 0);
    }

    void clearTotals(int lanes) {
        loops.fill(total, 0, lanes, 0);
        loops.fill(totalLost, 0, lanes, 0);
    }

    /** Ends a part: adds it to the block. Not needed if it is the only part. */
    void closePart(int lanes) {
        if (parts++ == 0) {
            loops.copy(part, 0, block, 0, lanes);
        } else {
            loops.add(part, block, lanes);
        }
        loops.fill(part, 0, lanes, 0);
    }

    /** Ends a part that is a whole block of one channel: adds its lanes up to {@link ChannelSums#CLASSES} lanes. */
    void closePartAlong() {
        loops.foldLine(part, quarter, block);
        parts = 1;
        loops.fill(part, 0, LANES, 0);
    }

    /** Stores a block whose parts are ended. */
    void storeBlock(A target, int at, int lanes) {
        loops.copy(block, 0, target, at, lanes);
    }

    /** Loads one that was stored. */
    void loadBlock(A source, int at, int lanes) {
        loops.copy(source, at, block, 0, lanes);
    }

    /** Ends a block: adds it to the sum. Not needed if it is the only block. */
    void closeBlock(int lanes) {
        parts = 0;
        if (blocks++ == 0) {
            loops.copy(block, 0, sum, 0, lanes);
        } else {
            loops.addCompensated(block, sum, lost, lanes);
        }
    }

    /** Adds {@code lanes} lanes, starting at {@code from}, to as many totals. */
    void addToTotals(int from, int lanes) {
        A own = closed();
        if (from > 0) {
            loops.copy(own, from, moved, 0, lanes);
            own = moved;
        }
        loops.addCompensated(own, total, totalLost, lanes);
        if (blocks > 1) {
            loops.copy(lost, from, movedLost, 0, lanes);
            loops.add(movedLost, totalLost, lanes);
        }
    }

    /** Adds the first {@code lanes} lanes to the first total. */
    void addToTotal(int lanes) {
        loops.addUpCompensated(closed(), lost, total, totalLost, lanes);
    }

    /** Ends a part of {@code count} channels, {@code room} lanes each: sets the classes of channels {@code at …}. */
    void closeClasses(int count, int room, int at) {
        A lanes = part;
        if (room > LANES / 2) {
            loops.foldQuarters(part, quarter);
            lanes = quarter;
        } else if (room > LANES / 4) {
            loops.foldHalves(part, moved);
            lanes = moved;
        }
        loops.scatterClasses(lanes, count, room, classes, at);
        loops.fill(part, 0, LANES, 0);
    }

    /** Adds all classes of the first {@code lanes} channels to their totals. */
    void addClassesToTotals(int lanes) {
        for (int i = 0; i < ChannelSums.CLASSES; i++) {
            loops.copy(classes, i * Loops.CLASS_STRIDE, moved, 0, lanes);
            loops.addCompensated(moved, total, totalLost, lanes);
        }
    }

    /** Rounds the totals of the first {@code lanes} lanes, rounding errors included. */
    void roundTotals(int lanes, double[] totals, int at) {
        loops.round(total, totalLost, lanes, totals, at);
    }

    /** The array with the sums so far. A single part or block has not been moved on. */
    private A closed() {
        return blocks > 0 ? sum : parts > 0 ? block : part;
    }
}
