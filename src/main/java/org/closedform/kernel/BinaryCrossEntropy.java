package org.closedform.kernel;

/** Cross-entropy of one probability against a target t in [0, 1], of which t weighs c times as much as 1 − t. */
@FunctionalInterface
public interface BinaryCrossEntropy {

    /** The loss of an element, or its slope. */
    double apply(double x, double t, double c);

    /** One number an element, times the element's weight. */
    static double[] values(Buffer x, Buffer t, Buffer c, Buffer weights, BinaryCrossEntropy f) {
        double[] result = new double[x.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = weights.at(i) * f.apply(x.at(i), t.at(i), c.at(i));
        }
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

    /** −c·t/p + (1 − t)/(1 − p), each 0 where its numerator is. */
    static double probabilitiesSlope(double p, double t, double c) {
        return (t == 0 ? 0 : -(c * t) / p) + (t == 1 ? 0 : (1 - t) / (1 - p));
    }

    /** 0 · ∞ = 0, as for any target that is not there; but NaN stays. */
    private static double term(double weight, double loss) {
        return weight == 0 && loss == Double.POSITIVE_INFINITY ? 0 : weight * loss;
    }
}
