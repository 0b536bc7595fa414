package org.closedform.lesson;

import java.util.List;
import java.util.Optional;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.Form;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.Sigmoid;
import org.closedform.tensor.Tensor;

/** Binary cross-entropy on logits and on probabilities, with both weights. */
record BinaryCrossEntropySteps(BinaryCrossEntropyLoss operator) implements Explanation<Tensor, Tensor> {

    /** What yes and no weigh: w c t and w (1 − t). */
    private record Weights(Tensor yes, Tensor no) {}

    private Weights weights(Steps steps, Tensor x) {
        Tensor t = steps.add("target", "t", "t", operator.target());
        Tensor w = repeated(operator.weight(), x);
        Tensor c = repeated(operator.posWeight(), x);
        Tensor yes = w.times(c).times(t);
        Tensor no = w.times(t.map(v -> 1 - v));
        steps.add("weight of yes", "r = w c t", "r = w c t", "w = c = 1 where no weights are set.", yes);
        steps.add("weight of no", "q = w (1 − t)", "q = w (1 - t)", no);
        return new Weights(yes, no);
    }

    private static Tensor repeated(Optional<Tensor> weight, Tensor x) {
        return weight.map(w -> w.broadcastTo(x.shape())).orElseGet(x::onesLike);
    }

    @Override
    public List<Step> forwardSteps(Tensor x) {
        Steps steps = new Steps();
        Weights weights = weights(steps, x);
        boolean logits = operator.form() == Form.LOGITS;
        if (logits) {
            steps.add("probability of yes", "y = σ(x)", "y = \\sigma(x)", new Sigmoid().apply(x));
        }
        Tensor yes = logits
                ? steps.add("its logarithm", "u = log σ(x)", "u = \\log \\sigma(x)", new LogSigmoid().apply(x))
                : steps.add("logarithm of yes", "u = log p", "u = \\log p", x.map(StrictMath::log));
        Tensor no = logits
                ? steps.add(
                        "logarithm of no",
                        "v = log (1 − σ(x)) = log σ(−x)",
                        "v = \\log (1 - \\sigma(x)) = \\log \\sigma(-x)",
                        new LogSigmoid().apply(x.negate()))
                : steps.add("logarithm of no", "v = log(1 − p)", "v = \\log(1 - p)", x.map(p -> StrictMath.log1p(-p)));
        Tensor each = steps.add(
                "loss of each element",
                "ℓ = −r u − q v",
                "\\ell = -r u - q v",
                "Minus the logarithm of y^t (1 − y)^(1−t), the likelihood of t.",
                Terms.negated(weights.yes(), yes).plus(Terms.negated(weights.no(), no)));
        LossSteps.reduced(steps, "loss", "ℓ", each, operator.reduction(), divisor(x), operator.apply(x));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Tensor x, Tensor dy) {
        Steps steps = new Steps();
        Weights weights = weights(steps, x);
        boolean logits = operator.form() == Form.LOGITS;
        if (logits) {
            Tensor y = steps.add("probability of yes", "y = σ(x)", "y = \\sigma(x)", new Sigmoid().apply(x));
            Tensor other = steps.add(
                    "probability of no",
                    "z = 1 − σ(x) = σ(−x)",
                    "z = 1 - \\sigma(x) = \\sigma(-x)",
                    new Sigmoid().apply(x.negate()));
            steps.add(
                    "slope of each element",
                    "g = q y − r z",
                    "g = q y - r z",
                    "Without weights (1 − t) σ(x) − t (1 − σ(x)) = σ(x) − t: prediction minus truth.",
                    Terms.weighed(weights.no(), y).minus(Terms.weighed(weights.yes(), other)));
        } else {
            steps.add(
                    "slope of each element",
                    "g = q / (1 − p) − r / p",
                    "g = \\frac{q}{1 - p} - \\frac{r}{p}",
                    Terms.weighed(weights.no(), x.map(p -> 1 / (1 - p)))
                            .minus(Terms.weighed(weights.yes(), x.map(p -> 1 / p))));
        }
        LossSteps.gradient(
                steps,
                logits ? "x" : "p",
                operator.reduction(),
                divisor(x),
                dy,
                operator.forward(x).backward(dy));
        return steps.list();
    }

    private double divisor(Tensor x) {
        return LossSteps.divisor(operator.reduction(), x, x.size());
    }

    @Override
    public String inputSymbol(String part) {
        return operator.form() == Form.LOGITS ? "x" : "p";
    }

    @Override
    public String upstreamSymbol(String part) {
        return "dL";
    }
}
