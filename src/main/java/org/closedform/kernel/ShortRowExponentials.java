package org.closedform.kernel;

import java.util.function.IntUnaryOperator;

/**
 * Short rows, many at a time: their exponentials in one loop, with one K for all, so that no row waits for a loop of its own to begin.
 *
 * <p>K is one that suits the first x of the rows. A row that it does not suit, because its sum overflows or its largest is below 2^K,
 * is made once more with a K of its own. All that K changes is an exact power of two, so a row's bits do not depend on its neighbours.
 */
final class ShortRowExponentials extends RowExponentials {
    /** Longer rows are better made one by one. */
    static final int LONGEST = 64;

    /** So far from each other first x have one K. */
    private static final double SPREAD = 30;

    /** K is lower than that of the lowest first x, so that the sum of its row shows that it suits. */
    private static final double BELOW = 5;

    private int at;
    private boolean isOwn;

    ShortRowExponentials(Buffer x, Rows rows, IntUnaryOperator leftOut) {
        super(x, rows, leftOut, Panel.SIZE / rows.length());
    }

    @Override
    void make(int first, int count, int from, Step step) {
        panel.exponentials(from, from + count * length, reference(from, count));
        addUp(first, from, 0, count);
        for (int i = 0; i < count; i++) {
            origin = from + i * length;
            at = i;
            isOwn = false;
            constants.left[i] = !step.apply(this, first + i);
            constants.a[i] = a;
            constants.b[i] = b;
        }
        if (scales) {
            panel.scale(from, length, count, constants);
        } else {
            takeLogarithms(count);
            panel.subtract(from, length, count, constants);
        }
    }

    /** Σ e of some rows, without the one left out. */
    private void addUp(int first, int from, int at, int count) {
        if (!scales) {
            panel.sumsButLargest(from, length, at, count, constants);
            return;
        }
        for (int i = 0; i < count; i++) {
            constants.out[at + i] = leftOut.applyAsInt(first + i);
            if (constants.out[at + i] != NONE) {
                int out = from + i * length + constants.out[at + i];
                constants.made[at + i] = panel.made(out);
                panel.make(out, 0);
            }
        }
        panel.sums(from, length, at, count, constants);
        for (int i = 0; i < count; i++) {
            if (constants.out[at + i] != NONE) {
                panel.make(from + i * length + constants.out[at + i], constants.made[at + i]);
            }
        }
    }

    /** Of all rows together, so that no row waits for the logarithm of another. */
    private void takeLogarithms(int count) {
        for (int i = 0; i < count; i++) {
            constants.b[i] = Logarithm.onePlus(constants.b[i]);
        }
    }

    /** What suits the regular ones of the first x; infinite if there are none, and then no sum is in range. */
    private double reference(int from, int count) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            double first = panel.at(from + i * length);
            if (panel.isRegular(first)) {
                lowest = Math.min(lowest, first);
                highest = Math.max(highest, first);
            }
        }
        return Math.max(lowest, highest - SPREAD) - BELOW;
    }

    @Override
    boolean isInRange(double sum) {
        return panel.isInRange(sum) && (isOwn || sum >= LONGEST * panel.lift());
    }

    @Override
    void divideByLargest(int row, double max) {
        isOwn = true;
        panel.exponentials(origin, origin + length, max);
        panel.dropNaN(origin, origin + length);
        addUp(row, origin, at, 1);
    }

    @Override
    double others() {
        return constants.sums[at];
    }

    @Override
    int out(int row) {
        return constants.out[at];
    }

    /** log Σ e^x = max + log(1 + R), R the sum without the largest term, divided by that; its logarithm is taken later. */
    @Override
    boolean pairLogSum(int row) {
        double others = sum(row);
        pair(at(out(row)), others / made(out(row)));
        return others >= 0;
    }

    @Override
    double max() {
        return panel.max(origin, origin + length);
    }
}
