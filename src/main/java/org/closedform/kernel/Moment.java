package org.closedform.kernel;

import org.closedform.kernel.loops.TwoSum;

/**
 * Mean and M2 = Σ (x − mean)² of some numbers x divided by 2^exponent, each a rounded number and what its rounding left. The exponent
 * is 0 unless squares would leave the range of float64.
 *
 * <p>For numbers around 1e8 with a deviation of 1e-3 the rounding of the mean alone, 7e-9, would put an error of 7e-6 into every x̂.
 */
public record Moment(double mean, double meanRemainder, double m2, double m2Remainder, int exponent) {
    static final Moment NAN = new Moment(Double.NaN, Double.NaN, Double.NaN, 0, 0);

    /** Squares of numbers of which the largest is no further from 1 than 2 to this power can be added up and divided. */
    private static final int MODERATE = 400;

    /** The moment of float64 numbers, found in two passes; the array is overwritten. */
    static Moment of(double[] x) {
        double largest = Extremum.maxAbsolute(x);
        if (!(largest < Double.POSITIVE_INFINITY)) {
            return NAN;
        }
        int exponent = exponent(largest);
        Summation.multiplyByPower(x, -exponent);
        double centre = Summation.sum(x) / x.length;
        subtract(x, centre);
        double correction = Summation.sum(x) / x.length;
        subtract(x, correction);
        double sum = Summation.sum(x);
        return about(centre, correction, Math.fma(-sum / x.length, sum, Summation.dot(x, x)), exponent);
    }

    /** The moment about 0 instead of the mean: M2 is Σ x²; the array is overwritten. */
    static Moment aboutZero(double[] x) {
        double largest = Extremum.maxAbsolute(x);
        if (!(largest < Double.POSITIVE_INFINITY)) {
            return NAN;
        }
        int exponent = exponent(largest);
        Summation.multiplyByPower(x, -exponent);
        return about(0, 0, Summation.dot(x, x), exponent);
    }

    private static void subtract(double[] x, double centre) {
        for (int i = 0; i < x.length; i++) {
            x[i] -= centre;
        }
    }

    /** The moment of numbers whose mean is centre + correction. */
    static Moment about(double centre, double correction, double m2, int exponent) {
        double mean = centre + correction;
        return new Moment(mean, TwoSum.lost(centre, correction, mean), Math.max(0, m2), 0, exponent);
    }

    /**
     * The moment of these {@code count} numbers and {@code otherCount} others together; otherCount ≤ count (Chan, Golub, LeVeque
     * 1983, eq. 2.1). M2 is carried in two words, so that the order of many parts hardly matters.
     */
    public Moment merge(long count, Moment other, long otherCount) {
        int power = exponent(Math.max(size(), other.size()));
        Moment merged = dividedBy(power).plus(count, other.dividedBy(power), otherCount);
        return merged.dividedBy(exponent(merged.size()));
    }

    private Moment plus(long count, Moment other, long otherCount) {
        double share = (double) otherCount / (count + otherCount);
        double delta = (other.mean - mean) + (other.meanRemainder - meanRemainder);
        double step = delta * share + meanRemainder;
        double moved = mean + step;
        DoubleDouble sum = new DoubleDouble(m2, m2Remainder)
                .plus(new DoubleDouble(other.m2, other.m2Remainder))
                .plus(DoubleDouble.of(delta * delta * (count * share)));
        return new Moment(moved, TwoSum.lost(mean, step, moved), sum.high(), sum.low(), exponent);
    }

    /** The same numbers divided by another power of two. */
    private Moment dividedBy(int power) {
        int change = exponent - power;
        return change == 0
                ? this
                : new Moment(
                        Math.scalb(mean, change),
                        Math.scalb(meanRemainder, change),
                        Math.scalb(m2, 2 * change),
                        Math.scalb(m2Remainder, 2 * change),
                        power);
    }

    /** The moment of these numbers times 2^power, which is kept as the exponent; only powers that {@link #merge} divides by. */
    public Moment multipliedByPower(int power) {
        if (power != exponent(power) || Math.abs(power) > Double.MAX_EXPONENT + 1) {
            throw new IllegalArgumentException("Moment: no numbers are divided by 2^" + power);
        }
        return new Moment(mean, meanRemainder, m2, m2Remainder, power);
    }

    /** The binary exponent of the numbers' size; very negative for 0 and NaN, which have none. */
    private int size() {
        double larger = Math.max(Math.abs(mean), Math.sqrt(m2));
        return larger > 0 ? Math.getExponent(larger) + exponent : Integer.MIN_VALUE / 2;
    }

    /** The power of two by which numbers of this size are divided. */
    static int exponent(int size) {
        return Math.abs(size) <= MODERATE || size == Integer.MIN_VALUE / 2 ? 0 : size;
    }

    private static int exponent(double largest) {
        return largest == 0 ? 0 : exponent(Math.getExponent(largest));
    }

    /**
     * The constants that give the x̂ of {@code count} numbers. Where the moment is scaled by a power of two, so is ε, if it stays
     * in range.
     */
    public Standardization standardization(double count, double epsilon) {
        double variance = m2 / count;
        if (exponent == 0) {
            return Standardization.of(mean, meanRemainder, variance, epsilon);
        }
        double scaledEpsilon = Math.scalb(epsilon, -2 * exponent);
        boolean isScaled = variance > 0 && scaledEpsilon < Double.POSITIVE_INFINITY;
        Standardization s = isScaled
                ? Standardization.of(mean, meanRemainder, variance, scaledEpsilon)
                : Standardization.of(mean, meanRemainder, 0 * variance, epsilon);
        return new Standardization(mean, meanRemainder, s.inverseDeviation(), exponent, isScaled ? 0 : exponent);
    }

    /** M2 / divisor: infinite only if that is beyond the largest number. */
    public double m2DividedBy(double divisor) {
        double quotient = m2 / divisor;
        return exponent == 0 ? quotient : Math.scalb(quotient, 2 * exponent);
    }
}
