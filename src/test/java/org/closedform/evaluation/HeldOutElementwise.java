package org.closedform.evaluation;

import static org.closedform.evaluation.ElementwiseFamilies.of;
import static org.closedform.evaluation.ElementwiseFamilies.sigmoid;
import static org.closedform.evaluation.ElementwiseFamilies.slope;
import static org.closedform.evaluation.ElementwiseFamilies.softplus;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.closedform.tensor.Tensor;

/** Held out: activations and other functions of one number. */
final class HeldOutElementwise {
    private static final double ROOT = Math.sqrt(2 / Math.PI);

    private HeldOutElementwise() {}

    static List<Family> all() {
        return List.of(
                draw -> of("gelu", HeldOutElementwise::gelu, HeldOutElementwise::geluSlope, signed(draw))
                        .with("the tanh's slope left out", Mistake.ELEMENTWISE, slope(x -> gelu(x) / x))
                        .with("x³ not differentiated", Mistake.ELEMENTWISE, slope(x -> geluSlope(x, 0))),
                draw -> of("softsign", x -> x / (1 + Math.abs(x)), x -> 1 / square(1 + Math.abs(x)), signed(draw))
                        .with("not squared", Mistake.ELEMENTWISE, slope(x -> 1 / (1 + Math.abs(x)))),
                draw -> of("swish", x -> x * sigmoid(x), x -> sigmoid(x) + x * sigmoid(x) * sigmoid(-x), signed(draw))
                        .with("σ only", Mistake.ELEMENTWISE, slope(x -> sigmoid(x)))
                        .with(
                                "minus for plus",
                                Mistake.ELEMENTWISE,
                                slope(x -> sigmoid(x) - x * sigmoid(x) * sigmoid(-x))),
                draw -> of("mish", x -> x * Math.tanh(softplus(x)), HeldOutElementwise::mishSlope, signed(draw))
                        .with("first term only", Mistake.ELEMENTWISE, slope(x -> Math.tanh(softplus(x)))),
                draw -> of("elu", x -> x > 0 ? x : Math.expm1(x), x -> x > 0 ? 1 : Math.exp(x), signed(draw))
                        .with("e^x − 1 on the left", Mistake.ELEMENTWISE, slope(x -> x > 0 ? 1 : Math.expm1(x))),
                draw -> of("huber", x -> Math.abs(x) <= 1 ? x * x / 2 : Math.abs(x) - 0.5, x -> clip(x), signed(draw))
                        .with("not clipped", Mistake.ELEMENTWISE, slope(x -> x))
                        .with("the sign", Mistake.ELEMENTWISE, slope(Math::signum)),
                draw -> of("log cosh", HeldOutElementwise::logCosh, Math::tanh, signed(draw))
                        .with("1/cosh", Mistake.ELEMENTWISE, slope(x -> 1 / Math.cosh(x))),
                draw -> of("gaussian", x -> Math.exp(-x * x / 2), x -> -x * Math.exp(-x * x / 2), signed(draw))
                        .with("without −x", Mistake.ELEMENTWISE, slope(x -> Math.exp(-x * x / 2))),
                draw -> of("arsinh", HeldOutElementwise::arsinh, x -> 1 / Math.sqrt(1 + x * x), signed(draw))
                        .with("1/(1 + x²)", Mistake.ELEMENTWISE, slope(x -> 1 / (1 + x * x))),
                draw -> of(
                                "squareplus",
                                x -> (x + Math.hypot(x, 2)) / 2,
                                x -> (1 + x / Math.hypot(x, 2)) / 2,
                                signed(draw))
                        .with("1 left out", Mistake.ELEMENTWISE, slope(x -> x / Math.hypot(x, 2) / 2)),
                draw -> of("sinc", x -> Math.sin(x) / x, x -> (x * Math.cos(x) - Math.sin(x)) / (x * x), away(draw))
                        .with("cos x/x", Mistake.ELEMENTWISE, slope(x -> Math.cos(x) / x)),
                draw -> of(
                                "power 2.5",
                                x -> Math.pow(x, 2.5),
                                x -> 2.5 * Math.pow(x, 1.5),
                                draw.positive(draw.size(2, 5)))
                        .with("2.5·x^2.5", Mistake.ELEMENTWISE, slope(x -> 2.5 * Math.pow(x, 2.5))),
                draw -> of("x log x", x -> x * Math.log(x), x -> 1 + Math.log(x), draw.positive(draw.size(2, 5)))
                        .with("log x", Mistake.ELEMENTWISE, slope(Math::log)));
    }

    private static Tensor signed(Draw draw) {
        return draw.normal(draw.size(2, 6));
    }

    private static Tensor away(Draw draw) {
        return draw.positive(draw.size(2, 5)).map(x -> x + 0.1);
    }

    private static double square(double x) {
        return x * x;
    }

    private static double clip(double x) {
        return Math.max(-1, Math.min(1, x));
    }

    private static double logCosh(double x) {
        return softplus(-2 * Math.abs(x)) + Math.abs(x) - Math.log(2);
    }

    private static double arsinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.hypot(1, size))), x);
    }

    private static double gelu(double x) {
        return x / 2 * (1 + Math.tanh(ROOT * (x + 0.044715 * x * x * x)));
    }

    private static double geluSlope(double x) {
        return geluSlope(x, 3 * 0.044715);
    }

    private static double geluSlope(double x, double cubic) {
        double u = ROOT * (x + 0.044715 * x * x * x);
        DoubleUnaryOperator sech = v -> 1 / Math.cosh(v);
        return (1 + Math.tanh(u)) / 2 + x / 2 * square(sech.applyAsDouble(u)) * ROOT * (1 + cubic * x * x);
    }

    private static double mishSlope(double x) {
        double t = Math.tanh(softplus(x));
        return t + x * sigmoid(x) * square(1 / Math.cosh(softplus(x)));
    }
}
