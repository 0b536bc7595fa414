package org.closedform.kernel;

/**
 * A sum for every lane of a {@link ChannelBlock}, in the order of {@link ChannelSums}: what is added makes a part, four parts make a
 * block, and blocks are added to the sum of the lane, which keeps what each addition loses (Knuth's two-sum; Ogita, Rump, Oishi,
 * Accurate Sum and Dot Product, 2005, algorithm 4.4). So are the lanes of a channel to its total.
 */
sealed interface LaneSums permits Float32LaneSums, Float64LaneSums {

    void clear(int lanes);

    void clearTotals(int lanes);

    /** Ends a part: adds it to the block. Not needed if it is the only part. */
    void closePart(int lanes);

    /** Ends a block: adds it to the sum. Not needed if it is the only block. */
    void closeBlock(int lanes);

    /** Ends a part whose lanes are all of one channel and make a whole block: adds them up to {@link ChannelSums#CLASSES} lanes. */
    void closePartAlong();

    /** Adds some lanes, from one on, to as many totals. */
    void addToTotals(int from, int lanes);

    /** Adds some lanes, from the first on, to the first total. */
    void addToTotal(int lanes);

    double total(int index);
}
