package org.closedform.kernel;

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
 * <p>One number is computed in two words and rounded at the end, since terms cancel where a derivative is 0. Many values are
 * computed in blocks, in their element type with what rounding loses, and slopes from a table; where that does not do, as one number.
 */
public final class MishGate implements ScalarFunction {
    private static final int LIFT = 100;
    private static final double UNIT = DoubleDouble.power(-LIFT);

    /** From here on e^−x·x is 0. */
    private static final double FAR = 800;

    private static final TaylorTable SLOPE =
            new TaylorTable(TaylorTable.slopeOfProduct(MishGate::series), -24, 22, 16, -1.19243);

    @Override
    public Buffer values(Buffer x) {
        return SigmoidBlock.map(x, SigmoidBlock::mishGate, this::value);
    }

    @Override
    public Buffer slopes(Buffer x) {
        return SLOPE.values(x, 1, this::slope);
    }

    /** Of T, from T′ = (1 − T²)·σ and σ′ = σ − σ². */
    private static DoubleDouble[] series(double x, int terms) {
        DoubleDouble[] series = new DoubleDouble[terms];
        DoubleDouble[] rest = new DoubleDouble[terms];
        DoubleDouble[] sigmoid = new DoubleDouble[terms];
        Point at = new Point(x);
        series[0] = at.isBelow
                ? at.e.times(at.polynomial(2, 1)).dividedBy(at.m)
                : at.polynomial(1, 2).dividedBy(at.m);
        sigmoid[0] = (at.isBelow ? at.e : DoubleDouble.ONE).dividedBy(at.polynomial(1, 1));
        for (int n = 0; n + 1 < terms; n++) {
            DoubleDouble inverse = DoubleDouble.ONE.dividedBy(DoubleDouble.of(n + 1));
            rest[n] = DoubleDouble.of(n == 0 ? 1 : 0).minus(TaylorTable.term(series, series, n));
            series[n + 1] = TaylorTable.term(rest, sigmoid, n).times(inverse);
            sigmoid[n + 1] =
                    sigmoid[n].minus(TaylorTable.term(sigmoid, sigmoid, n)).times(inverse);
        }
        return series;
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
