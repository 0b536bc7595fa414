package org.closedform.kernel;

import java.math.BigInteger;
import java.util.stream.IntStream;

/**
 * Σ x and Σ x² of some numbers, exactly, so that parts may be cut and merged anyhow. The ban on E[x²] − E[x]² concerns rounded sums.
 *
 * @param sum Σ x, in units of 2^-1074
 * @param squares Σ x², in units of 2^-2148
 * @param isNaN whether a number was NaN or infinite
 */
public record ExactMoment(BigInteger sum, BigInteger squares, boolean isNaN) {
    /** The moment of no numbers. */
    public static final ExactMoment NONE = new ExactMoment(BigInteger.ZERO, BigInteger.ZERO, false);

    private static final int LEAST = -1074;

    /** The moment of every channel. */
    public static ExactMoment[] of(Buffer x, Channels channels) {
        GrowingMoment growing = new GrowingMoment();
        return IntStream.range(0, channels.count())
                .mapToObj(channel -> growing.of(channels.load(x, channel)))
                .toArray(ExactMoment[]::new);
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
