package org.closedform.kernel;

/**
 * 0 below {@code low}, 1 above {@code high}, and a straight line between. At the two corners the derivatives are those outside.
 *
 * @param low where the line begins
 * @param high where it ends
 */
public record Ramp(double low, double high) implements ScalarFunction {

    @Override
    public double value(double x) {
        return x <= low ? 0 : x >= high ? 1 : (x - low) / (high - low);
    }

    @Override
    public double slope(double x) {
        return x <= low || x >= high ? 0 : Double.isNaN(x) ? x : 1 / (high - low);
    }

    @Override
    public double secondSlope(double x) {
        return Double.isNaN(x) ? x : 0;
    }
}
