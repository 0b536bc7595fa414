package org.closedform.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Quotients;

/**
 * e_i = lift · e^x_i / 2^K for some rows at a time, and their sums; K is an integer. Each e_i is computed from x_i itself and not
 * from a rounded x_i − max, so that no error grows with the spread of a row.
 *
 * <p>There is no pass for the row maximum. Short rows are computed many at a time, with one K a little below the first x of all; a
 * long row is computed block by block, with the K of its first x. A row whose sum is out of range is computed again with the K of
 * its largest x. K changes no more than an exact power of two, so the bits of a row do not depend on its neighbours.
 *
 * <p>Contiguous rows are processed where they are, others in scratch. Where e overwrites x, x is needed for a second attempt: so
 * short rows are then processed in scratch, and scratch keeps a copy of a long one.
 *
 * <p>A thread keeps one for each element type, and turns it {@link #to} other rows in every call. With scratch that was lent, the work
 * on a single long row may be split over threads.
 */
final class RowExponentials<A> {
    /** The longest rows that are processed many at a time, and added up in turn. */
    static final int SHORT = 64;

    /** Long rows that are not contiguous share cache lines with their neighbours, so this many numbers are fetched at a time. */
    private static final int FETCHED = 8 * Loops.BLOCK;

    /** Rows share K if their first x are at most this far apart. */
    private static final double SPREAD = 30;

    /**
     * The reference for the shared K is this far below the lowest first x, so that even the sum of that row is clearly in range.
     */
    static final double BELOW = 5;

    /** What the sum of a row leaves out. */
    enum LeftOut {
        NOTHING,
        /** The element at {@link #columns}, which becomes 0. */
        COLUMN,
        /** The largest, where it matters: always in short rows, in long ones where it may be more than half of the sum. */
        LARGEST
    }

    /**
     * For each row Σ e without the element that is left out; NaN for a rejected row, whose largest x is NaN, infinite, or too
     * large.
     */
    final double[] sums;

    /** For each row the e that is left out, or 0 if none is; undefined with {@link LeftOut#NOTHING}. */
    final double[] taken;

    /** For each row the index of that element. */
    final int[] columns;

    private final Loops<A> loops;
    private final Scratch<A> scratch;
    private final LongRow<A> longRow;

    /** For each long row the exponent of the power of two that e is multiplied with to give e^x. */
    private final double[] exponents;

    private LeftOut leftOut;
    private int length;

    /** How many of the first numbers of a long row count; null where all do. */
    private IntUnaryOperator counted;

    /** How many rows are loaded at a time. */
    private int capacity;

    /** Where x is and where the result goes. The rows are contiguous from {@code start} on if {@code rows} is null. */
    private A source;

    private A target;
    private Rows rows;
    private int start;

    /** The arrays that are processed: source and target, or scratch. */
    private A x;

    private A e;

    /** The rows that are loaded, and where the first begins in x and e. */
    private int first;

    private int count;
    private int origin;

    RowExponentials(Scratch<A> scratch) {
        this.loops = scratch.loops;
        this.scratch = scratch;
        this.sums = scratch.perRow(0);
        this.taken = scratch.perRow(1);
        this.exponents = scratch.perRow(2);
        this.columns = scratch.columns();
        this.longRow = new LongRow<>(scratch);
    }

    /** For rows of x; the result goes to y. */
    static RowExponentials<?> of(Buffer x, Buffer y, Rows rows, LeftOut leftOut) {
        return of(x.array(), y.array(), rows, leftOut);
    }

    /** The same of arrays. */
    static <A> RowExponentials<A> of(A x, A y, Rows rows, LeftOut leftOut) {
        RowExponentials<A> exponentials = Scratch.of(x).exponentials();
        return rows.areContiguous()
                ? exponentials.to(x, y, 0, rows.length(), leftOut)
                : exponentials.to(x, y, rows, leftOut);
    }

    private RowExponentials<A> to(A source, A target, Rows rows, LeftOut leftOut) {
        int numbers = rows.length() <= SHORT ? Loops.BLOCK : FETCHED;
        this.capacity = Math.max(1, Math.min(rows.count(), numbers / rows.length()));
        this.rows = rows;
        return to(source, target, rows.length(), leftOut, true);
    }

    /**
     * For contiguous rows, the first at index {@code start} of both arrays, which may be the same array. Without a target only the
     * sums are made.
     */
    RowExponentials<A> to(A source, A target, int start, int length, LeftOut leftOut) {
        this.capacity = length <= SHORT ? Loops.BLOCK / length : 1;
        this.rows = null;
        this.start = start;
        return to(source, target, length, leftOut, length <= SHORT && (source == target || target == null));
    }

    private RowExponentials<A> to(A source, A target, int length, LeftOut leftOut, boolean isInScratch) {
        this.source = source;
        this.target = target;
        this.length = length;
        this.leftOut = leftOut;
        this.counted = null;
        if (isInScratch) {
            List<A> pair = scratch.pair(capacity * length);
            this.x = pair.get(0);
            this.e = pair.get(1);
        } else {
            this.x = source;
            this.e = target;
        }
        return this;
    }

    /** Makes only so many of the first numbers count of a row, if rows are long; the others have to be −∞. */
    RowExponentials<A> counting(IntUnaryOperator counted) {
        this.counted = counted;
        return this;
    }

    FusedCrossEntropy crossEntropy() {
        return scratch.crossEntropy();
    }

    /** Scratch for the caller, with a number for each row; there are two such arrays, 0 and 1. */
    double[] perRow(int index) {
        return scratch.perRow(3 + index);
    }

    /** Loads rows [first … end), at most {@link #capacity} of them; returns how many. */
    int load(int first, int end) {
        this.first = first;
        count = Math.min(capacity, end - first);
        origin = x == source ? start + first * length : 0;
        if (rows != null) {
            rows.load(loops, source, first, count, x);
        } else if (x != source) {
            System.arraycopy(source, start + first * length, x, 0, count * length);
        }
        return count;
    }

    /** Stores the results of the loaded rows, if there is a target. */
    void store() {
        if (target == null) {
            return;
        }
        if (rows != null) {
            rows.store(loops, e, first, count, target);
        } else if (e != target) {
            System.arraycopy(e, 0, target, start + first * length, count * length);
        }
    }

    /** Stores a number for each loaded row, at the index of the row. */
    void give(double[] values, A array) {
        Arrays.fill(columns, 0, count, 0);
        loops.put(array, first, 1, 0, count, columns, values);
    }

    /** Computes e and the sums. */
    void addUp() {
        if (length <= SHORT) {
            addUpTogether();
        } else {
            addUpOneByOne();
        }
    }

    /** Sets high + low = log Σ e^x for each row. */
    void logarithms(double[] high, double[] low) {
        loops.pick(x, origin, length, 0, count, columns, high);
        if (length <= SHORT) {
            for (int row = 0; row < count; row++) {
                low[row] = sums[row] / taken[row];
            }
            onePlus(low);
            return;
        }
        for (int row = 0; row < count; row++) {
            if (taken[row] > 0) {
                low[row] = Logarithm.onePlus(sums[row] / taken[row]);
            } else if (sums[row] > 0) {
                Logarithm.of(sums[row], exponents[row], high, low, row);
            }
        }
    }

    /** Sets x to log(1 + x) for each row. */
    void onePlus(double[] x) {
        Logarithm.onePlus(x, count, scratch.perRow(5), scratch.perRow(6));
    }

    /** The array with the x of the loaded rows. */
    A x() {
        return x;
    }

    /** The array with their e. */
    A e() {
        return e;
    }

    /** Where a loaded row begins in both. */
    int begin(int row) {
        return origin + row * length;
    }

    /** The exponent of a long row: e · 2^exponent is e^x. */
    double exponent(int row) {
        return exponents[row];
    }

    /** Sets the e at {@link #columns} of each row. */
    void put(double[] values) {
        if (!isUntouched()) {
            loops.put(e, origin, length, 0, count, columns, values);
        }
    }

    /** y = e · numerator / denominator, as if that quotient were exact. */
    void scale(double[] numerators, double[] denominators) {
        double[] high = scratch.perRow(5);
        double[] low = scratch.perRow(6);
        Quotients.of(numerators, denominators, count, high, low);
        if (scratch.isShared() && !isUntouched()) {
            loops.scale(e, origin, length, 0, count, high, low);
        } else if (!isUntouched()) {
            LongRow.split(length, (from, to) -> loops.scale(e, origin + from, to - from, 0, 1, high, low));
        }
    }

    /** y = (x − high) − low. */
    void subtract(double[] high, double[] low) {
        if (scratch.isShared() && !isUntouched()) {
            loops.subtract(x, e, origin, length, 0, count, high, low);
        } else if (!isUntouched()) {
            LongRow.split(length, (from, to) -> loops.subtract(x, e, origin + from, to - from, 0, 1, high, low));
        }
    }

    /** Whether nothing must be written: there is no target, or the row is a rejected long one in place, which still holds x. */
    private boolean isUntouched() {
        return target == null || x == e && Double.isNaN(sums[0]);
    }

    /** Forgets the caller's arrays. */
    void release() {
        source = null;
        target = null;
        counted = null;
        x = null;
        e = null;
        longRow.to(null, null, 0, leftOut);
        scratch.giveBack();
    }

    /** The x of a row. */
    double[] row(int row) {
        double[] values = new double[length];
        if (x == e && !isUntouched()) {
            Buffer.ofArray(scratch.row(length)).load(0, 1, length, values, 0);
        } else {
            Buffer.ofArray(x).load(origin + row * length, 1, length, values, 0);
        }
        return values;
    }

    /** Replaces a row by a function of its x. */
    void replace(int row, Rows.Function function) {
        double[] made = new double[length];
        function.apply(row(row), made);
        replace(row, made);
    }

    /** Makes the result of a row 0. */
    void clear(int row) {
        if (e != null) {
            loops.fill(e, begin(row), begin(row) + length, 0);
        }
    }

    /** Replaces the result of a row. */
    void replace(int row, double[] made) {
        if (e != null) {
            Buffer.ofArray(e).store(origin + row * length, 1, length, made, 0);
        }
    }

    private void addUpTogether() {
        loops.pick(x, origin, length, 0, count, 0, sums);
        loops.exponentials(x, e, origin, origin + count * length, sharedReference(loops, sums, count), false);
        addUpShort(0, count);
        for (int row = 0; row < count; row++) {
            double sum = leftOut == LeftOut.NOTHING ? sums[row] : sums[row] + taken[row];
            if (!(loops.isInRange(sum) && sum >= SHORT * loops.lift())) {
                int from = origin + row * length;
                double max = loops.max(x, from, from + length);
                if (loops.isRegular(max)) {
                    loops.exponentials(x, e, from, from + length, max, true);
                    addUpShort(row, row + 1);
                } else {
                    sums[row] = Double.NaN;
                }
            }
        }
    }

    /**
     * The reference for the K that rows share, from the first x of each; infinite if none is regular, so that no sum is in range.
     */
    static double sharedReference(Loops<?> loops, double[] firsts, int count) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < count; row++) {
            if (loops.isRegular(firsts[row])) {
                lowest = Math.min(lowest, firsts[row]);
                highest = Math.max(highest, firsts[row]);
            }
        }
        return Math.max(lowest, highest - SPREAD) - BELOW;
    }

    private void addUpShort(int first, int end) {
        switch (leftOut) {
            case LARGEST -> {
                loops.sumsButLargest(e, origin, length, first, end, sums, columns);
                loops.pick(e, origin, length, first, end, columns, taken);
            }
            case COLUMN -> {
                loops.take(e, origin, length, first, end, columns, taken);
                loops.sums(e, origin, length, first, end, sums);
            }
            default -> loops.sums(e, origin, length, first, end, sums);
        }
    }

    private void addUpOneByOne() {
        boolean areSumsWanted = leftOut == LeftOut.LARGEST && x == e;
        longRow.to(x, areSumsWanted ? null : e, length, leftOut);
        for (int row = 0; row < count; row++) {
            longRow.column[0] = columns[row];
            longRow.addUp(origin + row * length, counted == null ? length : counted.applyAsInt(first + row));
            columns[row] = longRow.column[0];
            sums[row] = longRow.sum[0];
            taken[row] = longRow.taken[0];
            exponents[row] = longRow.exponent;
        }
    }
}
