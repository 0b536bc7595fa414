package org.closedform.kernel;

/**
 * What makes x̂ of the numbers x of a channel: x̂ = (x / 2^exponent − mean − meanRemainder) · inverseDeviation · 2^power, where
 * exponent and power are 0 but for channels whose squares leave the range of float64.
 */
public record Standardization(double mean, double meanRemainder, double inverseDeviation, int exponent, int power) {

    /** By the moment of so many numbers: with 1/√(σ² + ε), divided by the channel's power of two where ε can be. */
    private static Standardization of(Moment moment, double count, double epsilon) {
        double variance = moment.m2() / count;
        if (moment.exponent() == 0) {
            return new Standardization(moment.mean(), moment.meanRemainder(), inverseRoot(variance, epsilon), 0, 0);
        }
        double scaledEpsilon = Math.scalb(epsilon, -2 * moment.exponent());
        boolean isScaled = variance > 0 && scaledEpsilon < Double.POSITIVE_INFINITY;
        return new Standardization(
                moment.mean(),
                moment.meanRemainder(),
                isScaled ? inverseRoot(variance, scaledEpsilon) : inverseRoot(0 * variance, epsilon),
                moment.exponent(),
                isScaled ? 0 : moment.exponent());
    }

    /** Of each channel, by its moment. */
    public static Standardization[] of(Moment[] moments, double count, double epsilon) {
        Standardization[] result = new Standardization[moments.length];
        for (int channel = 0; channel < result.length; channel++) {
            result[channel] = of(moments[channel], count, epsilon);
        }
        return result;
    }

    /** Of each channel, by its mean and variance. */
    public static Standardization[] of(Buffer mean, Buffer variance, double epsilon) {
        Standardization[] result = new Standardization[mean.size()];
        for (int channel = 0; channel < result.length; channel++) {
            double inverse = inverseRoot(variance.at(channel), epsilon);
            result[channel] = new Standardization(mean.at(channel), 0, inverse, 0, 0);
        }
        return result;
    }

    /** 1/√(a + b), also where the sum overflows. */
    private static double inverseRoot(double a, double b) {
        double sum = a + b;
        return sum < Double.POSITIVE_INFINITY ? 1 / Math.sqrt(sum) : 0.5 / Math.sqrt(a / 4 + b / 4);
    }

    /** 1/√(σ² + ε) of x itself. */
    public double slope() {
        return Math.scalb(inverseDeviation, power - exponent);
    }

    /** Whether no power of two is needed. */
    boolean isUsual() {
        return exponent == 0 && power == 0;
    }
}
