package org.closedform.kernel;

/**
 * Short rows side by side in a {@link Panel}, a row a column: element i of row j is number i · {@link #WIDTH} + j. So what is done to
 * one row is done to all in the same SIMD instructions, with the same bits as row by row.
 */
sealed interface Columns permits Float32Columns, Float64Columns {
    int WIDTH = 64;

    /** Longer rows are better made one by one. */
    int LONGEST = 32;

    /** Numbers that are read beyond the last row. */
    int PADDING = 3 * WIDTH;

    /** As {@link Panel#exponentials}, each row with its first x as the reference. */
    void exponentials(int length);

    /** Σ e of every row, in the order of {@link Panel#sum}. */
    void sums(int length, double[] sums);

    /** Σ e of one row as it is now. */
    double sum(int length, int row);

    /** The largest of the partial sums that {@link #sums} or {@link #sum} found for a row. */
    double largestPart(int length, int row);

    /** The largest x of every row, NaN if one is NaN. */
    void maxima(int length, double[] maxima);

    /** As {@link Panel#scale}. */
    void scale(int length, double[] numerators, double[] sums);

    /** As {@link Panel#subtract}. */
    void subtract(int length, double[] a, double[] b);
}
