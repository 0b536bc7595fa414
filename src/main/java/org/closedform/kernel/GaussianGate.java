package org.closedform.kernel;

import org.closedform.kernel.loops.PrecisePowers;

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
 * difference cancels where the slope is 0. Many are computed in blocks, in two words too, for float32 in float64; where that does not do,
 * as one number.
 */
public final class GaussianGate implements ScalarFunction {
    private static final int LIFT = 60;
    private static final double UNIT = DoubleDouble.power(-LIFT);

    /** 1 / √(2π). */
    private static final DoubleDouble SCALE = new DoubleDouble(0x1.9884533d43651p-2, -0x1.cbc0d30ebfd15p-56);

    /** From here on φ is nearly subnormal. */
    private static final double NEAR = 38.6;

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
                ? PowerBlock.map(x, GaussianGate::values, this::value)
                : WideBlocks.values(x, GaussianGate::wideValues, this::value);
    }

    @Override
    public Buffer slopes(Buffer x) {
        return x.isFloat64()
                ? PowerBlock.map(x, GaussianGate::slopes, this::slope)
                : WideBlocks.slopes(x, GaussianGate::wideSlopes, this::slope);
    }

    /** x·Φ = max(x, 0) − |x|·φ·m, as {@link #value}; infinite or NaN where the tail is almost 0. */
    private static void values(PowerBlock block, int count) {
        ratios(block, count);
        density(block, count);
        for (int i = 0; i < count; i++) {
            double size = Math.abs(block.x[i]);
            double product = size * block.t[i];
            double lost = Math.fma(size, block.t[i], -product) + size * block.tLow[i];
            lost = Math.fma(product, block.y[i], lost);
            double tail = Math.fma(product, block.q[i], lost * block.q[i]) * PrecisePowers.ONE;
            block.y[i] = (Math.max(block.x[i], -0.0) - tail) - PowerBlock.infinityIfNegative(block.x[i] + NEAR);
        }
    }

    /** Φ + x·φ = φ·(m − |x|) on the left, 1 minus that on the right; infinite or NaN also where the difference is small. */
    private static void slopes(PowerBlock block, int count) {
        ratios(block, count);
        for (int i = 0; i < count; i++) {
            double size = Math.min(Math.abs(block.x[i]), NEAR);
            double difference = block.t[i] - size;
            double added = difference - block.t[i];
            block.tLow[i] += (block.t[i] - (difference - added)) - (size + added);
            block.t[i] = difference;
        }
        density(block, count);
        for (int i = 0; i < count; i++) {
            double x = block.x[i];
            double lost = Math.fma(block.t[i], block.y[i], block.tLow[i]);
            double below = Math.fma(block.t[i], block.q[i], lost * block.q[i]) * PrecisePowers.ONE;
            double sign = sign(x);
            block.wLow[i] = Math.fma(0.5, sign, 0.5) - sign * below;
        }
        for (int i = 0; i < count; i++) {
            double x = block.x[i];
            double size = Math.abs(block.t[i]) + Math.max(x, 0);
            block.y[i] = block.wLow[i]
                    - PowerBlock.infinityIfNegative(size - PowerBlock.CANCELLED)
                    - PowerBlock.infinityIfNegative(x + NEAR);
        }
    }

    /** m(|x|) in t, and x²/2 in a, in two words. */
    private static void ratios(PowerBlock block, int count) {
        for (int i = 0; i < count; i++) {
            double size = Math.min(Math.abs(block.x[i]), NEAR);
            double square = size * size;
            block.w[i] = size;
            block.a[i] = 0.5 * square;
            block.aLow[i] = 0.5 * Math.fma(size, size, -square);
        }
        MillsRatio.at(block.w, block.t, block.tLow, count);
    }

    /** e^(−x²/2) in q, and relative to it what its rounding loses in y; t times 1/√(2π). */
    private static void density(PowerBlock block, int count) {
        block.makePowers(count);
        double scale = SCALE.high();
        double scaleLow = SCALE.low();
        for (int i = 0; i < count; i++) {
            double inverse = 1 / Math.fma(block.q[i], block.w[i], block.q[i]);
            double part = inverse * block.q[i];
            block.y[i] = Math.fma(-part, block.w[i], 1 - part) - part * block.wLow[i];
            block.q[i] = inverse;
            double scaled = block.t[i] * scale;
            block.tLow[i] =
                    Math.fma(block.t[i], scale, -scaled) + Math.fma(block.t[i], scaleLow, block.tLow[i] * scale);
            block.t[i] = scaled;
        }
    }

    private static void wideValues(WideBlocks block, int count) {
        double[] s = wideSigmoid(block, count);
        double[] m = wideRatios(block, count);
        for (int i = 0; i < count; i++) {
            double tail = SCALE.high() * (s[i] / (1 - s[i])) * m[i];
            block.y[i] = Math.max(block.x[i], -0.0) - Math.abs(block.x[i]) * tail;
        }
    }

    private static void wideSlopes(WideBlocks block, int count) {
        double[] s = wideSigmoid(block, count);
        double[] m = wideRatios(block, count);
        for (int i = 0; i < count; i++) {
            double size = Math.min(Math.abs(block.x[i]), MillsRatio.LARGEST);
            double below = SCALE.high() * (s[i] / (1 - s[i])) * (m[i] - size);
            double sign = sign(block.x[i]);
            block.y[i] = Math.fma(0.5, sign, 0.5) - sign * below;
        }
    }

    /** −1 for negative numbers, otherwise 1, without a branch. */
    private static double sign(double x) {
        return Math.max(-1, Math.min(1, (x + Double.MIN_NORMAL) * Double.MAX_VALUE * Double.MAX_VALUE));
    }

    private static double[] wideRatios(WideBlocks block, int count) {
        double[] m = block.scratch;
        for (int i = 0; i < count; i++) {
            m[i] = Math.min(Math.abs(block.x[i]), MillsRatio.LARGEST);
        }
        for (int i = 0; i < count; i++) {
            m[i] = MillsRatio.near(m[i]);
        }
        return m;
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
