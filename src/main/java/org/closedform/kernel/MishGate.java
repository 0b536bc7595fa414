package org.closedform.kernel;

import org.closedform.kernel.loops.PrecisePowers;

/**
 * x·T with T = tanh(log(1 + e^x)) = n / (n + 2), n = (1 + e^x)² − 1. Through E = e^−|x|, so that nothing overflows:
 *
 * <pre>{@code
 *          where x < 0,  M = 2 + 2E + E²             where x ≥ 0,  M = 1 + 2E + 2E²
 * T      = E·(2 + E) / M                             (1 + 2E) / M
 * (x·T)′ = E·((2 + E)·M + 4x·(1 + E)) / M²           ((1 + 2E)·M + 4x·E²·(1 + E)) / M²
 * (x·T)″ = 4E·(2(1 + E)·M + x·(2 + 2E − 3E² − 2E³)) / M³
 *                                                    4E²·(2(1 + E)·M − x·(2 + 3E − 2E² − 2E³)) / M³
 * }</pre>
 *
 * <p>One number is computed in two words and rounded at the end, since terms cancel where a derivative is 0. Many are computed in blocks:
 * values in their element type with what rounding loses, slopes in two words, for float32 in float64; where that does not do, as one
 * number.
 */
public final class MishGate implements ScalarFunction {
    private static final int LIFT = 100;
    private static final double UNIT = DoubleDouble.power(-LIFT);

    /** From here on e^−x·x is 0. */
    private static final double FAR = 800;

    /** Up to here e^2x is a moderate number. */
    private static final double NEAR = 340;

    /** From here on T is 1. */
    private static final double SATURATED = 40;

    @Override
    public Buffer values(Buffer x) {
        return SigmoidBlock.map(x, SigmoidBlock::mishGate, this::value);
    }

    @Override
    public Buffer slopes(Buffer x) {
        return x.isFloat64()
                ? PowerBlock.map(x, MishGate::slopes, this::slope)
                : WideBlocks.slopes(x, MishGate::wideSlopes, this::slope);
    }

    /** T + x·T′ with T = σ(2 − σ)/d, T′ = 4σ(1 − σ)²/d² and d = 1 + (1 − σ)². */
    private static void wideSlopes(WideBlocks block, int count) {
        System.arraycopy(block.x, 0, block.y, 0, count);
        double[] s = block.sigmoid(count);
        for (int i = 0; i < count; i++) {
            double other = 1 - s[i];
            double inverse = 1 / Math.fma(other, other, 1);
            double slope = 4 * block.x[i] * (other * inverse) * (other * inverse);
            block.y[i] = s[i] * Math.fma(2 - s[i], inverse, slope);
        }
    }

    /**
     * T + x·T′ with T = s/d, T′ = (1 − T)·(T + 1/d), s = 1 + 2e^−x and d = s + 2e^−2x; infinite or NaN where the sum cancels or e^−2x is
     * large.
     */
    private static void slopes(PowerBlock block, int count) {
        for (int i = 0; i < count; i++) {
            block.a[i] = -Math.min(Math.max(block.x[i], -NEAR), SATURATED);
            block.aLow[i] = 0;
        }
        block.makePowers(count);
        sums(block, count);
        quotients(block, count);
        for (int i = 0; i < count; i++) {
            double x = Math.min(block.x[i], SATURATED);
            double slope = block.a[i] * block.w[i];
            double slopeLost = Math.fma(block.a[i], block.w[i], -slope)
                    + Math.fma(block.a[i], block.wLow[i], block.aLow[i] * block.w[i]);
            double product = x * slope;
            double productLost = Math.fma(x, slope, -product) + x * slopeLost;
            double sum = block.t[i] + product;
            double added = sum - block.t[i];
            double lost = (block.t[i] - (sum - added)) + (product - added) + (block.tLow[i] + productLost);
            block.y[i] = (sum + lost)
                    - PowerBlock.infinityIfNegative(Math.abs(sum) - PowerBlock.CANCELLED * block.t[i])
                    - PowerBlock.infinityIfNegative(block.x[i] + NEAR);
        }
    }

    /** s in t, 2e^−2x in a, 1/d in q, each with what its rounding loses; that of 1/d is relative to it, in y. */
    private static void sums(PowerBlock block, int count) {
        for (int i = 0; i < count; i++) {
            double power = block.q[i] * (1 / PrecisePowers.ONE);
            double e = Math.fma(power, block.w[i], power);
            block.wLow[i] = Math.fma(power, block.wLow[i], Math.fma(power, block.w[i], power - e));
            block.w[i] = e;
            double twice = e + e;
            double s = 1 + twice;
            double added = s - 1;
            block.tLow[i] = (1 - (s - added)) + (twice - added) + (block.wLow[i] + block.wLow[i]);
            block.t[i] = s;
        }
        for (int i = 0; i < count; i++) {
            double e = block.w[i];
            double square = (e + e) * e;
            block.aLow[i] = Math.fma(e + e, e, -square) + 4 * e * block.wLow[i];
            block.a[i] = square;
            double d = block.t[i] + square;
            double added = d - block.t[i];
            double lost = (block.t[i] - (d - added)) + (square - added) + (block.tLow[i] + block.aLow[i]);
            double inverse = 1 / d;
            block.y[i] = Math.fma(-inverse, d, 1) - inverse * lost;
            block.q[i] = inverse;
        }
    }

    /** T in t, 1 − T in a, T + 1/d in w, each with what its rounding loses. */
    private static void quotients(PowerBlock block, int count) {
        for (int i = 0; i < count; i++) {
            double inverse = block.q[i];
            double lost = block.y[i];
            double t = block.t[i] * inverse;
            double tLow = Math.fma(block.t[i], inverse, -t) + Math.fma(t, lost, block.tLow[i] * inverse);
            double other = block.a[i] * inverse;
            block.aLow[i] = Math.fma(block.a[i], inverse, -other) + Math.fma(other, lost, block.aLow[i] * inverse);
            block.a[i] = other;
            double sum = t + inverse;
            double added = sum - t;
            block.wLow[i] = (t - (sum - added)) + (inverse - added) + Math.fma(inverse, lost, tLow);
            block.w[i] = sum;
            block.t[i] = t;
            block.tLow[i] = tLow;
        }
    }

    @Override
    public double value(double x) {
        Point at = new Point(x);
        double value = at.isBelow
                ? at.power
                                .times(at.polynomial(2, 1))
                                .times(at.x)
                                .dividedBy(at.m)
                                .high()
                        * UNIT
                : at.polynomial(1, 2).times(x).dividedBy(at.m).high();
        return Math.copySign(value, x);
    }

    @Override
    public double slope(double x) {
        Point at = new Point(x);
        DoubleDouble square = at.m.times(at.m);
        DoubleDouble more = at.polynomial(1, 1).times(4 * at.x);
        if (at.isBelow) {
            DoubleDouble sum = at.polynomial(2, 1).times(at.m).plus(more);
            return at.power.times(sum).dividedBy(square).high() * UNIT;
        }
        DoubleDouble sum = at.polynomial(1, 2).times(at.m).plus(more.times(at.e).times(at.e));
        return sum.dividedBy(square).high();
    }

    @Override
    public double secondSlope(double x) {
        Point at = new Point(x);
        DoubleDouble cube = at.m.times(at.m).times(at.m);
        DoubleDouble factor = at.isBelow ? at.power : at.power.times(at.e);
        DoubleDouble rest = at.isBelow ? at.polynomial(2, 2, -3, -2) : at.polynomial(-2, -3, 2, 2);
        DoubleDouble sum = at.polynomial(2, 2).times(at.m).plus(rest.times(at.x));
        return factor.times(sum).dividedBy(cube).high() * (4 * UNIT);
    }

    /** The terms that the function and both derivatives share. */
    private static final class Point {
        final double x;
        final boolean isBelow;
        /** E times 2^{@value #LIFT}, so that it is not subnormal. */
        final DoubleDouble power;

        final DoubleDouble e;
        final DoubleDouble m;

        Point(double number) {
            x = Math.max(-FAR, Math.min(FAR, number));
            isBelow = x < 0;
            power = Precise.exp(DoubleDouble.of(-Math.abs(x)), LIFT);
            e = power.times(UNIT);
            m = isBelow ? polynomial(2, 2, 1) : polynomial(1, 2, 2);
        }

        /** c₀ + c₁·E + c₂·E² + … */
        DoubleDouble polynomial(double... c) {
            DoubleDouble sum = DoubleDouble.of(c[c.length - 1]);
            for (int i = c.length - 2; i >= 0; i--) {
                sum = sum.times(e).plus(DoubleDouble.of(c[i]));
            }
            return sum;
        }
    }
}
