package org.closedform.kernel;

import org.closedform.kernel.loops.Gate;

/**
 * x·σ(w) with an odd w(x) = a·x + b·x³. With E = e^−|w|, D = 1 + E and t = x·w′,
 *
 * <pre>{@code
 * x·σ                        = x / D             where w ≥ 0,   x·E / D          where w < 0
 * (x·σ)′ = σ + t·σ′          = (D + t·E) / D²                   E·(D + t) / D²
 * (x·σ)″ = σ′·(2w′ + x·w″ − t·w′·tanh(w/2)),   σ′ = E / D²,   tanh(|w|/2) = (1 − E) / D
 * }</pre>
 *
 * <p>One number is computed in two words and rounded at the end, since D + t·E or D + t cancels where the slope is 0. Many values are
 * computed in blocks, in their element type with what rounding loses, those of x·σ(x) with their slopes; other slopes from a table;
 * where that does not do, as one number.
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

    private static final TaylorTable SLOPE =
            new TaylorTable(TaylorTable.slopeOfProduct(linear(1)::series), -24, 42, 8, -1.27846);

    private static final TaylorTable SLOPE_OF_CUBIC =
            new TaylorTable(TaylorTable.slopeOfProduct(cubic()::series), -10, 8, 64, -0.75246);

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

    private boolean isSilu() {
        return a.high() == 1 && b.high() == 0;
    }

    @Override
    public Buffer values(Buffer x) {
        if (isSilu()) {
            return SigmoidBlock.map(x, SigmoidBlock::silu, this::value);
        }
        if (!(a.high() > 0)) {
            return ScalarFunction.super.values(x);
        }
        Gate u = gate();
        return SigmoidBlock.map(x, (block, count) -> block.logisticGate(count, u), this::value);
    }

    @Override
    public ValuesAndSlopes valuesAndSlopes(Buffer x) {
        return isSilu() ? SigmoidBlock.siluAndSlope(x, this) : ScalarFunction.super.valuesAndSlopes(x);
    }

    @Override
    public Buffer slopes(Buffer x) {
        if (isSilu()) {
            return valuesAndSlopes(x).slopes();
        }
        return b.high() == 0 ? SLOPE.values(x, a.high(), this::slope) : SLOPE_OF_CUBIC.values(x, 1, this::slope);
    }

    /** Of σ(w), from σ′ = w′·(σ − σ²). */
    private DoubleDouble[] series(double x, int terms) {
        DoubleDouble thrice = b.times(3);
        DoubleDouble[] slope = {a.plus(thrice.times(x).times(x)), thrice.times(2 * x), thrice};
        DoubleDouble[] series = new DoubleDouble[terms];
        DoubleDouble[] rest = new DoubleDouble[terms];
        Point at = new Point(x);
        DoubleDouble numerator = at.isBelow ? at.power.times(UNIT) : DoubleDouble.ONE;
        series[0] = numerator.dividedBy(at.sum);
        for (int n = 0; n + 1 < terms; n++) {
            rest[n] = series[n].minus(TaylorTable.term(series, series, n));
            series[n + 1] = TaylorTable.term(rest, slope, n).dividedBy(DoubleDouble.of(n + 1));
        }
        return series;
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
