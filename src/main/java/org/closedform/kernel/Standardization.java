package org.closedform.kernel;

/**
 * What makes x̂ of the numbers x of a channel: x̂ = (x / 2^exponent − mean − meanRemainder) · inverseDeviation · 2^power, where
 * exponent and power are 0 but for channels whose squares leave the range of float64.
 */
public record Standardization(double mean, double meanRemainder, double inverseDeviation, int exponent, int power) {

    /** Of numbers that are x̂ already. */
    public static final Standardization IDENTITY = new Standardization(0, 0, 1, 0, 0);

    /** By mean and variance. */
    public static Standardization of(double mean, double meanRemainder, double variance, double epsilon) {
        return new Standardization(mean, meanRemainder, inverseRoot(variance, epsilon), 0, 0);
    }

    /** 1/√(a + b), also where the sum overflows. */
    private static double inverseRoot(double a, double b) {
        double sum = a + b;
        return sum < Double.POSITIVE_INFINITY ? 1 / Math.sqrt(sum) : 0.5 / Math.sqrt(a / 4 + b / 4);
    }

    /** What makes the movement of x̂ of the movement of x, where mean and deviation do not move. */
    public Standardization withoutMean() {
        return new Standardization(0, 0, inverseDeviation, exponent, power);
    }

    /** 1/√(σ² + ε) of x itself. */
    public double slope() {
        return Math.scalb(inverseDeviation, power - exponent);
    }

    /** The mean of x itself. */
    public double centre() {
        return Math.scalb(mean, exponent);
    }

    /** The mean less its rounding to the element type of a buffer. */
    double rest(Buffer like) {
        double rounded = like.isFloat64() ? mean : (float) mean;
        return (mean - rounded) + meanRemainder;
    }

    /** Whether no power of two is needed. */
    boolean isUsual() {
        return exponent == 0 && power == 0;
    }
}
