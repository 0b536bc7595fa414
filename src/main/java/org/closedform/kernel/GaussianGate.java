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
 * <p>All of this is computed in two words and rounded at the end: a rounded t² would spoil the digits of e^(−t²/2), and the
 * difference cancels where the slope is 0. For float32 numbers float64 is enough.
 */
public final class GaussianGate implements ScalarFunction {
    private static final int LIFT = 60;
    private static final double UNIT = DoubleDouble.power(-LIFT);

    /** 1 / √(2π). */
    private static final DoubleDouble SCALE = new DoubleDouble(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56);

    private static final DoubleDouble TWO = DoubleDouble.of(2);

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
        return x.isFloat64()
                ? ScalarFunction.super.values(x)
                : WideBlocks.values(x, GaussianGate::wideValues, this::value);
    }

    @Override
    public Buffer slopes(Buffer x) {
        return x.isFloat64()
                ? ScalarFunction.super.slopes(x)
                : WideBlocks.slopes(x, GaussianGate::wideSlopes, this::slope);
    }

    private static void wideValues(WideBlocks block, int count) {
        double[] s = wideSigmoid(block, count);
        for (int i = 0; i < count; i++) {
            double x = block.x[i];
            double tail = SCALE.high() * (s[i] / (1 - s[i])) * MillsRatio.near(Math.abs(near(x)));
            block.y[i] = x * (x < 0 ? tail : 1 - tail);
        }
    }

    private static void wideSlopes(WideBlocks block, int count) {
        double[] s = wideSigmoid(block, count);
        for (int i = 0; i < count; i++) {
            double x = block.x[i];
            double t = Math.abs(near(x));
            double below = SCALE.high() * (s[i] / (1 - s[i])) * (MillsRatio.near(t) - t);
            block.y[i] = x < 0 ? below : 1 - below;
        }
    }

    /** σ(−x²/2), of which e^(−x²/2) is σ / (1 − σ). */
    private static double[] wideSigmoid(WideBlocks block, int count) {
        for (int i = 0; i < count; i++) {
            block.y[i] = -0.5 * block.x[i] * block.x[i];
        }
        return block.sigmoid(count);
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
