package org.closedform.kernel;

import org.closedform.kernel.loops.Splitter;

/** The largest and the smallest of a row; NaN wins over everything. A long row may be searched on several threads. */
public final class Extremum {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 0.5;

    /** A long row is cut into this many parts. */
    private static final int PARTS = 64;

    private Extremum() {}

    public static double max(double[] x) {
        if (!Splitter.isLarge(x.length, NANOSECONDS)) {
            return max(x, 0, x.length);
        }
        double[] parts = new double[PARTS];
        split(x.length, (part, from, to) -> parts[part] = max(x, from, to));
        return max(parts, 0, PARTS);
    }

    private static double max(double[] x, int from, int to) {
        double result = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            result = Math.max(result, x[i]);
        }
        return result;
    }

    public static double min(double[] x) {
        if (!Splitter.isLarge(x.length, NANOSECONDS)) {
            return min(x, 0, x.length);
        }
        double[] parts = new double[PARTS];
        split(x.length, (part, from, to) -> parts[part] = min(x, from, to));
        return min(parts, 0, PARTS);
    }

    private static double min(double[] x, int from, int to) {
        double result = Double.POSITIVE_INFINITY;
        for (int i = from; i < to; i++) {
            result = Math.min(result, x[i]);
        }
        return result;
    }

    /** The first index of the first NaN, or else of the largest number. */
    public static int argMax(double[] x) {
        if (!Splitter.isLarge(x.length, NANOSECONDS)) {
            return argMax(x, 0, x.length);
        }
        int[] parts = new int[PARTS];
        split(x.length, (part, from, to) -> parts[part] = argMax(x, from, to));
        int best = parts[0];
        for (int i : parts) {
            if (!Double.isNaN(x[best]) && !(x[i] <= x[best])) {
                best = i;
            }
        }
        return best;
    }

    private static int argMax(double[] x, int from, int to) {
        int best = from;
        for (int i = from; i < to; i++) {
            if (Double.isNaN(x[i])) {
                return i;
            }
            if (x[i] > x[best]) {
                best = i;
            }
        }
        return best;
    }

    /** The largest |x|, 0 of nothing. */
    public static double maxAbsolute(double[] x) {
        if (!Splitter.isLarge(x.length, NANOSECONDS)) {
            return maxAbsolute(x, 0, x.length);
        }
        double[] parts = new double[PARTS];
        split(x.length, (part, from, to) -> parts[part] = maxAbsolute(x, from, to));
        return max(parts, 0, PARTS);
    }

    private static double maxAbsolute(double[] x, int from, int to) {
        double result = 0;
        for (int i = from; i < to; i++) {
            result = Math.max(result, Math.abs(x[i]));
        }
        return result;
    }

    @FunctionalInterface
    private interface Part {
        void search(int part, int from, int to);
    }

    private static void split(int length, Part search) {
        Splitter.split(PARTS, 1, length * NANOSECONDS / PARTS, (first, end) -> {
            for (int part = first; part < end; part++) {
                search.search(part, (int) ((long) length * part / PARTS), (int) ((long) length * (part + 1) / PARTS));
            }
        });
    }
}
