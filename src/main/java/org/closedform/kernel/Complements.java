package org.closedform.kernel;

import org.closedform.kernel.Information.Reading;

/** A row of probabilities p, with 1 − p and −log p to all their digits. */
final class Complements {
    final double[] p;
    final double[] complement;
    final double[] loss;

    Complements(Reading reading, double[] x) {
        Distribution distribution = new Distribution(reading, x.length);
        distribution.read(x, distribution.exponent(x));
        p = new double[x.length];
        complement = new double[x.length];
        loss = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            p[i] = distribution.at(i);
            loss[i] = -distribution.log().high[i];
            complement[i] = reading == Reading.LOG_PROBABILITIES ? -StrictMath.expm1(x[i]) : 1 - p[i];
        }
        if (reading == Reading.LOGITS) {
            int top = Extremum.argMax(distribution.p().high);
            CompensatedSum others = new CompensatedSum();
            for (int i = 0; i < x.length; i++) {
                if (i != top) {
                    others.add(distribution.p().high[i], distribution.p().low[i]);
                }
            }
            complement[top] = distribution.unscaled(others).high();
        }
    }

    /** p L / (1 − p), which goes to 1 as p does, and to 0 with p. */
    double share(int i) {
        return p[i] == 0 ? 0 : p[i] * FocalPower.ratio(loss[i], complement[i]);
    }

    /** Whether no number is NaN. */
    boolean isDistribution() {
        return !Double.isNaN(p[0] + Summation.sum(p));
    }
}
