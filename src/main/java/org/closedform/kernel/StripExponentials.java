package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Quotients;
import org.closedform.kernel.loops.Splitter;

/**
 * e_i = lift · e^x_i / 2^K and their sums for rows that lie side by side, as along all axes but the last: for a strip of neighbouring
 * rows, which are computed as they lie, with a lane for each row.
 *
 * <p>Every row gets the bits that {@link RowExponentials} gives it: its sum is the same tree, and K, which a strip shares, changes no
 * more than an exact power of two. A row whose sum is out of range is rejected.
 */
final class StripExponentials<A> {
    /** For each row Σ e without the element that is left out; NaN for a rejected row. */
    private final double[] sums = new double[Strip.WIDTH];

    /** For each short row the e that is left out, and its index. */
    private final double[] taken = new double[Strip.WIDTH];

    private final int[] columns = new int[Strip.WIDTH];

    /** For each long row its largest partial sum, which no e exceeds. */
    private final double[] largest = new double[Strip.WIDTH];

    private final double[] high = new double[Strip.WIDTH];
    private final double[] low = new double[Strip.WIDTH];

    private final Loops<A> loops;
    private final Strip<A> strip;
    private final StripSums<A> parts;
    private final A numbers;

    /** The high and the low word of a constant for each row, repeated to the length of a chunk. */
    private final A highs;

    private final A lows;

    /** The sum of a block of each row, and then the next. */
    private double[] blockSums = {};

    private int width;

    /** The x that K is taken from. */
    private double reference;

    StripExponentials(Loops<A> loops) {
        this.loops = loops;
        strip = new Strip<>(loops);
        parts = new StripSums<>(loops, strip);
        numbers = loops.scratch(Strip.CHUNK);
        highs = loops.scratch(Strip.CHUNK);
        lows = loops.scratch(Strip.CHUNK);
    }

    /** For rows of x; the result goes to y. */
    static StripExponentials<?> of(Buffer x, Buffer y, Rows rows) {
        StripExponentials<Object> exponentials = Scratch.of(x.array()).strip();
        exponentials.strip.to(x.array(), y.array(), rows);
        return exponentials;
    }

    /** y = e / Σ e of rows [from … to); rejected rows are left to {@code alone}. */
    void softmax(int from, int to, Splitter.Range alone) {
        for (int first = from; first < to; first += width) {
            turnTo(first, to);
            addUp(LeftOut.NOTHING);
            scale();
            leave(first, alone);
        }
        strip.to(null, null, null);
    }

    /**
     * y = x − log Σ e^x of rows [from … to); rejected rows are left to {@code alone}, and if they are many, so are the rest.
     */
    void logSoftmax(int from, int to, Splitter.Range alone) {
        int left = 0;
        for (int first = from; first < to; first += width) {
            turnTo(first, to);
            if (left > width / 2) {
                alone.apply(first, first + width);
            } else {
                addUp(LeftOut.LARGEST);
                subtractLogarithms();
                left = leave(first, alone);
            }
        }
        strip.to(null, null, null);
    }

    /** Leaves the rejected rows of the strip, which begins with row {@code first}. Returns how many. */
    private int leave(int first, Splitter.Range alone) {
        int left = 0;
        for (int i = 0, end; i < width; i = end) {
            end = i + 1;
            if (Double.isNaN(sums[i])) {
                while (end < width && Double.isNaN(sums[end])) {
                    end++;
                }
                alone.apply(first + i, first + end);
                left += end - i;
            }
        }
        return left;
    }

    private void turnTo(int first, int end) {
        strip.turnTo(first, end);
        width = strip.width();
    }

    /** Computes e in y, and the sums. A long row with a largest e that has to be left out is rejected. */
    private void addUp(LeftOut leftOut) {
        strip.firsts(sums);
        reference = RowExponentials.sharedReference(loops, sums, width);
        Arrays.fill(taken, 0, width, 0);
        if (strip.length() > RowExponentials.SHORT) {
            addUpLong(leftOut);
        } else if (leftOut == LeftOut.NOTHING) {
            int count = parts.ofShort(reference);
            loops.sumsInTurn(parts.parts(), count, StripSums.PITCH, width, sums);
        } else {
            int count = parts.single(reference);
            loops.sumsButLargest(parts.parts(), count, StripSums.PITCH, width, sums, taken, columns, high, low);
        }
        for (int i = 0; i < width; i++) {
            double all = sums[i] + taken[i];
            if (!(loops.isInRange(all) && all >= RowExponentials.SHORT * loops.lift())) {
                sums[i] = Double.NaN;
            }
        }
    }

    private void addUpLong(LeftOut leftOut) {
        int length = strip.length();
        int blocks = (length + Loops.BLOCK - 1) / Loops.BLOCK;
        if (blocks * width > blockSums.length) {
            blockSums = new double[blocks * width];
        }
        Arrays.fill(largest, 0, width, 0);
        for (int block = 0; block < blocks; block++) {
            int from = block * Loops.BLOCK;
            int to = Math.min(from + Loops.BLOCK, length);
            int count = parts.ofBlock(from, to, reference);
            loops.sums(parts.parts(), count, StripSums.PITCH, width, sums);
            System.arraycopy(sums, 0, blockSums, block * width, width);
            if (leftOut == LeftOut.LARGEST) {
                loops.largest(parts.parts(), count, StripSums.PITCH, width, largest);
            }
        }
        Loops.FLOAT64.sums(blockSums, blocks, width, width, sums);
        // alone a row would have another K, and so nearly this exponent
        boolean areLogsExact = Math.abs(loops.exponent(reference)) < Logarithm.LARGE / 2;
        for (int i = 0; i < width; i++) {
            if (leftOut == LeftOut.LARGEST && !(areLogsExact && largest[i] <= sums[i] / 2)) {
                sums[i] = Double.NaN;
            }
        }
    }

    /** y = e / Σ e. */
    private void scale() {
        for (int i = 0; i < width; i++) {
            high[i] = 1 / sums[i];
            low[i] = Quotients.lost(1, sums[i], high[i]);
        }
        int most = spread();
        for (int from = 0; from < strip.length(); from += most) {
            int to = Math.min(from + most, strip.length());
            strip.loadY(from, to, numbers, 0);
            loops.scale(numbers, highs, lows, (to - from) * width);
            strip.store(numbers, from, to);
        }
    }

    /** y = x − log Σ e^x. */
    private void subtractLogarithms() {
        for (int i = 0; i < width; i++) {
            if (taken[i] > 0) {
                high[i] = strip.x(i, columns[i]);
                low[i] = Logarithm.onePlus(sums[i] / taken[i]);
            } else if (sums[i] > 0) {
                Logarithm.of(sums[i], loops.exponent(reference), high, low, i);
            }
        }
        int most = spread();
        for (int from = 0; from < strip.length(); from += most) {
            int to = Math.min(from + most, strip.length());
            strip.loadX(from, to, numbers);
            loops.subtract(numbers, highs, lows, (to - from) * width);
            strip.store(numbers, from, to);
        }
    }

    /** Rounds the constants, and repeats them for as many elements as a chunk has of every row. Returns how many. */
    private int spread() {
        loops.narrow(high, low, width, highs, lows);
        int most = Math.min(strip.elements(), strip.length());
        for (int i = 1; i < most; i++) {
            loops.copy(highs, 0, highs, i * width, width);
            loops.copy(lows, 0, lows, i * width, width);
        }
        return most;
    }
}
