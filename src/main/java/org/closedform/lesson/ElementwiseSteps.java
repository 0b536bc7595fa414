package org.closedform.lesson;

import org.closedform.operator.Elementwise;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** Explains elementwise functions: the steps to the value, and the slope that leads back. */
final class ElementwiseSteps {
    private static final String POWER_NOTE = "A power of at most 1 cannot overflow.";

    private ElementwiseSteps() {}

    static void sigmoid(Sigmoid operator, Tensor x, Tensor dy, Steps steps) {
        power(x, steps);
        value(
                "sigmoid",
                "y = σ(x) = 1 / (1 + e^−x) = 1 / (1 + p) where x ≥ 0, p / (1 + p) where x < 0",
                operator.apply(x),
                steps);
        back("y′ = σ′(x) = y (1 − y) = σ(x) σ(−x)", "At most 1/4, at x = 0.", operator.forward(x), dy, steps);
    }

    /** The finer steps of a probability y, the sigmoid of a logit x. */
    static void probability(Tensor x, Tensor y, Steps steps) {
        power(x, steps);
        steps.forward("y", "sigmoid", "y = 1 / (1 + p) where x ≥ 0, p / (1 + p) where x < 0", y);
    }

    static void tanh(Tanh operator, Tensor x, Tensor dy, Steps steps) {
        steps.forward("p", "a power", "p = e^−2|x|", POWER_NOTE, x.map(v -> StrictMath.exp(-2 * Math.abs(v))));
        value("hyperbolic tangent", "y = tanh x = sign(x) (1 − p) / (1 + p)", operator.apply(x), steps);
        back("y′ = 1 − y²", "At most 1, at x = 0.", operator.forward(x), dy, steps);
    }

    static void relu(Relu operator, Tensor x, Tensor dy, Steps steps) {
        value("rectifier", "y = max(x, 0)", operator.apply(x), steps);
        back(
                "y′ = 1 where x > 0, 0 where x ≤ 0",
                "A unit that is on passes its gradient unchanged.",
                operator.forward(x),
                dy,
                steps);
    }

    static void softplus(Softplus operator, Tensor x, Tensor dy, Steps steps) {
        logarithm(x, steps);
        value("softplus", "y = log(1 + e^x) = max(x, 0) + ℓ", operator.apply(x), steps);
        back("y′ = σ(x)", "", operator.forward(x), dy, steps);
    }

    static void logSigmoid(LogSigmoid operator, Tensor x, Tensor dy, Steps steps) {
        logarithm(x, steps);
        value("log-sigmoid", "y = log σ(x) = min(x, 0) − ℓ", operator.apply(x), steps);
        back("y′ = 1 − σ(x) = σ(−x)", "", operator.forward(x), dy, steps);
    }

    static void any(Elementwise operator, Tensor x, Tensor dy, Steps steps) {
        value("value", "y = f(x)", operator.apply(x), steps);
        back("y′ = f′(x)", "", operator.forward(x), dy, steps);
    }

    private static Tensor power(Tensor x, Steps steps) {
        return steps.forward("p", "a power", "p = e^−|x|", POWER_NOTE, x.map(v -> StrictMath.exp(-Math.abs(v))));
    }

    private static void logarithm(Tensor x, Steps steps) {
        Tensor p = power(x, steps);
        steps.forward(
                "ℓ",
                "logarithm of 1 + p",
                "ℓ = log(1 + p)",
                "Computed by log1p, which keeps a small p.",
                p.map(StrictMath::log1p));
    }

    private static void value(String name, String formula, Tensor y, Steps steps) {
        steps.forward("y", name, formula, y);
    }

    static void back(String slope, String note, Operator.Pass<Tensor, Tensor> pass, Tensor dy, Steps steps) {
        steps.backward("y′", "slope", slope, note, pass.backward(dy.onesLike()));
        steps.backward("dx", "gradient", "dx = y′ ⊙ dy", pass.backward(dy));
    }
}
