package org.closedform.testkit;

import java.math.BigDecimal;
import java.math.MathContext;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** Measures the error of computed numbers in units in the last place (ulps) of the exact ones. */
public final class Ulps {
    private Ulps() {}

    /**
     * The distance of two numbers.
     *
     * @param actual the computed number
     * @param expected the exact one
     * @param type whose ulps are counted
     * @return |actual − expected| / ulp(expected); +∞ for NaN
     */
    public static double between(double actual, BigDecimal expected, ElementType type) {
        if (Double.isNaN(actual)) {
            return Double.POSITIVE_INFINITY;
        }
        if (Double.isInfinite(actual)) {
            // 0 if the exact number rounds to infinity too; otherwise one ulp more than for the largest number
            double largest = Math.copySign(type == ElementType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE, actual);
            return actual == rounded(expected, type) ? 0 : 1 + between(largest, expected, type);
        }
        BigDecimal difference = new BigDecimal(actual).subtract(expected).abs();
        return difference.divide(ulp(expected, type), MathContext.DECIMAL32).doubleValue();
    }

    private static double rounded(BigDecimal number, ElementType type) {
        return type == ElementType.FLOAT32 ? number.floatValue() : number.doubleValue();
    }

    /**
     * One unit in the last place.
     *
     * @param number the number whose ulp is wanted
     * @param type the element type
     * @return its ulp, or that of the largest number of the type if that is smaller
     */
    public static BigDecimal ulp(BigDecimal number, ElementType type) {
        return new BigDecimal(
                type == ElementType.FLOAT32
                        ? Math.ulp(Math.min(Math.abs(number.floatValue()), Float.MAX_VALUE))
                        : Math.ulp(Math.min(Math.abs(number.doubleValue()), Double.MAX_VALUE)));
    }

    /**
     * Fails unless every element is within the bound.
     *
     * @param bound how many ulps of the exact number are allowed
     * @param actual the computed numbers
     * @param expected the exact ones, in row-major order
     * @throws AssertionError if an element is farther away; the message names the first one
     */
    public static void assertWithin(double bound, Tensor actual, BigDecimal... expected) {
        double[] values = actual.toDoubleArray();
        if (values.length != expected.length) {
            throw new AssertionError("expected " + expected.length + " numbers, but got " + values.length);
        }
        for (int i = 0; i < values.length; i++) {
            double distance = between(values[i], expected[i], actual.elementType());
            if (!(distance <= bound)) {
                throw new AssertionError("element " + i + " is " + values[i] + ", but exactly "
                        + expected[i].round(MathContext.DECIMAL64) + ": off by " + distance + " ulp of "
                        + actual.elementType() + ", more than " + bound);
            }
        }
    }

    /**
     * Fails unless every element is within {@code bound} ulps of {@code scale}, for results whose terms cancel.
     *
     * @param scale the size of the terms that cancel
     * @param bound how many ulps of that are allowed
     * @param actual the computed numbers
     * @param expected the exact ones, in row-major order
     * @throws AssertionError if an element is farther away; the message names the first one
     */
    public static void assertWithinOf(double scale, double bound, Tensor actual, BigDecimal... expected) {
        double[] values = actual.toDoubleArray();
        BigDecimal unit = ulp(new BigDecimal(scale), actual.elementType());
        for (int i = 0; i < values.length; i++) {
            double distance = Double.isFinite(values[i])
                    ? new BigDecimal(values[i])
                            .subtract(expected[i])
                            .abs()
                            .divide(unit, MathContext.DECIMAL32)
                            .doubleValue()
                    : Double.POSITIVE_INFINITY;
            if (!(distance <= bound)) {
                throw new AssertionError("element " + i + " is " + values[i] + ", but exactly "
                        + expected[i].round(MathContext.DECIMAL64) + ": off by " + distance + " ulp of " + scale
                        + ", more than " + bound);
            }
        }
    }
}
