package org.closedform.kernel;

/**
 * Focal loss of one probability: cross-entropy, of which the part for a yes is multiplied by (1 − p)^γ and that for a no by p^γ, γ > 0. With
 * a logit u for yes, p = σ(u), c = σ(−u) and L = −log p,
 *
 * <pre>{@code
 * f(u)  = c^γ L
 * f′(u) = −c^γ (γ p L + c)
 * f″(u) = c^γ p ((1 + 2γ) c + γ L (γ p − c))
 * }</pre>
 *
 * <p>and in p, with R = L/c: −c^γ (γ R + 1/p) and c^γ (γ ((γ − 1) R + 2/p)/c + 1/p²). For a no, u is −x and p is 1 − p.
 */
public final class BinaryFocal {
    private BinaryFocal() {}

    /** On logits. */
    public static BinaryCrossEntropy logits(double gamma) {
        return (x, t, c) -> BinaryCrossEntropy.term(c * t, FocalPower.ofLogit(x, gamma) * Logistic.softplus(-x))
                + BinaryCrossEntropy.term(1 - t, FocalPower.ofLogit(-x, gamma) * Logistic.softplus(x));
    }

    public static BinaryCrossEntropy logitsSlope(double gamma) {
        return (x, t, c) -> (1 - t) * logitSlope(-x, gamma) - c * t * logitSlope(x, gamma);
    }

    public static BinaryCrossEntropy logitsCurvature(double gamma) {
        return (x, t, c) -> BinaryCrossEntropy.term(c * t, logitCurvature(x, gamma))
                + BinaryCrossEntropy.term(1 - t, logitCurvature(-x, gamma));
    }

    /** On probabilities; NaN for what is none. */
    public static BinaryCrossEntropy probabilities(double gamma) {
        return (p, t, c) -> BinaryCrossEntropy.term(c * t, FocalPower.of(1 - p, gamma) * -StrictMath.log(p))
                + BinaryCrossEntropy.term(1 - t, FocalPower.of(p, gamma) * -StrictMath.log1p(-p));
    }

    public static BinaryCrossEntropy probabilitiesSlope(double gamma) {
        return (p, t, c) -> BinaryCrossEntropy.term(1 - t, slope(1 - p, p, -StrictMath.log1p(-p), gamma))
                - BinaryCrossEntropy.term(c * t, slope(p, 1 - p, -StrictMath.log(p), gamma));
    }

    public static BinaryCrossEntropy probabilitiesCurvature(double gamma) {
        return (p, t, c) -> BinaryCrossEntropy.term(c * t, curvature(p, 1 - p, -StrictMath.log(p), gamma))
                + BinaryCrossEntropy.term(1 - t, curvature(1 - p, p, -StrictMath.log1p(-p), gamma));
    }

    /** −f′(u). */
    private static double logitSlope(double u, double gamma) {
        double p = Logistic.value(u);
        double share = p == 0 ? 0 : gamma * p * Logistic.softplus(-u);
        return FocalPower.ofLogit(u, gamma) * (share + Logistic.value(-u));
    }

    private static double logitCurvature(double u, double gamma) {
        double p = Logistic.value(u);
        double c = Logistic.value(-u);
        if (p == 0) {
            return 0;
        }
        double bent = (1 + 2 * gamma) * c + gamma * Logistic.softplus(-u) * (gamma * p - c);
        return FocalPower.ofLogit(u, gamma) * p * bent;
    }

    private static double slope(double p, double complement, double loss, double gamma) {
        double share = gamma * FocalPower.ratio(loss, complement);
        return FocalPower.of(complement, gamma) * (share + 1 / p);
    }

    private static double curvature(double p, double complement, double loss, double gamma) {
        double own = FocalPower.of(complement, gamma) / p / p;
        double bent = (gamma - 1) * FocalPower.ratio(loss, complement) + 2 / p;
        return gamma * StrictMath.pow(complement, gamma - 1) * bent + own;
    }
}
