package org.closedform.kernel;

import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * Σ x and Σ x² of some numbers, exactly, so that parts may be cut and merged anyhow. The ban on E[x²] − E[x]² concerns rounded sums.
 *
 * <p>Digits of 32 bits are added up in whole numbers of 64 bits, which 2^31 numbers cannot overflow (Neal, Fast Exact Summation Using
 * Small and Large Superaccumulators, 2015), and joined at the end.
 *
 * @param sum Σ x, in units of 2^-1074
 * @param squares Σ x², in units of 2^-2148
 * @param isNaN whether a number was NaN or infinite
 */
public record ExactMoment(BigInteger sum, BigInteger squares, boolean isNaN) {
    /** Of no numbers. */
    public static final ExactMoment NONE = new ExactMoment(BigInteger.ZERO, BigInteger.ZERO, false);

    private static final int LEAST = -1074;
    private static final int DIGIT = 32;
    private static final long DIGIT_MASK = (1L << DIGIT) - 1;
    /** Digits of the largest number, and of the largest square, with room for carries. */
    private static final int DIGITS = 68;

    private static final int SQUARE_DIGITS = 134;

    /** Of every channel. */
    public static ExactMoment[] of(Buffer x, Channels channels) {
        return IntStream.range(0, channels.count())
                .mapToObj(channel -> of(channels.load(x, channel)))
                .toArray(ExactMoment[]::new);
    }

    static ExactMoment of(double[] x) {
        long[] sum = new long[DIGITS];
        long[] squares = new long[SQUARE_DIGITS];
        boolean isNaN = false;
        for (double number : x) {
            if (Double.isFinite(number)) {
                long mantissa = Dyadic.mantissa(number);
                int exponent = Dyadic.exponent(number) - LEAST;
                add(sum, mantissa, exponent, number < 0 ? -1 : 1);
                long high = Math.multiplyHigh(mantissa, mantissa);
                add(squares, mantissa * mantissa, 2 * exponent, 1);
                add(squares, high, 2 * exponent + Long.SIZE, 1);
            } else {
                isNaN = true;
            }
        }
        return new ExactMoment(joined(sum), joined(squares), isNaN);
    }

    /** Adds an unsigned number of 64 bits, times 2^exponent, digit by digit. */
    private static void add(long[] digits, long number, int exponent, int sign) {
        int place = exponent / DIGIT;
        int shift = exponent % DIGIT;
        long low = number << shift;
        digits[place] += sign * (low & DIGIT_MASK);
        digits[place + 1] += sign * (low >>> DIGIT);
        digits[place + 2] += sign * (number >>> 1 >>> Long.SIZE - 1 - shift);
    }

    private static BigInteger joined(long[] digits) {
        BigInteger result = BigInteger.ZERO;
        for (int place = digits.length - 1; place >= 0; place--) {
            result = result.shiftLeft(DIGIT).add(BigInteger.valueOf(digits[place]));
        }
        return result;
    }

    public ExactMoment merge(ExactMoment other) {
        return new ExactMoment(sum.add(other.sum), squares.add(other.squares), isNaN || other.isNaN);
    }

    /** Mean and M2 = Σ x² − (Σ x)²/count, each word rounded once from the exact number. */
    public Moment moment(long count) {
        if (isNaN) {
            return Moment.NAN;
        }
        BigInteger n = BigInteger.valueOf(count);
        BigInteger m2OfAll = squares.multiply(n).subtract(sum.multiply(sum));
        Dyadic mean = new Dyadic(sum, LEAST).dividedBy(n);
        Dyadic m2 = new Dyadic(m2OfAll, 2 * LEAST).dividedBy(n);
        int exponent = Moment.exponent(Math.max(mean.magnitude(), m2.magnitude() / 2));
        mean = mean.dividedByPower(exponent);
        m2 = m2.dividedByPower(2 * exponent);
        double roundedMean = mean.rounded(true);
        double roundedM2 = m2.rounded(true);
        return new Moment(
                roundedMean, mean.remainder(roundedMean, true), roundedM2, m2.remainder(roundedM2, true), exponent);
    }
}
