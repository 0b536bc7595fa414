package org.closedform.kernel;

import org.closedform.kernel.loops.Logarithm;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Quotients;

/**
 * The cross-entropy of a single short row of weight 1, to the bits of {@link FusedCrossEntropy}, whose loops over rows would take as long
 * as the row itself.
 */
final class ShortRow {
    private ShortRow() {}

    /**
     * The loss; its gradient is stored at the same index as the row, which may be in the same array. NaN, and an undefined gradient beside an
     * unchanged row, if the row needs another way.
     */
    static <A> double loss(A x, A gradient, int start, int length, int label) {
        Scratch<A> scratch = Scratch.of(x);
        Loops<A> loops = scratch.loops;
        A copy = scratch.block(0);
        double[] taken = scratch.perRow(0);
        double[] sums = scratch.perRow(1);
        double[] low = scratch.perRow(2);
        int[] columns = scratch.columns();
        loops.pick(x, start, length, 0, 1, label, taken);
        double reference = taken[0] - RowExponentials.BELOW;
        if (!loops.isRegular(reference)) {
            return Double.NaN;
        }
        if (x == gradient) {
            System.arraycopy(x, start, copy, 0, length);
        }
        loops.exponentials(x, gradient, start, start + length, reference, false);
        columns[0] = label;
        loops.take(gradient, start, length, 0, 1, columns, taken);
        loops.sums(gradient, start, length, 0, 1, sums);
        double own = taken[0];
        double others = sums[0];
        if (!(loops.isInRange(others + own) && FusedCrossEntropy.areComparable(others, own))) {
            if (x == gradient) {
                System.arraycopy(copy, 0, x, start, length);
            }
            return Double.NaN;
        }
        taken[0] = 0 - others;
        double all = others + own;
        sums[0] = 1 / all;
        low[0] = Quotients.lost(1, all, sums[0]);
        loops.put(gradient, start, length, 0, 1, columns, taken);
        loops.scale(gradient, start, length, 0, 1, sums, low);
        return Logarithm.onePlus(others / own);
    }
}
