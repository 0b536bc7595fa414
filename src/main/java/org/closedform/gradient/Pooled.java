package org.closedform.gradient;

import java.util.List;

/**
 * Several measurements of one number, taken together.
 *
 * @param mean weighted by how well each is known
 * @param error its standard error: no smaller than those of the measurements leave it, nor than how they scatter does
 */
record Pooled(double mean, double error) {
    /** The mean of measurements, weighed by their errors. */
    static Pooled of(List<Pooled> measurements) {
        double weights = 0;
        double sum = 0;
        for (Pooled each : measurements) {
            weights += each.weight();
            sum += each.weight() * each.mean;
        }
        double mean = sum / weights;
        double squares = 0;
        for (Pooled each : measurements) {
            double apart = each.weight() * (each.mean - mean);
            squares += apart * apart;
        }
        int count = measurements.size();
        double scatter = count > 1 ? Math.sqrt(squares * count / (count - 1)) / weights : 0;
        return new Pooled(mean, Math.max(1 / Math.sqrt(weights), scatter));
    }

    private double weight() {
        return 1 / (error * error);
    }

    /** How many standard errors the mean is from 0. */
    double significance() {
        return Math.abs(mean) / error;
    }
}
