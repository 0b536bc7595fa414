package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/**
 * x·Φ(x) = max(x, 0) − t·Φ(−t), t = |x|, of float32 numbers, and its slope, a block at a time in float64, in loops that the JIT compiler
 * vectorises. A thread keeps one.
 *
 * <pre>{@code
 * Φ(−t)     = e^(−t²/2) · P(t)/Q(t)
 * e^(−t²/2) = p(t²)^1024
 * slope(−t) = e^(−t²/2) · (z − t) · R(t)/S(t) = 1 − slope(t)           which is 0 at t = z
 * }</pre>
 *
 * <p>The coefficients are minimax: those of P/Q and R/S by reweighted least squares (Lawson 1961), with relative errors of 5.9e-9 and
 * 8.3e-9; those of p by Remez' exchange, with 7.9e-13, of which squaring ten times makes 8.1e-10. So values are off by 0.62 ulp at
 * most, and slopes by 0.66, also next to z.
 */
final class NormalBlock {
    private static final ThreadLocal<NormalBlock> OWN = new ThreadLocal<>() {
        @Override
        protected NormalBlock initialValue() {
            return new NormalBlock();
        }
    };

    /** About how long a number takes. */
    private static final double NANOSECONDS = 3;

    /** From here on t·Φ(−t) is 0, and so is the slope. */
    private static final double FAR = 14.6;

    private static final double ZERO_OF_SLOPE = 0.7517915246935645;
    private static final double ZERO_LOW = -1.4956759177009883e-17;

    /** Multiplied by it, every positive float32 number is above 1. */
    private static final double LARGE = 1e300;

    private final double[] x = Loops.FLOAT64.scratch(Loops.BLOCK);
    private final double[] t = Loops.FLOAT64.scratch(Loops.BLOCK);
    private final double[] power = Loops.FLOAT64.scratch(Loops.BLOCK);
    private final double[] slope = Loops.FLOAT64.scratch(Loops.BLOCK);

    private NormalBlock() {}

    /** x·Φ(x) of every number. */
    static Buffer gates(Buffer x) {
        Buffer y = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (begin, end) -> {
            NormalBlock block = OWN.get();
            for (int from = begin; from < end; from += Loops.BLOCK) {
                int count = Math.min(Loops.BLOCK, end - from);
                x.load(from, 1, count, block.x, 0);
                powers(block.x, block.t, block.power, count);
                gates(block.t, block.power, block.x, count);
                y.store(from, 1, count, block.x, 0);
            }
        });
        return y;
    }

    /** x·Φ(x) of every number, and its slope. */
    static ScalarFunction.ValuesAndSlopes gatesAndSlopes(Buffer x) {
        Buffer y = x.ofSize(x.size());
        Buffer slope = x.ofSize(x.size());
        Splitter.split(x.size(), Loops.BLOCK, NANOSECONDS, (begin, end) -> {
            NormalBlock block = OWN.get();
            for (int from = begin; from < end; from += Loops.BLOCK) {
                int count = Math.min(Loops.BLOCK, end - from);
                x.load(from, 1, count, block.x, 0);
                powers(block.x, block.t, block.power, count);
                slopes(block.x, block.t, block.power, block.slope, count);
                gates(block.t, block.power, block.x, count);
                y.store(from, 1, count, block.x, 0);
                slope.store(from, 1, count, block.slope, 0);
            }
        });
        return new ScalarFunction.ValuesAndSlopes(y, slope);
    }

    private static void powers(double[] x, double[] t, double[] power, int count) {
        for (int i = 0; i < count; i++) {
            double near = Math.min(Math.abs(x[i]), FAR);
            double square = near * near;
            double p = -2.197027751394492e-19;
            p = Math.fma(p, square, 2.3657457795659677e-15);
            p = Math.fma(p, square, -1.9402255603560607e-11);
            p = Math.fma(p, square, 1.192092747910113e-7);
            p = Math.fma(p, square, -4.8828124973172913e-4);
            p = Math.fma(p, square, 0.9999999999992062);
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            p *= p;
            t[i] = near;
            power[i] = p;
        }
    }

    private static void gates(double[] t, double[] power, double[] x, int count) {
        for (int i = 0; i < count; i++) {
            double near = t[i];
            double p = 4.116400319319297e-3;
            p = Math.fma(p, near, 0.040633831853563215);
            p = Math.fma(p, near, 0.18323691585707003);
            p = Math.fma(p, near, 0.4382973205747055);
            p = Math.fma(p, near, 0.5000000029556989);
            double q = 0.010318165702493776;
            q = Math.fma(q, near, 0.10186035821069912);
            q = Math.fma(q, near, 0.4694753278396415);
            q = Math.fma(q, near, 1.2025104791700127);
            q = Math.fma(q, near, 1.6744796224408305);
            q = Math.fma(q, near, 1);
            x[i] = Math.max(x[i], -0.0) - near * power[i] * p / q;
        }
    }

    private static void slopes(double[] x, double[] t, double[] power, double[] slope, int count) {
        for (int i = 0; i < count; i++) {
            double near = t[i];
            double r = 0.010437333408964035;
            r = Math.fma(r, near, 0.09567112299809717);
            r = Math.fma(r, near, 0.37797450953826106);
            r = Math.fma(r, near, 0.7536492093971102);
            r = Math.fma(r, near, 0.6650779896781768);
            double s = 0.026162365120016996;
            s = Math.fma(s, near, 0.22015048858638434);
            s = Math.fma(s, near, 0.7931639891800164);
            s = Math.fma(s, near, 1.3987868021228793);
            s = Math.fma(s, near, 1);
            double below = (ZERO_OF_SLOPE - near + ZERO_LOW) * power[i] * r / s;
            double isPositive = Math.min(Math.max(x[i] * LARGE, 0), 1);
            slope[i] = Math.fma(1 - 2 * isPositive, below, isPositive);
        }
    }
}
