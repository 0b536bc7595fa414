package org.closedform.lesson;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.closedform.operator.Attention;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** What the formulas of attention come to. */
final class AttentionRules {
    private AttentionRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    private static void rule(String formula, Function<Arithmetic, Tensor> value) {
        RULES.put(formula, value);
    }

    static {
        rule("Z_ts = Σ_i Q_ti K_si / √(d)", a -> products(a).dividedBy(root(a)));
        rule("Z_ts = α Σ_i Q_ti K_si", a -> products(a).times(alpha(a)));
        rule(
                "U_ts = c tanh(Z_ts / c)",
                a -> a.get("Z").dividedBy(cap(a)).map(StrictMath::tanh).times(cap(a)));
        rule("L_ts = Z_ts + b_ts", a -> biased(a, "Z"));
        rule("L_ts = Z_ts where seen, −∞ where hidden", a -> hidden(a, a.get("Z")));
        rule("L_ts = U_ts + b_ts where seen, −∞ where hidden", a -> hidden(a, biased(a, "U")));
        for (String logits : new String[] {"Z", "U", "L"}) {
            rule("P_ts = exp(" + logits + "_ts) / Σ_k exp(" + logits + "_tk)", a -> {
                Tensor e = a.get(logits).map(StrictMath::exp);
                return e.dividedBy(e.sum(-1).expandDims(e.rank() - 1));
            });
        }
        rule("Y_tj = Σ_s P_ts V_sj", a -> a.get("P").matmul(ofQueries(a, "V")));
        rule("dP_ts = Σ_j dY_tj V_sj", a -> a.get("dY").matmul(ofQueries(a, "V").transpose()));
        rule("m_t = Σ_s P_ts dP_ts", a -> {
            Tensor terms = a.get("P").times(a.get("dP"));
            return terms.sum(-1).expandDims(terms.rank() - 1);
        });
        rule("dZ_ts = P_ts (dP_ts − m_t)", AttentionRules::jacobian);
        rule("dU_ts = P_ts (dP_ts − m_t)", AttentionRules::jacobian);
        rule("dZ_ts = dU_ts (1 − (U_ts / c)²)", a -> a.get("dU")
                .times(a.get("U").dividedBy(cap(a)).map(u -> 1 - u * u)));
        rule(
                "dQ_ti = Σ_s dZ_ts K_si / √(d)",
                a -> a.get("dZ").matmul(ofQueries(a, "K")).dividedBy(root(a)));
        rule(
                "dQ_ti = α Σ_s dZ_ts K_si",
                a -> a.get("dZ").matmul(ofQueries(a, "K")).times(alpha(a)));
        rule("dK_si = Σ_t dZ_ts Q_ti / √(d)", a -> ofKeys(a, "dZ", "Q").dividedBy(root(a)));
        rule("dK_si = α Σ_t dZ_ts Q_ti", a -> ofKeys(a, "dZ", "Q").times(alpha(a)));
        rule("dV_sj = Σ_t P_ts dY_tj", a -> ofKeys(a, "P", "dY"));
    }

    private static Attention attention(Arithmetic a) {
        return (Attention) a.operator;
    }

    private static double root(Arithmetic a) {
        return Math.sqrt(a.shape.dimension(a.shape.rank() - 1));
    }

    private static double alpha(Arithmetic a) {
        return attention(a).scale().orElseThrow();
    }

    private static double cap(Arithmetic a) {
        return attention(a).softcap().orElseThrow();
    }

    private static Tensor products(Arithmetic a) {
        return a.get("Q").matmul(ofQueries(a, "K").transpose());
    }

    private static Tensor biased(Arithmetic a, String logits) {
        return a.get(logits).plus(attention(a).bias().orElseThrow());
    }

    private static Tensor hidden(Arithmetic a, Tensor logits) {
        int rank = logits.rank();
        return logits.plus(Tensor.generate(logits.shape(), at -> {
            boolean isLater = attention(a).isCausal() && at[rank - 1] > at[rank - 2];
            boolean isMasked = !attention(a).mask().broadcastTo(logits.shape()).at(at);
            return isLater || isMasked ? Double.NEGATIVE_INFINITY : 0;
        }));
    }

    private static Tensor jacobian(Arithmetic a) {
        return a.get("P").times(a.get("dP").minus(a.get("m")));
    }

    /** [N, G, S, …] to [N, H, S, …]. */
    private static Tensor ofQueries(Arithmetic a, String symbol) {
        Tensor keys = a.get(symbol);
        if (keys.rank() == 2) {
            return keys;
        }
        int[] sizes = keys.shape().dimensions();
        int shared = a.shape.dimension(1) / sizes[1];
        return keys.expandDims(2)
                .broadcastTo(Shape.of(sizes[0], sizes[1], shared, sizes[2], sizes[3]))
                .reshape(sizes[0], -1, sizes[2], sizes[3]);
    }

    /** Σ over queries, and over the two heads that share a key. */
    private static Tensor ofKeys(Arithmetic a, String pairs, String ofQueries) {
        Tensor sums = a.get(pairs).transpose().matmul(a.get(ofQueries));
        if (sums.rank() == 2) {
            return sums;
        }
        int[] sizes = sums.shape().dimensions();
        return sums.reshape(sizes[0], sizes[1] / 2, 2, sizes[2], sizes[3]).sum(2);
    }
}
