package org.closedform.gradient;

/**
 * A derivative from central differences at h, h/2, h/4 …, extrapolated to h = 0, with the step chosen by the function itself.
 *
 * <p>Large steps suffer from curvature, small ones from rounding. Romberg's tableau removes the powers h², h⁴ … of the
 * former; each entry's error is estimated from its three neighbours plus the rounding of the differences it is made of, and
 * the entry with the smallest estimate wins (Ridders, Accurate Computation of F′(x) and F′(x)F″(x), 1982, with two
 * neighbours, of which one pair in some thousands agrees by chance).
 */
final class Extrapolation {
    private static final int ROWS = 48;
    private static final int COLUMNS = 7;

    private Extrapolation() {}

    /** A central difference quotient: the slope from x − h to x + h, and how much of it may be rounding. */
    @FunctionalInterface
    interface CentralDifference {
        Estimate at(double h);
    }

    static Estimate derivative(CentralDifference difference, double largestStep) {
        Estimate best = Estimate.NONE;
        double[] previous = {};
        double h = largestStep;
        for (int row = 0; row < ROWS; row++, h /= 2) {
            Estimate slope = difference.at(h);
            if (!Double.isFinite(slope.value())) {
                previous = new double[0]; // outside the domain: start afresh, closer
                continue;
            }
            double[] current = new double[Math.min(previous.length + 1, COLUMNS)];
            current[0] = slope.value();
            double power = 1;
            for (int column = 1; column < current.length; column++) {
                power *= 4;
                current[column] = current[column - 1] + (current[column - 1] - previous[column - 1]) / (power - 1);
                if (column < previous.length) {
                    double change = Math.max(
                            Math.abs(current[column] - previous[column]),
                            Math.max(
                                    Math.abs(current[column] - current[column - 1]),
                                    Math.abs(current[column] - previous[column - 1])));
                    double error = change + 2 * slope.error();
                    if (error < best.error()) {
                        best = new Estimate(current[column], error);
                    }
                }
            }
            if (slope.error() > best.error()) {
                break; // from here on rounding alone is worse than what we have
            }
            previous = current;
        }
        return best;
    }
}
