package org.closedform.kernel;

/**
 * A line to the right of 0, and an exponential that saturates to its left.
 *
 * <pre>{@code
 * f  = s·x where x > 0,   k·c·(e^(x/c) − 1) where x ≤ 0
 * f′ = s                  k·e^(x/c)
 * f″ = 0                  k/c·e^(x/c)
 * }</pre>
 *
 * <p>At 0, where k is not s, the derivatives are those to its left. Either k or c is 1.
 */
public final class ExponentialUnit implements ScalarFunction {
    /** For |z| below this e^z − 1 rounds to z. */
    private static final double TINY = 0x1p-54;

    private final double s;
    private final DoubleDouble k;
    private final double c;
    private final DoubleDouble amplitude;

    private ExponentialUnit(double s, DoubleDouble k, double c) {
        this.s = s;
        this.k = k;
        this.c = c;
        this.amplitude = k.times(c);
    }

    /** x, and α·(e^x − 1). */
    public static ExponentialUnit elu(double alpha) {
        return new ExponentialUnit(1, DoubleDouble.of(alpha), 1);
    }

    /** x, and α·(e^(x/α) − 1). */
    public static ExponentialUnit celu(double alpha) {
        return new ExponentialUnit(1, DoubleDouble.ONE, alpha);
    }

    /** γ·x, and γ·α·(e^x − 1). */
    public static ExponentialUnit selu(double alpha, double gamma) {
        return new ExponentialUnit(gamma, DoubleDouble.of(gamma).times(alpha), 1);
    }

    @Override
    public double value(double x) {
        if (x > 0) {
            return s * x;
        }
        double z = x / c;
        if (Math.abs(z) < TINY) {
            return k.high() * x;
        }
        double power = StrictMath.expm1(z);
        return product(amplitude, power, lost(x, z) * (power + 1));
    }

    @Override
    public double slope(double x) {
        return x > 0 ? s : power(x);
    }

    @Override
    public double secondSlope(double x) {
        return x > 0 ? 0 : power(x) / c;
    }

    /** k·e^(x/c). */
    private double power(double x) {
        double z = x / c;
        double power = StrictMath.exp(z);
        return product(k, power, lost(x, z) * power);
    }

    /** The rounding error of z = x / c. */
    private double lost(double x, double z) {
        return Double.isInfinite(z) ? 0 : Math.fma(-z, c, x) / c;
    }

    /** factor·(high + low), rounded once. */
    private static double product(DoubleDouble factor, double high, double low) {
        return Math.fma(factor.high(), high, Math.fma(factor.high(), low, factor.low() * high));
    }
}
