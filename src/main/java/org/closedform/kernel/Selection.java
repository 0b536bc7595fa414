package org.closedform.kernel;

/**
 * The k largest numbers of every row, largest first. Of equal numbers the first comes first; NaN comes before everything.
 *
 * @param values k numbers a row
 * @param indices where in its row each of them was
 */
public record Selection(Buffer values, int[] indices) {

    /** Row by row; {@code selected} says where a row's k numbers go. */
    public static Selection largest(Buffer x, Rows rows, Rows selected) {
        int k = selected.length();
        Selection result = new Selection(x.ofSize(selected.count() * k), new int[selected.count() * k]);
        int[] best = new int[k];
        rows.forEach(x, (values, row) -> {
            largest(values, best);
            for (int i = 0; i < k; i++) {
                int place = selected.offset(row, i);
                result.values.set(place, values[best[i]]);
                result.indices[place] = best[i];
            }
        });
        return result;
    }

    /** Keeps the best so far in order; in a row without an order few numbers have to be let in. */
    static void largest(double[] x, int[] best) {
        int found = 0;
        for (int i = 0; i < x.length; i++) {
            if (found < best.length) {
                found++;
            } else if (!isBefore(x[i], x[best[found - 1]])) {
                continue;
            }
            int place = place(x, best, found - 1, x[i]);
            System.arraycopy(best, place, best, place + 1, found - 1 - place);
            best[place] = i;
        }
    }

    /** Before which of the first {@code count} the number goes. */
    private static int place(double[] x, int[] best, int count, double number) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (isBefore(number, x[best[middle]])) {
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
