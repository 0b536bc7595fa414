package org.closedform.kernel;

import java.util.function.IntUnaryOperator;

/** Rows made one by one: where they are if their numbers lie one after the other, otherwise some at a time in scratch. */
final class SingleRowExponentials extends RowExponentials {
    /** Neighbouring rows share cache lines, so more than one is fetched at once. */
    private static final int SCRATCH = 8 * Panel.SIZE;

    private final int length;
    private final double[] sums;
    private double reference;
    private double largestPart;
    private double a;
    private double b;

    SingleRowExponentials(Buffer x, Rows rows, IntUnaryOperator leftOut) {
        super(x, rows, leftOut, 1, batch(rows));
        this.length = rows.length();
        this.sums = new double[(length + Panel.SIZE - 1) / Panel.SIZE];
        if (rows.areContiguous()) {
            panel.attach(x, result);
        } else {
            panel.attachScratch(left.length * length);
        }
    }

    private static int batch(Rows rows) {
        return rows.areContiguous() ? 1 : Math.max(1, Math.min(rows.count(), SCRATCH / rows.length()));
    }

    @Override
    int make(int first, Step step) {
        int count = Math.min(left.length, rows.count() - first);
        int at = 0;
        if (rows.areContiguous()) {
            at = first * length;
        } else {
            rows.load(x, first, count, panel, length, 1);
        }
        for (int i = 0; i < count; i++) {
            origin = at + i * length;
            divide(first + i, panel.at(origin), false);
            left[i] = !step.apply(this, first + i);
            if (scales) {
                panel.scale(origin, origin + length, a, b);
            } else {
                panel.subtract(origin, origin + length, a, b);
            }
        }
        if (!rows.areContiguous()) {
            rows.store(result, first, count, panel, length, 1);
        }
        return count;
    }

    @Override
    void divideByLargest(int row, double max) {
        divide(row, max, true);
    }

    /** Block by block, each with its sum; only beside a largest x is what is NaN known to be 0. */
    private void divide(int row, double reference, boolean byLargest) {
        this.reference = reference;
        int index = leftOut.applyAsInt(row);
        largestPart = 0;
        for (int block = 0; block < sums.length; block++) {
            int from = from(block);
            panel.exponentials(from, to(block), reference);
            if (byLargest) {
                panel.dropNaN(from, to(block));
            }
            sums[block] = blockBut(block, index);
            if (!scales) {
                largestPart = Math.max(largestPart, panel.largestPart());
            }
        }
    }

    private int from(int block) {
        return origin + block * Panel.SIZE;
    }

    private int to(int block) {
        return Math.min(from(block) + Panel.SIZE, origin + length);
    }

    private double blockBut(int block, int index) {
        if (index == NONE || index / Panel.SIZE != block) {
            return panel.sum(from(block), to(block));
        }
        double made = made(index);
        make(index, 0);
        double sum = panel.sum(from(block), to(block));
        make(index, made);
        return sum;
    }

    @Override
    double reference() {
        return reference;
    }

    @Override
    double others() {
        return sums.length == 1 ? sums[0] : CompensatedSum.of(sums, 0, 1, sums.length);
    }

    @Override
    double sumBut(int index) {
        int block = index / Panel.SIZE;
        double whole = sums[block];
        sums[block] = blockBut(block, index);
        double sum = others();
        sums[block] = whole;
        return sum;
    }

    @Override
    double largestPart() {
        return largestPart;
    }

    @Override
    double max() {
        double max = panel.at(origin);
        for (int block = 0; block < sums.length; block++) {
            max = Math.max(max, panel.max(from(block), to(block)));
        }
        return max;
    }

    @Override
    void pair(double a, double b) {
        this.a = a;
        this.b = b;
    }
}
