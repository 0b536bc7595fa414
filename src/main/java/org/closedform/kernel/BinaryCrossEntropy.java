package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;
import org.closedform.kernel.loops.Splitter;

/** Cross-entropy of one probability against a target t in [0, 1]; the term of t has the weight c beside that of 1 − t. */
@FunctionalInterface
public interface BinaryCrossEntropy {
    /** About how long a number takes. */
    double NANOSECONDS = 50;

    /** The loss of an element, or its slope. */
    double apply(double x, double t, double c);

    /**
     * The loss or slope of every element, times its weight. It is 0 whatever x is where that weight is 0, or where t = 1 and c = 0.
     */
    static double[] values(Buffer x, Buffer t, Buffer c, Buffer weights, BinaryCrossEntropy f) {
        double[] result = new double[x.size()];
        Splitter.split(result.length, Loops.BLOCK, NANOSECONDS, (from, to) -> {
            for (int i = from; i < to; i++) {
                boolean counts = weights.at(i) != 0 && (t.at(i) != 1 || c.at(i) != 0);
                result[i] = counts ? weights.at(i) * f.apply(x.at(i), t.at(i), c.at(i)) : 0;
            }
        });
        return result;
    }

    /** On logits: c·t·(−log σ(x)) + (1 − t)·(−log σ(−x)). */
    static double logits(double x, double t, double c) {
        return term(c * t, Logistic.softplus(-x)) + term(1 - t, Logistic.softplus(x));
    }

    /** (1 − t)·σ(x) − c·t·σ(−x), which is σ(x) − t for c = 1. */
    static double logitsSlope(double x, double t, double c) {
        return (1 - t) * Logistic.value(x) - c * t * Logistic.value(-x);
    }

    /** On probabilities: −c·t·log p − (1 − t)·log(1 − p). */
    static double probabilities(double p, double t, double c) {
        return term(c * t, -StrictMath.log(p)) + term(1 - t, -StrictMath.log1p(-p));
    }

    /** (1 − t)/(1 − p) − c·t/p; like the loss NaN for what is no probability. */
    static double probabilitiesSlope(double p, double t, double c) {
        if (!(p >= 0 && p <= 1)) {
            return Double.NaN;
        }
        return quotient(1 - t, 1 - p) - quotient(c * t, p);
    }

    /** ((1 − t) + c·t)·σ′(x). */
    static double logitsCurvature(double x, double t, double c) {
        return ((1 - t) + c * t) * Logistic.slope(x);
    }

    /** (1 − t)/(1 − p)² + c·t/p²; NaN for what is no probability. */
    static double probabilitiesCurvature(double p, double t, double c) {
        if (!(p >= 0 && p <= 1)) {
            return Double.NaN;
        }
        return quotient(quotient(1 - t, 1 - p), 1 - p) + quotient(quotient(c * t, p), p);
    }

    /** weight · number, but 0 · ±∞ = 0: what weighs nothing adds nothing. NaN stays. */
    static double term(double weight, double number) {
        return weight == 0 && Double.isInfinite(number) ? 0 : weight * number;
    }

    /** weight / probability, but 0 / 0 = 0 for the same reason. */
    private static double quotient(double weight, double probability) {
        return weight == 0 && probability == 0 ? 0 : weight / probability;
    }
}
