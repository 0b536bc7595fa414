package org.closedform.lesson;

import java.util.List;
import java.util.function.BiConsumer;
import org.closedform.operator.Elementwise;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/**
 * An elementwise function: what leads to its value, and the one slope that leads back.
 *
 * @param operator what is explained
 * @param before the steps before the value
 * @param value what the value is; its tensor is replaced by the operator's output
 * @param slope what the slope is; its tensor is replaced by the pass's
 */
record ElementwiseSteps(
        Operator<Tensor, Tensor> operator, BiConsumer<Steps, Tensor> before, String[] value, String[] slope)
        implements Explanation<Tensor, Tensor> {

    private static final String POWER_NOTE = "A power of at most 1 cannot overflow.";

    static ElementwiseSteps sigmoid(Sigmoid operator) {
        return new ElementwiseSteps(
                operator,
                ElementwiseSteps::power,
                new String[] {
                    "sigmoid",
                    "y = σ(x) = 1 / (1 + e^−x) = 1 / (1 + p) where x ≥ 0, p / (1 + p) where x < 0",
                    "y = \\sigma(x) = \\frac{1}{1 + e^{-x}}"
                            + " = \\begin{cases} 1 / (1 + p) & x \\ge 0 \\cr p / (1 + p) & x < 0 \\end{cases}",
                    ""
                },
                new String[] {
                    "slope",
                    "y′ = σ′(x) = y (1 − y) = σ(x) σ(−x)",
                    "y' = \\sigma'(x) = y (1 - y) = \\sigma(x) \\sigma(-x)",
                    "At most 1/4, at x = 0."
                });
    }

    static ElementwiseSteps tanh(Tanh operator) {
        return new ElementwiseSteps(
                operator,
                (steps, x) -> steps.add(
                        "a power",
                        "p = e^−2|x|",
                        "p = e^{-2|x|}",
                        POWER_NOTE,
                        x.map(v -> StrictMath.exp(-2 * Math.abs(v)))),
                new String[] {
                    "hyperbolic tangent",
                    "y = tanh x = sign(x) (1 − p) / (1 + p)",
                    "y = \\tanh x = \\mathrm{sign}(x) \\frac{1 - p}{1 + p}",
                    ""
                },
                new String[] {"slope", "y′ = 1 − y²", "y' = 1 - y^2", "At most 1, at x = 0."});
    }

    static ElementwiseSteps relu(Relu operator) {
        return new ElementwiseSteps(
                operator,
                (steps, x) -> {},
                new String[] {"rectifier", "y = max(x, 0)", "y = \\max(x, 0)", ""},
                new String[] {
                    "slope",
                    "y′ = 1 where x > 0, 0 where x ≤ 0",
                    "y' = \\begin{cases} 1 & x > 0 \\cr 0 & x \\le 0 \\end{cases}",
                    "What is on passes a gradient unchanged."
                });
    }

    static ElementwiseSteps softplus(Softplus operator) {
        return new ElementwiseSteps(
                operator,
                ElementwiseSteps::logarithm,
                new String[] {
                    "softplus", "y = log(1 + e^x) = max(x, 0) + ℓ", "y = \\log(1 + e^x) = \\max(x, 0) + \\ell", ""
                },
                new String[] {"slope", "y′ = σ(x)", "y' = \\sigma(x)", ""});
    }

    static ElementwiseSteps logSigmoid(LogSigmoid operator) {
        return new ElementwiseSteps(
                operator,
                ElementwiseSteps::logarithm,
                new String[] {
                    "log-sigmoid", "y = log σ(x) = min(x, 0) − ℓ", "y = \\log \\sigma(x) = \\min(x, 0) - \\ell", ""
                },
                new String[] {"slope", "y′ = 1 − σ(x) = σ(−x)", "y' = 1 - \\sigma(x) = \\sigma(-x)", ""});
    }

    static ElementwiseSteps any(Elementwise operator) {
        return new ElementwiseSteps(
                operator, (steps, x) -> {}, new String[] {"value", "y = f(x)", "y = f(x)", ""}, new String[] {
                    "slope", "y′ = f′(x)", "y' = f'(x)", ""
                });
    }

    private static Tensor power(Steps steps, Tensor x) {
        return steps.add("a power", "p = e^−|x|", "p = e^{-|x|}", POWER_NOTE, x.map(v -> StrictMath.exp(-Math.abs(v))));
    }

    private static void logarithm(Steps steps, Tensor x) {
        Tensor p = power(steps, x);
        steps.add(
                "its logarithm, one added",
                "ℓ = log(1 + p)",
                "\\ell = \\log(1 + p)",
                "By log1p, which keeps a small p.",
                p.map(StrictMath::log1p));
    }

    @Override
    public List<Step> forwardSteps(Tensor x) {
        Steps steps = new Steps();
        before.accept(steps, x);
        steps.add(value[0], value[1], value[2], value[3], operator.apply(x));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Tensor x, Tensor dy) {
        Steps steps = new Steps();
        Operator.Pass<Tensor, Tensor> pass = operator.forward(x);
        steps.add(slope[0], slope[1], slope[2], slope[3], pass.backward(dy.onesLike()));
        steps.add("gradient", "dx = y′ ⊙ dy", "dx = y' \\odot dy", pass.backward(dy));
        return steps.list();
    }
}
