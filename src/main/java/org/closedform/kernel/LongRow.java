package org.closedform.kernel;

import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * The exponentials of one long row and their sum, block by block, for {@link RowExponentials}. The first attempt takes K from the
 * first x; if the sum is out of range, a second one takes it from the largest. Where e overwrites x, a copy of x stays in scratch
 * for the second attempt. Where only the sum is wanted, every block of e overwrites the one before.
 */
final class LongRow<A> {
    /** About how long a block takes. */
    private static final double BLOCK_NANOSECONDS = Loops.BLOCK;

    /** So many rows give the threads of a pool enough to do. */
    private static final int MANY = 8;

    private final Loops<A> loops;
    private final Scratch<A> scratch;

    /** For each block its sum, its largest partial sum, which no e exceeds, and its largest x. */
    private double[] blockSums = {};

    private double[] largestParts = {};
    private double[] maxima = {};
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

    /** Where x is copied before e overwrites it; null where it need not be. */
    private A copy;

    /** The results for the row, in arrays of one number: {@link RowExponentials} has them for many rows. */
    final double[] sum = new double[1];

    final double[] taken = new double[1];
    final int[] column = new int[1];
    double exponent;

    LongRow(Scratch<A> scratch) {
        this.loops = scratch.loops;
        this.scratch = scratch;
    }

    /** Whether each row of a few is split over threads. Its scratch must not be {@linkplain Scratch#isShared() shared}. */
    static boolean isSplit(int rows, int length) {
        return rows < MANY && Splitter.isLarge(length / Loops.BLOCK, BLOCK_NANOSECONDS);
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
            largestParts = new double[blocks];
            maxima = new double[blocks];
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
        copy = x == e ? scratch.row(length) : null;
        addUp();
        copy = null;
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
        if (leftOut == LeftOut.LARGEST && !(largestPart() <= sum[0] / 2 && Math.abs(exponent) < Logarithm.LARGE)) {
            takeLargest();
        }
    }

    private double largestPart() {
        double largest = 0;
        for (int block = 0; block < blocks; block++) {
            largest = Math.max(largest, largestParts[block]);
        }
        return largest;
    }

    private void addUp() {
        taken[0] = 0;
        if (scratch.isShared()) {
            addUp(0, blocks, scratch);
        } else {
            Splitter.split(blocks, 1, BLOCK_NANOSECONDS, (from, to) -> addUp(from, to, Scratch.of(x)));
        }
        sum[0] = Loops.FLOAT64.sum(blockSums, blocks);
    }

    private void addUp(int first, int end, Scratch<A> own) {
        for (int block = first; block < end; block++) {
            make(block, own);
            if (leftOut == LeftOut.COLUMN && column[0] / Loops.BLOCK == block) {
                take(block, own);
            }
            addUpBlock(block, own);
        }
    }

    /** Computes e of a block. */
    private void make(int block, Scratch<A> own) {
        int from = block * Loops.BLOCK;
        int to = end(block);
        int end = Math.min(Math.max(from, counted), to);
        if (copy != null) {
            System.arraycopy(x, begin + from, copy, from, to - from);
        }
        if (isDirect()) {
            loops.exponentials(x, e, begin + from, begin + end, reference, isLargest);
            loops.fill(e, begin + end, begin + to, 0);
        } else {
            System.arraycopy(x, begin + from, own.block(3), 0, end - from);
            loops.exponentials(own.block(3), own.block(4), 0, end - from, reference, isLargest);
            loops.fill(own.block(4), end - from, to - from, 0);
        }
    }

    private int end(int block) {
        return Math.min((block + 1) * Loops.BLOCK, length);
    }

    private boolean isDirect() {
        return e != null && e != x;
    }

    /** Leaves the column out of the e of a block. */
    private void take(int block, Scratch<A> own) {
        int from = block * Loops.BLOCK;
        loops.take(isDirect() ? e : own.block(4), isDirect() ? begin : -from, length, 0, 1, column, taken);
    }

    /** Adds up a block, and copies it to its place if it is not there. */
    private void addUpBlock(int block, Scratch<A> own) {
        int from = block * Loops.BLOCK;
        int to = end(block);
        A parts = own.block(0);
        int count = isDirect()
                ? loops.fold(e, begin + from, begin + to, parts, own.block(1), own.block(2))
                : loops.fold(own.block(4), 0, to - from, parts, own.block(1), own.block(2));
        blockSums[block] = loops.sum(parts, count);
        if (leftOut == LeftOut.LARGEST) {
            largestParts[block] = loops.largest(parts, count);
        }
        if (e == x) {
            System.arraycopy(own.block(4), 0, e, begin + from, to - from);
        }
    }

    private double max() {
        if (scratch.isShared()) {
            findMaxima(0, blocks, scratch);
        } else {
            Splitter.split(blocks, 1, BLOCK_NANOSECONDS, (from, to) -> findMaxima(from, to, Scratch.of(x)));
        }
        double max = Double.NEGATIVE_INFINITY;
        for (int block = 0; block < blocks; block++) {
            max = Math.max(max, maxima[block]);
        }
        return max;
    }

    private void findMaxima(int first, int end, Scratch<A> own) {
        for (int block = first; block < end; block++) {
            int from = block * Loops.BLOCK;
            int to = Math.min(end(block), counted);
            maxima[block] = from < to
                    ? loops.max(x, begin + from, begin + to, own.block(0), own.block(1), own.block(2))
                    : Double.NEGATIVE_INFINITY;
        }
    }

    /** Leaves the largest element of the row out of its sum. */
    private void takeLargest() {
        column[0] = loops.first(x, begin, max()) - begin;
        int block = column[0] / Loops.BLOCK;
        if (!isDirect()) {
            make(block, scratch);
        }
        take(block, scratch);
        addUpBlock(block, scratch);
        sum[0] = Loops.FLOAT64.sum(blockSums, blocks);
    }

    /** Does the work on ranges of a row's elements. */
    static void split(int length, Splitter.Range work) {
        int blocks = (length + Loops.BLOCK - 1) / Loops.BLOCK;
        Splitter.split(
                blocks,
                1,
                BLOCK_NANOSECONDS,
                (from, to) -> work.apply(from * Loops.BLOCK, Math.min(to * Loops.BLOCK, length)));
    }
}
