package org.closedform.lesson;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.Reduction;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Operator;
import org.closedform.operator.Temperature;
import org.closedform.tensor.Tensor;

/** What the formulas of focal losses, of Jensen–Shannon divergence and of softened logits come to, by plain arithmetic. */
final class FocalRules {
    private FocalRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    static boolean hasClasses(Operator<?, ?> operator) {
        return operator instanceof FocalLoss
                || operator instanceof JensenShannonDivergence
                || operator instanceof ZLoss
                || operator instanceof DistillationLoss;
    }

    static Reduction reduction(Arithmetic a) {
        return a.operator instanceof JensenShannonDivergence loss
                ? loss.reduction()
                : a.operator instanceof ZLoss loss ? loss.reduction() : ((DistillationLoss) a.operator).reduction();
    }

    private static double gamma(Arithmetic a) {
        return a.operator instanceof FocalLoss loss ? loss.gamma() : ((BinaryFocalLoss) a.operator).gamma();
    }

    private static double temperature(Arithmetic a) {
        return a.operator instanceof Temperature t ? t.temperature() : ((DistillationLoss) a.operator).temperature();
    }

    private static Tensor power(Arithmetic a, Tensor base) {
        return base.map(v -> StrictMath.pow(v, gamma(a)));
    }

    private static Tensor not(Tensor p) {
        return p.map(v -> 1 - v);
    }

    private static Tensor log(Tensor p) {
        return p.map(StrictMath::log);
    }

    private static Tensor softmax(Arithmetic a, Tensor x) {
        Tensor e = x.map(StrictMath::exp);
        return e.dividedBy(a.total(e));
    }

    static {
        for (String p : List.of("p", "y")) {
            RULES.put("f_i = (1 − " + p + "_i)^γ", a -> power(a, not(a.get(p))));
            RULES.put("r_i = t_i f_i (1 − γ " + p + "_i u_i / (1 − " + p + "_i))", a -> {
                Tensor share = a.get(p).times(a.get("u")).dividedBy(not(a.get(p)));
                return a.get("t").times(a.get("f")).times(not(share.times(gamma(a))));
            });
            RULES.put("f = (1 − " + p + ")^γ", a -> power(a, not(a.get(p))));
            RULES.put("o = " + p + "^γ", a -> power(a, a.get(p)));
        }
        RULES.put("y = exp(u)", a -> a.get("u").map(StrictMath::exp));
        RULES.put(
                "v_i = −t_i f_i u_i",
                a -> a.get("t").times(a.get("f")).times(a.get("u")).negate());
        RULES.put("R = Σ_i r_i", a -> a.total(a.get("r")));
        RULES.put("g_j = y_j R − r_j", a -> a.get("y").times(a.get("R")).minus(a.get("r")));
        RULES.put("g_j = −r_j / p_j", a -> a.get("r").dividedBy(a.get("p")).negate());
        RULES.put("g_j = −r_j", a -> a.get("r").negate());
        RULES.put("ℓ = −r f u − q o v", a -> a.get("r")
                .times(a.get("f"))
                .times(a.get("u"))
                .plus(a.get("q").times(a.get("o")).times(a.get("v")))
                .negate());
        RULES.put("g = q o (y − γ z v) − r f (z − γ y u)", a -> {
            Tensor no = a.get("y").minus(a.get("z").times(a.get("v")).times(gamma(a)));
            Tensor yes = a.get("z").minus(a.get("y").times(a.get("u")).times(gamma(a)));
            return a.get("q")
                    .times(a.get("o"))
                    .times(no)
                    .minus(a.get("r").times(a.get("f")).times(yes));
        });
        RULES.put("g = q o (1 / (1 − p) − γ v / p) − r f (1 / p − γ u / (1 − p))", a -> {
            Tensor p = a.get("p");
            Tensor no =
                    not(a.get("v").times(not(p)).dividedBy(p).times(gamma(a))).dividedBy(not(p));
            Tensor yes =
                    not(a.get("u").times(p).dividedBy(not(p)).times(gamma(a))).dividedBy(p);
            return a.get("q")
                    .times(a.get("o"))
                    .times(no)
                    .minus(a.get("r").times(a.get("f")).times(yes));
        });
        jensenShannon();
        logits();
    }

    private static void jensenShannon() {
        RULES.put("m = (p + q) / 2", a -> a.get("p").plus(a.get("q")).dividedBy(2));
        RULES.put("c_i = log p_i − log m_i", a -> a.get("log p").minus(log(a.get("m"))));
        RULES.put("d_i = log q_i − log m_i", a -> a.get("log q").minus(log(a.get("m"))));
        RULES.put("v_i = (p_i c_i + q_i d_i) / 2", a -> a.get("p")
                .times(a.get("c"))
                .plus(a.get("q").times(a.get("d")))
                .dividedBy(2));
        RULES.put("J = Σ_i v_i", a -> a.get("v").sum(1));
        halfSlope("g", "p", "c");
        halfSlope("h", "q", "d");
    }

    private static void halfSlope(String g, String p, String c) {
        RULES.put(g + "_j = " + p + "_j (" + c + "_j − Σ_i " + p + "_i " + c + "_i) / 2", a -> a.get(p)
                .times(a.get(c).minus(a.total(a.get(p).times(a.get(c)))))
                .dividedBy(2));
        RULES.put(
                g + "_j = " + p + "_j " + c + "_j / 2",
                a -> a.get(p).times(a.get(c)).dividedBy(2));
        RULES.put(g + "_j = " + c + "_j / 2", a -> a.get(c).dividedBy(2));
    }

    private static void logits() {
        RULES.put("y = x / T", a -> a.get("x").times(1 / temperature(a)));
        RULES.put("dx = dy / T", a -> a.get("dy").times(1 / temperature(a)));
        RULES.put(
                "z = log Σ_k exp(a_k)", a -> log(a.get("a").map(StrictMath::exp).sum(1)));
        RULES.put("ℓ = β z²", a -> a.get("z").square().times(((ZLoss) a.operator).beta()));
        RULES.put(
                "g_j = 2 β z y_j",
                a -> a.get("y").times(a.get("z").expandDims(1)).times(2 * ((ZLoss) a.operator).beta()));
        RULES.put("b", a -> ((DistillationLoss) a.operator).teacher());
        RULES.put("p = softmax(b / T)", a -> softmax(a, a.get("b").dividedBy(temperature(a))));
        RULES.put("y = softmax(a / T)", a -> softmax(a, a.get("a").dividedBy(temperature(a))));
        RULES.put("d_i = log p_i − log y_i", a -> log(a.get("p")).minus(log(a.get("y"))));
        RULES.put("D = Σ_i p_i d_i", a -> a.get("p").times(a.get("d")).sum(1));
        RULES.put("ℓ = T² D", a -> a.get("D").times(temperature(a)).times(temperature(a)));
        RULES.put("g_j = T (y_j − p_j)", a -> a.get("y").minus(a.get("p")).times(temperature(a)));
    }
}
