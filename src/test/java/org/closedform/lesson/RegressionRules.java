package org.closedform.lesson;

import java.util.Map;
import java.util.function.Function;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.loss.WeightedMean;
import org.closedform.tensor.Tensor;

/** What the formulas of the losses of predicted numbers come to, by plain arithmetic. */
final class RegressionRules {
    private RegressionRules() {}

    static boolean isRegression(Arithmetic a) {
        return a.operator instanceof MeanSquaredError
                || a.operator instanceof HuberLoss
                || a.operator instanceof GaussianNegativeLogLikelihood;
    }

    static Tensor target(Arithmetic a) {
        return a.operator instanceof MeanSquaredError loss
                ? loss.target()
                : a.operator instanceof HuberLoss loss
                        ? loss.target()
                        : ((GaussianNegativeLogLikelihood) a.operator).target();
    }

    static Reduction reduction(Arithmetic a) {
        return a.operator instanceof MeanSquaredError loss
                ? loss.reduction()
                : a.operator instanceof HuberLoss loss
                        ? loss.reduction()
                        : a.operator instanceof GaussianNegativeLogLikelihood loss
                                ? loss.reduction()
                                : FocalRules.reduction(a);
    }

    private static Tensor weight(Arithmetic a) {
        if (a.operator instanceof WeightedMean mean) {
            return mean.weights().plus(Tensor.zeros(a.shape)).where(mean.mask(), 0);
        }
        Tensor weight = a.operator instanceof MeanSquaredError loss ? loss.weight() : ((HuberLoss) a.operator).weight();
        return weight.plus(Tensor.zeros(a.shape));
    }

    /** By what MEAN divides. */
    static double counted(Arithmetic a) {
        return a.operator instanceof GaussianNegativeLogLikelihood
                ? a.shape.size()
                : weight(a).sum().item();
    }

    private static double delta(Arithmetic a) {
        return ((HuberLoss) a.operator).delta();
    }

    private static Tensor density(Arithmetic a, double constant) {
        Tensor square = a.get("e").square().dividedBy(a.get("q"));
        return a.get("q").map(StrictMath::log).plus(square).plus(constant).dividedBy(2);
    }

    static final Map<String, Function<Arithmetic, Tensor>> RULES = Map.ofEntries(
            Map.entry("w", RegressionRules::weight),
            Map.entry("e = x − t", a -> a.get("x").minus(a.get("t"))),
            Map.entry("ℓ = w e²", a -> a.get("w").times(a.get("e").square())),
            Map.entry("g = 2 w e", a -> a.get("w").times(2).times(a.get("e"))),
            Map.entry("r = min(|e|, δ)", a -> a.get("e").map(e -> Math.min(Math.abs(e), delta(a)))),
            Map.entry("ℓ = w r (|e| − r / 2)", a -> a.get("w")
                    .times(a.get("r"))
                    .times(a.get("e").map(Math::abs).minus(a.get("r").times(0.5)))),
            Map.entry("g = w max(−δ, min(δ, e))", a -> a.get("w")
                    .times(a.get("e").map(e -> Math.abs(e) > delta(a) ? Math.signum(e) * delta(a) : e))),
            Map.entry("e = m − t", a -> a.get("m").minus(a.get("t"))),
            Map.entry("q = max(v, ε)", a -> a.get("v")
                    .map(v -> v > ((GaussianNegativeLogLikelihood) a.operator).epsilon()
                            ? v
                            : ((GaussianNegativeLogLikelihood) a.operator).epsilon())),
            Map.entry("ℓ = (log q + e² / q) / 2", a -> density(a, 0)),
            Map.entry("ℓ = (log q + e² / q + log 2π) / 2", a -> density(a, StrictMath.log(2 * Math.PI))),
            Map.entry("g = e / q", a -> a.get("e").dividedBy(a.get("q"))),
            Map.entry("h = (q − e²) / (2 q²)", a -> a.get("q")
                    .minus(a.get("e").square())
                    .dividedBy(a.get("q").square().times(2))));
}
