package org.closedform.kernel;

/** x / divisor. */
public record Quotient(double divisor) implements ScalarFunction {
    @Override
    public double value(double x) {
        return x / divisor;
    }

    @Override
    public double slope(double x) {
        return 1 / divisor;
    }

    @Override
    public double secondSlope(double x) {
        return 0;
    }
}
