package org.closedform.kernel;

import java.math.BigInteger;

/** A number integer · 2^exponent, held exactly, and rounded once. */
record Dyadic(BigInteger integer, int exponent) {
    private static final int FLOAT64_BITS = 53;
    private static final int FLOAT32_BITS = 24;
    private static final int FLOAT64_LEAST = -1074;
    private static final int FLOAT32_LEAST = -149;
    /** A quotient is computed to at least this many bits before it is rounded. */
    private static final int QUOTIENT_BITS = 128;

    /** A finite number. */
    static Dyadic of(double x) {
        long mantissa = mantissa(x);
        return new Dyadic(BigInteger.valueOf(x < 0 ? -mantissa : mantissa), exponent(x));
    }

    /** The integer of |x| = mantissa · 2^{@link #exponent(double)}, for a finite x. */
    static long mantissa(double x) {
        long bits = Double.doubleToRawLongBits(x) & (1L << 52) - 1;
        return Math.getExponent(x) < Double.MIN_EXPONENT ? bits : bits | 1L << 52;
    }

    /** The power of two beside the {@link #mantissa} of a finite number. */
    static int exponent(double x) {
        return Math.max(Math.getExponent(x), Double.MIN_EXPONENT) - 52;
    }

    int signum() {
        return integer.signum();
    }

    Dyadic plus(Dyadic other) {
        int least = Math.min(exponent, other.exponent);
        return new Dyadic(
                integer.shiftLeft(exponent - least).add(other.integer.shiftLeft(other.exponent - least)), least);
    }

    Dyadic negate() {
        return new Dyadic(integer.negate(), exponent);
    }

    Dyadic dividedByPower(int power) {
        return new Dyadic(integer, exponent - power);
    }

    /** The binary exponent of the number's size; very negative for 0. */
    int magnitude() {
        return signum() == 0 ? Integer.MIN_VALUE / 2 : exponent + integer.abs().bitLength() - 1;
    }

    /**
     * The quotient of this number and another, with so many bits that rounding it is rounding the exact quotient: a last bit, below
     * the others, says that something is left.
     */
    Dyadic dividedBy(Dyadic divisor) {
        int shift = Math.max(0, QUOTIENT_BITS + divisor.integer.bitLength() - integer.bitLength());
        BigInteger[] quotient = integer.shiftLeft(shift).divideAndRemainder(divisor.integer);
        BigInteger rest = BigInteger.valueOf(quotient[1].signum() * divisor.signum());
        return new Dyadic(quotient[0].shiftLeft(1).add(rest), exponent - divisor.exponent - shift - 1);
    }

    Dyadic dividedBy(BigInteger divisor) {
        return dividedBy(new Dyadic(divisor, 0));
    }

    /** The nearest float64 or float32 number, ties to even; ±∞ beyond the largest. */
    double rounded(boolean isFloat64) {
        BigInteger size = integer.abs();
        int bits = isFloat64 ? FLOAT64_BITS : FLOAT32_BITS;
        int least = isFloat64 ? FLOAT64_LEAST : FLOAT32_LEAST;
        int shift = Math.max(0, Math.max(size.bitLength() - bits, least - exponent));
        if (shift > 0) {
            boolean up = size.testBit(shift - 1) && (size.testBit(shift) || size.getLowestSetBit() < shift - 1);
            size = size.shiftRight(shift).add(up ? BigInteger.ONE : BigInteger.ZERO);
        }
        double rounded = integer.signum() * Math.scalb(size.doubleValue(), exponent + shift);
        return isFloat64 ? rounded : (float) rounded;
    }

    /** What rounding took from this number, rounded; 0 if rounding made the number infinite. */
    double remainder(double rounded, boolean isFloat64) {
        return Double.isInfinite(rounded) ? 0 : plus(of(rounded).negate()).rounded(isFloat64);
    }
}
