package org.closedform.gradient.measurement;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A derivative of a channel along a path as derived, and as many differences at irregular steps have it.
 *
 * @param derived what the backward says
 * @param fitted the slope by least squares
 * @param error its standard error, as the differences scatter
 * @param highest how many standard errors the highest power of the step is from 0
 * @param ulps how many roundings of its size, or of the terms of size 1 that may be hidden in it, the channel moves by
 */
public record FittedSlope(double derived, double fitted, double error, double highest, double ulps) {
    /** Differences of rounded numbers scatter by about a third of an ulp, and if by less than that, by chance. */
    private static final double LEAST_NOISE = 0.125;
    /** What moves by up to that many roundings in all may do so in stairs. */
    private static final double LAST_BITS = 64;

    /** Of all channels, from pairs of points up to a step to both sides; none where the function has no values on the way, or steps are lost in rounding. */
    public static List<FittedSlope> along(Path path, double largestStep, int pairs, RandomGenerator random) {
        Channels channels = path.channels();
        double[] steps = new double[pairs];
        double[][] differences = new double[channels.count()][pairs];
        double[] sizes = new double[channels.count()];
        for (int m = 0; m < pairs; m++) {
            double even = (m + random.nextDouble()) / pairs;
            steps[m] = largestStep * even * (2 - even); // more of them far out, where slopes show
            double[] right = path.direction().move(path.f().point(), steps[m]);
            double[] left = path.direction().move(path.f().point(), -steps[m]);
            double[] after = path.outputs(steps[m]);
            double[] before = path.outputs(-steps[m]);
            double width = path.width(right, left, 2 * steps[m]);
            if (!hasValues(after) || !hasValues(before) || Double.isNaN(width)) {
                return List.of();
            }
            for (int k = 0; k < differences.length; k++) {
                double change = channels.difference(k, after, before) - path.correction(k, right, left, 2 * steps[m]);
                differences[k][m] = change * steps[m] / width;
                sizes[k] = Math.max(sizes[k], Math.max(channels.size(k, after), channels.size(k, before)));
            }
        }
        SlopeFit fit = new SlopeFit(steps, largestStep);
        return IntStream.range(0, differences.length)
                .mapToObj(k -> {
                    double epsilon = channels.epsilon(k);
                    double leastNoise = Math.max(LEAST_NOISE * epsilon * sizes[k], Double.MIN_NORMAL);
                    SlopeFit.Slope slope = fit.of(differences[k], leastNoise);
                    double ulps = Math.abs(slope.value()) * largestStep / (epsilon * Math.max(1, sizes[k]));
                    return new FittedSlope(path.analytic(k), slope.value(), slope.error(), slope.highest(), ulps);
                })
                .toList();
    }

    private static boolean hasValues(double[] outputs) {
        return outputs.length > 0 && FlatOperator.isFinite(outputs);
    }

    /** Whether it can tell a factor from 1. */
    public boolean isTelling() {
        return derived != 0 && ulps > LAST_BITS;
    }

    /** By what part of itself the derivation is too large. */
    public double excess() {
        return (derived - fitted) / derived;
    }

    /** The standard error of that. */
    public double excessError() {
        return error / Math.abs(derived);
    }
}
