package org.closedform.lesson;

import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** Explains the losses of predicted numbers: squared errors, Huber's, and the likelihood of a normal distribution. */
final class RegressionSteps {
    private RegressionSteps() {}

    static void squared(MeanSquaredError loss, Tensor x, Tensor dy, Steps steps) {
        error(loss.target(), loss.weight(), x, steps);
        Tensor each = steps.forward(
                "ℓ",
                "loss of each element",
                "ℓ = w e²",
                loss.withReduction(Reduction.NONE).apply(x));
        Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), loss.meanDivisor(), pass.output(), steps);
        Tensor slope = loss.withReduction(Reduction.SUM).forward(x).gradient();
        steps.backward("g", "slope of each element", "g = 2 w e", slope);
        LossSteps.gradient("gradient", "x", "g", loss.reduction(), pass.backward(dy), steps);
    }

    static void huber(HuberLoss loss, Tensor x, Tensor dy, Steps steps) {
        error(loss.target(), loss.weight(), x, steps);
        Tensor e = x.minus(loss.target());
        steps.forward(
                "r",
                "size that is squared",
                "r = min(|e|, δ), δ = " + NumberText.of(loss.delta()),
                e.map(v -> Math.min(Math.abs(v), loss.delta())));
        Tensor each = steps.forward(
                "ℓ",
                "loss of each element",
                "ℓ = w r (|e| − r / 2)",
                "w e² / 2 up to δ, and beyond it the line that goes on from this parabola.",
                loss.withReduction(Reduction.NONE).apply(x));
        Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), loss.meanDivisor(), pass.output(), steps);
        Tensor slope = loss.withReduction(Reduction.SUM).forward(x).gradient();
        steps.backward(
                "g",
                "slope of each element",
                "g = w max(−δ, min(δ, e)), δ = " + NumberText.of(loss.delta()),
                "However far off, nothing pulls harder than δ.",
                slope);
        LossSteps.gradient("gradient", "x", "g", loss.reduction(), pass.backward(dy), steps);
    }

    private static void error(Tensor target, Tensor weight, Tensor x, Steps steps) {
        Tensor t = steps.forward("t", "target", "t", target);
        steps.forward("w", "weight of each element", "w", weight.broadcastTo(x.shape()));
        steps.forward("e", "error", "e = x − t", x.minus(t));
    }

    static void likelihood(
            GaussianNegativeLogLikelihood loss, GaussianNegativeLogLikelihood.Inputs in, Tensor dy, Steps steps) {
        Tensor t = steps.forward("t", "target", "t", loss.target());
        steps.forward("e", "error", "e = m − t", in.mean().minus(t));
        double least = loss.epsilon();
        steps.forward(
                "q",
                "variance that is used",
                "q = max(v, ε), ε = " + NumberText.of(least),
                "As if nothing had been replaced, the derivatives pass through.",
                in.variance().map(v -> v >= 0 ? Math.max(v, least) : v));
        Tensor each = steps.forward(
                "ℓ",
                "loss of each element",
                loss.full() ? "ℓ = (log q + e² / q + log 2π) / 2" : "ℓ = (log q + e² / q) / 2",
                "Minus the logarithm of the normal density"
                        + (loss.full() ? "." : ", without its constant log(2π) / 2."),
                loss.withReduction(Reduction.NONE).apply(in));
        Operator.Pass<GaussianNegativeLogLikelihood.Inputs, Tensor> pass = loss.forward(in);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), loss.meanDivisor(), pass.output(), steps);
        GaussianNegativeLogLikelihood.Inputs slope =
                loss.withReduction(Reduction.SUM).forward(in).gradient();
        steps.backward("g", "slope in m", "g = e / q", slope.mean());
        steps.backward(
                "h",
                "slope in v",
                "h = (q − e²) / (2 q²)",
                "0 where the variance is the squared error.",
                slope.variance());
        GaussianNegativeLogLikelihood.Inputs gradient = pass.backward(dy);
        LossSteps.gradient("gradient of m", "m", "g", loss.reduction(), gradient.mean(), steps);
        LossSteps.gradient("gradient of v", "v", "h", loss.reduction(), gradient.variance(), steps);
    }

    /** The mean is m and the variance v. */
    static String symbol(String part) {
        return part.substring(0, 1);
    }
}
