package org.closedform.kernel;

/** Softmax and log-softmax for all rows of a buffer; a row without a finite largest x is left to {@link SoftmaxRow}. */
public final class SoftmaxRows {
    private SoftmaxRows() {}

    /** y = softmax(x). */
    public static Buffer softmax(Buffer x, Rows rows) {
        return RowExponentials.of(x, rows).scale(SoftmaxRows::divideBySum, SoftmaxRow::softmax);
    }

    /** y = log softmax(x). */
    public static Buffer logSoftmax(Buffer x, Rows rows) {
        return RowExponentials.of(x, rows).subtract(SoftmaxRows::subtractLogSum, SoftmaxRow::logSoftmax);
    }

    private static boolean divideBySum(RowExponentials e, int row) {
        double sum = e.sum();
        double inverse = 1 / sum;
        e.pair(inverse, Math.fma(-sum, inverse, 1) * inverse);
        return sum > 0;
    }

    /** log Σ e^(x − max), as log1p without the largest term where that is most of the sum. */
    private static boolean subtractLogSum(RowExponentials e, int row) {
        double max = e.max();
        double sum = e.relative(e.sum(), max);
        double logSum = sum > 3 ? StrictMath.log(sum) : StrictMath.log1p(e.relative(e.sumBut(first(e, max)), max));
        e.pair(max, logSum);
        return sum > 0;
    }

    private static int first(RowExponentials e, double x) {
        int first = 0;
        while (e.at(first) < x) {
            first++;
        }
        return first;
    }
}
