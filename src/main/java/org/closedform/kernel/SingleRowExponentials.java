package org.closedform.kernel;

import java.util.function.IntUnaryOperator;

/** Rows made one by one: where they are if their numbers lie one after the other, otherwise some at a time in scratch. */
final class SingleRowExponentials extends RowExponentials {
    /** Neighbouring rows share cache lines, so more than one is fetched at once. */
    private static final int SCRATCH = 8 * Panel.SIZE;

    private final double[] sums;
    private double reference;
    private double largestPart;

    SingleRowExponentials(Buffer x, Rows rows, IntUnaryOperator leftOut) {
        super(x, rows, leftOut, together(rows));
        this.sums = new double[(length + Panel.SIZE - 1) / Panel.SIZE];
    }

    private static int together(Rows rows) {
        return rows.areContiguous() ? 1 : Math.max(1, Math.min(rows.count(), SCRATCH / rows.length()));
    }

    @Override
    void make(int first, int count, int from, Step step) {
        for (int i = 0; i < count; i++) {
            origin = from + i * length;
            divide(first + i, panel.at(origin), false);
            constants.left[i] = !step.apply(this, first + i);
            if (scales) {
                panel.scale(origin, origin + length, a, b);
            } else {
                panel.subtract(origin, origin + length, a, b);
            }
        }
    }

    @Override
    void divideByLargest(int row, double max) {
        divide(row, max, true);
    }

    /** Block by block, each with its sum; only beside a largest x is what is NaN known to be 0. */
    private void divide(int row, double reference, boolean byLargest) {
        this.reference = reference;
        int index = out(row);
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
    boolean isInRange(double sum) {
        return panel.isRegular(reference) && panel.isInRange(sum);
    }

    @Override
    int out(int row) {
        return leftOut.applyAsInt(row);
    }

    @Override
    double others() {
        return sums.length == 1 ? sums[0] : CompensatedSum.of(sums, 0, 1, sums.length);
    }

    @Override
    double max() {
        double max = panel.at(origin);
        for (int block = 0; block < sums.length; block++) {
            max = Math.max(max, panel.max(from(block), to(block)));
        }
        return max;
    }

    /**
     * The digits of Σ e suffice where no probability is close to 1. Where one may be, it is that of the largest x, and the sum is taken
     * beside that: log Σ e^x = max + log(1 + R), R the sum without the largest term, divided by that.
     */
    @Override
    boolean pairLogSum(int row) {
        double sum = sum(row);
        if (!(sum > 0)) {
            return false;
        }
        double exponent = panel.exponent(reference);
        if (largestPart <= sum / 2 && Math.abs(exponent) < Logarithm.LARGE) {
            Logarithm log = Logarithm.of(sum, exponent);
            pair(log.value(), log.rest());
        } else {
            double max = max();
            int first = first(max);
            pair(max, Logarithm.onePlus(sumBut(first) / made(first)));
        }
        return true;
    }

    private int first(double x) {
        int first = 0;
        while (at(first) < x) {
            first++;
        }
        return first;
    }

    private double sumBut(int index) {
        int block = index / Panel.SIZE;
        double whole = sums[block];
        sums[block] = blockBut(block, index);
        double sum = others();
        sums[block] = whole;
        return sum;
    }
}
