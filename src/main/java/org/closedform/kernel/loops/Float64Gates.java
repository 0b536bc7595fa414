package org.closedform.kernel.loops;

/**
 * x times a sigmoid of it: with E = e^a = q·(1 + w) and q = 2^k,
 *
 * <pre>{@code
 * x·σ(u)               = x / (1 + E)                         a = −u
 * x·tanh(softplus(x))  = x·(1 + 2E) / (1 + 2E + 2E²)         a = −x
 * }</pre>
 *
 * <p>a and w are in two words, since E would lose |a| times what a loses. Where E leaves its range, results are infinite or NaN.
 *
 * <p>The JIT compiler vectorises every loop: they are counted, over arrays with one index, without branches.
 */
final class Float64Gates {
    /** 1 in the scale of q. */
    private static final double ONE = Float64Exponential.WIDE_ONE;

    /** The largest number: a difference times this twice is 0 if the difference is 0, and infinite otherwise. */
    private static final double LARGEST = Double.MAX_VALUE;

    private Float64Gates() {}

    /** a = −u, and what its rounding loses, which is infinite where u is too low. */
    static void arguments(double[] x, Gate gate, double[] a, double[] lost, int count) {
        double lowest = Float64Precision.narrow(-gate.reach(Float64Exponential.VANISHED));
        double highest = Float64Precision.narrow(gate.reach(Float64Exponential.SATURATED));
        if (gate.isLinear()) {
            linear(x, gate, lowest, highest, a, lost, count);
        } else {
            cubic(x, gate, lowest, highest, a, lost, count);
        }
    }

    /** The same for Mish, whose E must have a square. */
    static void mishArguments(double[] x, double[] a, double[] lost, int count) {
        linear(x, Gate.IDENTITY, -Float64Exponential.SQUARED, Float64Exponential.SATURATED, a, lost, count);
    }

    private static void linear(
            double[] x, Gate gate, double lowest, double highest, double[] a, double[] lost, int count) {
        double b = Float64Precision.narrow(gate.linear());
        double bLow = Float64Precision.rest(gate.linear(), gate.linearLow());
        for (int i = 0; i < count; i++) {
            double above = Math.max(x[i], lowest);
            double near = Math.min(above, highest);
            double u = b * near;
            a[i] = -u;
            lost[i] = Math.fma(-b, near, u) - Math.fma(bLow, near, (above - x[i]) * LARGEST * LARGEST);
        }
    }

    private static void cubic(
            double[] x, Gate gate, double lowest, double highest, double[] a, double[] lost, int count) {
        double b = Float64Precision.narrow(gate.linear());
        double bLow = Float64Precision.rest(gate.linear(), gate.linearLow());
        double c = Float64Precision.narrow(gate.cubic());
        double cLow = Float64Precision.rest(gate.cubic(), gate.cubicLow());
        for (int i = 0; i < count; i++) {
            double above = Math.max(x[i], lowest);
            a[i] = Math.min(above, highest);
            lost[i] = (above - x[i]) * LARGEST * LARGEST;
        }
        for (int i = 0; i < count; i++) {
            double near = a[i];
            double square = near * near;
            double term = c * square;
            double sum = b + term;
            double added = sum - b;
            double sumLost = Math.fma(c, square, -term) + Math.fma(c, Math.fma(near, near, -square), cLow * square);
            sumLost += (b - (sum - added)) + (term - added) + bLow;
            double u = sum * near;
            a[i] = -u;
            lost[i] = Math.fma(-sum, near, u) - Math.fma(sumLost, near, lost[i]);
        }
    }

    /** x·σ(u); y holds what was lost. */
    static void logistic(double[] x, double[] a, double[] q, double[] r, double[] y, int count) {
        excess(a, r, y, count);
        logistic(x, a, q, y, count);
    }

    /** x·tanh(softplus(x)). */
    static void mish(double[] x, double[] a, double[] q, double[] r, double[] y, int count) {
        excess(a, r, y, count);
        powers(q, a, y, count);
        sums(a, y, q, r, count);
        quotients(x, a, y, q, r, count);
    }

    /** w = e^(r + lost) − 1 in place of a, and what its rounding loses. */
    private static void excess(double[] a, double[] r, double[] lost, int count) {
        for (int i = 0; i < count; i++) {
            double k = Math.fma(a[i], Float64Exponential.LOG2_E, Float64Exponential.ROUND) - Float64Exponential.ROUND;
            double exact = Math.fma(k, -Float64Exponential.LN_2, a[i]);
            double rest = Math.fma(k, -Float64Exponential.LN_2_REST, exact - r[i]) + lost[i];
            double p = Float64Exponential.polynomial(r[i]) * r[i];
            double w = Math.fma(p, r[i], r[i]);
            lost[i] = Math.fma(p, r[i], r[i] - w) + Math.fma(rest, w, rest);
            a[i] = w;
        }
    }

    private static void logistic(double[] x, double[] w, double[] q, double[] y, int count) {
        for (int i = 0; i < count; i++) {
            double inverse = 1 / Math.fma(q[i], w[i], q[i] + ONE);
            double share = inverse * q[i];
            double rest = 1 - share;
            double restLost = (1 - rest) - share;
            double missing = Math.fma(-share, w[i], rest - inverse * ONE) + Math.fma(-share, y[i], restLost);
            y[i] = Math.fma(x[i], inverse, x[i] * (missing * inverse)) * ONE;
        }
    }

    /** E in place of w, and what its rounding loses. */
    private static void powers(double[] q, double[] w, double[] lost, int count) {
        for (int i = 0; i < count; i++) {
            double power = q[i] * (1 / ONE);
            double e = Math.fma(power, w[i], power);
            lost[i] = Math.fma(power, lost[i], Math.fma(power, w[i], power - e));
            w[i] = e;
        }
    }

    /** s = 1 + 2E, and what its rounding loses. */
    private static void sums(double[] e, double[] lost, double[] s, double[] sLost, int count) {
        for (int i = 0; i < count; i++) {
            double twice = e[i] + e[i];
            double sum = 1 + twice;
            double added = sum - 1;
            s[i] = sum;
            sLost[i] = (1 - (sum - added)) + (twice - added) + (lost[i] + lost[i]);
        }
    }

    /** x·s / (s + 2E²); y holds what was lost of E. */
    private static void quotients(double[] x, double[] e, double[] y, double[] s, double[] sLost, int count) {
        for (int i = 0; i < count; i++) {
            double square = e[i] * e[i];
            double squareLost = Math.fma(e[i], e[i], -square) + (e[i] + e[i]) * y[i];
            double d = Math.fma(2, square, s[i]);
            double added = d - s[i];
            double dLost = (s[i] - (d - added)) + (2 * square - added) + Math.fma(2, squareLost, sLost[i]);
            double inverse = 1 / d;
            double rough = s[i] * inverse;
            double missing = Math.fma(-rough, d, s[i]) + Math.fma(-rough, dLost, sLost[i]);
            double product = Math.fma(x[i], rough, x[i] * (missing * inverse));
            y[i] = Math.min(product, Math.max(x[i], -0f)); // a product of −0 may be +0
        }
    }
}
