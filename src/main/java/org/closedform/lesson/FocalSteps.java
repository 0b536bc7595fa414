package org.closedform.lesson;

import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.Form;
import org.closedform.loss.Reduction;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;

/** Explains focal losses: what is easy counts less. */
final class FocalSteps {
    private FocalSteps() {}

    private static Tensor power(Tensor x, double gamma) {
        return x.map(v -> StrictMath.pow(v, gamma));
    }

    static void classes(FocalLoss focal, Tensor x, Tensor dy, Steps steps) {
        CrossEntropyLoss loss = focal.crossEntropy();
        int axis = LossSteps.classAxis(loss.axis(), x);
        Tensor t = CrossEntropySteps.target(loss, x, steps);
        Mask classes = CrossEntropySteps.classes(loss);
        Tensor counting = LossSteps.counting("c", LossSteps.symbol(loss.form()), loss.form(), x, classes, steps);
        Tensor u = CrossEntropySteps.logarithms(loss.form(), counting, axis, steps);
        String p = loss.form() == Form.PROBABILITIES ? "p" : "y";
        Tensor y =
                switch (loss.form()) {
                    case LOGITS -> new Softmax(axis).apply(counting);
                    case LOG_PROBABILITIES ->
                        steps.forward("y", "probabilities", "y = exp(u)", counting.map(StrictMath::exp));
                    case PROBABILITIES -> counting;
                };
        Tensor f = steps.forward(
                "f",
                "how much each class counts",
                "f_i = (1 − " + p + "_i)^γ, γ = " + NumberText.of(focal.gamma()),
                "Little where the prediction is already sure of it.",
                power(y.map(v -> 1 - v), focal.gamma()));
        steps.forward(
                "v",
                "terms",
                "v_i = −t_i f_i u_i",
                "0 wherever t_i = 0.",
                CrossEntropySteps.minus(LossSteps.weighted(t.times(f), u)));
        Tensor each = steps.forward(
                "ℓ",
                "loss of each position",
                "ℓ = Σ_i v_i",
                focal.withReduction(Reduction.NONE).apply(x));
        Operator.Pass<Tensor, Tensor> pass = focal.forward(x);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), focal.meanDivisor(), pass.output(), steps);

        Tensor slope = focal.withReduction(Reduction.SUM).forward(x).gradient();
        Tensor share = y.times(u).dividedBy(y.map(v -> 1 - v)).times(-focal.gamma());
        Tensor r = steps.backward(
                "r",
                "target that a cross-entropy of the same gradient has",
                "r_i = t_i f_i (1 − γ " + p + "_i u_i / (1 − " + p + "_i)), γ = " + NumberText.of(focal.gamma()),
                "Minus the slope of the loss in log " + p + "_i.",
                LossSteps.weighted(t.times(f), share.plus(1)));
        switch (loss.form()) {
            case LOGITS -> {
                steps.backward("R", "their sum", "R = Σ_i r_i", r.sum(axis).expandDims(axis));
                steps.backward("g", "slope in each logit", "g_j = y_j R − r_j", slope);
            }
            case PROBABILITIES -> steps.backward("g", "slope of each term", "g_j = −r_j / p_j", slope);
            case LOG_PROBABILITIES -> steps.backward("g", "slope of each term", "g_j = −r_j", slope);
        }
        LossSteps.gradient("gradient", LossSteps.symbol(loss.form()), "g", loss.reduction(), pass.backward(dy), steps);
    }

    static void binary(BinaryFocalLoss focal, Tensor x, Tensor dy, Steps steps) {
        BinaryCrossEntropyLoss loss = focal.crossEntropy();
        CrossEntropySteps.terms(loss, x, steps);
        boolean logits = loss.form() == Form.LOGITS;
        String p = logits ? "y" : "p";
        Tensor yes = logits ? new Sigmoid().apply(x) : x;
        Tensor no = logits ? new Sigmoid().apply(x.negate()) : x.map(v -> 1 - v);
        String gamma = ", γ = " + NumberText.of(focal.gamma());
        steps.forward("f", "how much a yes counts", "f = (1 − " + p + ")^γ" + gamma, power(no, focal.gamma()));
        steps.forward("o", "how much a no counts", "o = " + p + "^γ" + gamma, power(yes, focal.gamma()));
        Tensor each = steps.forward(
                "ℓ",
                "loss of each element",
                "ℓ = −r f u − q o v",
                focal.withReduction(Reduction.NONE).apply(x));
        Operator.Pass<Tensor, Tensor> pass = focal.forward(x);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), loss.meanDivisor(), pass.output(), steps);

        Tensor slope = focal.withReduction(Reduction.SUM).forward(x).gradient();
        String name = "slope of each element";
        if (logits) {
            steps.backward("z", "probability of no", "z = 1 − σ(x) = σ(−x)", no);
            steps.backward("g", name, "g = q o (y − γ z v) − r f (z − γ y u)" + gamma, slope);
        } else {
            steps.backward("g", name, "g = q o (1 / (1 − p) − γ v / p) − r f (1 / p − γ u / (1 − p))" + gamma, slope);
        }
        LossSteps.gradient("gradient", CrossEntropySteps.symbol(loss), "g", loss.reduction(), pass.backward(dy), steps);
    }
}
