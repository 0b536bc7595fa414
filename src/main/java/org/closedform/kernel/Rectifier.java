package org.closedform.kernel;

/** The rectifier max(x, 0). */
public final class Rectifier {
    private Rectifier() {}

    /** max(x, 0); NaN of NaN. */
    public static double value(double x) {
        return Math.max(x, 0.0);
    }

    /** 1 to the right of 0, 0 to its left and at it; NaN of NaN. */
    public static double slope(double x) {
        return x > 0 ? 1 : x <= 0 ? 0 : x;
    }
}
