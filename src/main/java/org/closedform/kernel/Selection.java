package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * The k largest numbers of every row, largest first. Of equal numbers the first comes first; NaN comes before everything.
 *
 * @param values k numbers a row
 * @param indices where in its row each of them was
 */
public record Selection(Buffer values, int[] indices) {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 1;

    /** The largest numbers of each row of x; {@code selected} is the layout of the result. */
    public static Selection largest(Buffer x, Rows rows, Rows selected) {
        int k = selected.length();
        Selection result = new Selection(x.ofSize(selected.count() * k), new int[selected.count() * k]);
        rows.forEach(x, NANOSECONDS, () -> {
            int[] best = new int[k];
            double[] numbers = new double[k];
            return (values, row) -> {
                largest(Scratch.of(values), values, 0, values.length, k, best, numbers, 0);
                for (int i = 0; i < k; i++) {
                    int place = selected.offset(row, i);
                    result.values.set(place, numbers[i]);
                    result.indices[place] = best[i];
                }
            };
        });
        return result;
    }

    /** For contiguous rows: k indices and k numbers for each, from the beginning of their arrays. */
    public static <A> void largest(A x, int start, int count, int length, int k, int[] indices, A values) {
        if (Splitter.isLarge(count, length * NANOSECONDS)) {
            Splitter.split(
                    count,
                    1,
                    length * NANOSECONDS,
                    (from, to) -> largest(x, start, from, to, length, k, indices, values));
        } else {
            largest(x, start, 0, count, length, k, indices, values);
        }
    }

    private static <A> void largest(A x, int start, int from, int to, int length, int k, int[] indices, A values) {
        Scratch<A> scratch = Scratch.of(x);
        for (int row = from; row < to; row++) {
            largest(scratch, x, start + row * length, length, k, indices, values, row * k);
        }
    }

    /** Keeps the best so far, sorted. In a row in random order few numbers have to be inserted. */
    private static <A> void largest(
            Scratch<A> scratch, A x, int start, int length, int k, int[] indices, A values, int at) {
        double[] block = scratch.perRow(0);
        int found = 0;
        double last = 0;
        for (int from = 0; from < length; from += Loops.BLOCK) {
            int count = Math.min(Loops.BLOCK, length - from);
            scratch.loops.pick(x, start + from, 1, 0, count, 0, block);
            for (int i = 0; i < count; i++) {
                if (found == k && !isBefore(block[i], last)) {
                    continue;
                }
                int place = place(scratch, values, at, found, block[i]);
                found = Math.min(found + 1, k);
                System.arraycopy(indices, at + place, indices, at + place + 1, found - 1 - place);
                System.arraycopy(values, at + place, values, at + place + 1, found - 1 - place);
                indices[at + place] = from + i;
                scratch.set(values, at + place, block[i]);
                last = scratch.at(values, at + found - 1);
            }
        }
    }

    /** The index, at most {@code count}, at which the number is inserted. */
    private static <A> int place(Scratch<A> scratch, A values, int at, int count, double number) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (isBefore(number, scratch.at(values, at + middle))) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }

    private static boolean isBefore(double a, double b) {
        return a > b || (Double.isNaN(a) && !Double.isNaN(b));
    }
}
