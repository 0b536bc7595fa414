package org.closedform.testkit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/** Elementary functions to 60 decimal digits, for the expected values of tests. */
public final class HighPrecision {
    /** The precision of results. */
    public static final MathContext DIGITS = new MathContext(60);

    /** The precision of arguments; up to 20,000, of which five digits stand before the point, 95 are left after it. */
    private static final MathContext GUARDED = new MathContext(DIGITS.getPrecision() + 40);

    /** The exponential counts in 2⁻³²⁰, which is 96 digits after the point: squaring its sums loses four of them. */
    private static final int FRACTION = 320;

    private static final BigInteger UNIT = BigInteger.ONE.shiftLeft(FRACTION);

    /** Where a power of ten and as many halvings have left at most 2⁻¹¹ of x, so many terms of the series give 96 digits. */
    private static final int HALVINGS = 12;

    private static final int TERMS = 22;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal LOWEST = BigDecimal.valueOf(-20_000);
    private static final BigDecimal LN_10 =
            new BigDecimal("2.3025850929940456840179914546843642076011014886287729760333"
                    + "279009675726096773524802359972050895982983419677840422862486334095");

    private HighPrecision() {}

    /**
     * The exponential.
     *
     * @param x any number
     * @return e^x; 0 below −20,000
     */
    public static BigDecimal exp(BigDecimal x) {
        if (x.compareTo(LOWEST) < 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal given = x.round(GUARDED);
        BigDecimal tens = given.divide(LN_10, MathContext.DECIMAL64).setScale(0, RoundingMode.HALF_EVEN);
        BigInteger small = given.subtract(tens.multiply(LN_10))
                .multiply(new BigDecimal(UNIT))
                .toBigInteger()
                .shiftRight(HALVINGS);
        BigInteger sum = UNIT;
        for (int n = TERMS; n > 0; n--) {
            sum = product(sum, small).divide(BigInteger.valueOf(n)).add(UNIT);
        }
        for (int i = 0; i < HALVINGS; i++) {
            sum = product(sum, sum);
        }
        return new BigDecimal(sum).divide(new BigDecimal(UNIT), DIGITS).scaleByPowerOfTen(tens.intValueExact());
    }

    private static BigInteger product(BigInteger a, BigInteger b) {
        return a.multiply(b).shiftRight(FRACTION);
    }

    /**
     * The natural logarithm.
     *
     * @param x a positive number
     * @return log x
     */
    public static BigDecimal log(BigDecimal x) {
        int exponent = x.precision() - x.scale() - 1;
        BigDecimal digits = x.scaleByPowerOfTen(-exponent);
        return logOfDigits(digits).add(LN_10.multiply(BigDecimal.valueOf(exponent)), DIGITS);
    }

    /**
     * The logarithm near 1, also for t far below 1e-60.
     *
     * @param t a number above −1
     * @return log(1 + t)
     */
    public static BigDecimal log1p(BigDecimal t) {
        if (t.abs().compareTo(BigDecimal.valueOf(1e-8)) > 0) {
            return log(BigDecimal.ONE.add(t));
        }
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal power = t;
        for (int n = 1; n <= 8; n++) {
            BigDecimal term = power.divide(BigDecimal.valueOf(n % 2 == 1 ? n : -n), DIGITS);
            sum = sum.add(term, DIGITS);
            power = power.multiply(t, DIGITS);
        }
        return sum;
    }

    /** Halley's iteration for e^y = x: it starts from the 15 digits of a double, and each step triples them. */
    private static BigDecimal logOfDigits(BigDecimal x) {
        BigDecimal y = new BigDecimal(StrictMath.log(x.doubleValue()));
        for (int step = 0; step < 2; step++) {
            BigDecimal e = exp(y);
            y = y.add(TWO.multiply(x.subtract(e)).divide(x.add(e), DIGITS), DIGITS);
        }
        return y;
    }

    /**
     * The logistic function.
     *
     * @param x any finite number
     * @return σ(x) = 1 / (1 + e⁻ˣ)
     */
    public static BigDecimal sigmoid(double x) {
        BigDecimal e = exp(new BigDecimal(-Math.abs(x)));
        return (x < 0 ? e : BigDecimal.ONE).divide(BigDecimal.ONE.add(e), DIGITS);
    }

    /**
     * Probabilities of logits.
     *
     * @param x finite numbers, at least one
     * @return e^xᵢ / Σₖ e^xₖ
     */
    public static BigDecimal[] softmax(double[] x) {
        BigDecimal[] e = exponentials(x);
        BigDecimal sum = sum(e);
        return Arrays.stream(e).map(v -> v.divide(sum, DIGITS)).toArray(BigDecimal[]::new);
    }

    /**
     * Log-probabilities of logits.
     *
     * @param x finite numbers, at least one
     * @return xᵢ − log Σₖ e^xₖ
     */
    public static BigDecimal[] logSoftmax(double[] x) {
        BigDecimal top = new BigDecimal(Arrays.stream(x).max().orElseThrow());
        BigDecimal logSum = log1p(sum(exponentials(x)).subtract(BigDecimal.ONE));
        return Arrays.stream(x)
                .mapToObj(v -> new BigDecimal(v).subtract(top).subtract(logSum))
                .toArray(BigDecimal[]::new);
    }

    private static BigDecimal[] exponentials(double[] x) {
        BigDecimal top = new BigDecimal(Arrays.stream(x).max().orElseThrow());
        return Arrays.stream(x)
                .mapToObj(v -> exp(new BigDecimal(v).subtract(top)))
                .toArray(BigDecimal[]::new);
    }

    /**
     * The sum.
     *
     * @param x numbers
     * @return Σ x, exactly
     */
    public static BigDecimal sum(BigDecimal... x) {
        return Arrays.stream(x).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * The exact values of doubles.
     *
     * @param x finite numbers
     * @return their exact values
     */
    public static BigDecimal[] exact(double... x) {
        return Arrays.stream(x).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
    }
}
