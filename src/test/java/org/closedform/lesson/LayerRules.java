package org.closedform.lesson;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.closedform.tensor.Tensor;

/** What the formulas of softmax and its kin and of matrices come to. */
final class LayerRules {
    private LayerRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    private static void rule(String formula, Function<Arithmetic, Tensor> value) {
        RULES.put(formula, value);
    }

    static {
        rule("m = max_k x_k", a -> a.get("x").max(a.axes()).reshape(a.result));
        rule("d_i = x_i − m", a -> a.get("x").minus(a.get("m")));
        rule("e_i = exp(d_i)", a -> a.get("d").map(StrictMath::exp));
        rule("S = Σ_k e_k", a -> a.get("e").sum(a.axes()).reshape(a.result));
        rule("y_i = e_i / S", a -> a.get("e").dividedBy(a.get("S")));
        rule("∂y_i/∂x_i = (e_i S − e_i e_i) / S² = y_i (1 − y_i)", a -> same(a).reshape(a.result));
        rule("∂y_i/∂x_j = (0 · S − e_i e_j) / S² = −y_i y_j", a -> different(a).reshape(a.result));
        rule("J_ij = ∂y_i/∂x_j = y_i (δ_ij − y_j)", a -> {
            Tensor eye = Tensor.eye(a.shape.dimension(a.axis()));
            return different(a).plus(same(a).expandDims(2).times(eye)).reshape(a.result);
        });
        rule("s = Σ_k y_k dy_k", a -> a.total(a.get("y").times(a.get("dy"))));
        rule("dx_j = Σ_i J_ij dy_i = y_j (dy_j − s)", a -> a.get("y")
                .times(a.get("dy").minus(a.get("s"))));
        rule("ℓ = log S", a -> a.get("S").map(StrictMath::log));
        rule("y_i = log(e_i / S) = d_i − ℓ", a -> a.get("d").minus(a.get("ℓ")));
        rule("p = softmax(x)", a -> {
            Tensor e = a.get("x").map(StrictMath::exp);
            return e.dividedBy(a.total(e));
        });
        rule("s = Σ_k dy_k", a -> a.total(a.get("dy")));
        rule("dx_j = Σ_i (δ_ij − p_j) dy_i = dy_j − p_j s", a -> a.get("dy")
                .minus(a.get("p").times(a.get("s"))));
        rule("y = log Σ_k exp(x_k) = m + ℓ", a -> a.get("m").plus(a.get("ℓ")).reshape(a.result));
        rule("p_i = ∂y/∂x_i = exp(x_i) / Σ_k exp(x_k) = softmax(x)_i", a -> a.get("x")
                .map(StrictMath::exp)
                .dividedBy(a.get("x").map(StrictMath::exp).sum(a.axes()).reshape(a.kept())));
        rule("dx_i = p_i dy", a -> a.get("p").times(a.get("dy").reshape(a.kept())));
        matrices();
    }

    private static Tensor same(Arithmetic a) {
        return a.rows(a.get("y")).map(y -> y * (1 - y));
    }

    /** −y_i y_j beside the diagonal. */
    private static Tensor different(Arithmetic a) {
        Tensor y = a.rows(a.get("y"));
        Tensor off = Tensor.eye(a.shape.dimension(a.axis())).map(v -> v - 1);
        return y.expandDims(2).times(y.expandDims(1)).times(off);
    }

    private static void matrices() {
        rule("u_o = Σ_i W_oi x_i", a -> a.get("x").matmul(a.get("W").transpose()));
        rule("y_o = Σ_i W_oi x_i", a -> a.get("x").matmul(a.get("W").transpose()));
        rule("y_o = u_o + b_o", a -> a.get("u").plus(a.get("b")));
        rule("dx_ni = Σ_o dy_no W_oi", a -> a.get("dy").matmul(a.get("W")));
        rule("dW_oi = Σ_n dy_no x_ni", a -> a.get("dy").transpose().matmul(a.get("x")));
        rule("db_o = Σ_n dy_no", a -> a.get("dy").sum(0));
        rule("Y_ij = Σ_k L_ik R_kj", a -> a.get("L").matmul(a.get("R")));
        rule("dL_ik = Σ_j dY_ij R_kj", a -> a.get("dY").matmul(a.get("R").transpose()));
        rule("dR_kj = Σ_i L_ik dY_ij", a -> a.get("L").transpose().matmul(a.get("dY")));
    }
}
