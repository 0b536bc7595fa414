package org.closedform.kernel;

/**
 * x·Φ(x), Φ being the normal distribution and φ its density. With t = |x| and Mills' ratio m,
 *
 * <pre>{@code
 * Φ(−t)                = φ(t)·m(t)
 * Φ(−t) − t·φ(t)       = φ(t)·(m(t) − t)
 * (x·Φ)″ = 2φ + x·φ′   = φ(t)·(2 − t²)
 * }</pre>
 *
 * <p>One number is computed in two words and rounded at the end: a rounded t² would spoil the digits of e^(−t²/2), and the
 * difference cancels where the slope is 0. Many are computed from tables, and for float32 in blocks; where that does not do, as one
 * number.
 */
public final class GaussianGate implements ScalarFunction {
    private static final int LIFT = 60;
    private static final double UNIT = DoubleDouble.power(-LIFT);

    /** 1 / √(2π). */
    private static final DoubleDouble SCALE = new DoubleDouble(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56);

    private static final DoubleDouble TWO = DoubleDouble.of(2);

    private static final int LOWEST = -16;
    private static final int HIGHEST = 9;
    private static final int STEPS = 32;
    private static final double ZERO_OF_SLOPE = -0.75179;

    private static final TaylorTable DISTRIBUTION =
            new TaylorTable(GaussianGate::series, LOWEST, HIGHEST, STEPS, Double.NaN);

    private static final TaylorTable SLOPE =
            new TaylorTable(TaylorTable.slopeOfProduct(GaussianGate::series), LOWEST, HIGHEST, STEPS, ZERO_OF_SLOPE);

    @Override
    public double value(double x) {
        double near = near(x);
        DoubleDouble tail = density(near).times(MillsRatio.at(Math.abs(near)));
        double value = near < 0
                ? tail.times(DoubleDouble.of(near)).high() * UNIT
                : DoubleDouble.ONE
                        .minus(tail.times(UNIT))
                        .times(DoubleDouble.of(x))
                        .high();
        return Math.copySign(value, x);
    }

    @Override
    public double slope(double x) {
        double near = near(x);
        double t = Math.abs(near);
        DoubleDouble below = density(near).times(MillsRatio.at(t).minus(DoubleDouble.of(t)));
        return near < 0
                ? below.high() * UNIT
                : DoubleDouble.ONE.minus(below.times(UNIT)).high();
    }

    @Override
    public double secondSlope(double x) {
        DoubleDouble near = DoubleDouble.of(near(x));
        return density(near.high()).times(TWO.minus(near.times(near))).high() * UNIT;
    }

    @Override
    public Buffer values(Buffer x) {
        return x.isFloat64() ? DISTRIBUTION.products(x, 1, this::value) : NormalBlock.gates(x);
    }

    @Override
    public ValuesAndSlopes valuesAndSlopes(Buffer x) {
        return x.isFloat64() ? ScalarFunction.super.valuesAndSlopes(x) : NormalBlock.gatesAndSlopes(x);
    }

    @Override
    public Buffer slopes(Buffer x) {
        if (!x.isFloat64()) {
            return valuesAndSlopes(x).slopes();
        }
        return SLOPE.values(x, 1, this::slope);
    }

    /** Of Φ, from φ′ = −x·φ. */
    private static DoubleDouble[] series(double x, int terms) {
        DoubleDouble[] series = new DoubleDouble[terms];
        DoubleDouble before = DoubleDouble.of(0);
        DoubleDouble term = density(x).times(UNIT);
        DoubleDouble tail = term.times(MillsRatio.at(Math.abs(x)));
        series[0] = x < 0 ? tail : DoubleDouble.ONE.minus(tail);
        for (int n = 1; n < terms; n++) {
            series[n] = term.dividedBy(DoubleDouble.of(n));
            DoubleDouble next = term.times(x).plus(before).dividedBy(DoubleDouble.of(-n));
            before = term;
            term = next;
        }
        return series;
    }

    private static double near(double x) {
        return Math.max(-MillsRatio.LARGEST, Math.min(MillsRatio.LARGEST, x));
    }

    /** φ(x) times 2^{@value #LIFT}, so that it is not subnormal. */
    private static DoubleDouble density(double x) {
        DoubleDouble half = DoubleDouble.of(x).times(DoubleDouble.of(x)).times(-0.5);
        return SCALE.times(Precise.exp(half, LIFT));
    }
}
