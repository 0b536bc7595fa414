package org.closedform.kernel;

/**
 * Softmax and its relatives for all rows of a buffer, many short rows at a time.
 *
 * <p>With K a whole number and lift a power of two, e_i = lift · e^x_i / 2^K is made from x_i itself: no x_i − max is rounded, so
 * that no error grows with the spread of a row. A row without a finite largest x, or one beyond what whole numbers reach, is left to
 * {@link SoftmaxRow}.
 */
public final class SoftmaxRows {
    private final Rows rows;
    private final Buffer x;
    private final Buffer result;
    private final Panel panel;
    private final int length;
    private final double[] max;

    private SoftmaxRows(Buffer x, Rows rows) {
        int capacity = Math.max(1, Math.min(rows.count(), Panel.BLOCK / rows.length()));
        this.rows = rows;
        this.x = x;
        this.result = x.ofSize(x.size());
        this.length = rows.length();
        this.panel = Panel.of(x, capacity * length);
        this.max = new double[capacity];
    }

    /** y = softmax(x). */
    public static Buffer softmax(Buffer x, Rows rows) {
        SoftmaxRows softmax = new SoftmaxRows(x, rows);
        return softmax.forEach(softmax::normalize, SoftmaxRow::softmax);
    }

    /** y = log softmax(x). */
    public static Buffer logSoftmax(Buffer x, Rows rows) {
        SoftmaxRows softmax = new SoftmaxRows(x, rows);
        return softmax.forEach(softmax::subtractLogSum, SoftmaxRow::logSoftmax);
    }

    /** What becomes of e[from … to) of a row with a largest x. */
    @FunctionalInterface
    private interface Step {
        void apply(int from, int to, double max);
    }

    private Buffer forEach(Step step, Rows.Function careful) {
        for (int first = 0; first < rows.count(); first += max.length) {
            int count = Math.min(max.length, rows.count() - first);
            for (int i = 0; i < count; i++) {
                int from = i * length;
                rows.load(x, first + i, panel, from);
                max[i] = panel.max(from, from + length);
                panel.shift(from, from + length, max[i]);
            }
            panel.exponentials(count * length);
            for (int i = 0; i < count; i++) {
                int from = i * length;
                if (panel.isRegular(max[i])) {
                    step.apply(from, from + length, max[i]);
                    rows.store(result, first + i, panel, from);
                } else {
                    carefully(first + i, careful);
                }
            }
        }
        return result;
    }

    private void carefully(int row, Rows.Function careful) {
        double[] in = rows.scratch();
        double[] out = rows.scratch();
        rows.load(x, row, in);
        careful.apply(in, out);
        rows.store(result, row, out);
    }

    private void normalize(int from, int to, double largest) {
        double sum = sum(from, to);
        double inverse = 1 / sum;
        panel.scale(from, to, inverse, Math.fma(-sum, inverse, 1) * inverse);
    }

    /** An e that is NaN beside a finite largest x is that of x = −∞, or next to it. */
    private double sum(int from, int to) {
        double sum = panel.sum(from, to);
        if (Double.isNaN(sum)) {
            panel.dropNaN(from, to);
            return panel.sum(from, to);
        }
        return sum;
    }

    /** log Σ e^(x − max), as log1p without the largest term where that is most of the sum. */
    private void subtractLogSum(int from, int to, double largest) {
        double sum = panel.relative(sum(from, to), largest);
        double logSum =
                sum > 3 ? StrictMath.log(sum) : StrictMath.log1p(panel.relative(sumBut(largest, from, to), largest));
        panel.subtract(from, to, largest, logSum);
    }

    /** Σ e but for the first of the largest x. */
    private double sumBut(double largest, int from, int to) {
        int top = from;
        while (panel.at(top) != largest) {
            top++;
        }
        return panel.sumBut(top, from, to);
    }
}
