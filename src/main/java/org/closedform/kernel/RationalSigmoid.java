package org.closedform.kernel;

/**
 * Softsign, x / (1 + |x|), in two words.
 *
 * <pre>{@code
 * f′ = 1 / (1 + |x|)²,   f″ = −2·sign(x) / (1 + |x|)³
 * }</pre>
 */
public final class RationalSigmoid implements ScalarFunction {

    @Override
    public double value(double x) {
        return Double.isInfinite(x) || x == 0
                ? Math.signum(x)
                : DoubleDouble.of(x).dividedBy(sum(x)).high();
    }

    @Override
    public double slope(double x) {
        DoubleDouble share = share(x);
        return share.times(share).high();
    }

    @Override
    public double secondSlope(double x) {
        DoubleDouble share = share(x);
        return share.times(share).times(share).times(-2).high() * Math.signum(x);
    }

    /** 1 / (1 + |x|). */
    private static DoubleDouble share(double x) {
        return DoubleDouble.ONE.dividedBy(sum(x));
    }

    private static DoubleDouble sum(double x) {
        return DoubleDouble.sum(1, Math.abs(x));
    }
}
