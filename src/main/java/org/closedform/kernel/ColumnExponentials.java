package org.closedform.kernel;

import java.util.function.IntUnaryOperator;

/** Short rows, many of them made at once, side by side. */
final class ColumnExponentials extends RowExponentials {
    private final int length;
    private final Columns columns;
    private final double[] references = new double[Columns.WIDTH];
    private final double[] sums = new double[Columns.WIDTH];
    private final double[] maxima = new double[Columns.WIDTH];
    private final double[] a = new double[Columns.WIDTH];
    private final double[] b = new double[Columns.WIDTH];
    private boolean knowsMaxima;

    ColumnExponentials(Buffer x, Rows rows, IntUnaryOperator leftOut) {
        super(x, rows, leftOut, Columns.WIDTH, Columns.WIDTH);
        this.length = rows.length();
        this.columns = panel.columns();
        panel.attachScratch(length * Columns.WIDTH + Columns.PADDING);
    }

    @Override
    int make(int first, Step step) {
        int count = Math.min(Columns.WIDTH, rows.count() - first);
        rows.load(x, first, count, panel, 1, Columns.WIDTH);
        columns.exponentials(length);
        sumOthers(first, count);
        knowsMaxima = false;
        for (int j = 0; j < count; j++) {
            origin = j;
            references[j] = panel.at(j);
            left[j] = !step.apply(this, first + j);
        }
        if (scales) {
            columns.scale(length, a, b);
        } else {
            columns.subtract(length, a, b);
        }
        rows.store(result, first, count, panel, 1, Columns.WIDTH);
        return count;
    }

    private void sumOthers(int first, int count) {
        for (int j = 0; j < count; j++) {
            int index = leftOut.applyAsInt(first + j);
            if (index != NONE) {
                origin = j;
                a[j] = made(index);
                make(index, 0);
            }
        }
        columns.sums(length, sums);
        for (int j = 0; j < count; j++) {
            int index = leftOut.applyAsInt(first + j);
            if (index != NONE) {
                origin = j;
                make(index, a[j]);
            }
        }
    }

    @Override
    double reference() {
        return references[origin];
    }

    @Override
    void divideByLargest(int row, double max) {
        references[origin] = max;
        for (int at = origin; at < length * Columns.WIDTH; at += Columns.WIDTH) {
            panel.exponentials(at, at + 1, max);
            panel.dropNaN(at, at + 1);
        }
        int index = leftOut.applyAsInt(row);
        sums[origin] = index == NONE ? columns.sum(length, origin) : sumBut(index);
    }

    @Override
    double others() {
        return sums[origin];
    }

    @Override
    double sumBut(int index) {
        double made = made(index);
        make(index, 0);
        double sum = columns.sum(length, origin);
        make(index, made);
        return sum;
    }

    @Override
    double largestPart() {
        return columns.largestPart(length, origin);
    }

    @Override
    double max() {
        if (!knowsMaxima) {
            columns.maxima(length, maxima);
            knowsMaxima = true;
        }
        return maxima[origin];
    }

    @Override
    void pair(double a, double b) {
        this.a[origin] = a;
        this.b[origin] = b;
    }
}
