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

    /** x − (mean + remainder), in place. */
    static void center(double[] x, double mean, double remainder) {
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - mean) - remainder;
        }
    }

    /** x times a number, in place. */
    static void scale(double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    /** y = γ·x̂ + β, in place. */
    static void affine(double[] xHat, double gamma, double beta) {
        for (int i = 0; i < xHat.length; i++) {
            xHat[i] = Math.fma(gamma, xHat[i], beta);
        }
    }

    /** dx = scale·((dy − meanTerm) − x̂·varianceTerm), in place of dy. */
    static void differentiate(double[] xHat, double[] dy, double meanTerm, double varianceTerm, double scale) {
        for (int i = 0; i < dy.length; i++) {
            dy[i] = scale * ((dy[i] - meanTerm) - xHat[i] * varianceTerm);
        }
    }
}
