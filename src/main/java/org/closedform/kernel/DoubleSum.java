package org.closedform.kernel;

/** A sum of float32 numbers in float64, in four sums that do not wait for each other. */
final class DoubleSum {
    private DoubleSum() {}

    /** The sum of every {@code step}-th of {@code count} values. */
    static double of(float[] values, int from, int step, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 4 <= count; i += 4) {
            int at = from + i * step;
            s0 += values[at];
            s1 += values[at + step];
            s2 += values[at + 2 * step];
            s3 += values[at + 3 * step];
        }
        for (; i < count; i++) {
            s0 += values[from + i * step];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
