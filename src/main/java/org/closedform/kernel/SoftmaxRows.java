package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.RowExponentials.LeftOut;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** Softmax and log-softmax for all rows of a buffer; rows without a sum of exponentials fall back to {@link ScalarSoftmax}. */
public final class SoftmaxRows {
    /** The numerators of y = e / Σ e, for as many rows as are made at a time. */
    private static final double[] ONES = new double[Loops.BLOCK];

    static {
        Arrays.fill(ONES, 1);
    }

    private SoftmaxRows() {}

    /** y = softmax(x). */
    public static Buffer softmax(Buffer x, Rows rows) {
        Buffer y = x.ofSize(x.size());
        Splitter.split(rows.count(), (from, to) -> softmax(x, y, rows, from, to));
        return y;
    }

    /** y = e / Σ e. */
    private static void softmax(Buffer x, Buffer y, Rows rows, int from, int to) {
        RowExponentials<?> e = RowExponentials.of(x, y, rows, LeftOut.NOTHING);
        for (int first = from, count; first < to; first += count) {
            count = e.load(first, to);
            e.addUp();
            e.scale(ONES, e.sums);
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(e.sums[i])) {
                    rows.map(x, y, first + i, ScalarSoftmax::softmax);
                }
            }
        }
    }

    /** y = log softmax(x). */
    public static Buffer logSoftmax(Buffer x, Rows rows) {
        Buffer y = x.ofSize(x.size());
        Splitter.split(rows.count(), (from, to) -> logSoftmax(x, y, rows, from, to));
        return y;
    }

    /** y = x − log Σ e^x. */
    private static void logSoftmax(Buffer x, Buffer y, Rows rows, int from, int to) {
        RowExponentials<?> e = RowExponentials.of(x, y, rows, LeftOut.LARGEST);
        double[] high = e.perRow(0);
        double[] low = e.perRow(1);
        for (int first = from, count; first < to; first += count) {
            count = e.load(first, to);
            e.addUp();
            e.logarithms(high, low);
            e.subtract(high, low);
            for (int i = 0; i < count; i++) {
                if (Double.isNaN(e.sums[i])) {
                    rows.map(x, y, first + i, ScalarSoftmax::logSoftmax);
                }
            }
        }
    }
}
