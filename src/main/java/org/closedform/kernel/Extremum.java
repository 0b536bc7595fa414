package org.closedform.kernel;

/** The largest and the smallest of a row; NaN wins over everything. */
public final class Extremum {
    private Extremum() {}

    public static double max(double[] x) {
        double result = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            result = Math.max(result, value);
        }
        return result;
    }

    public static double min(double[] x) {
        double result = Double.POSITIVE_INFINITY;
        for (double value : x) {
            result = Math.min(result, value);
        }
        return result;
    }

    /** The first index of the first NaN, or else of the largest number. */
    public static int argMax(double[] x) {
        int best = 0;
        for (int i = 0; i < x.length; i++) {
            if (Double.isNaN(x[i])) {
                return i;
            }
            if (x[i] > x[best]) {
                best = i;
            }
        }
        return best;
    }
}
