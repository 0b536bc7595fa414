package org.closedform.kernel;

import org.closedform.kernel.loops.TwoSum;

/**
 * A row of probabilities and their logarithms in double-double, each computed when it is first asked for. Probabilities are
 * multiplied by 2^exponent, so that none that matters is subnormal.
 */
final class Distribution {
    private static final int UP = 100;

    /** Larger numbers are not probabilities or logarithms of them, not even rounded ones. */
    private static final double NO_PROBABILITY = 300;

    /** No product of a smaller number and a probability times 2^100 overflows. */
    private static final double LARGE = 0x1p400;

    private final Information.Reading reading;
    private final DoubleDoubles p;
    private final DoubleDoubles log;
    private double[] x;
    private int exponent;
    private double unit;
    private boolean hasProbabilities;
    private boolean hasLogarithms;

    /** For logits, the largest of them and −log of its probability. */
    private double largest;

    private DoubleDouble logSum;

    Distribution(Information.Reading reading, int length) {
        this.reading = reading;
        this.p = new DoubleDoubles(length);
        this.log = new DoubleDoubles(length);
    }

    /**
     * The exponent for a row: 100, but 0 if it holds a number so large that it is no probability, which 2^100 might make infinite.
     */
    int exponent(double[] x) {
        boolean isLarge = false;
        for (int i = 0; reading != Information.Reading.LOGITS && i < x.length; i++) {
            isLarge |= x[i] > NO_PROBABILITY;
        }
        return isLarge ? 0 : UP;
    }

    /** Reads a row, which must not change while this object is used. */
    void read(double[] x, int exponent) {
        this.x = x;
        this.exponent = exponent;
        unit = Math.scalb(1, -exponent);
        hasProbabilities = false;
        hasLogarithms = false;
    }

    DoubleDoubles p() {
        if (!hasProbabilities) {
            formProbabilities();
            hasProbabilities = true;
        }
        return p;
    }

    DoubleDoubles log() {
        if (!hasLogarithms) {
            formLogarithms();
            hasLogarithms = true;
        }
        return log;
    }

    private void formProbabilities() {
        switch (reading) {
            case LOGITS -> softmax();
            case LOG_PROBABILITIES -> {
                for (int i = 0; i < x.length; i++) {
                    Precise.exp(x[i], 0, exponent, p, i);
                }
            }
            case PROBABILITIES -> {
                for (int i = 0; i < x.length; i++) {
                    p.set(i, DoubleDouble.of(x[i] / unit));
                }
            }
        }
    }

    private void formLogarithms() {
        switch (reading) {
            case LOGITS -> {
                DoubleDouble least = fromLeast(log);
                for (int i = 0; i < x.length; i++) {
                    log.subtract(i, -least.high(), -least.low());
                    log.high[i] = -log.high[i];
                    log.low[i] = -log.low[i];
                }
            }
            case LOG_PROBABILITIES -> {
                for (int i = 0; i < x.length; i++) {
                    log.set(i, DoubleDouble.of(x[i]));
                }
            }
            case PROBABILITIES -> {
                for (int i = 0; i < x.length; i++) {
                    Precise.log(x[i], 0, 0, log, i);
                }
            }
        }
    }

    private void softmax() {
        int top = Extremum.argMax(x);
        largest = Double.isInfinite(x[top]) ? Double.NaN : x[top];
        CompensatedSum others = new CompensatedSum();
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - largest;
            Precise.exp(d, TwoSum.lost(x[i], -largest, d), exponent, p, i);
            if (i != top) {
                others.add(p.high[i], p.low[i]);
            }
        }
        DoubleDouble rest = unscaled(others);
        logSum = Precise.log1p(rest);
        DoubleDouble factor = DoubleDouble.ONE.dividedBy(DoubleDouble.ONE.plus(rest));
        for (int i = 0; i < x.length; i++) {
            p.set(i, p.at(i).times(factor));
        }
    }

    /** For logits: sets r_i = −log p_i − min(−log p), and returns that minimum. */
    DoubleDouble fromLeast(DoubleDoubles r) {
        p();
        for (int i = 0; i < x.length; i++) {
            r.set(i, DoubleDouble.sum(largest, -x[i]));
        }
        return logSum;
    }

    int length() {
        return x.length;
    }

    boolean isZero(int i) {
        return p().high[i] == 0;
    }

    /** Whether x_i is not a valid probability or logarithm of one. */
    boolean isInvalid(int i) {
        return switch (reading) {
            case LOGITS -> Double.isNaN(p().high[i]);
            case LOG_PROBABILITIES -> Double.isNaN(x[i]);
            case PROBABILITIES -> !(x[i] >= 0);
        };
    }

    /** p_i, rounded. */
    double at(int i) {
        return p().high[i] * unit;
    }

    /** p_i / y, rounded. */
    double dividedBy(int i, double y) {
        return y < 0x1p-500 ? p().high[i] / (y / unit) : p().high[i] / y * unit;
    }

    /** dx_i = p_i (r_i + shift), where p_i = 0 gives 0. */
    void times(DoubleDoubles r, DoubleDouble shift, double[] dx) {
        double[] weights = p().high;
        for (int i = 0; i < dx.length; i++) {
            double slope = (r.high[i] + shift.high()) + (r.low[i] + shift.low());
            boolean isLarge = Math.abs(slope) > LARGE;
            double product = isLarge ? weights[i] * (slope * unit) : weights[i] * slope * unit;
            dx[i] = weights[i] == 0 ? 0 : product;
        }
    }

    /** Σ p_i r_i, where p_i = 0 gives 0. */
    DoubleDouble mean(DoubleDoubles r) {
        DoubleDouble mean = unscaled(sumOfProducts(r, 1));
        return Double.isFinite(mean.high()) ? mean : sumOfProducts(r, unit).precise();
    }

    /** Subtracts the r of the largest p from all of r, which does not change r − Σ p r, and returns Σ p_i r_i. */
    DoubleDouble centered(DoubleDoubles r) {
        DoubleDouble origin = r.at(Extremum.argMax(p().high));
        for (int i = 0; i < x.length; i++) {
            r.subtract(i, origin.high(), origin.low());
        }
        return mean(r);
    }

    private CompensatedSum sumOfProducts(DoubleDoubles r, double factor) {
        DoubleDoubles weights = p();
        CompensatedSum sum = new CompensatedSum();
        for (int i = 0; i < x.length; i++) {
            double weight = weights.high[i];
            if (weight != 0) {
                double high = r.high[i] * factor;
                double product = weight * high;
                double lost = Math.fma(weight, high, -product);
                sum.add(product, lost + Math.fma(weight, r.low[i] * factor, weights.low[i] * high));
            }
        }
        return sum;
    }

    /** A sum of numbers that are scaled like the probabilities, without that scale. */
    DoubleDouble unscaled(CompensatedSum sum) {
        DoubleDouble scaled = sum.precise();
        return DoubleDouble.of(scaled.high() * unit, scaled.low() * unit);
    }
}
