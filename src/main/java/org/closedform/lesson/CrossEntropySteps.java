package org.closedform.lesson;

import java.util.Optional;
import java.util.OptionalInt;
import org.closedform.lesson.Step.Phase;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Form;
import org.closedform.loss.Reduction;
import org.closedform.loss.Target;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;

/** Explains cross-entropy over classes and binary cross-entropy, in all forms and with all options. */
final class CrossEntropySteps {
    private CrossEntropySteps() {}

    /** Cross-entropy over classes; on logits the steps show why the gradient is y − t. */
    static void classes(CrossEntropyLoss loss, Tensor x, Tensor dy, Steps steps) {
        Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
        int axis = LossSteps.classAxis(loss.axis(), x);
        Tensor t = target(loss, x, steps);
        Tensor counting = LossSteps.counting("c", LossSteps.symbol(loss.form()), loss.form(), x, classes(loss), steps);
        Tensor logs = logarithms(loss.form(), counting, axis, steps);
        steps.forward(
                "v",
                "terms",
                "v_i = −t_i u_i",
                "0 wherever t_i = 0, whatever u_i.",
                minus(LossSteps.weighted(t, logs)));
        Tensor each = steps.forward(
                "ℓ",
                "loss of each position",
                "ℓ = Σ_i v_i",
                "Minus the logarithm of the likelihood of t.",
                loss.withReduction(Reduction.NONE).apply(x));
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), loss.meanDivisor(), pass.output(), steps);

        Tensor slope = loss.withReduction(Reduction.SUM).forward(x).gradient();
        switch (loss.form()) {
            case LOGITS -> {
                Tensor total = t.sum(axis).expandDims(axis);
                steps.backward("T", "summed targets", "T = Σ_i t_i", "1 for a distribution.", total);
                steps.backward(
                        "g",
                        "prediction minus truth",
                        "g_j = −Σ_i (t_i / y_i) y_i (δ_ij − y_j) = y_j T − t_j",
                        "Why: the logarithm's slope −t_i / y_i meets the softmax's Jacobian y_i (δ_ij − y_j), and y_i"
                                + " cancels. With T = 1 it is y − t, and sums to 0 over the classes.",
                        slope);
            }
            case PROBABILITIES ->
                steps.backward("g", "slope of each term", "g_j = −t_j / p_j", "0 wherever t_j = 0.", slope);
            case LOG_PROBABILITIES -> steps.backward("g", "slope of each term", "g_j = −t_j", slope);
        }
        LossSteps.gradient("gradient", LossSteps.symbol(loss.form()), "g", loss.reduction(), pass.backward(dy), steps);
    }

    /** Which classes count. */
    static Mask classes(CrossEntropyLoss loss) {
        return Target.Masked.of(loss.target()).classes();
    }

    static Tensor logarithms(Form form, Tensor x, int axis, Steps steps) {
        if (form == Form.LOG_PROBABILITIES) {
            return x;
        }
        if (form == Form.PROBABILITIES) {
            return steps.forward("u", "logarithms", "u = log p", x.map(StrictMath::log));
        }
        Tensor y = new Softmax(axis).apply(x);
        steps.forward(
                "y",
                "probabilities",
                "y = softmax(a)",
                "",
                y,
                finer -> SoftmaxSteps.probabilities(Phase.FORWARD, "a", x, y, axis, finer));
        return steps.forward(
                "u",
                "their logarithms",
                "u = log y = a − log Σ_k exp(a_k)",
                "Computed from the logits: even a y of 0 has a logarithm then.",
                new LogSoftmax(axis).apply(x));
    }

    /** The weight of each class at each position: target, smoothing and class weights together; 0 at positions that do not count. */
    static Tensor target(CrossEntropyLoss loss, Tensor x, Steps steps) {
        double s = loss.labelSmoothing();
        boolean smoothed = s > 0;
        Target.Masked masked = Target.Masked.of(loss.target());
        Tensor positionWeights = masked.weights();
        boolean heavy = !positionWeights.equals(Tensor.scalar(1));
        boolean weighted = loss.weights().isPresent() || heavy;
        String original = smoothed || weighted ? "o" : "t";
        CrossEntropyLoss even = heavy ? loss.withPositionWeights(mask(positionWeights)) : loss;
        Tensor t = target(even, x, 0, Optional.empty());
        if (masked.target() instanceof Target.Distribution) {
            steps.forward(original, "target", original, t);
        } else {
            steps.forward(
                    original,
                    "target, one-hot",
                    original + "_i = δ_ic",
                    "1 for the right class c, 0 for all others.",
                    t);
        }
        if (smoothed) {
            t = target(even, x, s, Optional.empty());
            String symbol = weighted ? "q" : "t";
            steps.forward(
                    symbol,
                    "smoothed",
                    symbol + " = (1 − s) o + s / K, s = " + NumberText.of(s),
                    "A little for each of the K classes.",
                    t);
        }
        if (weighted) {
            t = target(loss, x, s, loss.weights());
            if (heavy) {
                int axis = LossSteps.classAxis(loss.axis(), x);
                steps.forward(
                        "h",
                        "weight of each position",
                        "h",
                        positionWeights.broadcastTo(x.shape().without(axis)));
            }
            String weight = (heavy ? "h " : "") + (loss.weights().isPresent() ? "w_i " : "");
            steps.forward("t", "weighted", "t_i = " + weight + (smoothed ? "q_i" : "o_i"), t);
        }
        return t;
    }

    /** 1 where a weight is not 0. */
    private static Tensor mask(Tensor weights) {
        return weights.map(weight -> weight == 0 ? 0 : 1);
    }

    /** The target with these options alone: minus the gradient of the summed loss on log-probabilities. */
    private static Tensor target(CrossEntropyLoss loss, Tensor x, double smoothing, Optional<Tensor> weights) {
        OptionalInt ignored = loss.ignoreIndex();
        CrossEntropyLoss linear = new CrossEntropyLoss(
                Form.LOG_PROBABILITIES, loss.target(), weights, ignored, smoothing, Reduction.SUM, loss.axis());
        return minus(linear.forward(x.zerosLike()).gradient());
    }

    /** −x, but 0 in place of −0. */
    static Tensor minus(Tensor x) {
        return x.map(v -> 0 - v);
    }

    /** How much a yes and a no count, and the logarithms of their probabilities. */
    record Terms(Tensor yes, Tensor no, Tensor logYes, Tensor logNo) {}

    static Terms terms(BinaryCrossEntropyLoss loss, Tensor x, Steps steps) {
        Tensor t = steps.forward("t", "target", "t", loss.target());
        Tensor w = repeated(loss.weight(), x).where(loss.mask(), 0);
        Tensor c = repeated(loss.posWeight(), x);
        Tensor yes = steps.forward(
                "r",
                "weight of yes",
                "r = w c t",
                "w = c = 1 where no weights are set.",
                w.times(c).times(t));
        Tensor no = steps.forward("q", "weight of no", "q = w (1 − t)", w.times(t.map(v -> 1 - v)));
        Tensor u;
        Tensor v;
        if (loss.form() == Form.LOGITS) {
            Tensor y = new Sigmoid().apply(x);
            steps.forward(
                    "y", "probability of yes", "y = σ(x)", "", y, finer -> ElementwiseSteps.probability(x, y, finer));
            u = steps.forward("u", "its logarithm", "u = log σ(x)", new LogSigmoid().apply(x));
            v = new LogSigmoid().apply(x.negate());
            steps.forward("v", "logarithm of no", "v = log (1 − σ(x)) = log σ(−x)", v);
        } else {
            u = steps.forward("u", "logarithm of yes", "u = log p", x.map(StrictMath::log));
            v = steps.forward("v", "logarithm of no", "v = log(1 − p)", x.map(p -> StrictMath.log1p(-p)));
        }
        return new Terms(yes, no, u, v);
    }

    static void binary(BinaryCrossEntropyLoss loss, Tensor x, Tensor dy, Steps steps) {
        Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
        terms(loss, x, steps);
        boolean logits = loss.form() == Form.LOGITS;
        Tensor each = loss.withReduction(Reduction.NONE).apply(x);
        steps.forward(
                "ℓ",
                "loss of each element",
                "ℓ = −r u − q v",
                logits
                        ? "Minus the logarithm of y^t (1 − y)^(1−t), the likelihood of t."
                        : "Minus the logarithm of p^t (1 − p)^(1−t), the likelihood of t.",
                each);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), loss.meanDivisor(), pass.output(), steps);

        Tensor slope = loss.withReduction(Reduction.SUM).forward(x).gradient();
        if (logits) {
            Tensor z = new Sigmoid().apply(x.negate());
            steps.backward("z", "probability of no", "z = 1 − σ(x) = σ(−x)", z);
            steps.backward(
                    "g",
                    "slope of each element",
                    "g = q y − r z",
                    "Without weights (1 − t) σ(x) − t (1 − σ(x)) = σ(x) − t: prediction minus truth.",
                    slope);
        } else {
            steps.backward("g", "slope of each element", "g = q / (1 − p) − r / p", slope);
        }
        LossSteps.gradient("gradient", symbol(loss), "g", loss.reduction(), pass.backward(dy), steps);
    }

    private static Tensor repeated(Optional<Tensor> weight, Tensor x) {
        return weight.map(w -> w.broadcastTo(x.shape())).orElseGet(x::onesLike);
    }

    static String symbol(BinaryCrossEntropyLoss loss) {
        return loss.form() == Form.LOGITS ? "x" : "p";
    }
}
