package org.closedform.evaluation;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** Functions of one number, with slopes that people write down for them. */
final class ElementwiseFamilies {
    private ElementwiseFamilies() {}

    static List<Family> all() {
        return List.of(
                draw -> of("sigmoid", ElementwiseFamilies::sigmoid, x -> sigmoid(x) * sigmoid(-x), signed(draw))
                        .with("σ(1 + σ)", Mistake.ELEMENTWISE, slope(x -> sigmoid(x) * (1 + sigmoid(x))))
                        .with("x(1 − x)", Mistake.ELEMENTWISE, slope(x -> x * (1 - x))),
                draw -> of("tanh", Math::tanh, x -> 1 / (Math.cosh(x) * Math.cosh(x)), signed(draw))
                        .with("1 − y", Mistake.ELEMENTWISE, slope(x -> 1 - Math.tanh(x)))
                        .with("1 − x²", Mistake.ELEMENTWISE, slope(x -> 1 - x * x)),
                draw -> of("exp", Math::exp, Math::exp, signed(draw))
                        .with("x·e^(x − 1)", Mistake.ELEMENTWISE, slope(x -> x * Math.exp(x - 1))),
                draw -> of("log", Math::log, x -> 1 / x, draw.positive(draw.size(2, 6)))
                        .with("1/x²", Mistake.ELEMENTWISE, slope(x -> 1 / (x * x))),
                draw -> of("sqrt", Math::sqrt, x -> 0.5 / Math.sqrt(x), draw.positive(draw.size(2, 6)))
                        .with("√x/2", Mistake.ELEMENTWISE, slope(x -> Math.sqrt(x) / 2)),
                draw -> of("square", x -> x * x, x -> 2 * x, signed(draw)),
                draw -> of("cube", x -> x * x * x, x -> 3 * x * x, signed(draw))
                        .with("3x", Mistake.ELEMENTWISE, slope(x -> 3 * x)),
                draw -> of("reciprocal", x -> 1 / x, x -> -1 / (x * x), draw.positive(draw.size(2, 6)))
                        .with("log x", Mistake.ELEMENTWISE, slope(Math::log)),
                draw -> of("sin", Math::sin, Math::cos, signed(draw))
                        .with("sin", Mistake.ELEMENTWISE, slope(Math::sin)),
                draw -> of("relu", x -> Math.max(x, 0), x -> x > 0 ? 1 : 0, signed(draw))
                        .with("1 everywhere", Mistake.ELEMENTWISE, slope(x -> 1)),
                draw -> of("leaky relu", x -> x > 0 ? x : 0.1 * x, x -> x > 0 ? 1 : 0.1, signed(draw))
                        .with("0 on the left", Mistake.ELEMENTWISE, slope(x -> x > 0 ? 1 : 0)),
                draw -> of("softplus", ElementwiseFamilies::softplus, ElementwiseFamilies::sigmoid, signed(draw))
                        .with("tanh", Mistake.ELEMENTWISE, slope(Math::tanh)),
                draw -> of("arctan", Math::atan, x -> 1 / (1 + x * x), signed(draw))
                        .with("1/√(1 + x²)", Mistake.ELEMENTWISE, slope(x -> 1 / Math.sqrt(1 + x * x))));
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static Tensor signed(Draw draw) {
        return draw.random().nextBoolean()
                ? draw.normal(draw.size(2, 6))
                : draw.normal(draw.size(2, 3), draw.size(2, 3));
    }

    static Case<Tensor, Tensor> of(String name, DoubleUnaryOperator f, DoubleUnaryOperator derivative, Tensor x) {
        return Case.of(name, new Elementwise(f, derivative), x);
    }

    /** At three numbers of either sign. */
    static Case<Tensor, Tensor> signed(String name, DoubleUnaryOperator f, DoubleUnaryOperator slope, Draw draw) {
        return of(name, f, slope, draw.normal(3));
    }

    /** At three positive numbers. */
    static Case<Tensor, Tensor> positive(String name, DoubleUnaryOperator f, DoubleUnaryOperator slope, Draw draw) {
        return of(name, f, slope, draw.positive(3));
    }

    static Operator.Backward<Tensor, Tensor> slope(DoubleUnaryOperator derivative) {
        return (x, y, dy) -> x.map(derivative).times(dy);
    }
}
