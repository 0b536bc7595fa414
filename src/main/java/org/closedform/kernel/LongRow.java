package org.closedform.kernel;

import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;

/**
 * The exponentials of one long row and their sum, block by block, for {@link RowExponentials}. The first attempt takes K from the
 * first x; if the sum is out of range, a second one takes it from the largest. Where e overwrites x, a copy of x stays in scratch
 * for the second attempt. Where only the sum is wanted, every block of e overwrites the one before.
 */
final class LongRow<A> {
    private final Loops<A> loops;
    private final Scratch<A> scratch;

    /** Scratch: the partial sums of a block, and two arrays for the loops. */
    private final A parts;

    private final A padded;
    private final A quarters;

    /** A block of x and its e, where e is not computed in place. */
    private final A blockOfX;

    private final A blockOfE;

    private double[] blockSums = {};
    private A x;
    private A e;
    private int length;

    /** How many of the first numbers count; of the others e is 0. */
    private int counted;

    private int blocks;
    private LeftOut leftOut;

    /** Where the row begins in x and e. */
    private int begin;

    /** The x that K is taken from. */
    private double reference;

    private boolean isLargest;

    /** The largest of all partial sums, which no e exceeds. */
    private double largestPart;

    /** The results for the row, in arrays of one number: {@link RowExponentials} has them for many rows. */
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

    /** Turns to rows of a length; e is null if only their sums are wanted. */
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

    /** Computes e and the sum of the row that begins here; of its first {@code counted} numbers, as if all after them were −∞. */
    void addUp(int begin, int counted) {
        this.begin = begin;
        this.counted = counted;
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

    /** Computes e of a block. */
    private void make(int block) {
        int from = block * Loops.BLOCK;
        int to = Math.min(from + Loops.BLOCK, length);
        int end = Math.min(Math.max(from, counted), to);
        if (isDirect()) {
            loops.exponentials(x, e, begin + from, begin + end, reference, isLargest);
            loops.fill(e, begin + end, begin + to, 0);
        } else {
            System.arraycopy(x, begin + from, blockOfX, 0, end - from);
            loops.exponentials(blockOfX, blockOfE, 0, end - from, reference, isLargest);
            loops.fill(blockOfE, end - from, to - from, 0);
        }
    }

    private boolean isDirect() {
        return e != null && e != x;
    }

    /** Leaves the column out of the e of a block. */
    private void take(int block) {
        int from = block * Loops.BLOCK;
        loops.take(isDirect() ? e : blockOfE, isDirect() ? begin : -from, length, 0, 1, column, taken);
    }

    /** Adds up a block, and copies it to its place if it is not there. */
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
        for (int from = 0; from < counted; from += Loops.BLOCK) {
            int to = Math.min(from + Loops.BLOCK, counted);
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
