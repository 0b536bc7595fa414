package org.closedform.kernel;

/**
 * Batch normalisation of one channel in float64, where every factor is divided by a power of two of its own, and the result multiplied
 * with all of them at the end: so only what is itself too large or too small overflows or underflows.
 */
final class CarefulChannel {
    /** Differences of numbers below this are finite. */
    private static final double LARGE = 0x1p1000;

    private static final int MARGIN = 4;

    /** x − μ, divided by 2^exponent. */
    private final double[] deviations;

    private final int exponent;

    /** 1/√(σ² + ε). */
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

    /** The array is scratch. */
    CarefulChannel(double[] x, Standardization s) {
        int margin = Math.max(ChannelRow.largest(x), Math.abs(s.mean())) < LARGE ? 0 : MARGIN;
        exponent = s.exponent() == 0 ? margin : s.exponent();
        int change = s.exponent() - exponent;
        ChannelRow.multiplyByPower(x, -exponent);
        ChannelRow.center(x, Math.scalb(s.mean(), change), Math.scalb(s.meanRemainder(), change));
        deviations = x;
        slope = Scaled.of(s.inverseDeviation(), s.power() - s.exponent());
    }

    /** y = γ x̂ + β. */
    double[] normalize(double gamma, double beta) {
        Scaled scale = Scaled.of(gamma, 0).times(slope);
        double[] y = new double[deviations.length];
        for (int i = 0; i < y.length; i++) {
            Scaled term = Scaled.of(deviations[i], exponent).times(scale);
            double sum = term.value() + beta;
            y[i] = Double.isInfinite(sum) ? Math.scalb(term.number + Math.scalb(beta, -term.power), term.power) : sum;
        }
        return y;
    }

    /** γ / √(σ² + ε) · dy, in place. */
    double[] multiply(double[] dy, double gamma) {
        Scaled scale = Scaled.of(gamma, 0).times(slope);
        for (int i = 0; i < dy.length; i++) {
            dy[i] = Scaled.of(dy[i], 0).times(scale).value();
        }
        return dy;
    }

    /** dy and x̂, divided by the powers of two next to their largest, and what they add up to. */
    final class Upstream {
        private final double[] dy;
        private final double[] xHat;
        private final int dyPower;
        private final int xHatPower;

        /** The array is scratch. */
        Upstream(double[] dy) {
            this.dy = dy;
            this.dyPower = ChannelRow.normalize(dy);
            this.xHat = deviations.clone();
            this.xHatPower = ChannelRow.normalize(xHat) + exponent + slope.power;
            ChannelRow.multiply(xHat, slope.number);
        }

        /** Σ dy. */
        double sum() {
            return Math.scalb(Summation.sum(dy), dyPower);
        }

        /** Σ dy x̂. */
        double projection() {
            return Math.scalb(Summation.dot(dy, xHat), dyPower + xHatPower);
        }

        /** γ / √(σ² + ε) · (dy − mean(dy) − x̂ · mean(dy ⊙ x̂)), in place of dy. */
        double[] differentiate(double gamma) {
            double meanTerm = Summation.sum(dy) / dy.length;
            double varianceTerm = Math.scalb(Summation.dot(dy, xHat) / dy.length, 2 * xHatPower);
            Scaled scale = Scaled.of(gamma, dyPower).times(slope);
            for (int i = 0; i < dy.length; i++) {
                Scaled rest = Scaled.of((dy[i] - meanTerm) - xHat[i] * varianceTerm, 0);
                dy[i] = rest.times(scale).value();
            }
            return dy;
        }
    }
}
