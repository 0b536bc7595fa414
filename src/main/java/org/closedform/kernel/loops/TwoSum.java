package org.closedform.kernel.loops;

/** The rounding error of an addition (Knuth, The Art of Computer Programming, volume 2, 3rd ed., §4.2.2, theorem B). */
public final class TwoSum {
    private TwoSum() {}

    /** a + b − sum, exactly, for the rounded sum. */
    public static double lost(double a, double b, double sum) {
        double added = sum - a;
        return (a - (sum - added)) + (b - added);
    }
}
