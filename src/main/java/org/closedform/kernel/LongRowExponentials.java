package org.closedform.kernel;

/** Rows longer than a panel, made one panel after the other and kept where the result will be. */
final class LongRowExponentials extends RowExponentials {
    private final int length;
    private int row;
    private double reference;
    private double sum;

    LongRowExponentials(Buffer x, Rows rows) {
        super(x, rows, 1);
        this.length = rows.length();
    }

    @Override
    void load(int first, int count) {
        row = first;
        divide(at(0), false);
    }

    @Override
    void select(int i) {}

    @Override
    void divideByLargest(double max) {
        divide(max, true);
    }

    /** The sum comes along; only beside a largest x is what is NaN known to be 0. */
    private void divide(double reference, boolean byLargest) {
        this.reference = reference;
        panel.shift(0, Panel.SIZE, reference);
        CompensatedSum total = new CompensatedSum();
        for (int from = 0; from < length; from += Panel.SIZE) {
            int count = read(from);
            panel.exponentials(0, Panel.whole(count));
            if (byLargest) {
                panel.dropNaN(0, count);
            }
            total.add(panel.sum(0, count));
            rows.storePart(result, row, from, count, panel);
        }
        sum = total.value();
    }

    private int read(int from) {
        int count = Math.min(Panel.SIZE, length - from);
        rows.loadPart(x, row, from, count, panel);
        return count;
    }

    private int readMade(int from) {
        int count = Math.min(Panel.SIZE, length - from);
        rows.loadMade(result, row, from, count, panel);
        return count;
    }

    @Override
    double reference() {
        return reference;
    }

    @Override
    double at(int index) {
        return x.at(rows.offset(row, index));
    }

    @Override
    double max() {
        double max = at(0);
        for (int from = 0; from < length; from += Panel.SIZE) {
            max = Math.max(max, panel.max(0, read(from)));
        }
        return max;
    }

    @Override
    double made(int index) {
        return result.at(rows.offset(row, index));
    }

    @Override
    void make(int index, double value) {
        result.set(rows.offset(row, index), value);
    }

    @Override
    double sumBut(int index) {
        if (index == NONE) {
            return sum;
        }
        CompensatedSum others = new CompensatedSum();
        for (int from = 0; from < length; from += Panel.SIZE) {
            int count = readMade(from);
            if (index >= from && index < from + count) {
                panel.make(index - from, 0);
            }
            others.add(panel.sum(0, count));
        }
        return others.value();
    }

    @Override
    void pair(double a, double b) {
        panel.pair(0, Panel.SIZE, a, b);
    }

    @Override
    void scale(int count) {
        for (int from = 0; from < length; from += Panel.SIZE) {
            int part = readMade(from);
            panel.scale(part);
            rows.storePart(result, row, from, part, panel);
        }
    }

    @Override
    void subtract(int count) {
        for (int from = 0; from < length; from += Panel.SIZE) {
            int part = read(from);
            panel.subtract(part);
            rows.storePart(result, row, from, part, panel);
        }
    }
}
