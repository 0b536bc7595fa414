package org.closedform.kernel;

/** Softmax and log-softmax for all rows of a buffer; a row without a finite largest x is left to {@link SoftmaxRow}. */
public final class SoftmaxRows {
    private SoftmaxRows() {}

    /** y = softmax(x). */
    public static Buffer softmax(Buffer x, Rows rows) {
        return RowExponentials.of(x, rows, row -> RowExponentials.NONE)
                .scale(SoftmaxRows::divideBySum, (row, in, out) -> SoftmaxRow.softmax(in, out));
    }

    /** y = log softmax(x). */
    public static Buffer logSoftmax(Buffer x, Rows rows) {
        return RowExponentials.of(x, rows, row -> RowExponentials.LARGEST)
                .subtract(RowExponentials::pairLogSum, (row, in, out) -> SoftmaxRow.logSoftmax(in, out));
    }

    private static boolean divideBySum(RowExponentials e, int row) {
        double sum = e.sum(row);
        e.pair(1, sum);
        return sum > 0;
    }
}
