package org.closedform.lesson;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import org.closedform.tensor.Tensor;

/** What the formulas of elementwise functions come to, by plain arithmetic. */
final class ElementwiseRules {
    private ElementwiseRules() {}

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static Tensor zip(Tensor a, Tensor b, DoubleBinaryOperator f) {
        return Tensor.generate(a.shape(), i -> f.applyAsDouble(a.at(i), b.at(i)));
    }

    static final Map<String, Function<Arithmetic, Tensor>> RULES = Map.ofEntries(
            Map.entry("p = e^−|x|", a -> a.get("x").map(x -> StrictMath.exp(x > 0 ? -x : x))),
            Map.entry("p = e^−2|x|", a -> a.get("x").map(x -> StrictMath.exp(x > 0 ? -2 * x : 2 * x))),
            Map.entry(
                    "y = σ(x) = 1 / (1 + e^−x) = 1 / (1 + p) where x ≥ 0, p / (1 + p) where x < 0",
                    a -> zip(a.get("x"), a.get("p"), (x, p) -> x < 0 ? p / (1 + p) : 1 / (1 + p))),
            Map.entry(
                    "y = tanh x = sign(x) (1 − p) / (1 + p)",
                    a -> zip(a.get("x"), a.get("p"), (x, p) -> (x < 0 ? -1 : 1) * (1 - p) / (1 + p))),
            Map.entry("y = max(x, 0)", a -> a.get("x").map(x -> x > 0 ? x : 0)),
            Map.entry("y = f(x)", a -> a.get("x").map(x -> x * x)),
            Map.entry("y′ = f′(x)", a -> a.get("x").map(x -> x + x)),
            Map.entry("ℓ = log(1 + p)", a -> a.get("p").map(p -> StrictMath.log(1 + p))),
            Map.entry(
                    "y = log(1 + e^x) = max(x, 0) + ℓ", a -> zip(a.get("x"), a.get("ℓ"), (x, l) -> x > 0 ? x + l : l)),
            Map.entry("y = log σ(x) = min(x, 0) − ℓ", a -> zip(a.get("x"), a.get("ℓ"), (x, l) -> x < 0 ? x - l : -l)),
            Map.entry("y′ = σ′(x) = y (1 − y) = σ(x) σ(−x)", a -> a.get("y").map(y -> y * (1 - y))),
            Map.entry("y′ = 1 − y²", a -> a.get("y").map(y -> 1 - y * y)),
            Map.entry("y′ = 1 where x > 0, 0 where x ≤ 0", a -> a.get("x").map(x -> x > 0 ? 1 : 0)),
            Map.entry("y′ = σ(x)", a -> a.get("x").map(ElementwiseRules::sigmoid)),
            Map.entry("y′ = 1 − σ(x) = σ(−x)", a -> a.get("x").map(x -> 1 - sigmoid(x))),
            Map.entry("dx = y′ ⊙ dy", a -> a.get("y′").times(a.get("dy"))));
}
