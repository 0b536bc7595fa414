package org.closedform.lesson;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.closedform.operator.Celu;
import org.closedform.operator.Elu;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Selu;
import org.closedform.operator.Silu;
import org.closedform.tensor.Tensor;

/** What the formulas of activations come to, by plain arithmetic. */
final class ActivationRules {
    private static final double ROOT = StrictMath.sqrt(2 / Math.PI);

    private ActivationRules() {}

    static final Map<String, Function<Arithmetic, Tensor>> RULES = Map.ofEntries(
            Map.entry("u = 2 √(2 / π) (x + 0.044715 x³)", of(x -> 2 * ROOT * (x + 0.044715 * x * x * x))),
            Map.entry("u′ = 2 √(2 / π) (1 + 0.134145 x²)", of(x -> 2 * ROOT * (1 + 3 * 0.044715 * x * x))),
            Map.entry("s = σ(u)", a -> a.get("u").map(ActivationRules::sigmoid)),
            Map.entry("y = x ⊙ s", gate("s")),
            Map.entry("y = x ⊙ Φ", gate("Φ")),
            Map.entry("y = x ⊙ T", gate("T")),
            Map.entry("y = x ⊙ h", gate("h")),
            Map.entry("y′ = s + x ⊙ s ⊙ (1 − s) ⊙ u′", a -> gateSlope(a, a.get("u′"))),
            Map.entry("Φ = (1 + erf(x / √(2))) / 2", of(ActivationRules::normal)),
            Map.entry("φ = exp(−x² / 2) / √(2 π)", of(ActivationRules::density)),
            Map.entry("y′ = Φ + x ⊙ φ", a -> a.get("x").times(a.get("φ")).plus(a.get("Φ"))),
            Map.entry(
                    "s = σ(β x)",
                    a -> a.get("x").times(((Silu) a.operator).beta()).map(ActivationRules::sigmoid)),
            Map.entry(
                    "y′ = s + β x ⊙ s ⊙ (1 − s)",
                    a -> gateSlope(a, a.get("x").onesLike().times(((Silu) a.operator).beta()))),
            Map.entry("T = tanh(log(1 + e^x))", of(x -> StrictMath.tanh(StrictMath.log(1 + StrictMath.exp(x))))),
            Map.entry(
                    "T′ = (1 − T²) ⊙ σ(x)",
                    a -> a.get("T").map(t -> 1 - t * t).times(a.get("x").map(ActivationRules::sigmoid))),
            Map.entry("y′ = T + x ⊙ T′", a -> a.get("x").times(a.get("T′")).plus(a.get("T"))),
            Map.entry("h = min(max((x + 3) / 6, 0), 1)", of(x -> Math.min(Math.max((x + 3) / 6, 0), 1))),
            Map.entry(
                    "y′ = 0 where x ≤ −3, (2 x + 3) / 6 where x < 3, 1 where x ≥ 3",
                    of(x -> x <= -3 ? 0 : x < 3 ? (2 * x + 3) / 6 : 1)),
            Map.entry(
                    "y = min(max((x − l) / (h − l), 0), 1)",
                    with(HardSigmoid.class, (o, x) -> Math.min(Math.max((x - o.low()) / (o.high() - o.low()), 0), 1))),
            Map.entry(
                    "y′ = 0 where x ≤ l, 1 / (h − l) where x < h, 0 where x ≥ h",
                    with(HardSigmoid.class, (o, x) -> x > o.low() && x < o.high() ? 1 / (o.high() - o.low()) : 0)),
            Map.entry("y = x where x > 0, a x where x ≤ 0", with(LeakyRelu.class, (o, x) -> x > 0 ? x : o.slope() * x)),
            Map.entry("y′ = 1 where x > 0, a where x ≤ 0", with(LeakyRelu.class, (o, x) -> x > 0 ? 1 : o.slope())),
            Map.entry(
                    "y = x where x > 0, α (e^x − 1) where x ≤ 0",
                    with(Elu.class, (o, x) -> x > 0 ? x : o.alpha() * (StrictMath.exp(x) - 1))),
            Map.entry(
                    "y′ = 1 where x > 0, α e^x where x ≤ 0",
                    with(Elu.class, (o, x) -> x > 0 ? 1 : o.alpha() * StrictMath.exp(x))),
            Map.entry(
                    "y = x where x > 0, α (exp(x / α) − 1) where x ≤ 0",
                    with(Celu.class, (o, x) -> x > 0 ? x : o.alpha() * (StrictMath.exp(x / o.alpha()) - 1))),
            Map.entry(
                    "y′ = 1 where x > 0, exp(x / α) where x ≤ 0",
                    with(Celu.class, (o, x) -> x > 0 ? 1 : StrictMath.exp(x / o.alpha()))),
            Map.entry(
                    "y = γ x where x > 0, γ α (e^x − 1) where x ≤ 0",
                    with(
                            Selu.class,
                            (o, x) -> x > 0 ? o.gamma() * x : o.gamma() * o.alpha() * (StrictMath.exp(x) - 1))),
            Map.entry(
                    "y′ = γ where x > 0, γ α e^x where x ≤ 0",
                    with(Selu.class, (o, x) -> x > 0 ? o.gamma() : o.gamma() * o.alpha() * StrictMath.exp(x))),
            Map.entry("y = x / (1 + |x|)", of(x -> x / (1 + Math.abs(x)))),
            Map.entry("y′ = (1 − |y|)²", a -> a.get("y").map(y -> (1 - Math.abs(y)) * (1 - Math.abs(y)))),
            Map.entry("y = x where x > 0, a ⊙ x where x ≤ 0", a -> a.get("x")
                    .map(x -> Math.max(x, 0))
                    .plus(a.get("x").map(x -> Math.min(x, 0)).times(a.get("a")))),
            Map.entry("dx = dy where x > 0, a ⊙ dy where x ≤ 0", a -> {
                Tensor isLeft = a.get("x").map(x -> x > 0 ? 0 : 1);
                return isLeft.times(a.get("a"))
                        .plus(isLeft.map(left -> 1 - left))
                        .times(a.get("dy"));
            }),
            Map.entry(
                    "da = Σ min(x, 0) ⊙ dy",
                    a -> a.get("x").map(x -> Math.min(x, 0)).times(a.get("dy")).sumTo(a.result)));

    private static Function<Arithmetic, Tensor> of(DoubleUnaryOperator f) {
        return a -> a.get("x").map(f);
    }

    private static <O> Function<Arithmetic, Tensor> with(Class<O> type, BiFunction<O, Double, Number> f) {
        return a -> a.get("x").map(x -> f.apply(type.cast(a.operator), x).doubleValue());
    }

    private static Function<Arithmetic, Tensor> gate(String symbol) {
        return a -> a.get("x").times(a.get(symbol));
    }

    private static Tensor gateSlope(Arithmetic a, Tensor inner) {
        Tensor s = a.get("s");
        return a.get("x").times(s).times(s.map(v -> 1 - v)).times(inner).plus(s);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double density(double x) {
        return StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * Math.PI);
    }

    /** By its series, for moderate x. */
    private static double normal(double x) {
        double term = x;
        double sum = x;
        for (int n = 3; n < 100; n += 2) {
            term *= x * x / n;
            sum += term;
        }
        return 0.5 + density(x) * sum;
    }
}
