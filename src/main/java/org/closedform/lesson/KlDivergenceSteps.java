package org.closedform.lesson;

import java.util.List;
import org.closedform.loss.Form;
import org.closedform.loss.KlDivergence;
import org.closedform.tensor.Tensor;

/** The divergence in all forms of both distributions. */
record KlDivergenceSteps(KlDivergence operator) implements Explanation<KlDivergence.Inputs, Tensor> {

    /** Both distributions, the logarithm of their quotient, and the divergence of each position. */
    private record Begun(DistributionSteps p, DistributionSteps q, Tensor logRatio, Tensor each) {}

    private Begun begin(Steps steps, KlDivergence.Inputs in, int axis) {
        DistributionSteps p = DistributionSteps.of(steps, "p", inputSymbol("p"), operator.pForm(), in.p(), axis);
        DistributionSteps q = DistributionSteps.of(steps, "q", inputSymbol("q"), operator.qForm(), in.q(), axis);
        Tensor logRatio = steps.add(
                "how much likelier under p",
                "d_i = log p_i − log q_i",
                "d_i = \\log p_i - \\log q_i",
                p.logP().minus(q.logP()));
        Tensor terms = steps.add(
                "terms", "v_i = p_i d_i", "v_i = p_i d_i", "0 wherever p_i = 0.", Terms.weighed(p.p(), logRatio));
        Tensor each = steps.add(
                "divergence of each position",
                "D = Σ_i v_i",
                "D = \\sum_i v_i",
                "At least 0, and 0 for p = q only.",
                terms.sum(axis));
        return new Begun(p, q, logRatio, each);
    }

    @Override
    public List<Step> forwardSteps(KlDivergence.Inputs in) {
        Steps steps = new Steps();
        KlDivergence.Pass pass = operator.forward(in);
        Tensor each = begin(steps, in, pass.axis()).each();
        LossSteps.reduced(steps, "divergence", "D", each, operator.reduction(), divisor(each), pass.output());
        return steps.list();
    }

    private double divisor(Tensor each) {
        return LossSteps.divisor(operator.reduction(), each, each.size());
    }

    @Override
    public List<Step> backwardSteps(KlDivergence.Inputs in, Tensor dy) {
        Steps steps = new Steps();
        KlDivergence.Pass pass = operator.forward(in);
        Begun begun = begin(steps, in, pass.axis());
        slopeInP(steps, begun, pass.axis());
        slopeInQ(steps, begun, pass.axis());
        KlDivergence.Inputs d = pass.backward(dy);
        boolean mean = divisor(begun.each()) != 1;
        if (mean) {
            LossSteps.counted(steps, divisor(begun.each()), dy);
        }
        gradient(steps, "p", "g", mean, d.p());
        gradient(steps, "q", "h", mean, d.q());
        return steps.list();
    }

    private void gradient(Steps steps, String part, String slope, boolean mean, Tensor gradient) {
        String symbol = "d" + inputSymbol(part);
        steps.add(
                "gradient of " + inputSymbol(part),
                symbol + " = " + slope + " · dL" + (mean ? " / N" : ""),
                symbol + " = " + (mean ? "\\frac{" + slope + " \\cdot dL}{N}" : slope + " \\cdot dL"),
                "dL is the upstream.",
                gradient);
    }

    private void slopeInP(Steps steps, Begun begun, int axis) {
        String name = "slope in p";
        Tensor p = begun.p().p();
        Tensor d = begun.logRatio();
        if (operator.pForm() == Form.PROBABILITIES) {
            steps.add(name, "g_j = d_j + 1", "g_j = d_j + 1", d.plus(1));
        } else if (operator.pForm() == Form.LOG_PROBABILITIES) {
            steps.add(name, "g_j = p_j (d_j + 1)", "g_j = p_j (d_j + 1)", Terms.weighed(p, d.plus(1)));
        } else {
            steps.add(
                    name,
                    "g_j = p_j (d_j − D)",
                    "g_j = p_j (d_j - D)",
                    "Through the softmax of p: what is above the average, times its probability.",
                    Terms.weighed(p, d.minus(begun.each().expandDims(axis))));
        }
    }

    private void slopeInQ(Steps steps, Begun begun, int axis) {
        String name = "slope in q";
        Tensor p = begun.p().p();
        if (operator.qForm() == Form.PROBABILITIES) {
            steps.add(
                    name,
                    "h_j = −p_j / q_j",
                    "h_j = -\\frac{p_j}{q_j}",
                    Terms.negated(p, begun.q().p().map(q -> 1 / q)));
        } else if (operator.qForm() == Form.LOG_PROBABILITIES) {
            steps.add(name, "h_j = −p_j", "h_j = -p_j", p.negate());
        } else {
            Tensor total = p.sum(axis).expandDims(axis);
            steps.add(
                    name,
                    "h_j = q_j Σ_i p_i − p_j",
                    "h_j = q_j \\sum_i p_i - p_j",
                    "As for the cross-entropy, which differs by H(p) only: prediction minus truth.",
                    begun.q().p().times(total).minus(p));
        }
    }

    /** Logits are a and b, log-probabilities u and w, probabilities p and q. */
    @Override
    public String inputSymbol(String part) {
        boolean isP = part.equals("p");
        return switch (isP ? operator.pForm() : operator.qForm()) {
            case LOGITS -> isP ? "a" : "b";
            case LOG_PROBABILITIES -> isP ? "u" : "w";
            case PROBABILITIES -> part;
        };
    }

    @Override
    public String upstreamSymbol(String part) {
        return "dL";
    }
}
