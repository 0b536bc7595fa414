package org.closedform.kernel;

/** x times the {@link Ramp} from −3 to 3: x·(x + 3) / 6 between them. At the two corners the derivatives are those outside. */
public final class RampGate implements ScalarFunction {
    private static final double END = 3;

    @Override
    public double value(double x) {
        return x <= -END ? -0.0 : x >= END ? x : x * (x + END) / (2 * END);
    }

    @Override
    public double slope(double x) {
        return x <= -END ? 0 : x >= END ? 1 : (x + x + END) / (2 * END);
    }

    @Override
    public double secondSlope(double x) {
        return Math.abs(x) >= END ? 0 : Double.isNaN(x) ? x : 1 / END;
    }
}
