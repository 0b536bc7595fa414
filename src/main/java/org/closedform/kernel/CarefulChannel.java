package org.closedform.kernel;

/**
 * Batch normalisation of one channel in float64, without overflow or underflow on the way: every factor is held with a power of two
 * of its own, and the powers are multiplied in at the end. Arrays that are passed in are overwritten.
 */
final class CarefulChannel {
    /** The difference of two numbers smaller than this is finite. */
    private static final double LARGE = 0x1p1000;

    private static final int MARGIN = 4;

    private final Standardization standardization;

    /** 1/√(v + ε). */
    private final Scaled slope;

    /** A number, 1 to 2 in size or special, times a power of two. */
    private record Scaled(double number, int power) {
        static Scaled of(double number, int power) {
            int own = number == 0 || !Double.isFinite(number) ? 0 : Math.getExponent(number);
            return new Scaled(Math.scalb(number, -own), own + power);
        }

        Scaled times(Scaled other) {
            return of(number * other.number, power + other.power);
        }

        double value() {
            return Math.scalb(number, power);
        }
    }

    CarefulChannel(Standardization standardization) {
        this.standardization = standardization;
        this.slope =
                Scaled.of(standardization.inverseDeviation(), standardization.power() - standardization.exponent());
    }

    /** Turns x into (x − μ) / 2^exponent, and returns the exponent. */
    private int center(double[] x) {
        Standardization s = standardization;
        int margin = Math.max(Extremum.maxAbsolute(x), Math.abs(s.mean())) < LARGE ? 0 : MARGIN;
        int exponent = s.exponent() == 0 ? margin : s.exponent();
        double mean = Math.scalb(s.mean(), s.exponent() - exponent);
        double remainder = Math.scalb(s.meanRemainder(), s.exponent() - exponent);
        Summation.multiplyByPower(x, -exponent);
        for (int i = 0; i < x.length; i++) {
            x[i] = (x[i] - mean) - remainder;
        }
        return exponent;
    }

    /** y = γ x̂ + β, in place of x. */
    double[] normalize(double[] x, double gamma, double beta) {
        int exponent = center(x);
        Scaled scale = Scaled.of(gamma, 0).times(slope);
        for (int i = 0; i < x.length; i++) {
            Scaled term = Scaled.of(x[i], exponent).times(scale);
            double sum = term.value() + beta;
            x[i] = Double.isInfinite(sum) ? Math.scalb(term.number + Math.scalb(beta, -term.power), term.power) : sum;
        }
        return x;
    }

    /** γ / √(v + ε) · dy, in place of dy. */
    double[] multiply(double[] dy, double gamma) {
        return multiply(dy, Scaled.of(gamma, 0).times(slope));
    }

    private static double[] multiply(double[] x, Scaled scale) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Scaled.of(x[i], 0).times(scale).value();
        }
        return x;
    }

    /**
     * The backward through μ and v. Both dy and x̂ are divided by the power of two that brings their largest number to [1, 2).
     */
    final class Backward {
        private final double[] dy;
        private final double[] xHat;
        private final int dyPower;
        private final int xHatPower;

        Backward(double[] x, double[] dy) {
            this.dy = dy;
            this.dyPower = Summation.divideByLargest(dy);
            int exponent = center(x);
            this.xHat = x;
            this.xHatPower = Summation.divideByLargest(x) + exponent + slope.power;
            for (int i = 0; i < x.length; i++) {
                x[i] *= slope.number;
            }
        }

        /** Σ dy. */
        double sum() {
            return Math.scalb(Summation.sum(dy), dyPower);
        }

        /** Σ dy x̂. */
        double projection() {
            return Math.scalb(Summation.dot(dy, xHat), dyPower + xHatPower);
        }

        /** γ / √(v + ε) · (dy − mean(dy) − x̂ · mean(dy ⊙ x̂)), in place of dy. */
        double[] differentiate(double gamma) {
            return multiplyRest(gamma, Summation.sum(dy) / dy.length, ownVarianceTerm());
        }

        /** The same without mean(dy): the mean of x is 0 by definition. */
        double[] differentiateAboutZero(double gamma) {
            return multiplyRest(gamma, 0, ownVarianceTerm());
        }

        /** The same with given means of dy and dy ⊙ x̂, which are over more numbers than these. */
        double[] differentiate(double gamma, double meanOfDy, double meanOfProducts) {
            return multiplyRest(gamma, Math.scalb(meanOfDy, -dyPower), Math.scalb(meanOfProducts, xHatPower - dyPower));
        }

        private double ownVarianceTerm() {
            return Math.scalb(Summation.dot(dy, xHat) / dy.length, 2 * xHatPower);
        }

        private double[] multiplyRest(double gamma, double meanTerm, double varianceTerm) {
            for (int i = 0; i < dy.length; i++) {
                dy[i] = (dy[i] - meanTerm) - xHat[i] * varianceTerm;
            }
            return multiply(dy, Scaled.of(gamma, dyPower).times(slope));
        }
    }
}
