package org.closedform.kernel;

import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;

/**
 * The exponentials of one long row and their sum, block by block, for {@link RowExponentials}. K is first that of the first x; where the
 * sum shows that it does not suit, that of the largest. Where e takes the place of x, x is kept in scratch for that.
 * Where e is wanted for its sum only, each block of it takes the place of the one before.
 */
final class LongRow<A> {
    private final Loops<A> loops;
    private final Scratch<A> scratch;

    /** Scratch, with the partial sums of a block first. */
    private final A parts;

    private final A padded;
    private final A quarters;

    /** A block of x, and its e, where e cannot be made where it goes. */
    private final A blockOfX;

    private final A blockOfE;

    private double[] blockSums = {};
    private A x;
    private A e;
    private int length;
    private int blocks;
    private LeftOut leftOut;

    /** Where the row begins in x and e. */
    private int begin;

    /** What e of the row is made with. */
    private double reference;

    private boolean isLargest;

    /** No e is larger than the largest of all partial sums. */
    private double largestPart;

    /** Of the row, in arrays of one number: what {@link RowExponentials} has for many rows. */
    final double[] sum = new double[1];

    final double[] taken = new double[1];
    final int[] column = new int[1];
    double exponent;

    LongRow(Scratch<A> scratch) {
        this.loops = scratch.loops;
        this.scratch = scratch;
        this.parts = scratch.block(0);
        this.padded = scratch.block(1);
        this.quarters = scratch.block(2);
        this.blockOfX = scratch.block(3);
        this.blockOfE = scratch.block(4);
    }

    /** Turns to rows of a length; without an e for their sums only. */
    void to(A x, A e, int length, LeftOut leftOut) {
        this.x = x;
        this.e = e;
        this.length = length;
        this.leftOut = leftOut;
        this.blocks = (length + Loops.BLOCK - 1) / Loops.BLOCK;
        if (blocks > blockSums.length) {
            blockSums = new double[blocks];
        }
    }

    /** Makes e and the sum of the row that begins here. */
    void addUp(int begin) {
        this.begin = begin;
        if (leftOut == LeftOut.LARGEST) {
            column[0] = 0;
        }
        loops.pick(x, begin, length, 0, 1, 0, sum);
        reference = sum[0];
        isLargest = false;
        if (x == e) {
            System.arraycopy(x, begin, scratch.row(length), 0, length);
        }
        addUp();
        if (!(loops.isRegular(reference) && loops.isInRange(sum[0] + taken[0]))) {
            if (x == e) {
                System.arraycopy(scratch.row(length), 0, x, begin, length);
            }
            reference = max();
            if (!loops.isRegular(reference)) {
                sum[0] = Double.NaN;
                return;
            }
            isLargest = true;
            addUp();
        }
        exponent = loops.exponent(reference);
        if (leftOut == LeftOut.LARGEST && !(largestPart <= sum[0] / 2 && Math.abs(exponent) < Logarithm.LARGE)) {
            takeLargest();
        }
    }

    private void addUp() {
        largestPart = 0;
        taken[0] = 0;
        for (int block = 0; block < blocks; block++) {
            make(block);
            if (leftOut == LeftOut.COLUMN && column[0] / Loops.BLOCK == block) {
                take(block);
            }
            addUpBlock(block);
        }
        sum[0] = Loops.FLOAT64.sum(blockSums, blocks);
    }

    /** Makes e of a block. */
    private void make(int block) {
        int from = block * Loops.BLOCK;
        int to = Math.min(from + Loops.BLOCK, length);
        if (isDirect()) {
            loops.exponentials(x, e, begin + from, begin + to, reference, isLargest);
        } else {
            System.arraycopy(x, begin + from, blockOfX, 0, to - from);
            loops.exponentials(blockOfX, blockOfE, 0, to - from, reference, isLargest);
        }
    }

    private boolean isDirect() {
        return e != null && e != x;
    }

    /** What is made of a block lacks the column. */
    private void take(int block) {
        int from = block * Loops.BLOCK;
        loops.take(isDirect() ? e : blockOfE, isDirect() ? begin : -from, length, 0, 1, column, taken);
    }

    /** Adds up a block, and puts it where it goes. */
    private void addUpBlock(int block) {
        int from = block * Loops.BLOCK;
        int to = Math.min(from + Loops.BLOCK, length);
        int count = isDirect()
                ? loops.fold(e, begin + from, begin + to, parts, padded, quarters)
                : loops.fold(blockOfE, 0, to - from, parts, padded, quarters);
        blockSums[block] = loops.sum(parts, count);
        if (leftOut == LeftOut.LARGEST) {
            largestPart = Math.max(largestPart, loops.largest(parts, count));
        }
        if (e == x) {
            System.arraycopy(blockOfE, 0, e, begin + from, to - from);
        }
    }

    private double max() {
        double max = Double.NEGATIVE_INFINITY;
        for (int from = 0; from < length; from += Loops.BLOCK) {
            int to = Math.min(from + Loops.BLOCK, length);
            max = Math.max(max, loops.max(x, begin + from, begin + to, parts, padded, quarters));
        }
        return max;
    }

    /** Leaves the largest element of the row out of its sum. */
    private void takeLargest() {
        column[0] = loops.first(x, begin, max()) - begin;
        int block = column[0] / Loops.BLOCK;
        if (!isDirect()) {
            make(block);
        }
        take(block);
        addUpBlock(block);
        sum[0] = Loops.FLOAT64.sum(blockSums, blocks);
    }
}
