package org.closedform.kernel;

/**
 * Exponentials and logarithms with relative errors below 2⁻⁶⁸, for sums that cancel. Results go to arrays, so that no object is
 * made for each.
 *
 * <p>From a table of all 2^(j/128), which has the inverse of each: e^x = 2^(k/128) e^r with |r| ≤ ln 2 / 256, and log x = (k/128)
 * ln 2 + log(1 + z) with 1 + z = x / 2^(k/128) (Tang, Table-Driven Implementation of the Exponential Function, 1989; of the
 * Logarithm Function, 1990). Of both series only the first two terms need more digits than a double has.
 */
final class Precise {
    private static final int LOG2_STEPS = 7;
    private static final int STEPS = 1 << LOG2_STEPS;
    private static final DoubleDouble ROOT = new DoubleDouble(0x1.0163da9fb3335p0, 0x1.b61299ab8cdb7p-54);
    private static final DoubleDoubles POWERS = powers();

    private static final double LOG2_E = 0x1.71547652b82fep0;
    /** The first digits of log 2 / STEPS, so few that products with whole numbers up to 2^20 are exact. */
    private static final double LN_2_HIGH = 0x1.62e42feep-1 / STEPS;

    private static final double LN_2_LOW = 0x1.a39ef35793c76p-33 / STEPS;
    /** The bits of √½ without those of its low half. */
    private static final long SQRT_HALF = 0x3fe6a09e00000000L;

    private static final int MANTISSA = 52;

    /** From here on e^x is 0 or ∞, also if multiplied by 2^100. */
    private static final double FAR = 1200;

    private Precise() {}

    private static DoubleDoubles powers() {
        DoubleDoubles powers = new DoubleDoubles(STEPS);
        DoubleDouble power = DoubleDouble.ONE;
        for (int j = 0; j < STEPS; j++) {
            powers.set(j, power);
            power = power.times(ROOT);
        }
        return powers;
    }

    /** e^x · 2^exponent, for exponents of at most 100. */
    static DoubleDouble exp(DoubleDouble x, int exponent) {
        DoubleDoubles e = new DoubleDoubles(1);
        exp(x.high(), x.low(), exponent, e, 0);
        return e.at(0);
    }

    /** e[i] = e^(x + low) · 2^exponent, for exponents of at most 100. */
    static void exp(double x, double low, int exponent, DoubleDoubles e, int i) {
        double near = Math.max(-FAR, Math.min(FAR, x));
        double k = Math.rint(near * (LOG2_E * STEPS));
        double exact = near - k * LN_2_HIGH;
        double correction = Math.fma(-k, LN_2_LOW, near == x ? low : 0);
        double r = exact + correction;
        double lost = (exact - r) + correction;
        // e^r − 1 = r + r²/2 + r³/6 + …
        double square = r * r;
        double p = Math.fma(r, Math.fma(r, Math.fma(r, 1.0 / 5040, 1.0 / 720), 1.0 / 120), 1.0 / 24);
        double small = Math.fma(square * r, Math.fma(r, p, 1.0 / 6), Math.fma(r, lost, lost));
        double m = r + 0.5 * square;
        double rest = (r - m + 0.5 * square) + Math.fma(0.5, Math.fma(r, r, -square), small);
        double high = POWERS.high[(int) k & STEPS - 1];
        double product = high * m;
        double sum = high + product;
        double sumLost = Math.fma(high, m, -product) + Math.fma(high, rest, POWERS.low[(int) k & STEPS - 1] * (1 + m));
        int power = ((int) k >> LOG2_STEPS) + exponent;
        double half = DoubleDouble.power(power >> 1);
        double other = DoubleDouble.power(power - (power >> 1));
        double lostOfAll = (high - sum + product) + sumLost;
        double value = sum + lostOfAll;
        e.high[i] = value * half * other;
        e.low[i] = ((sum - value) + lostOfAll) * half * other;
    }

    /** result[i] = log((x + low) · 2^exponent). */
    static void log(double x, double low, int exponent, DoubleDoubles result, int i) {
        if (!(x > 0 && x < Double.POSITIVE_INFINITY)) {
            result.set(i, DoubleDouble.of(StrictMath.log(x)));
            return;
        }
        int up = x < Double.MIN_NORMAL ? STEPS : 0;
        double normal = up == 0 ? x : x * 0x1p128;
        long own = (Double.doubleToRawLongBits(normal) - SQRT_HALF) >> MANTISSA;
        double f = Double.longBitsToDouble(Double.doubleToRawLongBits(normal) - (own << MANTISSA));
        double u = f - 1;
        // log₂(1 + u) within 9e-4, and 0 for 0
        double step = Math.rint(STEPS * u * Math.fma(u, Math.fma(u, 0.4451, -0.7541), 1.4452));
        double half = step > 0 ? 0.5 : 1;
        double inverse = POWERS.high[(int) -step & STEPS - 1] * half;
        double product = f * inverse;
        double lost = Math.fma(f, inverse, -product)
                + Math.fma(f, POWERS.low[(int) -step & STEPS - 1] * half, low / x * product);
        // log(1 + z) = z − z²/2 + z³/3 − …
        double z = product - 1;
        double square = z * z;
        double p = Math.fma(z, Math.fma(z, Math.fma(z, -1.0 / 8, 1.0 / 7), -1.0 / 6), 1.0 / 5);
        double cubic = square * z * Math.fma(z, Math.fma(z, p, -1.0 / 4), 1.0 / 3);
        double small = Math.fma(-0.5, Math.fma(z, z, -square), cubic) + Math.fma(square - z, lost, lost);
        double k = step + STEPS * (double) (own - up + exponent);
        double first = k * LN_2_HIGH + z;
        double second = first - 0.5 * square;
        double rest = (k * LN_2_HIGH - first + z) + (first - second - 0.5 * square) + Math.fma(k, LN_2_LOW, small);
        result.high[i] = second + rest;
        result.low[i] = (second - result.high[i]) + rest;
    }

    /** log(1 + x) for x ≥ 0. */
    static DoubleDouble log1p(DoubleDouble x) {
        DoubleDouble sum = DoubleDouble.ONE.plus(x);
        DoubleDoubles log = new DoubleDoubles(1);
        log(sum.high(), sum.low(), 0, log, 0);
        // and what 1 + x has lost of a small x
        return x.high() < Double.POSITIVE_INFINITY ? log.at(0).plus(x.minus(sum.minus(DoubleDouble.ONE))) : x;
    }

    /** result[i] = log(p/q), without cancelling where they are close; NaN if one is negative. */
    static void logRatio(double p, double q, DoubleDoubles result, int i) {
        int up = Math.getExponent(p);
        int down = Math.getExponent(q);
        double above = Math.scalb(p < 0 ? Double.NaN : p, -up);
        double below = Math.scalb(q, -down);
        double quotient = above / below;
        log(quotient, Math.fma(-quotient, below, above) / below, up - down, result, i);
    }
}
