package org.closedform.kernel;

import java.util.Arrays;
import java.util.List;
import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;

/**
 * e_i = lift · e^x_i / 2^K for some rows at a time, and their sums, with K a whole number. It is made from x_i itself: no x_i − max is
 * rounded, so that no error grows with the spread of a row.
 *
 * <p>Short rows, many at a time, share the K of a number below their first x; a long row, block by block, has that of its first x.
 * Either spares a pass for the largest; a row whose sum shows that K does not suit is made once more with that of its largest x. All
 * that K changes is an exact power of two, so a row's bits do not depend on its neighbours.
 *
 * <p>Rows whose numbers are neighbours are worked on where they are, others in scratch; and so are short rows whose e takes the place
 * of x, since they may have to be made once more. A long row is kept in scratch for that.
 *
 * <p>A thread keeps one of each element type, which is turned {@link #to} the rows at hand.
 */
final class RowExponentials<A> {
    /** The longest rows that are made many at a time. */
    private static final int SHORT = 64;

    /** Long rows that are not contiguous share cache lines with their neighbours, so this much is fetched at a time. */
    private static final int FETCHED = 8 * Loops.BLOCK;

    /** First x at most this far from each other share K. */
    private static final double SPREAD = 30;

    /** The shared K is lower than that of the lowest first x, so that the sum of its row shows that it suits. */
    private static final double BELOW = 5;

    /** What the sum of a row leaves out. */
    enum LeftOut {
        NOTHING,
        /** The element at {@link #columns}, which becomes 0. */
        COLUMN,
        /** The largest, where it matters: always in short rows, in long ones where it may be more than half of the sum. */
        LARGEST
    }

    /** For each row Σ e without what is left out; NaN for a rejected row, whose largest x is NaN, infinite, or too large. */
    final double[] sums;

    /** For each row e of the element that is left out, or 0; undefined with {@link LeftOut#NOTHING}. */
    final double[] taken;

    /** For each row the index of that element. */
    final int[] columns;

    private final Loops<A> loops;
    private final Scratch<A> scratch;
    private final LongRow<A> longRow;

    /** For each long row the power of two by which e has to be multiplied to give e^x. */
    private final double[] exponents;

    private LeftOut leftOut;
    private int length;

    /** How many rows are made at a time. */
    private int capacity;

    /** Where the rows are, and how they lie there: one after the other from {@code start} on where this is null. */
    private A source;

    private A target;
    private Rows rows;
    private int start;

    /** The arrays that are worked on: those above, or scratch. */
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

    /** Of rows of x; what is made of them goes to y. */
    static RowExponentials<?> of(Buffer x, Buffer y, Rows rows, LeftOut leftOut) {
        RowExponentials<Object> exponentials = Scratch.of(x.array()).exponentials();
        return rows.areContiguous()
                ? exponentials.to(x.array(), y.array(), 0, rows.length(), leftOut)
                : exponentials.to(x.array(), y.array(), rows, leftOut);
    }

    private RowExponentials<A> to(A source, A target, Rows rows, LeftOut leftOut) {
        int numbers = rows.length() <= SHORT ? Loops.BLOCK : FETCHED;
        this.capacity = Math.max(1, Math.min(rows.count(), numbers / rows.length()));
        this.rows = rows;
        return to(source, target, rows.length(), leftOut, true);
    }

    /** Of contiguous rows, the first at index {@code start} of both arrays, which may be the same; without a target, for their sums only. */
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

    /** Scratch for the caller, with a number for each row: the first or the second such array. */
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

    /** Stores what was made of the rows, if there is somewhere to. */
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

    /** Stores a number for each row, that of row 0 at the beginning of an array. */
    void give(double[] values, A array) {
        Arrays.fill(columns, 0, count, 0);
        loops.put(array, first, 1, 0, count, columns, values);
    }

    /** Makes e and the sums. */
    void addUp() {
        if (length <= SHORT) {
            addUpTogether();
        } else {
            addUpOneByOne();
        }
    }

    /** Chooses high + low = log Σ e^x of each row. */
    void logarithms(double[] high, double[] low) {
        loops.pick(x, origin, length, 0, count, columns, high);
        for (int row = 0; row < count; row++) {
            if (taken[row] > 0) {
                low[row] = Logarithm.onePlus(sums[row] / taken[row]);
            } else if (sums[row] > 0) {
                Logarithm.of(sums[row], exponents[row], high, low, row);
            }
        }
    }

    /** e of the element at {@link #columns} = value. */
    void put(double[] values) {
        if (!isUntouched()) {
            loops.put(e, origin, length, 0, count, columns, values);
        }
    }

    /** y = e · numerator / denominator. */
    void scale(double[] numerators, double[] denominators) {
        if (!isUntouched()) {
            loops.scale(e, origin, length, 0, count, numerators, denominators);
        }
    }

    /** y = (x − high) − low. */
    void subtract(double[] high, double[] low) {
        if (!isUntouched()) {
            loops.subtract(x, e, origin, length, 0, count, high, low);
        }
    }

    /** Whether nothing is to be written: there is no target, or a rejected long row still holds its x, in place. */
    private boolean isUntouched() {
        return target == null || x == e && Double.isNaN(sums[0]);
    }

    /** Lets go of the arrays of others. */
    void release() {
        source = null;
        target = null;
        x = null;
        e = null;
        longRow.to(null, null, 0, leftOut);
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

    /** Makes a row by other means. */
    void replace(int row, Rows.Function function) {
        double[] made = new double[length];
        function.apply(row(row), made);
        replace(row, made);
    }

    /** Takes what was made of a row by other means. */
    void replace(int row, double[] made) {
        if (e != null) {
            Buffer.ofArray(e).store(origin + row * length, 1, length, made, 0);
        }
    }

    private void addUpTogether() {
        loops.exponentials(x, e, origin, origin + count * length, sharedReference(), false);
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

    /** A reference for all rows whose first x is regular; infinite if there are none, so that no sum is in range. */
    private double sharedReference() {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        loops.pick(x, origin, length, 0, count, 0, sums);
        for (int row = 0; row < count; row++) {
            if (loops.isRegular(sums[row])) {
                lowest = Math.min(lowest, sums[row]);
                highest = Math.max(highest, sums[row]);
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
            longRow.addUp(origin + row * length);
            columns[row] = longRow.column[0];
            sums[row] = longRow.sum[0];
            taken[row] = longRow.taken[0];
            exponents[row] = longRow.exponent;
        }
    }
}
