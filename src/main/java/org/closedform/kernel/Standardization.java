package org.closedform.kernel;

/**
 * The constants that give the x̂ of a channel: x̂ = (x / 2^exponent − mean − meanRemainder) · inverseDeviation · 2^power. Exponent
 * and power are 0 except for channels whose squares leave the range of float64.
 */
public record Standardization(double mean, double meanRemainder, double inverseDeviation, int exponent, int power) {

    /** For numbers that are x̂ already. */
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

    /** The constants that give the tangent of x̂ from that of x, if mean and deviation are constants. */
    public Standardization withoutMean() {
        return new Standardization(0, 0, inverseDeviation, exponent, power);
    }

    /** 1/√(v + ε) of x itself. */
    public double slope() {
        return Math.scalb(inverseDeviation, power - exponent);
    }

    /** The mean of x itself. */
    public double centre() {
        return Math.scalb(mean, exponent);
    }

    /** The mean minus the mean rounded to the element type of a buffer. */
    double rest(Buffer like) {
        return (mean - like.rounded(mean)) + meanRemainder;
    }

    /** Whether no power of two is needed. */
    boolean isUsual() {
        return exponent == 0 && power == 0;
    }
}
