package org.closedform.kernel;

/** Rows of which a panel holds one or more, made all at once. */
final class ShortRowExponentials extends RowExponentials {
    private final int length;
    private final double[] references;
    private int first;
    private int selected;
    private int from;
    private int to;

    ShortRowExponentials(Buffer x, Rows rows) {
        this(x, rows, Math.max(1, Math.min(rows.count(), Panel.SIZE / rows.length())));
    }

    private ShortRowExponentials(Buffer x, Rows rows, int batch) {
        super(x, rows, batch);
        this.length = rows.length();
        this.references = new double[batch];
    }

    @Override
    void load(int first, int count) {
        this.first = first;
        rows.load(x, first, count, panel);
        for (int i = 0; i < count; i++) {
            references[i] = panel.at(i * length);
            panel.shift(i * length, (i + 1) * length, references[i]);
        }
        panel.exponentials(0, Panel.whole(count * length));
    }

    @Override
    void select(int i) {
        selected = i;
        from = i * length;
        to = from + length;
    }

    @Override
    double reference() {
        return references[selected];
    }

    @Override
    void divideByLargest(double max) {
        references[selected] = max;
        panel.shift(from, to, max);
        panel.exponentials(from, to);
        panel.dropNaN(from, to);
    }

    @Override
    double at(int index) {
        return panel.at(from + index);
    }

    @Override
    double max() {
        return panel.max(from, to);
    }

    @Override
    double made(int index) {
        return panel.made(from + index);
    }

    @Override
    void make(int index, double value) {
        panel.make(from + index, value);
    }

    @Override
    double sumBut(int index) {
        if (index == NONE) {
            return panel.sum(from, to);
        }
        double made = made(index);
        make(index, 0);
        double sum = panel.sum(from, to);
        make(index, made);
        return sum;
    }

    @Override
    void pair(double a, double b) {
        panel.pair(from, to, a, b);
    }

    @Override
    void scale(int count) {
        panel.scale(count * length);
        rows.store(result, first, count, panel);
    }

    @Override
    void subtract(int count) {
        panel.subtract(count * length);
        rows.store(result, first, count, panel);
    }
}
