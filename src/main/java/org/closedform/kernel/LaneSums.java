package org.closedform.kernel;

/**
 * A sum for every lane of a {@link ChannelBlock}, in the order of {@link ChannelSums}: what is added makes a part, four parts make a
 * block, and blocks are added to the sum of the lane, which keeps what each addition loses (Knuth's two-sum; Ogita, Rump, Oishi,
 * Accurate Sum and Dot Product, 2005, algorithm 4.4). So are the lanes of a channel to its total.
 */
sealed interface LaneSums permits Float32LaneSums, Float64LaneSums {

    void clear(int lanes);

    void clearTotals(int lanes);

    /** The part is whole; needed where it is not the only one. */
    void closePart(int lanes);

    /** The block is whole; needed where it is not the only one. */
    void closeBlock(int lanes);

    /** The lanes of the part are numbers of one channel, those of a whole block, and are added up to {@link ChannelSums#CLASSES} lanes. */
    void closePartAlong();

    /** Adds some lanes, from one on, to as many totals. */
    void addToTotals(int from, int lanes);

    /** Adds some lanes, from the first on, to the first total. */
    void addToTotal(int lanes);

    double total(int index);
}
