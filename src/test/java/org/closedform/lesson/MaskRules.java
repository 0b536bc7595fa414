package org.closedform.lesson;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.closedform.operator.Masked;
import org.closedform.operator.MaskedBatchNorm;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;

/** What the formulas under a mask come to, for rows along axis 1, and samples along axis 0. */
final class MaskRules {
    private MaskRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    private static void rule(String formula, Function<Arithmetic, Tensor> value) {
        RULES.put(formula, value);
    }

    static {
        rule("c_i = x_i", a -> a.get("x").where(mask(a), Double.NEGATIVE_INFINITY));
        rule("y = softmax(c)", a -> softmax(a.get("c")));
        rule("y = log softmax(c)", a -> softmax(a.get("c")).log());
        rule("dx_j = g_j − p_j Σ_k g_k", a -> a.get("g")
                .minus(a.get("p").times(a.get("g").sum(1).expandDims(1))));
        rule("p = softmax(c)", a -> softmax(a.get("c")));
        rule("y = log Σ_k exp(c_k)", a -> a.get("c").exp().sum(1).log());
        rule("g_i = dy_i", a -> a.get("dy").where(mask(a), 0));
        rule("dx_j = y_j (g_j − Σ_k y_k g_k)", a -> a.get("y")
                .times(a.get("g").minus(a.get("y").times(a.get("g")).sum(1).expandDims(1))));
        rule("dx_j = p_j dy", a -> a.get("p").times(a.get("dy").reshape(-1, 1)));
        rule("S = Σ_n w_n x_n", a -> a.get("w").times(a.get("x")).sum());
        rule("W = Σ_n w_n", a -> a.get("w").sum());
        rule("y = S / W", a -> a.get("S").dividedBy(a.get("W")));
        rule("g_n = w_n / W", a -> a.get("w").dividedBy(a.get("W")));
        rule("dx_n = g_n dy", a -> a.get("g").times(a.get("dy")));
        rule("c_n = x_n", a -> a.get("x").take(0, counting(a)));
        rule("x̂_n = (c_n − mean(c)) / √(var(c) + ε)", a -> centred(a.get("c")).dividedBy(deviation(a)));
        rule("y_n = γ x̂_n + β", a -> putBack(a, a.get("x̂").times(a.get("γ")).plus(a.get("β"))));
        rule("g_n = dy_n", a -> a.get("dy").take(0, counting(a)));
        rule("dx_n = γ / √(var(c) + ε) (g_n − mean(g) − x̂_n mean(g ⊙ x̂))", a -> {
            Tensor xHat = a.get("x̂");
            Tensor through = xHat.times(a.get("g").times(xHat).mean(0));
            Tensor slope = a.get("γ").dividedBy(deviation(a));
            return putBack(a, centred(a.get("g")).minus(through).times(slope));
        });
        rule("dγ = Σ_n g_n x̂_n", a -> a.get("g").times(a.get("x̂")).sum(0));
        rule("dβ = Σ_n g_n", a -> a.get("g").sum(0));
    }

    private static Mask mask(Arithmetic a) {
        return ((Masked) a.operator).mask();
    }

    private static Tensor softmax(Tensor c) {
        return c.exp().dividedBy(c.exp().sum(1).expandDims(1));
    }

    private static int[] counting(Arithmetic a) {
        Mask samples = ((MaskedBatchNorm) a.operator).mask();
        return IntStream.range(0, samples.size()).filter(samples::at).toArray();
    }

    private static Tensor centred(Tensor rows) {
        return rows.minus(rows.mean(0));
    }

    private static Tensor deviation(Arithmetic a) {
        double epsilon = ((MaskedBatchNorm) a.operator).norm().epsilon();
        return centred(a.get("c")).square().mean(0).plus(epsilon).sqrt();
    }

    /** Row by row, with zeros between. */
    private static Tensor putBack(Arithmetic a, Tensor rows) {
        int[] places = counting(a);
        return Tensor.generate(a.shape, index -> {
            int row = IntStream.range(0, places.length)
                    .filter(i -> places[i] == index[0])
                    .findFirst()
                    .orElse(-1);
            return row < 0 ? 0 : rows.at(row, index[1]);
        });
    }
}
