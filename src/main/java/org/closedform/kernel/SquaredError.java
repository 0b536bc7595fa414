package org.closedform.kernel;

/** (x − t)². */
public final class SquaredError implements ElementLoss {
    @Override
    public double value(double x, double t) {
        double error = x - t;
        return error * error;
    }

    @Override
    public double slope(double x, double t) {
        return 2 * (x - t);
    }

    @Override
    public double curvature(double x, double t) {
        return 2 + 0 * (x - t); // NaN where the slope is
    }
}
