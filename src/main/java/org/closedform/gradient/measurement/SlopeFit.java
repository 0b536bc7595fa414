package org.closedform.gradient.measurement;

/**
 * The slope of a function at 0 from many of its central differences, by least squares: an odd polynomial, h to h⁷, is fitted to
 * them. How they scatter around it tells how well the slope is known, where a bound on their rounding would be far too wide.
 */
final class SlopeFit {
    private static final int TERMS = 4;

    private final double largestStep;
    private final double[][] lowestFirst;
    private final double[][] highestFirst;

    /** A fit to differences at these steps, none larger than the largest. */
    SlopeFit(double[] steps, double largestStep) {
        this.largestStep = largestStep;
        double[][] powers = new double[TERMS][steps.length];
        for (int m = 0; m < steps.length; m++) {
            double t = steps[m] / largestStep;
            for (int n = 0; n < TERMS; n++) {
                powers[n][m] = n == 0 ? t : powers[n - 1][m] * t * t;
            }
        }
        this.lowestFirst = orthogonal(powers);
        this.highestFirst = orthogonal(new double[][] {powers[3], powers[2], powers[1], powers[0]});
    }

    /**
     * A slope as fitted.
     *
     * @param value the slope
     * @param error its standard error
     * @param highest how many of its own standard errors the term of h⁷ is from 0: if many, so may be those left out
     */
    record Slope(double value, double error, double highest) {}

    /** The slope that differences (f(h) − f(−h)) / 2 show, whose noise is at least so large. */
    Slope of(double[] differences, double leastNoise) {
        double[] rest = differences.clone();
        for (double[] term : lowestFirst) {
            add(-dot(term, rest) / dot(term, term), term, rest);
        }
        double noise = Math.max(leastNoise, Math.sqrt(dot(rest, rest) / (rest.length - TERMS)));
        double[] linear = highestFirst[TERMS - 1];
        double[] highest = lowestFirst[TERMS - 1];
        double size = dot(linear, linear);
        return new Slope(
                dot(linear, differences) / (size * largestStep),
                noise / (Math.sqrt(size) * largestStep),
                dot(highest, differences) / (Math.sqrt(dot(highest, highest)) * noise));
    }

    /** Each term without what the terms before it can be; twice, since rounding leaves some of it. */
    private static double[][] orthogonal(double[][] terms) {
        double[][] result = new double[terms.length][];
        for (int n = 0; n < terms.length; n++) {
            result[n] = terms[n].clone();
            for (int l = 0; l < 2 * n; l++) {
                double[] other = result[l % n];
                add(-dot(other, result[n]) / dot(other, other), other, result[n]);
            }
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int m = 0; m < a.length; m++) {
            sum += a[m] * b[m];
        }
        return sum;
    }

    private static void add(double factor, double[] a, double[] sum) {
        for (int m = 0; m < a.length; m++) {
            sum[m] += factor * a[m];
        }
    }
}
