package org.closedform.kernel;

/**
 * e_i = lift · e^x_i / 2^K for one row after the other, and what is made of it, with K a whole number. It is made from x_i itself:
 * no x_i − max is rounded, so that no error grows with the spread of a row.
 *
 * <p>K is that of the row's first x, which spares a pass for the largest, or where that overflows of the largest.
 */
abstract sealed class RowExponentials permits ShortRowExponentials, LongRowExponentials {
    static final int NONE = -1;

    final Rows rows;
    final Buffer x;
    final Buffer result;
    final Panel panel;
    private final int batch;
    private final boolean[] hasNone;

    RowExponentials(Buffer x, Rows rows, int batch) {
        this.rows = rows;
        this.x = x;
        this.result = x.ofSize(x.size());
        this.panel = Panel.of(x);
        this.batch = batch;
        this.hasNone = new boolean[batch];
    }

    static RowExponentials of(Buffer x, Rows rows) {
        return rows.length() <= Panel.SIZE ? new ShortRowExponentials(x, rows) : new LongRowExponentials(x, rows);
    }

    /** Chooses a and b for a row; false if the row has no exponentials. */
    @FunctionalInterface
    interface Step {
        boolean apply(RowExponentials e, int row);
    }

    /** y = e · (a + b) for every row. */
    final Buffer scale(Step step, Rows.Function careful) {
        return forEach(step, true, careful);
    }

    /** y = (x − a) − b for every row. */
    final Buffer subtract(Step step, Rows.Function careful) {
        return forEach(step, false, careful);
    }

    private Buffer forEach(Step step, boolean scales, Rows.Function careful) {
        for (int first = 0; first < rows.count(); first += batch) {
            int count = Math.min(batch, rows.count() - first);
            load(first, count);
            for (int i = 0; i < count; i++) {
                select(i);
                hasNone[i] = !step.apply(this, first + i);
            }
            if (scales) {
                scale(count);
            } else {
                subtract(count);
            }
            for (int i = 0; i < count; i++) {
                if (hasNone[i]) {
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

    /** The next rows. */
    abstract void load(int first, int count);

    /** Which of them is meant from here on. */
    abstract void select(int i);

    /** The x that 2^K belongs to. */
    abstract double reference();

    /** Has K be that of another x, of which no other is larger. */
    abstract void divideByLargest(double max);

    abstract double at(int index);

    abstract double max();

    abstract double made(int index);

    abstract void make(int index, double value);

    /** Σ e but for one of them, or {@link #NONE}. */
    abstract double sumBut(int index);

    /** What the result is made with. */
    abstract void pair(double a, double b);

    abstract void scale(int count);

    abstract void subtract(int count);

    /** Σ e^(x_i − x), of Σ e or of a part of it. */
    final double relative(double sum, double x) {
        return panel.relative(sum, reference(), x);
    }

    /** Σ e, divided by the largest where the first x will not do; NaN if none will. */
    final double sum() {
        double sum = panel.isRegular(reference()) ? sumBut(NONE) : Double.NaN;
        if (panel.isInRange(sum)) {
            return sum;
        }
        double max = max();
        if (!panel.isRegular(max)) {
            return Double.NaN;
        }
        divideByLargest(max);
        return sumBut(NONE);
    }
}
