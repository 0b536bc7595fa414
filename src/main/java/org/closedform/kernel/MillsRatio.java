package org.closedform.kernel;

/**
 * Mills' ratio of the normal distribution, m(t) = Φ(−t) / φ(t) for t ≥ 0, with an error below 2⁻⁶⁵: the tail without the factor
 * that underflows.
 *
 * <p>It solves m′ = t·m − 1, so its Taylor series around any t begins with m and goes on by itself:
 *
 * <pre>{@code
 * m₁ = t·m₀ − 1,   (n + 1)·mₙ₊₁ = t·mₙ + mₙ₋₁
 * }</pre>
 *
 * <p>A table has this series around every multiple of 1/8. It is filled downwards from a rough start: each m₀ is a sum of the
 * series above it, and going down from s to t divides an error by e^((s² − t²)/2).
 *
 * <p>Source: the recurrence, for erfc, in Gautschi, Efficient Computation of the Complex Error Function, 1970, eq. (2.5).
 */
final class MillsRatio {
    /** Where the table ends; from here on φ(t) is no longer a number. */
    static final double LARGEST = 39;

    private static final int STEPS = 8;
    private static final int ROUGH_START = 41 * STEPS;

    /** The terms of a series in the table; the first few have two words. */
    private static final int TERMS = 14;

    private static final int PRECISE_TERMS = 3;
    private static final int WIDTH = TERMS + PRECISE_TERMS;

    /** The terms for a step from node to node, twice as far as any argument is from its node. */
    private static final int TERMS_OF_STEP = 26;

    private static final double[] TABLE = table();

    private MillsRatio() {}

    private static double[] table() {
        double[] table = new double[((int) LARGEST * STEPS + 1) * WIDTH];
        DoubleDouble m = DoubleDouble.of((double) STEPS / ROUGH_START);
        DoubleDouble down = DoubleDouble.of(-1.0 / STEPS);
        for (int node = ROUGH_START; node >= 0; node--) {
            DoubleDouble[] series = series((double) node / STEPS, m);
            int at = node * WIDTH;
            for (int n = 0; n < TERMS && at < table.length; n++) {
                table[at++] = series[n].high();
                if (n < PRECISE_TERMS) {
                    table[at++] = series[n].low();
                }
            }
            m = DoubleDouble.of(0);
            for (int n = TERMS_OF_STEP - 1; n >= 0; n--) {
                m = m.times(down).plus(series[n]);
            }
        }
        return table;
    }

    private static DoubleDouble[] series(double t, DoubleDouble m) {
        DoubleDouble[] series = new DoubleDouble[TERMS_OF_STEP];
        DoubleDouble argument = DoubleDouble.of(t);
        series[0] = m;
        series[1] = argument.times(m).minus(DoubleDouble.ONE);
        for (int n = 1; n + 1 < TERMS_OF_STEP; n++) {
            series[n + 1] = argument.times(series[n]).plus(series[n - 1]).dividedBy(DoubleDouble.of(n + 1));
        }
        return series;
    }

    /** m(t) for 0 ≤ t ≤ {@link #LARGEST}; NaN of NaN. */
    static DoubleDouble at(double t) {
        double node = Math.rint(t * STEPS);
        double d = t - node / STEPS;
        int from = (int) node * WIDTH;
        double p = TABLE[from + WIDTH - 1];
        for (int i = from + WIDTH - 2; i >= from + 2 * PRECISE_TERMS; i--) {
            p = Math.fma(p, d, TABLE[i]);
        }
        DoubleDouble step = DoubleDouble.of(d);
        DoubleDouble sum = DoubleDouble.of(p);
        for (int i = from + 2 * (PRECISE_TERMS - 1); i >= from; i -= 2) {
            sum = sum.times(step).plus(new DoubleDouble(TABLE[i], TABLE[i + 1]));
        }
        return sum;
    }
}
