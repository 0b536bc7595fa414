package org.closedform.kernel;

import java.util.function.DoubleUnaryOperator;
import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;
import org.closedform.kernel.loops.TwoSum;

/**
 * A smooth function that goes from 0 on the left to 1 on the right, by its Taylor series around many points: no exponential and no
 * division are left for a number, and no digits cancel.
 *
 * <pre>{@code
 * f(w) = c₀ + c₁·d + c₂·d² + …                 d = w − the nearest point
 * }</pre>
 *
 * <p>The point next to its zero, if it has one, is the zero, so that a small f loses no digits. For float32 seven terms in float64 do;
 * for float64 there are thirteen, and the first two have two words. The steps between points have to be so short that what follows is
 * below 2⁻²⁸ and 2⁻⁵⁶ of f.
 *
 * <p>What is left of the table, and NaN, is for a precise form; right of it f is 1.
 */
final class TaylorTable {
    /** About how long a number takes. */
    private static final double NANOSECONDS = 4;

    /** For float32, a row of a table has a point and the terms of its series. */
    private static final int NARROW = 8;

    /** For float64, also the low words of the first two terms. */
    private static final int WIDE = 16;

    private static final int LOW_WORDS = 2;

    private final Series series;
    private final int steps;
    private final int first;
    private final int rows;
    private final double zero;

    private volatile double[] narrow;
    private volatile double[] wide;

    /** The Taylor series of a function around any point. */
    @FunctionalInterface
    interface Series {
        DoubleDouble[] at(double point, int terms);
    }

    /** Of (x·f)′. */
    static Series slopeOfProduct(Series product) {
        return (x, terms) -> {
            DoubleDouble[] f = product.at(x, terms + 1);
            DoubleDouble[] slope = new DoubleDouble[terms];
            for (int n = 0; n < terms; n++) {
                slope[n] = f[n + 1].times(x).plus(f[n]).times(n + 1);
            }
            return slope;
        };
    }

    /** Term n of the product of two series; what only later terms need has one word. */
    static DoubleDouble term(DoubleDouble[] f, DoubleDouble[] g, int n) {
        if (n >= LOW_WORDS) {
            double sum = 0;
            for (int i = 0; i <= Math.min(n, g.length - 1); i++) {
                sum = Math.fma(f[n - i].high(), g[i].high(), sum);
            }
            return DoubleDouble.of(sum);
        }
        DoubleDouble sum = f[n].times(g[0]);
        for (int i = 1; i <= Math.min(n, g.length - 1); i++) {
            sum = sum.plus(f[n - i].times(g[i]));
        }
        return sum;
    }

    /**
     * The table, which is made when it is needed.
     *
     * @param steps between whole numbers
     * @param zero of the function, to five digits; NaN if it has none
     */
    TaylorTable(Series series, int lowest, int highest, int steps, double zero) {
        this.series = series;
        this.steps = steps;
        this.first = lowest * steps;
        this.rows = (highest - lowest) * steps + 1;
        this.zero = zero;
    }

    /** f(βx) for every x. */
    Buffer values(Buffer x, double beta, DoubleUnaryOperator precise) {
        return map(x, beta, false, precise);
    }

    /** x·f(βx) for every float64 x. */
    Buffer products(Buffer x, double beta, DoubleUnaryOperator precise) {
        return map(x, beta, true, precise);
    }

    /** Block by block: a loop that converts numbers one by one would make each of them wait for the one before. */
    private Buffer map(Buffer x, double beta, boolean isProduct, DoubleUnaryOperator precise) {
        Buffer y = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (begin, end) -> {
            double[] block = new double[Loops.BLOCK];
            for (int from = begin; from < end; from += Loops.BLOCK) {
                int count = Math.min(Loops.BLOCK, end - from);
                x.load(from, 1, count, block, 0);
                if (x.isFloat64()) {
                    mapWide(block, count, beta, isProduct, precise);
                } else {
                    mapNarrow(block, count, beta, precise);
                }
                y.store(from, 1, count, block, 0);
            }
        });
        return y;
    }

    private void mapNarrow(double[] x, int count, double beta, DoubleUnaryOperator precise) {
        double[] c = narrow();
        double scale = beta * steps;
        double shift = 0.5 - first;
        for (int i = 0; i < count; i++) {
            double number = x[i];
            int row = (int) Math.fma(number, scale, shift);
            if (row <= 0 || row >= rows) {
                x[i] = beside(number, row, false, precise);
                continue;
            }
            int at = row * NARROW;
            double d = Math.fma(number, beta, -c[at]);
            double square = d * d;
            double p = Math.fma(c[at + 7], square, Math.fma(c[at + 6], d, c[at + 5]));
            p = Math.fma(p, square, Math.fma(c[at + 4], d, c[at + 3]));
            p = Math.fma(p, square, Math.fma(c[at + 2], d, c[at + 1]));
            x[i] = p;
        }
    }

    private void mapWide(double[] x, int count, double beta, boolean isProduct, DoubleUnaryOperator precise) {
        double[] c = wide();
        double scale = beta * steps;
        double shift = 0.5 - first;
        for (int i = 0; i < count; i++) {
            double number = x[i];
            int row = (int) Math.fma(number, scale, shift);
            if (row <= 0 || row >= rows) {
                x[i] = beside(number, row, isProduct, precise);
                continue;
            }
            int at = row * WIDE;
            double w = number * beta;
            double d = w - c[at];
            double square = d * d;
            double p = Math.fma(c[at + 13], square, Math.fma(c[at + 12], d, c[at + 11]));
            p = Math.fma(p, square, Math.fma(c[at + 10], d, c[at + 9]));
            p = Math.fma(p, square, Math.fma(c[at + 8], d, c[at + 7]));
            p = Math.fma(p, square, Math.fma(c[at + 6], d, c[at + 5]));
            p = Math.fma(p, square, Math.fma(c[at + 4], d, c[at + 3])) * d;
            double second = c[at + 2] + p;
            double secondLost = (c[at + 2] - second) + p + c[at + 15];
            double step = second * d;
            double sum = c[at + 1] + step;
            double lost = Math.fma(second + p, Math.fma(number, beta, -w), Math.fma(second, d, -step));
            lost += TwoSum.lost(c[at + 1], step, sum) + Math.fma(secondLost, d, c[at + 14]);
            double factor = isProduct ? number : 1;
            x[i] = Math.fma(factor, sum, factor * lost);
        }
    }

    private double beside(double x, int row, boolean isProduct, DoubleUnaryOperator precise) {
        if (row <= 0) {
            return precise.applyAsDouble(x);
        }
        return isProduct ? x : 1;
    }

    private double[] narrow() {
        if (narrow == null) {
            narrow = table(NARROW, NARROW - 1); // two threads may both make it: the same
        }
        return narrow;
    }

    private double[] wide() {
        if (wide == null) {
            wide = table(WIDE, WIDE - 1 - LOW_WORDS);
        }
        return wide;
    }

    private double[] table(int width, int terms) {
        double[] table = new double[rows * width];
        for (int row = 0; row < rows; row++) {
            double middle = (double) (first + row) / steps;
            double point = Math.abs(middle - zero) * steps < 0.5 ? zero : middle;
            DoubleDouble[] f = series.at(point, terms);
            int at = row * width;
            table[at++] = point;
            for (DoubleDouble term : f) {
                table[at++] = term.high();
            }
            for (int n = 0; at < (row + 1) * width; n++) {
                table[at++] = f[n].low();
            }
        }
        return table;
    }
}
