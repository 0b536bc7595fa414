package org.closedform.kernel;

import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;

/**
 * The exponentials of one long row and their sum, block by block, for {@link RowExponentials}. K is first that of the first x; where the
 * sum shows that it does not suit, that of the largest.
 */
final class LongRow<A> {
    private final Loops<A> loops;
    private final A x;
    private final A e;
    private final int length;
    private final LeftOut leftOut;

    /** Scratch, with the partial sums of a block first. */
    private final A parts;

    private final A padded;
    private final A quarters;
    private final double[] blockSums;

    /** Where the row begins and ends in x and e. */
    private int begin;

    private int end;

    /** No e is larger than the largest of all partial sums. */
    private double largestPart;

    /** Of the row, in arrays of one number: what {@link RowExponentials} has for many rows. */
    final double[] sum = new double[1];

    final double[] taken = new double[1];
    final int[] column = new int[1];
    double exponent;

    LongRow(Scratch<A> scratch, A x, A e, int length, LeftOut leftOut) {
        this.loops = scratch.loops;
        this.x = x;
        this.e = e;
        this.length = length;
        this.leftOut = leftOut;
        this.parts = scratch.block(0);
        this.padded = scratch.block(1);
        this.quarters = scratch.block(2);
        this.blockSums = new double[(length + Loops.BLOCK - 1) / Loops.BLOCK];
    }

    /** Makes e and the sum of the row that begins here. */
    void addUp(int begin) {
        this.begin = begin;
        this.end = begin + length;
        if (leftOut == LeftOut.LARGEST) {
            column[0] = 0;
        }
        loops.pick(x, begin, length, 0, 1, 0, sum);
        double reference = sum[0];
        addUp(reference, false);
        if (!(loops.isRegular(reference) && loops.isInRange(sum[0] + taken[0]))) {
            reference = max();
            if (!loops.isRegular(reference)) {
                sum[0] = Double.NaN;
                return;
            }
            addUp(reference, true);
        }
        exponent = loops.exponent(reference);
        if (leftOut == LeftOut.LARGEST && !(largestPart <= sum[0] / 2 && Math.abs(exponent) < Logarithm.LARGE)) {
            takeLargest();
        }
    }

    private void addUp(double reference, boolean isLargest) {
        largestPart = 0;
        taken[0] = 0;
        for (int block = 0; block < blockSums.length; block++) {
            int from = begin + block * Loops.BLOCK;
            loops.exponentials(x, e, from, Math.min(from + Loops.BLOCK, end), reference, isLargest);
            if (leftOut == LeftOut.COLUMN && column[0] / Loops.BLOCK == block) {
                loops.take(e, begin, length, 0, 1, column, taken);
            }
            addUpBlock(block);
        }
        sum[0] = Loops.FLOAT64.sum(blockSums, blockSums.length);
    }

    private void addUpBlock(int block) {
        int from = begin + block * Loops.BLOCK;
        int count = loops.fold(e, from, Math.min(from + Loops.BLOCK, end), parts, padded, quarters);
        blockSums[block] = loops.sum(parts, count);
        if (leftOut == LeftOut.LARGEST) {
            largestPart = Math.max(largestPart, loops.largest(parts, count));
        }
    }

    private double max() {
        double max = Double.NEGATIVE_INFINITY;
        for (int from = begin; from < end; from += Loops.BLOCK) {
            max = Math.max(max, loops.max(x, from, Math.min(from + Loops.BLOCK, end), parts, padded, quarters));
        }
        return max;
    }

    /** Leaves the largest element of the row out of its sum. */
    private void takeLargest() {
        column[0] = loops.first(x, begin, max()) - begin;
        loops.take(e, begin, length, 0, 1, column, taken);
        addUpBlock(column[0] / Loops.BLOCK);
        sum[0] = Loops.FLOAT64.sum(blockSums, blockSums.length);
    }
}
