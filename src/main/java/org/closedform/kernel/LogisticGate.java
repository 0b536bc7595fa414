package org.closedform.kernel;

/**
 * x·σ(w) with an odd w(x) = a·x + b·x³. With E = e^−|w|, D = 1 + E and t = x·w′,
 *
 * <pre>{@code
 * x·σ                        = x / D             where w ≥ 0,   x·E / D          where w < 0
 * (x·σ)′ = σ + t·σ′          = (D + t·E) / D²                   E·(D + t) / D²
 * (x·σ)″ = σ′·(2w′ + x·w″ − t·w′·tanh(w/2)),   σ′ = E / D²,   tanh(|w|/2) = (1 − E) / D
 * }</pre>
 *
 * <p>All of this is computed in two words and rounded at the end, since D + t·E or D + t cancels where the slope is 0. For float32
 * numbers float64 is enough.
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

    @Override
    public Buffer values(Buffer x) {
        return x.isFloat64() ? ScalarFunction.super.values(x) : WideBlocks.values(x, this::wideValues, this::value);
    }

    @Override
    public Buffer slopes(Buffer x) {
        return x.isFloat64() ? ScalarFunction.super.slopes(x) : WideBlocks.slopes(x, this::wideSlopes, this::slope);
    }

    private void wideValues(WideBlocks block, int count) {
        double[] s = wideSigmoid(block, count);
        for (int i = 0; i < count; i++) {
            block.y[i] = block.x[i] * s[i];
        }
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
