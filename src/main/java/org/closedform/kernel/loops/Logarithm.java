package org.closedform.kernel.loops;

/**
 * The logarithm of numbers from 1, several times as fast as {@code StrictMath}'s and with the same bits everywhere.
 *
 * <p>x = 2^k·(1 + f) with 1 + f next to 1, and with s = f / (2 + f) and R = 2 atanh(s) − 2s, a polynomial in s² (minimax, Remez 1934),
 *
 * <pre>{@code
 * log x = k ln 2 + f − (f²/2 − s (f²/2 + R/s))
 * }</pre>
 *
 * <p>where f is exact and all that is rounded is small beside it (Tang, Table-Driven Implementation of the Logarithm Function, 1990,
 * without the table). Within 1 ulp.
 */
public final class Logarithm {
    /** The bits of √½ without those of its low half: 1 + f is from √½ to √2. */
    private static final long SQRT_HALF = 0x3fe6a09e00000000L;

    private static final int MANTISSA = 52;
    private static final double LN_2_HIGH = 0x1.62e42feep-1;
    private static final double LN_2_LOW = 0x1.a39ef35793c76p-33;

    /** Whole numbers from here on have no exact product with the high part of ln 2. */
    public static final double LARGE = 0x1p20;

    private Logarithm() {}

    /** highs[i] + lows[i] = log(x·2^exponent), the first of them rounded, for a normal x and a whole exponent that is not {@link #LARGE}. */
    public static void of(double x, double exponent, double[] highs, double[] lows, int i) {
        long k = exponent(x);
        double near = near1(0, fraction(x, k), 0);
        double high = (k + exponent) * LN_2_HIGH;
        double low = (k + exponent) * LN_2_LOW + near;
        highs[i] = high + low;
        lows[i] = (high - highs[i]) + low;
    }

    /** log(1 + x) for x ≥ 0; NaN of NaN. */
    public static double onePlus(double x) {
        double sum = 1 + x;
        if (!(sum < Double.POSITIVE_INFINITY)) {
            return x;
        }
        long k = exponent(sum);
        return near1(k, fraction(sum, k), TwoSum.lost(1, x, sum) / sum);
    }

    /**
     * {@link #onePlus(double)} of the first {@code count} numbers, in their place; the other arrays are scratch. The bits are split one by
     * one, and the JIT compiler vectorises the rest.
     */
    public static void onePlus(double[] x, int count, double[] exponents, double[] fractions) {
        for (int i = 0; i < count; i++) {
            double sum = 1 + x[i];
            if (sum < Double.POSITIVE_INFINITY) {
                long k = exponent(sum);
                exponents[i] = k;
                fractions[i] = fraction(sum, k);
                x[i] = TwoSum.lost(1, x[i], sum) / sum;
            } else {
                exponents[i] = 0;
                fractions[i] = 0;
            }
        }
        near1(exponents, fractions, x, count);
    }

    private static void near1(double[] k, double[] f, double[] rest, int count) {
        for (int i = 0; i < count; i++) {
            rest[i] = near1(k[i], f[i], rest[i]);
        }
    }

    /** k of a normal x. */
    private static long exponent(double x) {
        return (Double.doubleToRawLongBits(x) - SQRT_HALF) >> MANTISSA;
    }

    /** f = x / 2^k − 1. */
    private static double fraction(double x, long k) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) - (k << MANTISSA)) - 1;
    }

    /** k ln 2 + log(1 + f) + rest. */
    private static double near1(double k, double f, double rest) {
        double s = f / (2 + f);
        double z = s * s;
        double p = 0.14617011514021996;
        p = Math.fma(p, z, 0.15331673016021616);
        p = Math.fma(p, z, 0.18182890699844845);
        p = Math.fma(p, z, 0.22222211111290557);
        p = Math.fma(p, z, 0.28571428626133955);
        p = Math.fma(p, z, 0.39999999999899116);
        p = Math.fma(p, z, 0.666666666666667);
        double halfSquare = 0.5 * f * f;
        double small = halfSquare - (s * (halfSquare + z * p) + (k * LN_2_LOW + rest));
        return k * LN_2_HIGH - (small - f);
    }
}
