package org.closedform.lesson;

import org.closedform.loss.Entropy;
import org.closedform.loss.Form;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;

/** Explains entropy, Kullback–Leibler and Jensen–Shannon divergence, for every form of the distributions. */
final class InformationSteps {
    private InformationSteps() {}

    /** A distribution and its logarithms. */
    private record Distribution(Tensor p, Tensor logP) {}

    /** Writes down the probabilities, whose symbol is {@code p}, and their logarithms; the symbol of the input is {@code given}. */
    private static Distribution distribution(String p, String given, Form form, Tensor x, int axis, Steps steps) {
        String name = "probabilities " + p;
        String logP = "log " + p;
        String logarithms = "logarithms of " + p;
        switch (form) {
            case LOGITS -> {
                Tensor y = new Softmax(axis).apply(x);
                steps.forward(p, name, p + " = softmax(" + given + ")", "From the logits " + given + ".", y);
                String formula = logP + " = " + given + " − log Σ_k exp(" + given + "_k)";
                return new Distribution(y, steps.forward(logP, logarithms, formula, new LogSoftmax(axis).apply(x)));
            }
            case LOG_PROBABILITIES -> {
                Tensor y = x.map(StrictMath::exp);
                steps.forward(p, name, p + " = exp(" + given + ")", "From the log-probabilities " + given + ".", y);
                return new Distribution(y, steps.forward(logP, logarithms, logP + " = " + given, x));
            }
            default -> {
                return new Distribution(x, steps.forward(logP, logarithms, logP, x.map(StrictMath::log)));
            }
        }
    }

    static void entropy(Entropy operator, Tensor x, Tensor dy, Steps steps) {
        Operator.Pass<Tensor, Tensor> pass = operator.forward(x);
        String given = LossSteps.symbol(operator.form());
        int axis = LossSteps.classAxis(operator.axis(), x);
        Tensor counting = LossSteps.counting("c", given, operator.form(), x, operator.classMask(), steps);
        Distribution p = distribution("p", given, operator.form(), counting, axis, steps);
        steps.forward(
                "v",
                "terms",
                "v_i = −p_i log p_i",
                "0 wherever p_i = 0.",
                LossSteps.weighted(p.p(), p.logP().negate()));
        Tensor each = operator.withReduction(Reduction.NONE).apply(x);
        steps.forward("H", "entropy of each position", "H = Σ_i v_i", each);
        LossSteps.reduced("entropy", "H", each, operator.reduction(), operator.meanDivisor(x), pass.output(), steps);

        Tensor slope = operator.withReduction(Reduction.SUM).forward(x).gradient();
        String name = "slope of each term";
        switch (operator.form()) {
            case LOGITS ->
                steps.backward(
                        "g",
                        name,
                        "g_j = −p_j (log p_j + H)",
                        "A class likelier than the average, log p_j > −H, lowers the entropy as its logit grows.",
                        slope);
            case LOG_PROBABILITIES -> steps.backward("g", name, "g_j = −p_j (log p_j + 1)", slope);
            case PROBABILITIES -> steps.backward("g", name, "g_j = −(log p_j + 1)", slope);
        }
        LossSteps.gradient("gradient", given, "g", operator.reduction(), pass.backward(dy), steps);
    }

    static void divergence(KlDivergence operator, KlDivergence.Inputs in, Tensor dy, Steps steps) {
        Operator.Pass<KlDivergence.Inputs, Tensor> pass = operator.forward(in);
        String givenP = symbol(operator, "p");
        String givenQ = symbol(operator, "q");
        int axis = LossSteps.classAxis(operator.axis(), in.p());
        Mask classes = operator.classMask();
        Tensor countingP = LossSteps.counting("c", givenP, operator.pForm(), in.p(), classes, steps);
        Tensor countingQ = LossSteps.counting("e", givenQ, operator.qForm(), in.q(), classes, steps);
        Distribution p = distribution("p", givenP, operator.pForm(), countingP, axis, steps);
        Distribution q = distribution("q", givenQ, operator.qForm(), countingQ, axis, steps);
        Tensor difference = steps.forward(
                "d",
                "how much likelier under p",
                "d_i = log p_i − log q_i",
                p.logP().minus(q.logP()));
        steps.forward("v", "terms", "v_i = p_i d_i", "0 wherever p_i = 0.", LossSteps.weighted(p.p(), difference));
        Tensor each = steps.forward(
                "D",
                "divergence of each position",
                "D = Σ_i v_i",
                "At least 0, and 0 for p = q only.",
                operator.withReduction(Reduction.NONE).apply(in));
        LossSteps.reduced(
                "divergence", "D", each, operator.reduction(), operator.meanDivisor(in), pass.output(), steps);

        KlDivergence.Inputs slope =
                operator.withReduction(Reduction.SUM).forward(in).gradient();
        slopeInP(operator.pForm(), slope.p(), steps);
        slopeInQ(operator.qForm(), slope.q(), steps);
        KlDivergence.Inputs gradient = pass.backward(dy);
        LossSteps.gradient("gradient of " + givenP, givenP, "g", operator.reduction(), gradient.p(), steps);
        LossSteps.gradient("gradient of " + givenQ, givenQ, "h", operator.reduction(), gradient.q(), steps);
    }

    private static void slopeInP(Form form, Tensor slope, Steps steps) {
        String name = "slope in p";
        switch (form) {
            case PROBABILITIES -> steps.backward("g", name, "g_j = d_j + 1", slope);
            case LOG_PROBABILITIES -> steps.backward("g", name, "g_j = p_j (d_j + 1)", slope);
            case LOGITS ->
                steps.backward(
                        "g",
                        name,
                        "g_j = p_j (d_j − D)",
                        "Through the softmax of p: how far d is above the average, times the probability.",
                        slope);
        }
    }

    private static void slopeInQ(Form form, Tensor slope, Steps steps) {
        String name = "slope in q";
        switch (form) {
            case PROBABILITIES -> steps.backward("h", name, "h_j = −p_j / q_j", slope);
            case LOG_PROBABILITIES -> steps.backward("h", name, "h_j = −p_j", slope);
            case LOGITS ->
                steps.backward(
                        "h",
                        name,
                        "h_j = q_j Σ_i p_i − p_j",
                        "As for the cross-entropy, which differs by H(p) only: prediction minus truth.",
                        slope);
        }
    }

    static void jensenShannon(
            JensenShannonDivergence operator, JensenShannonDivergence.Inputs in, Tensor dy, Steps steps) {
        Form form = operator.form();
        String givenP = symbol(form, "p");
        String givenQ = symbol(form, "q");
        int axis = LossSteps.classAxis(operator.axis(), in.p());
        Mask classes = operator.classMask();
        Tensor countingP = LossSteps.counting("k", givenP, form, in.p(), classes, steps);
        Tensor countingQ = LossSteps.counting("e", givenQ, form, in.q(), classes, steps);
        Distribution p = distribution("p", givenP, form, countingP, axis, steps);
        Distribution q = distribution("q", givenQ, form, countingQ, axis, steps);
        Tensor m = steps.forward(
                "m", "their mean", "m = (p + q) / 2", p.p().plus(q.p()).times(0.5));
        Tensor logM = m.map(StrictMath::log);
        Tensor c = steps.forward(
                "c",
                "how much likelier under p",
                "c_i = log p_i − log m_i",
                p.logP().minus(logM));
        Tensor d = steps.forward(
                "d",
                "how much likelier under q",
                "d_i = log q_i − log m_i",
                q.logP().minus(logM));
        steps.forward(
                "v",
                "terms",
                "v_i = (p_i c_i + q_i d_i) / 2",
                "Never below 0, whatever the class.",
                LossSteps.weighted(p.p(), c).plus(LossSteps.weighted(q.p(), d)).times(0.5));
        Tensor each = steps.forward(
                "J",
                "divergence of each position",
                "J = Σ_i v_i",
                LossSteps.each(operator.mask(), "From 0 to log 2, and the same if p and q are exchanged."),
                operator.withReduction(Reduction.NONE).apply(in));
        Operator.Pass<JensenShannonDivergence.Inputs, Tensor> pass = operator.forward(in);
        double counted = LossSteps.counted(operator.mask(), classes, in.p(), axis);
        LossSteps.reduced("divergence", "J", each, operator.reduction(), counted, pass.output(), steps);

        JensenShannonDivergence.Inputs slope =
                operator.withReduction(Reduction.SUM).forward(in).gradient();
        halfSlope("g", "p", "c", form, slope.p(), steps);
        halfSlope("h", "q", "d", form, slope.q(), steps);
        JensenShannonDivergence.Inputs gradient = pass.backward(dy);
        LossSteps.gradient("gradient of " + givenP, givenP, "g", operator.reduction(), gradient.p(), steps);
        LossSteps.gradient("gradient of " + givenQ, givenQ, "h", operator.reduction(), gradient.q(), steps);
    }

    private static void halfSlope(String symbol, String p, String c, Form form, Tensor slope, Steps steps) {
        String of = symbol + "_j = ";
        String name = "slope in " + p;
        switch (form) {
            case LOGITS ->
                steps.backward(symbol, name, of + p + "_j (" + c + "_j − Σ_i " + p + "_i " + c + "_i) / 2", slope);
            case LOG_PROBABILITIES -> steps.backward(symbol, name, of + p + "_j " + c + "_j / 2", slope);
            case PROBABILITIES -> steps.backward(symbol, name, of + c + "_j / 2", slope);
        }
    }

    static String symbol(JensenShannonDivergence operator, String part) {
        return symbol(operator.form(), part);
    }

    /** Logits are a and b, log-probabilities u and w, probabilities p and q. */
    static String symbol(KlDivergence operator, String part) {
        return symbol(part.equals("p") ? operator.pForm() : operator.qForm(), part);
    }

    private static String symbol(Form form, String part) {
        if (part.equals("p")) {
            return LossSteps.symbol(form);
        }
        return switch (form) {
            case LOGITS -> "b";
            case LOG_PROBABILITIES -> "w";
            case PROBABILITIES -> "q";
        };
    }
}
