package org.closedform.kernel.loops;

/**
 * e^a = q·(1 + w + wLow) / {@link #ONE} for float64 numbers a + aLow with −41 ≤ a ≤ 748 and q a power of two, with an error below 2⁻⁵⁸: for
 * sums that cancel. The JIT compiler vectorises the loops.
 */
public final class PrecisePowers {
    /** 1 in the scale of q. */
    public static final double ONE = Float64Exponential.WIDE_ONE;

    private PrecisePowers() {}

    /** Makes q, w and wLow; aLow is overwritten, and r is scratch. */
    public static void of(double[] a, double[] aLow, double[] q, double[] w, double[] wLow, double[] r, int count) {
        Loops.FLOAT64.powers(a, q, r, count);
        losses(a, r, aLow, count);
        series(r, wLow, count);
        sums(r, aLow, w, wLow, count);
    }

    /** What r, a reduced, has lost on top of what a has. */
    private static void losses(double[] a, double[] r, double[] lost, int count) {
        for (int i = 0; i < count; i++) {
            double k = Float64Exponential.exponent(a[i]);
            double exact = Math.fma(k, -Float64Exponential.LN_2, a[i]);
            lost[i] = Math.fma(k, -Float64Exponential.LN_2_REST, exact - r[i]) + lost[i];
        }
    }

    /** r/6 + r²/24 + … + r^12/14!. */
    private static void series(double[] r, double[] sum, int count) {
        for (int i = 0; i < count; i++) {
            double p = 1.0 / 87178291200L;
            p = Math.fma(p, r[i], 1.0 / 6227020800L);
            p = Math.fma(p, r[i], 1.0 / 479001600);
            p = Math.fma(p, r[i], 1.0 / 39916800);
            p = Math.fma(p, r[i], 1.0 / 3628800);
            p = Math.fma(p, r[i], 1.0 / 362880);
            p = Math.fma(p, r[i], 1.0 / 40320);
            p = Math.fma(p, r[i], 1.0 / 5040);
            p = Math.fma(p, r[i], 1.0 / 720);
            p = Math.fma(p, r[i], 1.0 / 120);
            p = Math.fma(p, r[i], 1.0 / 24);
            p = Math.fma(p, r[i], 1.0 / 6);
            sum[i] = p * r[i];
        }
    }

    /** w = r + r²/2 + r²·series, and what that and r have lost. */
    private static void sums(double[] r, double[] lost, double[] w, double[] wLow, int count) {
        for (int i = 0; i < count; i++) {
            double square = r[i] * r[i];
            double squareLost = Math.fma(r[i], r[i], -square);
            double rest = wLow[i] * square;
            double two = Math.fma(0.5, square, r[i]);
            double twoLost = Math.fma(0.5, square, r[i] - two);
            double sum = two + rest;
            double sumLost = ((two - sum) + rest) + Math.fma(0.5, squareLost, twoLost);
            w[i] = sum;
            wLow[i] = sumLost + Math.fma(lost[i], sum, lost[i]);
        }
    }
}
