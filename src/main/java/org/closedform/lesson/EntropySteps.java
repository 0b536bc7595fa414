package org.closedform.lesson;

import java.util.List;
import org.closedform.loss.Entropy;
import org.closedform.tensor.Tensor;

/** Entropy in all forms. */
record EntropySteps(Entropy operator) implements Explanation<Tensor, Tensor> {

    private static Tensor each(Steps steps, DistributionSteps p, int axis) {
        Tensor terms = steps.add(
                "terms",
                "v_i = −p_i log p_i",
                "v_i = -p_i \\log p_i",
                "0 wherever p_i = 0.",
                Terms.negated(p.p(), p.logP()));
        return steps.add("entropy of each position", "H = Σ_i v_i", "H = \\sum_i v_i", terms.sum(axis));
    }

    @Override
    public List<Step> forwardSteps(Tensor x) {
        Steps steps = new Steps();
        Entropy.Pass pass = operator.forward(x);
        DistributionSteps p = DistributionSteps.of(steps, "p", inputSymbol(""), operator.form(), x, pass.axis());
        Tensor each = each(steps, p, pass.axis());
        LossSteps.reduced(steps, "entropy", "H", each, operator.reduction(), divisor(each), pass.output());
        return steps.list();
    }

    private double divisor(Tensor each) {
        return LossSteps.divisor(operator.reduction(), each, each.size());
    }

    @Override
    public List<Step> backwardSteps(Tensor x, Tensor dy) {
        Steps steps = new Steps();
        Entropy.Pass pass = operator.forward(x);
        int axis = pass.axis();
        DistributionSteps p = DistributionSteps.of(steps, "p", inputSymbol(""), operator.form(), x, axis);
        Tensor each = each(steps, p, axis);
        switch (operator.form()) {
            case LOGITS ->
                steps.add(
                        "slope of each term",
                        "g_j = −p_j (log p_j + H)",
                        "g_j = -p_j (\\log p_j + H)",
                        "What is likelier than the average, log p_j > −H, makes the entropy less as it grows.",
                        Terms.negated(p.p(), p.logP().plus(each.expandDims(axis))));
            case LOG_PROBABILITIES ->
                steps.add(
                        "slope of each term",
                        "g_j = −p_j (log p_j + 1)",
                        "g_j = -p_j (\\log p_j + 1)",
                        Terms.negated(p.p(), p.logP().plus(1)));
            case PROBABILITIES ->
                steps.add(
                        "slope of each term",
                        "g_j = −(log p_j + 1)",
                        "g_j = -(\\log p_j + 1)",
                        p.logP().plus(1).negate());
        }
        LossSteps.gradient(steps, inputSymbol(""), operator.reduction(), divisor(each), dy, pass.backward(dy));
        return steps.list();
    }

    @Override
    public String inputSymbol(String part) {
        return switch (operator.form()) {
            case LOGITS -> "a";
            case LOG_PROBABILITIES -> "u";
            case PROBABILITIES -> "p";
        };
    }

    @Override
    public String upstreamSymbol(String part) {
        return "dL";
    }
}
