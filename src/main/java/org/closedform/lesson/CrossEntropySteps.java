package org.closedform.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Form;
import org.closedform.loss.Target;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Cross-entropy in all forms and with all options; on logits with the gradient y − t, and why. */
record CrossEntropySteps(CrossEntropyLoss operator) implements Explanation<Tensor, Tensor> {

    @Override
    public List<Step> forwardSteps(Tensor x) {
        Steps steps = new Steps();
        CrossEntropyLoss.Pass pass = operator.forward(x);
        int axis = pass.axis();
        Tensor t = target(steps, x, axis);
        Tensor logs;
        if (operator.form() == Form.LOGITS) {
            steps.add("probabilities", "y = softmax(a)", "y = \\mathrm{softmax}(a)", new Softmax(axis).apply(x));
            logs = steps.add(
                    "their logarithms",
                    "u = log y = a − log Σ_k exp(a_k)",
                    "u = \\log y = a - \\log \\sum_k e^{a_k}",
                    "From the logits, so that a y of 0 has its logarithm too.",
                    new LogSoftmax(axis).apply(x));
        } else if (operator.form() == Form.PROBABILITIES) {
            logs = steps.add("logarithms", "u = log p", "u = \\log p", x.map(StrictMath::log));
        } else {
            logs = x;
        }
        Tensor terms = steps.add(
                "terms",
                "v_i = −t_i u_i",
                "v_i = -t_i u_i",
                "0 wherever t_i = 0, whatever u_i.",
                Terms.negated(t, logs));
        Tensor each = steps.add(
                "loss of each position",
                "ℓ = Σ_i v_i",
                "\\ell = \\sum_i v_i",
                "Minus the logarithm of the likelihood of t.",
                terms.sum(axis));
        LossSteps.reduced(steps, "loss", "ℓ", each, operator.reduction(), divisor(each, x, axis), pass.output());
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Tensor x, Tensor dy) {
        Steps steps = new Steps();
        CrossEntropyLoss.Pass pass = operator.forward(x);
        int axis = pass.axis();
        Tensor t = target(steps, x, axis);
        if (operator.form() == Form.LOGITS) {
            Tensor y = steps.add(
                    "probabilities", "y = softmax(a)", "y = \\mathrm{softmax}(a)", new Softmax(axis).apply(x));
            Tensor total = steps.add(
                    "summed targets",
                    "T = Σ_i t_i",
                    "T = \\sum_i t_i",
                    "1 for a distribution.",
                    t.sum(axis).expandDims(axis));
            steps.add(
                    "prediction minus truth",
                    "g_j = −Σ_i (t_i / y_i) y_i (δ_ij − y_j) = y_j T − t_j",
                    "g_j = -\\sum_i \\frac{t_i}{y_i} y_i (\\delta_{ij} - y_j) = y_j T - t_j",
                    "Why: the logarithm's slope −t_i / y_i meets the softmax's Jacobian y_i (δ_ij − y_j), and y_i cancels."
                            + " With T = 1 it is y − t.",
                    Terms.weighed(total.broadcastTo(x.shape()), y).minus(t));
        } else if (operator.form() == Form.PROBABILITIES) {
            steps.add(
                    "slope of each term",
                    "g_j = −t_j / p_j",
                    "g_j = -\\frac{t_j}{p_j}",
                    "0 wherever t_j = 0.",
                    Terms.negated(t, x.map(p -> 1 / p)));
        } else {
            steps.add("slope of each term", "g_j = −t_j", "g_j = -t_j", Terms.negated(t, t.onesLike()));
        }
        LossSteps.gradient(
                steps, inputSymbol(""), operator.reduction(), divisor(x.sum(axis), x, axis), dy, pass.backward(dy));
        return steps.list();
    }

    /** What each class of each position weighs: targets, smoothing and class weights together; 0 where nothing counts. */
    private Tensor target(Steps steps, Tensor x, int axis) {
        int classes = x.shape().dimension(axis);
        Tensor t = operator.target() instanceof Target.Distribution distribution
                ? steps.add("target", "t", "t", distribution.probabilities())
                : steps.add(
                        "target, one-hot",
                        "t_i = 1 for the right class, else 0",
                        "t_i = \\delta_{i,\\text{label}}",
                        oneHot(x, axis));
        double s = operator.labelSmoothing();
        if (s > 0) {
            Tensor counts = t.sum(axis).expandDims(axis).map(sum -> sum > 0 || !hasLabels() ? 1 : 0);
            t = steps.add(
                    "smoothed",
                    "t ← (1 − s) t + s / C, s = " + s,
                    "t \\leftarrow (1 - s) t + \\frac{s}{C}, \\quad s = " + s,
                    "A little for each of the C classes.",
                    t.times(1 - s).plus(counts.times(s / classes)));
        }
        if (operator.weights().isPresent()) {
            t = steps.add(
                    "weighed",
                    "t_i ← w_i t_i",
                    "t_i \\leftarrow w_i t_i",
                    t.times(Terms.along(operator.weights().get(), x.shape(), axis)));
        }
        return t;
    }

    private boolean hasLabels() {
        return operator.target() instanceof Target.Classes;
    }

    private boolean counts(int label) {
        return operator.ignoreIndex().isEmpty() || operator.ignoreIndex().getAsInt() != label;
    }

    private int[] labels() {
        return ((Target.Classes) operator.target()).labels().toArray();
    }

    /** Rows of 0 for labels that do not count. */
    private Tensor oneHot(Tensor x, int axis) {
        Shape positions = x.shape().without(axis);
        int[] counted =
                Arrays.stream(labels()).map(label -> counts(label) ? label : 0).toArray();
        Tensor mask = Tensor.of(
                positions,
                Arrays.stream(labels())
                        .mapToDouble(label -> counts(label) ? 1 : 0)
                        .toArray());
        return Labels.of(positions, counted)
                .oneHot(x.shape().dimension(axis), axis)
                .times(mask.expandDims(axis))
                .to(x.elementType());
    }

    /** N: the summed weights of the labels that count, or the number of positions. */
    private double divisor(Tensor each, Tensor x, int axis) {
        double counted = each.size();
        if (hasLabels()) {
            Tensor weights = operator.weights()
                    .orElseGet(() -> Tensor.ones(Shape.of(x.shape().dimension(axis))));
            double[] weighed = IntStream.of(labels())
                    .filter(this::counts)
                    .mapToDouble(weights::at)
                    .toArray();
            counted = Tensor.of(weighed).sum().item();
        }
        return LossSteps.divisor(operator.reduction(), each, counted);
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
