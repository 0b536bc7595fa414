package org.closedform.lesson;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.closedform.tensor.Tensor;

/** What the formulas of recurrent layers come to, by plain arithmetic. */
final class RecurrentRules {
    private RecurrentRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = new HashMap<>();

    private static void rule(String formula, Function<Arithmetic, Tensor> value) {
        RULES.put(formula, value);
    }

    static {
        rule("z_t = W_ih x_t + b_ih + W_hh h_t-1 + b_hh", a -> x(a, a.time)
                .matmul(a.get("W_ih").transpose())
                .plus(a.at("h", -1).matmul(a.get("W_hh").transpose()))
                .plus(a.get("b_ih"))
                .plus(a.get("b_hh")));
        rule("h_t = tanh(z_t)", a -> tanh(a.at("z")));
        rule("h_t = max(z_t, 0)", a -> a.at("z").map(z -> z > 0 ? z : 0));
        rule("y = (h_1, …, h_T)", a -> overTime(a, t -> a.get("h_" + t)));
        rule("hLast = h_t", a -> a.at("h"));
        rule("cLast = c_t", a -> a.at("c"));
        rule("dh_t = dy_t + dhLast", a -> dy(a).plus(a.get("dhLast")));
        rule("dh_t = dy_t + W_hhᵀ dz_t+1", a -> dy(a).plus(a.at("dz", 1).matmul(a.get("W_hh"))));
        rule("φ′(z_t) = 1 − h_t²", a -> a.at("h").map(h -> 1 - h * h));
        rule("φ′(z_t) = 1 where z_t > 0, 0 where z_t ≤ 0", a -> a.at("z").map(z -> z > 0 ? 1 : 0));
        rule("dz_t = φ′(z_t) ⊙ dh_t", a -> a.get("φ′(z_" + a.time + ")").times(a.at("dh")));
        rule("dx_t = W_ihᵀ dz_t", a -> overTime(a, t -> a.get("dz_" + t).matmul(a.get("W_ih"))));
        rule("dx_1 = W_ihᵀ dz_1", a -> a.get("dz_1").matmul(a.get("W_ih")));
        rule("dh_0 = W_hhᵀ dz_1", a -> a.get("dz_1").matmul(a.get("W_hh")));
        for (String one : List.of("dW_ih = Σ_t dz_t x_tᵀ", "dW_ih = dz_1 x_1ᵀ")) {
            rule(one, a -> summed(a, (dz, t) -> dz.transpose().matmul(x(a, t))));
        }
        for (String one : List.of("dW_hh = Σ_t dz_t h_t−1ᵀ", "dW_hh = dz_1 h_0ᵀ")) {
            rule(one, a -> summed(a, (dz, t) -> dz.transpose().matmul(a.get("h_" + (t - 1)))));
        }
        for (String one : List.of("db_ih = Σ_t dz_t", "db_hh = Σ_t dz_t", "db_ih = dz_1", "db_hh = dz_1")) {
            rule(one, a -> summed(a, (dz, t) -> dz.sum(0)));
        }
        lstm();
        gru();
    }

    private static void lstm() {
        for (String gate : List.of("i", "f", "o")) {
            rule(gate + "_t = σ(z_t," + gate + ")", a -> sigmoid(block(a, gate)));
        }
        rule("g_t = tanh(z_t,g)", a -> tanh(block(a, "g")));
        rule(
                "c_t = f_t ⊙ c_t-1 + i_t ⊙ g_t",
                a -> a.at("f").times(a.at("c", -1)).plus(a.at("i").times(a.at("g"))));
        rule("h_t = o_t ⊙ tanh(c_t)", a -> a.at("o").times(tanh(a.at("c"))));
        rule("dc_t = dcLast + o_t ⊙ tanh′(c_t) ⊙ dh_t", a -> a.get("dcLast").plus(shown(a)));
        rule(
                "dc_t = f_t+1 ⊙ dc_t+1 + o_t ⊙ tanh′(c_t) ⊙ dh_t",
                a -> a.at("f", 1).times(a.at("dc", 1)).plus(shown(a)));
        rule(
                "dz_t,i = g_t ⊙ σ′(z_t,i) ⊙ dc_t",
                a -> a.at("g").times(slope(sigmoid(block(a, "i")))).times(a.at("dc")));
        rule(
                "dz_t,f = c_t-1 ⊙ σ′(z_t,f) ⊙ dc_t",
                a -> a.at("c", -1).times(slope(sigmoid(block(a, "f")))).times(a.at("dc")));
        rule(
                "dz_t,g = i_t ⊙ tanh′(z_t,g) ⊙ dc_t",
                a -> a.at("i").times(tanh(block(a, "g")).map(g -> 1 - g * g)).times(a.at("dc")));
        rule(
                "dz_t,o = tanh(c_t) ⊙ σ′(z_t,o) ⊙ dh_t",
                a -> tanh(a.at("c")).times(slope(sigmoid(block(a, "o")))).times(a.at("dh")));
        rule(
                "dz_t = (dz_t,i, dz_t,f, dz_t,g, dz_t,o)",
                a -> Tensor.concatenate(
                        -1,
                        List.of("i", "f", "g", "o").stream()
                                .map(gate -> a.get("dz_" + a.time + "," + gate))
                                .toArray(Tensor[]::new)));
        rule("dc_0 = f_1 ⊙ dc_1", a -> a.get("f_1").times(a.get("dc_1")));
    }

    private static void gru() {
        rule(
                "p_t = W_ih x_t + b_ih",
                a -> x(a, a.time).matmul(a.get("W_ih").transpose()).plus(a.get("b_ih")));
        rule("q_t = W_hh h_t-1 + b_hh", a -> ofState(a, a.at("h", -1)));
        for (String gate : List.of("r", "z")) {
            rule(
                    gate + "_t = σ(p_t," + gate + " + q_t," + gate + ")",
                    a -> sigmoid(third(a.at("p"), gate).plus(third(a.at("q"), gate))));
            rule("dp_t," + gate + " = " + gate + "_t ⊙ (1 − " + gate + "_t) ⊙ d" + gate + "_t", a -> slope(a.at(gate))
                    .times(a.at("d" + gate)));
        }
        rule(
                "u_t = (W_hh (r_t ⊙ h_t-1) + b_hh)_n",
                a -> third(ofState(a, a.at("r").times(a.at("h", -1))), "n"));
        rule(
                "n_t = tanh(p_t,n + r_t ⊙ q_t,n)",
                a -> tanh(third(a.at("p"), "n").plus(a.at("r").times(third(a.at("q"), "n")))));
        rule("n_t = tanh(p_t,n + u_t)", a -> tanh(third(a.at("p"), "n").plus(a.at("u"))));
        rule(
                "h_t = (1 − z_t) ⊙ n_t + z_t ⊙ h_t-1",
                a -> a.at("z").map(z -> 1 - z).times(a.at("n")).plus(a.at("z").times(a.at("h", -1))));
        rule("dh_t = dy_t + dk_t+1", a -> dy(a).plus(a.at("dk", 1)));
        rule("dz_t = (h_t-1 − n_t) ⊙ dh_t", a -> a.at("h", -1).minus(a.at("n")).times(a.at("dh")));
        rule("dn_t = (1 − z_t) ⊙ dh_t", a -> a.at("z").map(z -> 1 - z).times(a.at("dh")));
        rule("dp_t,n = (1 − n_t²) ⊙ dn_t", a -> a.at("n").map(n -> 1 - n * n).times(a.at("dn")));
        rule("dr_t = q_t,n ⊙ dp_t,n", a -> third(a.at("q"), "n").times(sum(a, "n")));
        rule("dr_t = h_t-1 ⊙ (W_hhᵀ dp_t,n)", a -> a.at("h", -1)
                .times(sum(a, "n").matmul(rows(a, "n"))));
        rule("dp_t = (dp_t,r, dp_t,z, dp_t,n)", a -> Tensor.concatenate(-1, sum(a, "r"), sum(a, "z"), sum(a, "n")));
        rule(
                "dq_t = (dp_t,r, dp_t,z, r_t ⊙ dp_t,n)",
                a -> Tensor.concatenate(-1, sum(a, "r"), sum(a, "z"), a.at("r").times(sum(a, "n"))));
        rule("dq_t = dp_t", a -> a.at("dp"));
        rule(
                "dk_t = z_t ⊙ dh_t + W_hhᵀ dq_t",
                a -> a.at("z").times(a.at("dh")).plus(a.at("dq").matmul(a.get("W_hh"))));
        rule("dk_t = z_t ⊙ dh_t + W_hhᵀ (dp_t,r, dp_t,z) + r_t ⊙ (W_hhᵀ dp_t,n)", a -> a.at("z")
                .times(a.at("dh"))
                .plus(sum(a, "r").matmul(rows(a, "r")))
                .plus(sum(a, "z").matmul(rows(a, "z")))
                .plus(a.at("r").times(sum(a, "n").matmul(rows(a, "n")))));
        rule("dx_t = W_ihᵀ dp_t", a -> overTime(a, t -> a.get("dp_" + t).matmul(a.get("W_ih"))));
        rule("dx_1 = W_ihᵀ dp_1", a -> a.get("dp_1").matmul(a.get("W_ih")));
        rule("dh_0 = dk_1", a -> a.get("dk_1"));
        for (String one : List.of("dW_ih = Σ_t dp_t x_tᵀ", "dW_ih = dp_1 x_1ᵀ")) {
            rule(one, a -> summed(a, "dp", (dp, t) -> dp.transpose().matmul(x(a, t))));
        }
        for (String one : List.of("dW_hh = Σ_t dq_t h_t−1ᵀ", "dW_hh = dq_1 h_0ᵀ")) {
            rule(one, a -> summed(a, "dq", (dq, t) -> dq.transpose().matmul(a.get("h_" + (t - 1)))));
        }
        for (String one :
                List.of("dW_hh = Σ_t dq_t h_t−1ᵀ, of n with r_t ⊙ h_t−1", "dW_hh = dq_1 h_0ᵀ, of n with r_1 ⊙ h_0")) {
            rule(
                    one,
                    a -> summed(a, "dq", (dq, t) -> {
                        Tensor h = a.get("h_" + (t - 1));
                        return Tensor.concatenate(
                                0,
                                third(dq, "r").transpose().matmul(h),
                                third(dq, "z").transpose().matmul(h),
                                third(dq, "n")
                                        .transpose()
                                        .matmul(a.get("r_" + t).times(h)));
                    }));
        }
        for (String one : List.of("db_ih = Σ_t dp_t", "db_ih = dp_1")) {
            rule(one, a -> summed(a, "dp", (dp, t) -> dp.sum(0)));
        }
        for (String one : List.of("db_hh = Σ_t dq_t", "db_hh = dq_1")) {
            rule(one, a -> summed(a, "dq", (dq, t) -> dq.sum(0)));
        }
    }

    private static Tensor ofState(Arithmetic a, Tensor h) {
        return h.matmul(a.get("W_hh").transpose()).plus(a.get("b_hh"));
    }

    private static Tensor sum(Arithmetic a, String block) {
        return a.get("dp_" + a.time + "," + block);
    }

    private static Tensor third(Tensor blocks, String block) {
        int hidden = blocks.shape().dimension(1) / 3;
        int from = "rzn".indexOf(block) * hidden;
        return blocks.slice(1, from, from + hidden);
    }

    /** Of the state's weight. */
    private static Tensor rows(Arithmetic a, String block) {
        return third(a.get("W_hh").transpose(), block).transpose();
    }

    private static Tensor sigmoid(Tensor z) {
        return z.map(v -> 1 / (1 + StrictMath.exp(-v)));
    }

    private static Tensor tanh(Tensor z) {
        return z.map(StrictMath::tanh);
    }

    private static Tensor slope(Tensor gate) {
        return gate.map(s -> s * (1 - s));
    }

    private static Tensor shown(Arithmetic a) {
        return a.at("o").times(tanh(a.at("c")).map(v -> 1 - v * v)).times(a.at("dh"));
    }

    private static Tensor block(Arithmetic a, String gate) {
        Tensor z = a.at("z");
        int hidden = z.shape().dimension(1) / 4;
        int from = "ifgo".indexOf(gate) * hidden;
        return z.slice(1, from, from + hidden);
    }

    /** A cell is a sequence of one step. */
    private static int length(Arithmetic a) {
        return a.has("x_1") ? 1 : a.shape.dimension(0);
    }

    private static Tensor x(Arithmetic a, int t) {
        return a.has("x_1") ? a.get("x_1") : a.get("x").select(0, t - 1);
    }

    private static Tensor dy(Arithmetic a) {
        return a.get("dy").select(0, a.time - 1);
    }

    private static Tensor overTime(Arithmetic a, IntFunction<Tensor> at) {
        Tensor[] moments = new Tensor[length(a)];
        for (int t = 1; t <= moments.length; t++) {
            moments[t - 1] = at.apply(t);
        }
        return Tensor.stack(0, moments);
    }

    private static Tensor summed(Arithmetic a, BiFunction<Tensor, Integer, Tensor> at) {
        return summed(a, "dz", at);
    }

    private static Tensor summed(Arithmetic a, String symbol, BiFunction<Tensor, Integer, Tensor> at) {
        Tensor sum = at.apply(a.get(symbol + "_1"), 1);
        for (int t = 2; t <= length(a); t++) {
            sum = sum.plus(at.apply(a.get(symbol + "_" + t), t));
        }
        return sum;
    }
}
