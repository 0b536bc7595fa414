package org.closedform.kernel;

import java.util.Arrays;

/**
 * A sum of float32 numbers for every lane, in the order of {@link ChannelSums}: what is added makes a part, four parts make a block,
 * and blocks are added to the sum of the lane, which keeps what each addition loses (Knuth's two-sum; Ogita, Rump, Oishi, Accurate Sum
 * and Dot Product, 2005, algorithm 4.4). So are the lanes of a channel to its total.
 */
final class Float32LaneSums {
    private static final int LANES = ChannelSums.LANES;

    /** Where numbers are added, lane by lane. */
    final float[] part = array(LANES);

    private final float[] block = array(LANES);
    private final float[] sum = array(LANES);
    private final float[] lost = array(LANES);
    private final float[] quarter = array(LANES / 4);
    private final float[] moved = array(LANES);
    private final float[] movedLost = array(LANES);
    private int parts;
    private int blocks;

    /** What {@link #addToTotals} made, rounded, and what rounding took from it. */
    final float[] total = array(LANES);

    final float[] totalLost = array(LANES);

    /** With its header of 16 bytes a whole number of cache lines: arrays made one after the other begin alike in them. */
    static float[] array(int size) {
        return new float[size + 48 / Float.BYTES];
    }

    /** Repeats the first {@code width} numbers as often as lanes have room for. */
    static void repeat(float[] numbers, int width, int lanes) {
        for (int done = width; done < lanes; done += done) {
            System.arraycopy(numbers, 0, numbers, done, Math.min(done, lanes - done));
        }
    }

    void clear(int lanes) {
        parts = 0;
        blocks = 0;
        Arrays.fill(part, 0, lanes, 0);
    }

    void clearTotals(int lanes) {
        Arrays.fill(total, 0, lanes, 0);
        Arrays.fill(totalLost, 0, lanes, 0);
    }

    /** Ends a part: adds it to the block. Not needed if it is the only part. */
    void closePart(int lanes) {
        if (parts++ == 0) {
            System.arraycopy(part, 0, block, 0, lanes);
        } else {
            Float32ChannelLoops.add(part, block, lanes);
        }
        Arrays.fill(part, 0, lanes, 0);
    }

    /** Ends a block: adds it to the sum. Not needed if it is the only block. */
    void closeBlock(int lanes) {
        parts = 0;
        if (blocks++ == 0) {
            System.arraycopy(block, 0, sum, 0, lanes);
            Arrays.fill(lost, 0, lanes, 0);
        } else {
            Float32ChannelLoops.addCompensated(block, sum, lost, lanes);
        }
    }

    /** Ends a part whose lanes are all of one channel and make a whole block: adds them up to {@link ChannelSums#CLASSES} lanes. */
    void closePartAlong() {
        Float32ChannelLoops.addQuarters(part, quarter);
        Float32ChannelLoops.addSixteenths(quarter, block);
        parts = 1;
        Arrays.fill(part, 0, LANES, 0);
    }

    /** Adds {@code lanes} lanes, starting at {@code from}, to as many totals. */
    void addToTotals(int from, int lanes) {
        System.arraycopy(closed(), from, moved, 0, lanes);
        Float32ChannelLoops.addCompensated(moved, total, totalLost, lanes);
        if (blocks > 1) {
            System.arraycopy(lost, from, movedLost, 0, lanes);
            Float32ChannelLoops.add(movedLost, totalLost, lanes);
        }
    }

    /** Adds the first {@code lanes} lanes to the first total. */
    void addToTotal(int lanes) {
        float[] added = closed();
        for (int lane = 0; lane < lanes; lane++) {
            float next = total[0] + added[lane];
            float taken = next - total[0];
            totalLost[0] += ((total[0] - (next - taken)) + (added[lane] - taken)) + (blocks > 1 ? lost[lane] : 0);
            total[0] = next;
        }
    }

    /** Where what was added is, as long as not every part or block of it was closed. */
    private float[] closed() {
        return blocks > 0 ? sum : parts > 0 ? block : part;
    }
}
