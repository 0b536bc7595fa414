package org.closedform.kernel;

/**
 * Batch normalisation, one channel at a time.
 *
 * <p>A mean is a pair: the rounded mean and what its rounding left. For numbers around 1e8 with a deviation of 1e-3 the
 * rounding of the mean alone, 7e-9, would put an error of 7e-6 into every x̂.
 */
public final class BatchNormalization {
    private BatchNormalization() {}

    /** Mean, remainder of the mean, and M2 = Σ (x − mean)², per channel. */
    public record Moments(double[] mean, double[] meanRemainder, double[] m2) {}

    /** Two passes, the second around the exact mean of the first (Chan, Golub, LeVeque 1983, eq. 1.7). */
    public static Moments moments(Buffer x, Rows channels) {
        int n = channels.length();
        double[] mean = new double[channels.count()];
        double[] remainder = new double[channels.count()];
        double[] m2 = new double[channels.count()];
        channels.forEach(x, (values, channel) -> {
            double rough = Summation.sum(values) / n;
            center(values, rough, 0);
            double correction = Summation.sum(values) / n;
            mean[channel] = rough + correction;
            remainder[channel] = correction - (mean[channel] - rough);
            center(values, correction, 0);
            double sum = Summation.sum(values);
            m2[channel] = Summation.dot(values, values) - sum * sum / n;
        });
        return new Moments(mean, remainder, m2);
    }

    /** y = γ·x̂ + β with x̂ = (x − mean)·inverse. */
    public static Buffer normalize(
            Buffer x, Rows channels, double[] mean, double[] remainder, double[] inverse, Buffer gamma, Buffer beta) {
        Buffer result = x.ofSize(x.size());
        channels.forEach(x, (values, channel) -> {
            center(values, mean[channel], remainder[channel]);
            double scale = inverse[channel];
            double g = gamma.at(channel);
            double b = beta.at(channel);
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.fma(g, values[i] * scale, b);
            }
            channels.store(result, channel, values);
        });
        return result;
    }

    /** dx, dγ and dβ. */
    public record Gradient(Buffer dx, Buffer dGamma, Buffer dBeta) {}

    /**
     * dβ = Σ dy, dγ = Σ dy·x̂ and dx = γ·inverse·(dy − dβ/n − x̂·dγ/n); where the statistics are constants, as in
     * inference, the two mean terms are absent.
     */
    public static Gradient backward(
            Buffer x,
            Buffer dy,
            Rows channels,
            double[] mean,
            double[] remainder,
            double[] inverse,
            Buffer gamma,
            boolean throughStatistics) {
        Buffer dx = x.ofSize(x.size());
        Buffer dGamma = x.ofSize(channels.count());
        Buffer dBeta = x.ofSize(channels.count());
        double[] upstream = channels.scratch();
        int n = channels.length();
        channels.forEach(x, (xHat, channel) -> {
            center(xHat, mean[channel], remainder[channel]);
            for (int i = 0; i < xHat.length; i++) {
                xHat[i] *= inverse[channel];
            }
            channels.load(dy, channel, upstream);
            double sum = Summation.sum(upstream);
            double projection = Summation.dot(upstream, xHat);
            double meanTerm = throughStatistics ? sum / n : 0;
            double varianceTerm = throughStatistics ? projection / n : 0;
            double scale = gamma.at(channel) * inverse[channel];
            for (int i = 0; i < xHat.length; i++) {
                upstream[i] = scale * ((upstream[i] - meanTerm) - xHat[i] * varianceTerm);
            }
            channels.store(dx, channel, upstream);
            dGamma.set(channel, projection);
            dBeta.set(channel, sum);
        });
        return new Gradient(dx, dGamma, dBeta);
    }

    /** x − (mean + remainder), in place. */
    private static void center(double[] x, double mean, double remainder) {
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - mean) - remainder;
        }
    }
}
