package org.closedform.lesson;

import org.closedform.operator.Celu;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Mish;
import org.closedform.operator.Operator;
import org.closedform.operator.PRelu;
import org.closedform.operator.Selu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softplus;
import org.closedform.operator.Softsign;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;

/** Activations: the gates x ⊙ g(x), what bends or clips a line, and softsign. */
final class ActivationSteps {
    private static final String GATE = "x, as far as the gate lets it pass.";
    private static final double ROOT = StrictMath.sqrt(2 / Math.PI);

    private ActivationSteps() {}

    static void gelu(Gelu operator, Tensor x, Tensor dy, Steps steps) {
        if (operator.approximation() == Gelu.Approximation.TANH) {
            Tensor u = x.map(v -> 2 * ROOT * (v + 0.044715 * v * v * v));
            steps.forward("u", "a cubic", "u = 2 √(2 / π) (x + 0.044715 x³)", u);
            gate("s = σ(u)", "s", new Sigmoid().apply(u), operator.apply(x), steps);
            steps.backward(
                    "u′",
                    "its slope",
                    "u′ = 2 √(2 / π) (1 + 0.134145 x²)",
                    x.map(v -> 2 * ROOT * (1 + 0.134145 * v * v)));
            back("y′ = s + x ⊙ s ⊙ (1 − s) ⊙ u′", "", operator, x, dy, steps);
            return;
        }
        gate("Φ = (1 + erf(x / √(2))) / 2", "Φ", x.map(ActivationSteps::normal), operator.apply(x), steps);
        steps.backward(
                "φ",
                "density of the normal distribution",
                "φ = exp(−x² / 2) / √(2 π)",
                x.map(v -> StrictMath.exp(-0.5 * v * v) * ROOT / 2));
        back("y′ = Φ + x ⊙ φ", "0 at x = −0.7518 only.", operator, x, dy, steps);
    }

    private static double normal(double x) {
        return x == 0 ? 0.5 : new Gelu().apply(Tensor.scalar(x)).item() / x;
    }

    static void silu(Silu operator, Tensor x, Tensor dy, Steps steps) {
        String beta = "β = " + NumberText.of(operator.beta()) + ".";
        steps.forward("s", "gate", "s = σ(β x)", beta, new Sigmoid().apply(x.times(operator.beta())));
        steps.forward("y", "value", "y = x ⊙ s", GATE, operator.apply(x));
        back("y′ = s + β x ⊙ s ⊙ (1 − s)", beta, operator, x, dy, steps);
    }

    static void mish(Mish operator, Tensor x, Tensor dy, Steps steps) {
        Tensor t = new Softplus().then(new Tanh()).apply(x);
        gate("T = tanh(log(1 + e^x))", "T", t, operator.apply(x), steps);
        steps.backward(
                "T′",
                "slope of the gate",
                "T′ = (1 − T²) ⊙ σ(x)",
                new Softplus().then(new Tanh()).forward(x).backward(dy.onesLike()));
        back("y′ = T + x ⊙ T′", "0 at x = −1.1924 only.", operator, x, dy, steps);
    }

    private static void gate(String formula, String symbol, Tensor gate, Tensor y, Steps steps) {
        steps.forward(symbol, "gate", formula, gate);
        steps.forward("y", "value", "y = x ⊙ " + symbol, GATE, y);
    }

    static void hardSwish(HardSwish operator, Tensor x, Tensor dy, Steps steps) {
        gate("h = min(max((x + 3) / 6, 0), 1)", "h", new HardSigmoid().apply(x), operator.apply(x), steps);
        back("y′ = 0 where x ≤ −3, (2 x + 3) / 6 where x < 3, 1 where x ≥ 3", "", operator, x, dy, steps);
    }

    static void hardSigmoid(HardSigmoid operator, Tensor x, Tensor dy, Steps steps) {
        String ends = "l = " + NumberText.of(operator.low()) + ", h = " + NumberText.of(operator.high()) + ".";
        steps.forward("y", "hard sigmoid", "y = min(max((x − l) / (h − l), 0), 1)", ends, operator.apply(x));
        back("y′ = 0 where x ≤ l, 1 / (h − l) where x < h, 0 where x ≥ h", ends, operator, x, dy, steps);
    }

    static void leakyRelu(LeakyRelu operator, Tensor x, Tensor dy, Steps steps) {
        String slope = "a = " + NumberText.of(operator.slope()) + ".";
        steps.forward("y", "leaky rectifier", "y = x where x > 0, a x where x ≤ 0", slope, operator.apply(x));
        back("y′ = 1 where x > 0, a where x ≤ 0", slope, operator, x, dy, steps);
    }

    static void elu(Elu operator, Tensor x, Tensor dy, Steps steps) {
        String alpha = "α = " + NumberText.of(operator.alpha()) + ".";
        steps.forward("y", "value", "y = x where x > 0, α (e^x − 1) where x ≤ 0", alpha, operator.apply(x));
        back("y′ = 1 where x > 0, α e^x where x ≤ 0", alpha, operator, x, dy, steps);
    }

    static void celu(Celu operator, Tensor x, Tensor dy, Steps steps) {
        String alpha = "α = " + NumberText.of(operator.alpha()) + ".";
        steps.forward("y", "value", "y = x where x > 0, α (exp(x / α) − 1) where x ≤ 0", alpha, operator.apply(x));
        back("y′ = 1 where x > 0, exp(x / α) where x ≤ 0", alpha, operator, x, dy, steps);
    }

    static void selu(Selu operator, Tensor x, Tensor dy, Steps steps) {
        String both = "α = " + NumberText.of(operator.alpha()) + ", γ = " + NumberText.of(operator.gamma()) + ".";
        steps.forward("y", "value", "y = γ x where x > 0, γ α (e^x − 1) where x ≤ 0", both, operator.apply(x));
        back("y′ = γ where x > 0, γ α e^x where x ≤ 0", both, operator, x, dy, steps);
    }

    static void softsign(Softsign operator, Tensor x, Tensor dy, Steps steps) {
        steps.forward("y", "softsign", "y = x / (1 + |x|)", operator.apply(x));
        back("y′ = (1 − |y|)²", "At most 1, at x = 0.", operator, x, dy, steps);
    }

    static void parametricRelu(PRelu operator, PRelu.Inputs in, Tensor dy, Steps steps) {
        PRelu.Inputs d = operator.forward(in).backward(dy);
        steps.forward("y", "rectifier", "y = x where x > 0, a ⊙ x where x ≤ 0", operator.apply(in));
        steps.backward("dx", "gradient of x", "dx = dy where x > 0, a ⊙ dy where x ≤ 0", d.x());
        steps.backward(
                "da", "gradient of the slopes", "da = Σ min(x, 0) ⊙ dy", "Over all that share a slope.", d.slope());
    }

    /** Symbols of the inputs of a parametric rectifier. */
    static String symbol(String part) {
        return part.equals("slope") ? "a" : part;
    }

    private static void back(
            String slope, String note, Operator<Tensor, Tensor> operator, Tensor x, Tensor dy, Steps steps) {
        ElementwiseSteps.back(slope, note, operator.forward(x), dy, steps);
    }
}
