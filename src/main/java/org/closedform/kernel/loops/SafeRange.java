package org.closedform.kernel.loops;

/**
 * The numbers that are safe in an element type: what the fast path computes from them neither overflows nor loses digits to
 * underflow.
 *
 * @param smallest factors and sums are larger than this
 * @param largest constants are smaller than this
 * @param smallestSquare mean squares are larger than this
 * @param smallestMean if the mean is larger than this, a mean square of 0 is not due to underflow: the numbers are equal
 */
public record SafeRange(double smallest, double largest, double smallestSquare, double smallestMean) {
    private static final SafeRange FLOAT32 = new SafeRange(0x1p-100, 0x1p100, 0x1p-120, 0x1p-40);
    private static final SafeRange FLOAT64 = new SafeRange(0x1p-900, 0x1p900, 0x1p-1010, 0x1p-400);

    /** The range of float64 or of float32. */
    public static SafeRange of(boolean isFloat64) {
        return isFloat64 ? FLOAT64 : FLOAT32;
    }

    /** Whether a number may be subtracted or added. */
    public boolean holds(double term) {
        return Math.abs(term) < largest;
    }

    /** Whether a number may be multiplied with. */
    public boolean holdsFactor(double factor) {
        return factor == 0 || Math.abs(factor) > smallest && Math.abs(factor) < largest;
    }

    /** Whether a sum of upstreams, or of their products with deviations, is right. */
    public boolean holdsSum(double sum) {
        return Math.abs(sum) > smallest && Math.abs(sum) < Double.POSITIVE_INFINITY;
    }

    /** Whether the mean of squared deviations is right. */
    public boolean holdsMeanSquare(double mean, double meanSquare) {
        return meanSquare > smallestSquare && meanSquare < Double.POSITIVE_INFINITY
                || meanSquare == 0 && Math.abs(mean) > smallestMean;
    }
}
