package org.closedform.lesson;

import java.util.Map;
import java.util.stream.IntStream;
import org.closedform.operator.Attention;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Explains attention. */
final class AttentionSteps {
    private static final Map<String, String> SYMBOLS = Map.of("query", "Q", "key", "K", "value", "V");

    private AttentionSteps() {}

    static String symbol(String part) {
        return SYMBOLS.get(part);
    }

    static void attention(Attention operator, Attention.Inputs in, Tensor dy, Steps steps) {
        Attention.Pass pass = operator.forward(in);
        logits(operator, in, steps);
        Tensor p = pass.weights();
        steps.forward("Y", "means of the values", "Y_tj = Σ_s P_ts V_sj", pass.output());
        Tensor dp = steps.backward(
                "dP",
                "gradient of the weights",
                "dP_ts = Σ_j dY_tj V_sj",
                "How well a value serves what is asked of the output.",
                dy.matmul(repeated(in.value(), in.query()).transpose()));
        Tensor mean = steps.backward(
                "m",
                "average of these",
                "m_t = Σ_s P_ts dP_ts",
                "Weighted by the query's own weights.",
                p.times(dp).sum(-1).expandDims(p.rank() - 1));
        Tensor dz = steps.backward(
                operator.softcap().isPresent() ? "dU" : "dZ",
                "gradient of the logits",
                (operator.softcap().isPresent() ? "dU" : "dZ") + "_ts = P_ts (dP_ts − m_t)",
                "The Jacobian of softmax.",
                p.times(dp.minus(mean)));
        if (operator.softcap().isPresent()) {
            double cap = operator.softcap().getAsDouble();
            steps.backward(
                    "dZ",
                    "before the cap",
                    "dZ_ts = dU_ts (1 − (U_ts / c)²)",
                    "The slope of tanh.",
                    dz.times(products(operator, in).map(z -> 1 - square(StrictMath.tanh(z / cap)))));
        }
        gradients(operator, pass.backward(dy), steps);
    }

    private static double square(double v) {
        return v * v;
    }

    /** The steps up to the weights. */
    private static void logits(Attention operator, Attention.Inputs in, Steps steps) {
        Tensor logits = steps.forward(
                "Z",
                "logits",
                "Z_ts = " + scaled(operator, "Σ_i Q_ti K_si"),
                "How well query t matches key s.",
                products(operator, in));
        String symbol = "Z";
        if (operator.softcap().isPresent()) {
            double cap = operator.softcap().getAsDouble();
            symbol = "U";
            logits = steps.forward(
                    "U",
                    "capped logits",
                    "U_ts = c tanh(Z_ts / c)",
                    "None exceeds c.",
                    logits.map(z -> cap * StrictMath.tanh(z / cap)));
        }
        Tensor seen = seen(operator, logits.shape()).to(logits.elementType());
        boolean isMasked = seen.sum().item() < seen.size();
        if (isMasked || operator.bias().isPresent()) {
            String biased = symbol + "_ts" + (operator.bias().isPresent() ? " + b_ts" : "");
            symbol = "L";
            Tensor sums = operator.bias().map(logits::plus).orElse(logits);
            steps.forward(
                    "L",
                    "with bias and mask",
                    "L_ts = " + biased + (isMasked ? " where seen, −∞ where hidden" : ""),
                    "What is hidden gets weight 0.",
                    sums.plus(seen.map(s -> s == 0 ? Double.NEGATIVE_INFINITY : 0)));
        }
        steps.forward(
                "P",
                "weights",
                "P_ts = exp(" + symbol + "_ts) / Σ_k exp(" + symbol + "_tk)",
                "The softmax of each row: they sum to 1, or are 0 where a query sees no key.",
                operator.forward(in).weights());
    }

    private static Tensor products(Attention operator, Attention.Inputs in) {
        int width = in.query().shape().dimension(in.query().rank() - 1);
        return in.query()
                .matmul(repeated(in.key(), in.query()).transpose())
                .times(operator.scale().orElse(1 / Math.sqrt(width)));
    }

    private static String scaled(Attention operator, String product) {
        return operator.scale().isPresent() ? "α " + product : product + " / √(d)";
    }

    /** 1 where a query sees a key, otherwise 0. */
    private static Tensor seen(Attention operator, Shape pairs) {
        int rank = pairs.rank();
        Mask mask = operator.mask().broadcastTo(pairs);
        return Tensor.generate(
                pairs, at -> mask.at(at) && !(operator.isCausal() && at[rank - 1] > at[rank - 2]) ? 1 : 0);
    }

    private static void gradients(Attention operator, Attention.Inputs d, Steps steps) {
        steps.backward(
                "dQ",
                "gradient of the queries",
                "dQ_ti = " + scaled(operator, "Σ_s dZ_ts K_si"),
                "Towards the keys of values that serve better than the average.",
                d.query());
        steps.backward(
                "dK",
                "gradient of the keys",
                "dK_si = " + scaled(operator, "Σ_t dZ_ts Q_ti"),
                "Summed over the heads that share a key, too.",
                d.key());
        steps.backward(
                "dV",
                "gradient of the values",
                "dV_sj = Σ_t P_ts dY_tj",
                "Each query pays a value back by what it took.",
                d.value());
    }

    /** Keys or values, each head as often as heads of queries share it. */
    static Tensor repeated(Tensor keys, Tensor query) {
        int axis = keys.rank() - 3;
        if (axis < 0) {
            return keys;
        }
        int heads = query.shape().dimension(axis);
        int shared = heads / keys.shape().dimension(axis);
        return Tensor.stack(
                axis,
                IntStream.range(0, heads)
                        .mapToObj(head -> keys.select(axis, head / shared))
                        .toArray(Tensor[]::new));
    }
}
