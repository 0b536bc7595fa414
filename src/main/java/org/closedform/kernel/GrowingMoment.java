package org.closedform.kernel;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * {@link ExactMoment} in the making. Whole numbers are added up for each binary exponent, a block at a time, as many as 64 bits hold;
 * then they go to digits of 32 bits, which are joined at the end (Neal, Fast Exact Summation Using Small and Large Superaccumulators,
 * 2015).
 */
final class GrowingMoment {
    /** How many squares of 54 bits fit a long. */
    private static final int BLOCK = 512;

    private static final int EXPONENTS = 1 << 11;
    private static final int SPECIAL = EXPONENTS - 1;
    private static final int MANTISSA_BITS = 52;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final int LOW_BITS = MANTISSA_BITS / 2;
    private static final long LOW = (1L << LOW_BITS) - 1;

    /** Of a mantissa in two halves, high · 2^26 + low, four sums: itself, high², high · low, low². */
    private static final int SUMS = 4;

    private static final int DIGIT = 32;
    private static final long DIGIT_MASK = (1L << DIGIT) - 1;
    /** Digits of the largest number, and of the largest square, with room for carries. */
    private static final int DIGITS = 68;

    private static final int SQUARE_DIGITS = 134;

    /** For each biased exponent, four sums beside each other. */
    private final long[] blockSums = new long[EXPONENTS * SUMS];

    private long[] sum;
    private long[] squares;

    ExactMoment of(double[] x) {
        sum = new long[DIGITS];
        squares = new long[SQUARE_DIGITS];
        boolean isNaN = false;
        for (int from = 0; from < x.length; from += BLOCK) {
            isNaN |= addBlock(x, from, Math.min(from + BLOCK, x.length));
        }
        return new ExactMoment(joined(sum), joined(squares), isNaN);
    }

    /** Adds some numbers, and says whether one of them is NaN or infinite. */
    private boolean addBlock(double[] x, int from, int end) {
        int least = SPECIAL;
        int most = 0;
        for (int i = from; i < end; i++) {
            long bits = Double.doubleToRawLongBits(x[i]);
            int exponent = (int) (bits >>> MANTISSA_BITS) & SPECIAL;
            long mantissa = bits & MANTISSA | (exponent == 0 ? 0 : MANTISSA + 1);
            long high = mantissa >>> LOW_BITS;
            long low = mantissa & LOW;
            int at = exponent * SUMS;
            blockSums[at] += bits < 0 ? -mantissa : mantissa;
            blockSums[at + 1] += high * high;
            blockSums[at + 2] += high * low;
            blockSums[at + 3] += low * low;
            least = Math.min(least, exponent);
            most = Math.max(most, exponent);
        }
        for (int exponent = least; exponent <= most; exponent++) {
            empty(exponent);
        }
        return most == SPECIAL;
    }

    /** Moves the sums of an exponent to the digits. Sums that NaN and infinities left there are never read. */
    private void empty(int exponent) {
        int at = exponent * SUMS;
        if ((blockSums[at + 1] | blockSums[at + 3]) == 0) {
            return;
        }
        int unit = Math.max(exponent, 1) - 1;
        add(sum, blockSums[at], unit);
        add(squares, blockSums[at + 1], 2 * (unit + LOW_BITS));
        add(squares, blockSums[at + 2], 2 * unit + LOW_BITS + 1);
        add(squares, blockSums[at + 3], 2 * unit);
        Arrays.fill(blockSums, at, at + SUMS, 0);
    }

    /** Adds number · 2^exponent, digit by digit. */
    private static void add(long[] digits, long number, int exponent) {
        int sign = Long.signum(number);
        long size = Math.abs(number);
        int place = exponent / DIGIT;
        int shift = exponent % DIGIT;
        long low = size << shift;
        digits[place] += sign * (low & DIGIT_MASK);
        digits[place + 1] += sign * (low >>> DIGIT);
        digits[place + 2] += sign * (size >>> 1 >>> Long.SIZE - 1 - shift);
    }

    private static BigInteger joined(long[] digits) {
        int lowest = 0;
        while (lowest < digits.length && digits[lowest] == 0) {
            lowest++;
        }
        BigInteger result = BigInteger.ZERO;
        for (int place = digits.length - 1; place >= lowest; place--) {
            result = result.shiftLeft(DIGIT).add(BigInteger.valueOf(digits[place]));
        }
        return result.shiftLeft(DIGIT * lowest);
    }
}
