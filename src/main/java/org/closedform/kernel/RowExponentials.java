package org.closedform.kernel;

import java.util.function.IntUnaryOperator;

/**
 * e_i = lift · e^x_i / 2^K for one row after the other, and what is made of it, with K a whole number. It is made from x_i itself:
 * no x_i − max is rounded, so that no error grows with the spread of a row.
 *
 * <p>K is that of the row's first x, which spares a pass for the largest, or where that overflows of the largest.
 */
abstract sealed class RowExponentials permits SingleRowExponentials, ShortRowExponentials {
    static final int NONE = -1;

    final Rows rows;
    final Buffer x;
    final Buffer result;
    final Panel panel;

    /** Which element of a row its sum leaves out, or {@link #NONE}; if y is x, less something, short rows leave out the largest instead. */
    final IntUnaryOperator leftOut;

    final RowConstants constants;

    /** How many rows are made together, at most. */
    private final int together;

    final int length;

    /** Where the row at hand begins in the panel. */
    int origin;

    /** What y is made with. */
    double a;

    double b;

    /** Whether y is e, scaled, or x, less something. */
    boolean scales;

    RowExponentials(Buffer x, Rows rows, IntUnaryOperator leftOut, int together) {
        this.rows = rows;
        this.leftOut = leftOut;
        this.x = x;
        this.result = x.ofSize(x.size());
        this.panel = Panel.of(x);
        this.constants = panel.constants();
        this.together = together;
        this.length = rows.length();
        if (rows.areContiguous()) {
            panel.attach(x, result);
        } else {
            panel.attachScratch(together * length);
        }
    }

    static RowExponentials of(Buffer x, Rows rows, IntUnaryOperator leftOut) {
        return rows.length() <= ShortRowExponentials.LONGEST
                ? new ShortRowExponentials(x, rows, leftOut)
                : new SingleRowExponentials(x, rows, leftOut);
    }

    /** Chooses a {@link #pair} for a row; false if the row has no exponentials. */
    @FunctionalInterface
    interface Step {
        boolean apply(RowExponentials e, int row);
    }

    /** Fills y, which is 0, from x, both one row. */
    @FunctionalInterface
    interface Careful {
        void apply(int row, double[] x, double[] y);
    }

    /** y = e · (a / b) for every row; for those that have no exponentials, y is made by other means. */
    final Buffer scale(Step step, Careful careful) {
        scales = true;
        forEach(step, careful);
        return result;
    }

    /** y = (x − a) − b for every row; for those that have no exponentials, y is made by other means. */
    final Buffer subtract(Step step, Careful careful) {
        forEach(step, careful);
        return result;
    }

    private void forEach(Step step, Careful careful) {
        try {
            for (int first = 0, count; first < rows.count(); first += count) {
                count = Math.min(together, rows.count() - first);
                makeWhereTheyLie(first, count, step);
                for (int row = first; row < first + count; row++) {
                    if (constants.left[row - first]) {
                        carefully(row, careful);
                    }
                }
            }
        } finally {
            panel.detach();
        }
    }

    /** Makes y for some rows, in scratch if their numbers do not lie one after the other. */
    private void makeWhereTheyLie(int first, int count, Step step) {
        if (rows.areContiguous()) {
            make(first, count, first * length, step);
        } else {
            rows.load(x, first, count, panel, length, 1);
            make(first, count, 0, step);
            rows.store(result, first, count, panel, length, 1);
        }
    }

    /** Makes y for some rows, which lie one after the other in the panel from a place on. */
    abstract void make(int first, int count, int from, Step step);

    private void carefully(int row, Careful careful) {
        double[] in = rows.scratch();
        double[] out = rows.scratch();
        rows.load(x, row, in);
        careful.apply(row, in, out);
        rows.store(result, row, out);
    }

    final double at(int index) {
        return panel.at(origin + index);
    }

    final double made(int index) {
        return panel.made(origin + index);
    }

    final void make(int index, double value) {
        panel.make(origin + index, value);
    }

    /** Has K be that of the largest x. */
    abstract void divideByLargest(int row, double max);

    /** Whether Σ e can be trusted. */
    abstract boolean isInRange(double sum);

    /** Which element the sum of a row leaves out, or {@link #NONE}. */
    abstract int out(int row);

    /** Σ e without the one left out, as it is. */
    abstract double others();

    /** The largest x. */
    abstract double max();

    /** Chooses the pair whose sum is log Σ e^x; false if the row has no exponentials. */
    abstract boolean pairLogSum(int row);

    /** Sets what y is made with. */
    final void pair(double first, double second) {
        a = first;
        b = second;
    }

    /** Σ e without the one left out, divided by the largest where K will not do; NaN if none will. */
    final double sum(int row) {
        int index = out(row);
        double sum = others();
        if (isInRange(index == NONE ? sum : sum + made(index))) {
            return sum;
        }
        double max = max();
        if (!panel.isRegular(max)) {
            return Double.NaN;
        }
        divideByLargest(row, max);
        return others();
    }
}
