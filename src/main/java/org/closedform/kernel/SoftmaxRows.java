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
        return RowExponentials.of(x, rows, row -> RowExponentials.NONE)
                .subtract(SoftmaxRows::subtractLogSum, (row, in, out) -> SoftmaxRow.logSoftmax(in, out));
    }

    private static boolean divideBySum(RowExponentials e, int row) {
        double sum = e.sum(row);
        e.pair(1, sum);
        return sum > 0;
    }

    /**
     * log Σ e^x, whose digits suffice where no probability is close to 1. Where one may be, it is that of the largest x, and the sum is
     * taken beside that: log Σ e^x = max + log(1 + R), R the sum without the largest term, divided by that.
     */
    private static boolean subtractLogSum(RowExponentials e, int row) {
        double sum = e.sum(row);
        if (!(sum > 0)) {
            return false;
        }
        if (e.largestPart() <= sum / 2 && Math.abs(e.exponent()) < Logarithm.LARGE) {
            Logarithm log = Logarithm.of(sum, e.exponent());
            e.pair(log.value(), log.rest());
        } else {
            double max = e.max();
            int first = first(e, max);
            e.pair(max, Logarithm.onePlus(e.sumBut(first) / e.made(first)));
        }
        return true;
    }

    private static int first(RowExponentials e, double x) {
        int first = 0;
        while (e.at(first) < x) {
            first++;
        }
        return first;
    }
}
