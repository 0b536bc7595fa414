package org.closedform.lesson;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.loss.Target;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** What the formulas of the losses come to, by plain arithmetic. Predictions are [N, C]. */
final class LossRules {
    private LossRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    private static void rule(String formula, Function<Arithmetic, Tensor> value) {
        RULES.put(formula, value);
    }

    /** The operator, of a focal loss the cross-entropy that it is made of. */
    private static Operator<?, ?> base(Arithmetic a) {
        return a.operator instanceof FocalLoss focal
                ? focal.crossEntropy()
                : a.operator instanceof BinaryFocalLoss focal ? focal.crossEntropy() : a.operator;
    }

    private static CrossEntropyLoss crossEntropy(Arithmetic a) {
        return (CrossEntropyLoss) base(a);
    }

    private static BinaryCrossEntropyLoss binary(Arithmetic a) {
        return (BinaryCrossEntropyLoss) base(a);
    }

    private static int[] labels(Arithmetic a) {
        return ((Target.Classes) target(a)).labels().toArray();
    }

    private static Target target(Arithmetic a) {
        return Target.Masked.of(crossEntropy(a).target()).target();
    }

    private static boolean counts(Arithmetic a, int label) {
        return crossEntropy(a).ignoreIndex().isEmpty()
                || crossEntropy(a).ignoreIndex().getAsInt() != label;
    }

    static {
        rule(
                "t",
                a -> base(a) instanceof BinaryCrossEntropyLoss loss
                        ? loss.target()
                        : base(a) instanceof CrossEntropyLoss loss
                                ? ((Target.Distribution) target(a)).probabilities()
                                : RegressionRules.target(a));
        rule("o", a -> ((Target.Distribution) target(a)).probabilities());
        for (String symbol : List.of("t", "o")) {
            rule(
                    symbol + "_i = δ_ic",
                    a -> Tensor.generate(a.shape, i -> labels(a)[i[0]] == i[1] && counts(a, i[1]) ? 1 : 0));
        }
        for (String symbol : List.of("t", "q")) {
            rule(symbol + " = (1 − s) o + s / K", LossRules::smoothed);
        }
        rule("t_i = w_i q_i", a -> a.get("q").times(crossEntropy(a).weights().orElseThrow()));
        rule("h", a -> Target.Masked.of(crossEntropy(a).target()).weights());
        rule("t_i = h o_i", a -> a.get("o").times(a.get("h").expandDims(1)));
        rule("t_i = h w_i q_i", a -> a.get("q")
                .times(crossEntropy(a).weights().orElseThrow())
                .times(a.get("h").expandDims(1)));
        rule("t_i = w_i o_i", a -> a.get("o").times(crossEntropy(a).weights().orElseThrow()));
        rule("v_i = −t_i u_i", a -> a.get("t").times(a.get("u")).negate());
        rule("ℓ = Σ_i v_i", a -> a.get("v").sum(1));
        rule("T = Σ_i t_i", a -> a.total(a.get("t")));
        rule(
                "g_j = −Σ_i (t_i / y_i) y_i (δ_ij − y_j) = y_j T − t_j",
                a -> a.get("y").times(a.get("T")).minus(a.get("t")));
        rule("g_j = −t_j / p_j", a -> a.get("t").dividedBy(a.get("p")).negate());
        rule("g_j = −t_j", a -> a.get("t").negate());
        distributions();
        reductions();
        binary();
        entropies();
        divergences();
    }

    private static Tensor smoothed(Arithmetic a) {
        double s = crossEntropy(a).labelSmoothing();
        Tensor t = a.get("o");
        // a row of zeros does not count
        return Tensor.generate(
                a.shape, i -> t.select(0, i[0]).sum().item() == 0 ? 0 : (1 - s) * t.at(i) + s / a.shape.dimension(1));
    }

    private static Tensor softmax(Arithmetic a, String logits) {
        Tensor e = a.get(logits).map(StrictMath::exp);
        return e.dividedBy(a.total(e));
    }

    private static void distributions() {
        rule("y = softmax(a)", a -> softmax(a, "a"));
        rule("u = log y = a − log Σ_k exp(a_k)", a -> a.get("y").map(StrictMath::log));
        rule("u = log p", a -> a.get("p").map(StrictMath::log));
        rule("p = softmax(a)", a -> softmax(a, "a"));
        rule("q = softmax(b)", a -> softmax(a, "b"));
        rule("p = exp(u)", a -> a.get("u").map(StrictMath::exp));
        rule("q = exp(w)", a -> a.get("w").map(StrictMath::exp));
        rule("log p = a − log Σ_k exp(a_k)", a -> softmax(a, "a").map(StrictMath::log));
        rule("log q = b − log Σ_k exp(b_k)", a -> softmax(a, "b").map(StrictMath::log));
        rule("log p = u", a -> a.get("u"));
        rule("log q = w", a -> a.get("w"));
        rule("log p", a -> a.get("p").map(StrictMath::log));
        rule("log q", a -> a.get("q").map(StrictMath::log));
    }

    private static Reduction reduction(Arithmetic a) {
        return base(a) instanceof CrossEntropyLoss loss
                ? loss.reduction()
                : base(a) instanceof BinaryCrossEntropyLoss loss
                        ? loss.reduction()
                        : base(a) instanceof KlDivergence loss
                                ? loss.reduction()
                                : base(a) instanceof Entropy loss ? loss.reduction() : RegressionRules.reduction(a);
    }

    /** By how much the sum is divided. */
    private static double counted(Arithmetic a) {
        if (reduction(a) == Reduction.BATCH_MEAN) {
            return a.shape.dimension(0);
        }
        if (base(a) instanceof BinaryCrossEntropyLoss) {
            return a.shape.size();
        }
        if (RegressionRules.isRegression(a)) {
            return RegressionRules.counted(a);
        }
        if (base(a) instanceof CrossEntropyLoss loss && target(a) instanceof Target.Classes) {
            int[] labels = labels(a);
            return IntStream.range(0, labels.length)
                    .filter(n -> counts(a, labels[n]))
                    .mapToDouble(n -> positionWeight(loss, n)
                            * loss.weights().map(w -> w.at(labels[n])).orElse(1.0))
                    .sum();
        }
        if (base(a) instanceof CrossEntropyLoss loss) {
            return IntStream.range(0, a.shape.dimension(0))
                    .mapToDouble(n -> positionWeight(loss, n))
                    .sum();
        }
        return a.shape.dimension(0);
    }

    private static double positionWeight(CrossEntropyLoss loss, int position) {
        return loss.target() instanceof Target.Masked masked ? masked.weights().at(position) : 1;
    }

    private static Tensor upstream(Arithmetic a) {
        Tensor dL = a.get("dL");
        return dL.rank() == 1 ? dL.expandDims(1) : dL;
    }

    private static void reductions() {
        for (String each : List.of("ℓ", "H", "D", "J")) {
            rule("L_n = " + each + "_n", a -> a.get(each));
            rule("S = Σ_n " + each + "_n", a -> a.get(each).sum());
        }
        rule("L = S", a -> a.get("S"));
        rule("N", a -> Tensor.scalar(counted(a)));
        rule("L = S / N", a -> a.get("S").dividedBy(a.get("N")));
        for (String variable : List.of("a", "u", "p", "x", "m")) {
            rule("d" + variable + " = g · dL", a -> a.get("g").times(upstream(a)));
            rule(
                    "d" + variable + " = g · dL / N",
                    a -> a.get("g").times(upstream(a)).dividedBy(a.get("N")));
        }
        for (String variable : List.of("b", "w", "q", "v")) {
            rule("d" + variable + " = h · dL", a -> a.get("h").times(upstream(a)));
            rule(
                    "d" + variable + " = h · dL / N",
                    a -> a.get("h").times(upstream(a)).dividedBy(a.get("N")));
        }
    }

    private static void binary() {
        rule("r = w c t", a -> {
            Tensor yes = binary(a).weight().map(w -> w.times(a.get("t"))).orElse(a.get("t"));
            return binary(a).posWeight().map(yes::times).orElse(yes);
        });
        rule("q = w (1 − t)", a -> {
            Tensor no = a.get("t").map(t -> 1 - t);
            return binary(a).weight().map(no::times).orElse(no);
        });
        rule("y = σ(x)", a -> a.get("x").map(x -> 1 / (1 + StrictMath.exp(-x))));
        rule("z = 1 − σ(x) = σ(−x)", a -> a.get("x").map(x -> 1 / (1 + StrictMath.exp(x))));
        rule("u = log σ(x)", a -> a.get("x").map(x -> -StrictMath.log(1 + StrictMath.exp(-x))));
        rule("v = log (1 − σ(x)) = log σ(−x)", a -> a.get("x").map(x -> -StrictMath.log(1 + StrictMath.exp(x))));
        rule("v = log(1 − p)", a -> a.get("p").map(p -> StrictMath.log(1 - p)));
        rule("ℓ = −r u − q v", a -> a.get("r")
                .times(a.get("u"))
                .plus(a.get("q").times(a.get("v")))
                .negate());
        rule("g = q y − r z", a -> a.get("q").times(a.get("y")).minus(a.get("r").times(a.get("z"))));
        rule("g = q / (1 − p) − r / p", a -> a.get("q")
                .dividedBy(a.get("p").map(p -> 1 - p))
                .minus(a.get("r").dividedBy(a.get("p"))));
    }

    private static void entropies() {
        rule("v_i = −p_i log p_i", a -> a.get("p").times(a.get("log p")).negate());
        rule("H = Σ_i v_i", a -> a.get("v").sum(1));
        rule("g_j = −p_j (log p_j + H)", a -> a.get("p")
                .times(a.get("log p").plus(a.get("H").expandDims(1)))
                .negate());
        rule(
                "g_j = −p_j (log p_j + 1)",
                a -> a.get("p").times(a.get("log p").plus(1)).negate());
        rule("g_j = −(log p_j + 1)", a -> a.get("log p").plus(1).negate());
    }

    private static void divergences() {
        rule("d_i = log p_i − log q_i", a -> a.get("log p").minus(a.get("log q")));
        rule("v_i = p_i d_i", a -> a.get("p").times(a.get("d")));
        rule("D = Σ_i v_i", a -> a.get("v").sum(1));
        rule("g_j = p_j (d_j − D)", a -> a.get("p")
                .times(a.get("d").minus(a.get("D").expandDims(1))));
        rule("g_j = p_j (d_j + 1)", a -> a.get("p").times(a.get("d").plus(1)));
        rule("g_j = d_j + 1", a -> a.get("d").plus(1));
        rule("h_j = −p_j / q_j", a -> a.get("p").dividedBy(a.get("q")).negate());
        rule("h_j = −p_j", a -> a.get("p").negate());
        rule(
                "h_j = q_j Σ_i p_i − p_j",
                a -> a.get("q").times(a.total(a.get("p"))).minus(a.get("p")));
    }
}
