package org.closedform.kernel;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** Softmax and log-softmax for all rows of a buffer; rows without a sum of exponentials fall back to {@link ScalarSoftmax}. */
public final class SoftmaxRows {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 1;

    /** The numerators of y = e / Σ e, for as many rows as are made at a time. */
    private static final double[] ONES = new double[Loops.BLOCK];

    static {
        Arrays.fill(ONES, 1);
    }

    private SoftmaxRows() {}

    /** y = softmax(x). */
    public static Buffer softmax(Buffer x, Rows rows) {
        Buffer y = x.ofSize(x.size());
        if (rows.areContiguous()) {
            softmax(x.array(), y.array(), 0, rows.count(), rows.length());
        } else {
            rows.split(NANOSECONDS, (from, to) -> softmax(x, y, rows, from, to));
        }
        return y;
    }

    private static void softmax(Buffer x, Buffer y, Rows rows, int from, int to) {
        if (Strip.suits(rows)) {
            StripExponentials<?> e = StripExponentials.of(x, y, rows);
            e.softmax(from, to, (first, end) -> softmax(RowExponentials.of(x, y, rows, LeftOut.NOTHING), first, end));
        } else {
            softmax(RowExponentials.of(x, y, rows, LeftOut.NOTHING), from, to);
        }
    }

    /** y = softmax(x) for rows one after the other, from the same index on in both arrays, which may be one. */
    public static <A> void softmax(A x, A y, int start, int count, int length) {
        if (LongRow.isSplit(count, length)) {
            softmax(Scratch.lend(x).exponentials().to(x, y, start, length, LeftOut.NOTHING), 0, count);
        } else if (Splitter.isLarge(count, length * NANOSECONDS)) {
            Splitter.split(count, 1, length * NANOSECONDS, (from, to) -> softmax(x, y, start, from, to, length));
        } else {
            softmax(x, y, start, 0, count, length);
        }
    }

    private static <A> void softmax(A x, A y, int start, int from, int to, int length) {
        softmax(Scratch.of(x).exponentials().to(x, y, start, length, LeftOut.NOTHING), from, to);
    }

    /**
     * y = softmax(x) for rows one after the other from the beginning of both arrays, on this thread; those of a row that do not count
     * are −∞.
     *
     * @param counted how many of the first numbers of a row may count
     */
    static <A> void softmax(A x, A y, int count, int length, IntUnaryOperator counted) {
        softmax(
                Scratch.of(x)
                        .exponentials()
                        .to(x, y, 0, length, LeftOut.NOTHING)
                        .counting(counted),
                0,
                count);
    }

    /** y = e / Σ e. */
    private static void softmax(RowExponentials<?> e, int from, int to) {
        for (int first = from, count; first < to; first += count) {
            count = e.load(first, to);
            e.addUp();
            e.scale(ONES, e.sums);
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(e.sums[i])) {
                    e.replace(i, ScalarSoftmax::softmax);
                }
            }
            e.store();
        }
        e.release();
    }

    /** y = log softmax(x). */
    public static Buffer logSoftmax(Buffer x, Rows rows) {
        Buffer y = x.ofSize(x.size());
        if (rows.areContiguous()) {
            logSoftmax(x.array(), y.array(), 0, rows.count(), rows.length());
        } else {
            rows.split(NANOSECONDS, (from, to) -> logSoftmax(x, y, rows, from, to));
        }
        return y;
    }

    private static void logSoftmax(Buffer x, Buffer y, Rows rows, int from, int to) {
        if (Strip.suits(rows)) {
            StripExponentials<?> e = StripExponentials.of(x, y, rows);
            e.logSoftmax(
                    from, to, (first, end) -> logSoftmax(RowExponentials.of(x, y, rows, LeftOut.LARGEST), first, end));
        } else {
            logSoftmax(RowExponentials.of(x, y, rows, LeftOut.LARGEST), from, to);
        }
    }

    /** y = log softmax(x) for rows one after the other, from the same index on in both arrays, which may be one. */
    public static <A> void logSoftmax(A x, A y, int start, int count, int length) {
        if (LongRow.isSplit(count, length)) {
            logSoftmax(Scratch.lend(x).exponentials().to(x, y, start, length, LeftOut.LARGEST), 0, count);
        } else if (Splitter.isLarge(count, length * NANOSECONDS)) {
            Splitter.split(count, 1, length * NANOSECONDS, (from, to) -> logSoftmax(x, y, start, from, to, length));
        } else {
            logSoftmax(x, y, start, 0, count, length);
        }
    }

    private static <A> void logSoftmax(A x, A y, int start, int from, int to, int length) {
        logSoftmax(Scratch.of(x).exponentials().to(x, y, start, length, LeftOut.LARGEST), from, to);
    }

    /** y = x − log Σ e^x. */
    private static void logSoftmax(RowExponentials<?> e, int from, int to) {
        double[] high = e.perRow(0);
        double[] low = e.perRow(1);
        for (int first = from, count; first < to; first += count) {
            count = e.load(first, to);
            e.addUp();
            e.logarithms(high, low);
            e.subtract(high, low);
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(e.sums[i])) {
                    e.replace(i, ScalarSoftmax::logSoftmax);
                }
            }
            e.store();
        }
        e.release();
    }

    /** log Σ e^x of every row. */
    public static Buffer logSumExp(Buffer x, Rows rows) {
        Buffer y = x.ofSize(rows.count());
        logSumExp(x.array(), 0, rows.count(), rows.length(), y.array());
        return y;
    }

    /** log Σ e^x of rows one after the other, the first at the beginning of y; −∞ for empty ones. */
    public static <A> void logSumExp(A x, int start, int count, int length, A y) {
        if (LongRow.isSplit(count, length)) {
            logSumExp(Scratch.lend(x), x, start, 0, count, length, y);
        } else if (Splitter.isLarge(count, length * NANOSECONDS)) {
            Splitter.split(
                    count,
                    1,
                    length * NANOSECONDS,
                    (from, to) -> logSumExp(Scratch.of(x), x, start, from, to, length, y));
        } else {
            logSumExp(Scratch.of(x), x, start, 0, count, length, y);
        }
    }

    private static <A> void logSumExp(Scratch<A> scratch, A x, int start, int from, int to, int length, A y) {
        if (length == 0) {
            for (int row = from; row < to; row++) {
                scratch.set(y, row, Double.NEGATIVE_INFINITY);
            }
            return;
        }
        RowExponentials<A> e = scratch.exponentials().to(x, null, start, length, LeftOut.LARGEST);
        double[] high = e.perRow(0);
        double[] low = e.perRow(1);
        for (int first = from, loaded; first < to; first += loaded) {
            loaded = e.load(first, to);
            e.addUp();
            e.logarithms(high, low);
            for (int i = 0; i < loaded; i++) {
                high[i] = Double.isNaN(e.sums[i]) ? ScalarSoftmax.logSumExp(e.row(i)) : high[i] + low[i];
            }
            e.give(high, y);
        }
        e.release();
    }

    /** log Σ e^x of one row, rounded to its type. */
    public static <A> double logSumExp(A x, int start, int length) {
        Scratch<A> scratch = Scratch.of(x);
        logSumExp(x, start, 1, length, scratch.block(4));
        return scratch.at(scratch.block(4), 0);
    }
}
