package org.closedform.kernel;

/** The numbers of one channel, in float64. */
final class ChannelRow {
    private ChannelRow() {}

    /** A copy. */
    static double[] of(Buffer buffer, Channels channels, int channel) {
        double[] values = new double[channels.length()];
        channels.rows().load(buffer, channel, values);
        return values;
    }

    /** The largest |x|; NaN if one is NaN. */
    static double largest(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** x − (mean + remainder), in place. */
    static void center(double[] x, double mean, double remainder) {
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - mean) - remainder;
        }
    }

    /** x times a number, in place. */
    static void multiply(double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    /** x · 2^power, in place. */
    static void multiplyByPower(double[] x, int power) {
        for (int i = 0; i < x.length && power != 0; i++) {
            x[i] = Math.scalb(x[i], power);
        }
    }

    /** Divides x, in place, by the power of two that brings the largest |x| to [1, 2), unless that is 0 or not finite; its exponent. */
    static int normalize(double[] x) {
        double largest = largest(x);
        int power = largest > 0 && largest < Double.POSITIVE_INFINITY ? Math.getExponent(largest) : 0;
        multiplyByPower(x, -power);
        return power;
    }
}
