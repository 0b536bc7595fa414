package org.closedform.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * e_i = lift · e^x_i / 2^K and their sums for rows that lie side by side, as along all axes but the last: for a strip of neighbouring
 * rows, which are computed as they lie, with a lane for each row.
 *
 * <p>Every row gets the bits that {@link RowExponentials} gives it: its sum is the same tree, and K, which a strip shares, changes no
 * more than an exact power of two. A row whose sum is out of range is rejected.
 */
final class StripExponentials<A> {
    /** The most rows of a strip. */
    private static final int WIDTH = 1024;

    /** Narrower strips do not pay. */
    private static final int LEAST = 32;

    /** How many numbers are computed at a time: some elements of every row. */
    private static final int CHUNK = 2 * WIDTH;

    /** How far the partial sums of a row are apart: a power of two would keep them all in a few sets of the cache. */
    private static final int PITCH = WIDTH + 16;

    private static final int FOUR = 4;
    private static final int QUARTER = Loops.BLOCK / FOUR;

    /** For each row Σ e without the element that is left out; NaN for a rejected row. */
    private final double[] sums = new double[WIDTH];

    /** For each short row the e that is left out, and its index. */
    private final double[] taken = new double[WIDTH];

    private final int[] columns = new int[WIDTH];

    /** For each long row its largest partial sum, which no e exceeds. */
    private final double[] largest = new double[WIDTH];

    private final double[] high = new double[WIDTH];
    private final double[] low = new double[WIDTH];

    private final Loops<A> loops;
    private final A numbers;
    private final A zeros;

    /** For sums of four: the terms, four such sums, and the sum of those. */
    private final List<A> terms;

    private final List<A> fours;
    private final A sum;

    /** Partial sums, or the e of short rows: one of every row, and {@link #PITCH} numbers further on the next. */
    private A parts;

    private int partsSize;

    /** The high and the low word of a constant for each row, repeated to the length of a chunk. */
    private final A highs;

    private final A lows;

    /** The sum of a block of each row, and then the next. */
    private double[] blockSums = {};

    private A x;
    private A y;
    private Rows rows;

    /** Where the strip begins, and how many rows it has. */
    private int origin;

    private int width;

    /** The x that K is taken from. */
    private double reference;

    StripExponentials(Loops<A> loops) {
        this.loops = loops;
        numbers = loops.scratch(CHUNK);
        zeros = loops.scratch(CHUNK);
        terms = Stream.generate(() -> loops.scratch(CHUNK)).limit(FOUR).toList();
        fours = Stream.generate(() -> loops.scratch(CHUNK)).limit(FOUR).toList();
        sum = loops.scratch(CHUNK);
        highs = loops.scratch(CHUNK);
        lows = loops.scratch(CHUNK);
    }

    /** Whether rows lie side by side in strips that are wide enough. */
    static boolean suit(Rows rows) {
        return rows.inner() >= LEAST;
    }

    /** For rows of x; the result goes to y. */
    static StripExponentials<?> of(Buffer x, Buffer y, Rows rows) {
        StripExponentials<Object> strip = Scratch.of(x.array()).strip();
        strip.x = x.array();
        strip.y = y.array();
        strip.rows = rows;
        return strip;
    }

    /** Forgets the caller's arrays. */
    private void release() {
        x = null;
        y = null;
    }

    /** y = e / Σ e of rows [from … to); rejected rows are left to {@code alone}. */
    void softmax(int from, int to, Splitter.Range alone) {
        for (int first = from; first < to; first += width) {
            turnTo(first, to);
            addUp(LeftOut.NOTHING);
            scale();
            leave(first, alone);
        }
        release();
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
        release();
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

    /** Turns to a strip of rows [first … end). */
    private void turnTo(int first, int end) {
        int before = first % rows.inner();
        int most = Math.min(rows.inner() - before, end - first);
        int strips = (most + WIDTH - 1) / WIDTH;
        width = (most + strips - 1) / strips;
        origin = rows.offset(first, 0);
    }

    /** Computes e in y, and the sums. A long row with a largest e that has to be left out is rejected. */
    private void addUp(LeftOut leftOut) {
        int length = rows.length();
        allocateParts(Math.min(length, Loops.PARTS));
        loops.pick(x, origin, 1, 0, width, 0, sums);
        reference = RowExponentials.sharedReference(loops, sums, width);
        Arrays.fill(taken, 0, width, 0);
        if (length > RowExponentials.SHORT) {
            addUpLong(leftOut);
        } else if (leftOut == LeftOut.NOTHING) {
            int count = makeNeighbours(0, length, length / FOUR);
            loops.sumsInTurn(parts, count, PITCH, width, sums);
        } else {
            makeNeighbours(0, length, 0);
            loops.sumsButLargest(parts, length, PITCH, width, sums, taken, columns, high, low);
        }
        for (int i = 0; i < width; i++) {
            double all = sums[i] + taken[i];
            if (!(loops.isInRange(all) && all >= RowExponentials.SHORT * loops.lift())) {
                sums[i] = Double.NaN;
            }
        }
    }

    private void allocateParts(int count) {
        if (count * PITCH > partsSize) {
            partsSize = count * PITCH;
            parts = loops.scratch(partsSize);
        }
    }

    private void addUpLong(LeftOut leftOut) {
        int length = rows.length();
        int blocks = (length + Loops.BLOCK - 1) / Loops.BLOCK;
        if (blocks * width > blockSums.length) {
            blockSums = new double[blocks * width];
        }
        Arrays.fill(largest, 0, width, 0);
        for (int block = 0; block < blocks; block++) {
            int from = block * Loops.BLOCK;
            int to = Math.min(from + Loops.BLOCK, length);
            int count = to - from <= QUARTER ? makeNeighbours(from, to, (to - from + 3) / FOUR) : makeDistant(from, to);
            loops.sums(parts, count, PITCH, width, sums);
            System.arraycopy(sums, 0, blockSums, block * width, width);
            if (leftOut == LeftOut.LARGEST) {
                loops.largest(parts, count, PITCH, width, largest);
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

    /** Makes e of elements [from … to): partial sums of four neighbours, {@code sums} of them, and the rest one by one. Returns how many. */
    private int makeNeighbours(int from, int to, int sums) {
        int most = CHUNK / width;
        for (int part = 0, count; part < sums; part += count) {
            count = Math.min(most, sums - part);
            int first = from + FOUR * part;
            make(first, Math.min(first + FOUR * count, to));
            for (int i = 0; i < FOUR * count; i++) {
                load(first + i, Math.min(to, first + i + 1), 1, terms.get(i % FOUR), i / FOUR);
            }
            addFour(terms, sum, count * width);
            keep(sum, part, count);
        }
        int rest = Math.min(from + FOUR * sums, to);
        make(rest, to);
        for (int i = rest; i < to; i++) {
            loops.copy(y, at(i), parts, (sums + i - rest) * PITCH, width);
        }
        return sums + to - rest;
    }

    /** Makes e of elements [from … to), more than a quarter block, and partial sums of sixteen, each {@link Loops#PARTS} from the next. */
    private int makeDistant(int from, int to) {
        int most = CHUNK / width;
        for (int part = 0, count; part < Loops.PARTS; part += count) {
            count = Math.min(most, Loops.PARTS - part);
            for (int i = 0; i < FOUR; i++) {
                for (int k = 0; k < FOUR; k++) {
                    int first = from + part + i * Loops.PARTS + k * QUARTER;
                    int end = Math.min(first + count, to);
                    make(first, end);
                    load(first, end, count, terms.get(k), 0);
                }
                addFour(terms, fours.get(i), count * width);
            }
            addFour(fours, sum, count * width);
            keep(sum, part, count);
        }
        return Loops.PARTS;
    }

    /** Makes e of elements [from … to) of every row. */
    private void make(int from, int to) {
        int step = width == rows.inner() ? to - from : 1;
        for (int i = from; i < to; i += step) {
            loops.exponentials(x, y, at(i), at(i) + step * width, reference, false);
        }
    }

    /** Loads e of elements [from … to) of every row, and zeros up to {@code count} elements, as the elements from {@code place} on. */
    private void load(int from, int to, int count, A target, int place) {
        int loaded = Math.max(0, to - from);
        load(y, from, from + loaded, target, place * width);
        loops.copy(zeros, 0, target, (place + loaded) * width, (count - loaded) * width);
    }

    /** Where an element of the first row is. */
    private int at(int element) {
        return origin + element * rows.inner();
    }

    private void addFour(List<A> terms, A sum, int count) {
        loops.addFour(terms.get(0), terms.get(1), terms.get(2), terms.get(3), sum, count);
    }

    /** Keeps partial sums [part … part + count) of every row. */
    private void keep(A sum, int part, int count) {
        for (int i = 0; i < count; i++) {
            loops.copy(sum, i * width, parts, (part + i) * PITCH, width);
        }
    }

    /** y = e / Σ e. */
    private void scale() {
        for (int i = 0; i < width; i++) {
            high[i] = 1 / sums[i];
            low[i] = Math.fma(-sums[i], high[i], 1) / sums[i];
        }
        int most = spread();
        for (int from = 0; from < rows.length(); from += most) {
            int to = Math.min(from + most, rows.length());
            load(y, from, to, numbers, 0);
            loops.scale(numbers, highs, lows, (to - from) * width);
            store(numbers, from, to, y);
        }
    }

    /** y = x − log Σ e^x. */
    private void subtractLogarithms() {
        for (int i = 0; i < width; i++) {
            if (taken[i] > 0) {
                high[i] = Buffer.ofArray(x).at(origin + i + columns[i] * rows.inner());
                low[i] = Logarithm.onePlus(sums[i] / taken[i]);
            } else if (sums[i] > 0) {
                Logarithm.of(sums[i], loops.exponent(reference), high, low, i);
            }
        }
        int most = spread();
        for (int from = 0; from < rows.length(); from += most) {
            int to = Math.min(from + most, rows.length());
            load(x, from, to, numbers, 0);
            loops.subtract(numbers, highs, lows, (to - from) * width);
            store(numbers, from, to, y);
        }
    }

    /** Rounds the constants, and repeats them for as many elements as a chunk has of every row. Returns how many. */
    private int spread() {
        loops.narrow(high, low, width, highs, lows);
        int most = Math.min(CHUNK / width, rows.length());
        for (int i = 1; i < most; i++) {
            loops.copy(highs, 0, highs, i * width, width);
            loops.copy(lows, 0, lows, i * width, width);
        }
        return most;
    }

    private void load(A source, int from, int to, A target, int place) {
        int step = width == rows.inner() ? to - from : 1;
        for (int i = from; i < to; i += step) {
            loops.copy(source, at(i), target, place + (i - from) * width, step * width);
        }
    }

    private void store(A source, int from, int to, A target) {
        int step = width == rows.inner() ? to - from : 1;
        for (int i = from; i < to; i += step) {
            loops.copy(source, (i - from) * width, target, at(i), step * width);
        }
    }
}
