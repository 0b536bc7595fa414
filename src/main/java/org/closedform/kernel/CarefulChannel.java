package org.closedform.kernel;

/**
 * Batch normalisation of one channel in float64, where every factor is divided by a power of two of its own, and the result multiplied
 * with all of them at the end: so only what is itself too large or too small overflows or underflows.
 */
final class CarefulChannel {
    /** Differences of numbers below this are finite. */
    private static final double LARGE = 0x1p1000;

    private static final int MARGIN = 4;

    /** x̂ = xHat · 2^power. */
    private final double[] xHat;

    private final int power;
    private final double slope;
    private final int slopePower;

    /** The array is scratch. */
    CarefulChannel(double[] x, Standardization s) {
        int margin = Math.max(ChannelRow.largest(x), Math.abs(s.mean())) < LARGE ? 0 : MARGIN;
        int exponent = s.exponent() == 0 ? margin : s.exponent();
        int change = s.exponent() - exponent;
        ChannelRow.multiplyByPower(x, -exponent);
        ChannelRow.center(x, Math.scalb(s.mean(), change), Math.scalb(s.meanRemainder(), change));
        int size = ChannelRow.normalize(x);
        int inverseSize = size(s.inverseDeviation());
        slope = Math.scalb(s.inverseDeviation(), -inverseSize);
        slopePower = inverseSize + s.power() - s.exponent();
        ChannelRow.multiply(x, slope);
        xHat = x;
        power = size + inverseSize + s.power() - change;
    }

    private static int size(double number) {
        return number == 0 || !Double.isFinite(number) ? 0 : Math.getExponent(number);
    }

    /** y = γ x̂ + β. */
    double[] normalize(double gamma, double beta) {
        int size = size(gamma);
        double scaled = Math.scalb(gamma, -size);
        int all = size + power;
        double[] y = new double[xHat.length];
        for (int i = 0; i < y.length; i++) {
            double product = scaled * xHat[i];
            double y0 = Math.scalb(product, all) + beta;
            y[i] = Double.isInfinite(y0) ? Math.scalb(product + Math.scalb(beta, -all), all) : y0;
        }
        return y;
    }

    /** The upstream of a channel divided by a power of two. */
    final class Upstream {
        private final double[] dy;
        private final int size;

        Upstream(double[] dy) {
            this.size = ChannelRow.normalize(dy);
            this.dy = dy;
        }

        /** Σ dy. */
        double sum() {
            return Math.scalb(Summation.sum(dy), size);
        }

        /** Σ dy x̂. */
        double projection() {
            return Math.scalb(Summation.dot(dy, xHat), size + power);
        }

        /** γ / √(σ² + ε) · (dy − mean(dy) − x̂ · mean(dy ⊙ x̂)), in place of dy. */
        double[] differentiate(double gamma) {
            double meanTerm = Summation.sum(dy) / dy.length;
            double varianceTerm = Math.scalb(Summation.dot(dy, xHat) / dy.length, 2 * power);
            for (int i = 0; i < dy.length; i++) {
                dy[i] = (dy[i] - meanTerm) - xHat[i] * varianceTerm;
            }
            return multiply(gamma);
        }

        /** γ / √(σ² + ε) · dy, in place. */
        double[] multiply(double gamma) {
            int gammaSize = CarefulChannel.size(gamma);
            double factor = Math.scalb(gamma, -gammaSize) * slope;
            int all = gammaSize + slopePower + size;
            for (int i = 0; i < dy.length; i++) {
                dy[i] = Math.scalb(factor * dy[i], all);
            }
            return dy;
        }
    }
}
