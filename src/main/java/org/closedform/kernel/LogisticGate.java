package org.closedform.kernel;

import org.closedform.kernel.loops.Gate;
import org.closedform.kernel.loops.PrecisePowers;

/**
 * x·σ(w) with an odd w(x) = a·x + b·x³. With E = e^−|w|, D = 1 + E and t = x·w′,
 *
 * <pre>{@code
 * x·σ                        = x / D             where w ≥ 0,   x·E / D          where w < 0
 * (x·σ)′ = σ + t·σ′          = (D + t·E) / D²                   E·(D + t) / D²
 * (x·σ)″ = σ′·(2w′ + x·w″ − t·w′·tanh(w/2)),   σ′ = E / D²,   tanh(|w|/2) = (1 − E) / D
 * }</pre>
 *
 * <p>One number is computed in two words and rounded at the end, since D + t·E or D + t cancels where the slope is 0. Many are computed in
 * blocks: values in their element type with what rounding loses, slopes in two words, for float32 in float64; where that does not do, as
 * one number.
 */
public final class LogisticGate implements ScalarFunction {
    private static final int LIFT = 100;
    private static final double UNIT = DoubleDouble.power(-LIFT);

    /** From here on σ(−w)·x is 0. */
    private static final double FAR = 800;

    /** √(8/π), and 0.044715 times that. */
    private static final DoubleDouble LINEAR = new DoubleDouble(0x1.9884533d43651p0, -0x1.cbc0d30ebfd15p-54);

    private static final DoubleDouble CUBIC = new DoubleDouble(0x1.2444f2a4d8b4bp-4, -0x1.6c843a29d1c70p-61);
    private static final double FAR_OF_CUBIC = 22;

    private static final DoubleDouble TWO = DoubleDouble.of(2);

    private final DoubleDouble a;
    private final DoubleDouble b;
    private final double limit;

    private LogisticGate(DoubleDouble a, DoubleDouble b, double limit) {
        this.a = a;
        this.b = b;
        this.limit = limit;
    }

    /** x·σ(βx). */
    public static LogisticGate linear(double beta) {
        return new LogisticGate(
                DoubleDouble.of(beta), DoubleDouble.of(0), Math.min(Double.MAX_VALUE, FAR / Math.abs(beta)));
    }

    /** x·σ(√(8/π)·(x + 0.044715 x³)), with σ(2u) = (1 + tanh u) / 2. */
    public static LogisticGate cubic() {
        return new LogisticGate(LINEAR, CUBIC, FAR_OF_CUBIC);
    }

    private Gate gate() {
        return new Gate(a.high(), a.low(), b.high(), b.low());
    }

    @Override
    public Buffer values(Buffer x) {
        if (!(a.high() > 0)) {
            return ScalarFunction.super.values(x);
        }
        Gate u = gate();
        return SigmoidBlock.map(x, (block, count) -> block.logisticGate(count, u), this::value);
    }

    @Override
    public Buffer slopes(Buffer x) {
        if (!x.isFloat64()) {
            return WideBlocks.slopes(x, this::wideSlopes, this::slope);
        }
        return a.high() > 0 ? PowerBlock.map(x, this::slopes, this::slope) : ScalarFunction.super.slopes(x);
    }

    /** σ·(1 + x·w′·(1 − σ)). */
    private void wideSlopes(WideBlocks block, int count) {
        double[] s = wideSigmoid(block, count);
        for (int i = 0; i < count; i++) {
            double x = block.x[i];
            double w = x * (a.high() + 3 * b.high() * x * x);
            block.y[i] = s[i] * (1 + w * (1 - s[i]));
        }
    }

    private double[] wideSigmoid(WideBlocks block, int count) {
        for (int i = 0; i < count; i++) {
            double x = block.x[i];
            block.y[i] = x * (a.high() + b.high() * x * x);
        }
        return block.sigmoid(count);
    }

    /** As {@link #slope}; infinite or NaN where that is small beside its terms, or σ is almost 0. */
    private void slopes(PowerBlock block, int count) {
        place(block, count);
        block.makePowers(count);
        sigmoids(block, count);
        slopesOfSigmoids(block, count);
    }

    /** a = −w and t = x·w′, both in two words. */
    private void place(PowerBlock block, int count) {
        double lowest = gate().lowest();
        double highest = gate().highest();
        DoubleDouble thrice = b.times(3);
        for (int i = 0; i < count; i++) {
            double x = Math.min(Math.max(block.x[i], lowest), highest);
            double square = x * x;
            double term = b.high() * square;
            double sum = a.high() + term;
            double added = sum - a.high();
            double lost =
                    Math.fma(b.high(), Math.fma(x, x, -square), b.low() * square) + Math.fma(b.high(), square, -term);
            lost += (a.high() - (sum - added)) + (term - added) + a.low();
            double w = sum * x;
            block.a[i] = -w;
            block.aLow[i] = Math.fma(-sum, x, w) - lost * x;
            block.t[i] = x;
        }
        for (int i = 0; i < count; i++) {
            double x = block.t[i];
            double square = x * x;
            double term = thrice.high() * square;
            double lost = Math.fma(thrice.high(), Math.fma(x, x, -square), thrice.low() * square)
                    + Math.fma(thrice.high(), square, -term);
            double slope = a.high() + term;
            double added = slope - a.high();
            lost += (a.high() - (slope - added)) + (term - added) + a.low();
            double t = slope * x;
            block.t[i] = t;
            block.tLow[i] =
                    Math.fma(slope, x, -t) + Math.fma(lost, x, PowerBlock.infinityIfNegative(block.x[i] - lowest));
        }
    }

    /** 1/D in q, and relative to it what its rounding loses in y; E/D in w. */
    private static void sigmoids(PowerBlock block, int count) {
        for (int i = 0; i < count; i++) {
            double inverse = 1 / Math.fma(block.q[i], block.w[i], block.q[i] + PrecisePowers.ONE);
            double part = inverse * block.q[i];
            double rest = 1 - part;
            double restLost = (1 - rest) - part;
            double sigmoid = inverse * PrecisePowers.ONE;
            double small = rest - sigmoid;
            double smallLost = ((rest - small) - sigmoid) + restLost;
            double lost = Math.fma(-part, block.w[i], small) + Math.fma(-part, block.wLow[i], smallLost);
            double other = Math.fma(part, block.w[i], part);
            double otherLost = Math.fma(part, block.w[i], part - other);
            block.wLow[i] = Math.fma(other, lost, Math.fma(part, block.wLow[i], otherLost));
            block.w[i] = other;
            block.q[i] = inverse;
            block.y[i] = lost;
        }
    }

    /** (1 + t·E/D) / D. */
    private static void slopesOfSigmoids(PowerBlock block, int count) {
        for (int i = 0; i < count; i++) {
            double product = block.t[i] * block.w[i];
            double productLost = Math.fma(block.t[i], block.w[i], -product)
                    + Math.fma(block.t[i], block.wLow[i], block.tLow[i] * block.w[i]);
            double sum = 1 + product;
            double added = sum - 1;
            double sumLost = (1 - (sum - added)) + (product - added) + productLost;
            double lost = Math.fma(sum, block.y[i], sumLost);
            block.y[i] = Math.fma(block.q[i], sum, block.q[i] * lost) * PrecisePowers.ONE
                    - PowerBlock.infinityIfNegative(Math.abs(sum) - PowerBlock.CANCELLED);
        }
    }

    /** The terms that the function and both derivatives share. */
    private final class Point {
        final double x;
        final DoubleDouble w;
        final DoubleDouble slope;
        final boolean isBelow;
        /** E times 2^{@value #LIFT}, so that it is not subnormal. */
        final DoubleDouble power;

        final DoubleDouble sum;

        Point(double number) {
            x = Math.max(-limit, Math.min(limit, number));
            DoubleDouble square = b.high() == 0 ? b : b.times(x).times(x);
            w = a.plus(square).times(x);
            slope = a.plus(square.times(3));
            isBelow = w.high() < 0;
            power = Precise.exp(isBelow ? w : w.negate(), LIFT);
            sum = DoubleDouble.ONE.plus(power.times(UNIT));
        }
    }

    @Override
    public double value(double x) {
        Point at = new Point(x);
        double value = at.isBelow
                ? at.power.times(at.x).dividedBy(at.sum).high() * UNIT
                : DoubleDouble.of(x).dividedBy(at.sum).high();
        return Math.copySign(value, x);
    }

    @Override
    public double slope(double x) {
        Point at = new Point(x);
        DoubleDouble t = at.slope.times(at.x);
        DoubleDouble square = at.sum.times(at.sum);
        return at.isBelow
                ? at.power.times(at.sum.plus(t)).dividedBy(square).high() * UNIT
                : at.sum.plus(t.times(at.power).times(UNIT)).dividedBy(square).high();
    }

    @Override
    public double secondSlope(double x) {
        Point at = new Point(x);
        DoubleDouble tanh = DoubleDouble.ONE.minus(at.power.times(UNIT)).dividedBy(at.sum);
        DoubleDouble t = at.slope.times(at.isBelow ? at.x : -at.x);
        // x·w″ = 2·(w′ − a)
        DoubleDouble bracket =
                at.slope.times(tanh.times(t).plus(TWO)).plus(at.slope.minus(a).times(2));
        return at.power.times(bracket).dividedBy(at.sum.times(at.sum)).high() * UNIT;
    }
}
