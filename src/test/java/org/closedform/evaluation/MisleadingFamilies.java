package org.closedform.evaluation;

import static org.closedform.evaluation.ElementwiseFamilies.of;
import static org.closedform.evaluation.ElementwiseFamilies.slope;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** Functions that look like others from afar: periods, stairs, gates, short waves. The slopes from afar are the mistakes. */
final class MisleadingFamilies {
    private MisleadingFamilies() {}

    /** With periods, stairs and gates. */
    static List<Family> all() {
        return List.of(
                draw -> periodic(draw, 1),
                draw -> periodic(draw, draw.either(2.0, 4.0, 8.0, 10.0, 0.5, 0.25, 0.1)),
                draw -> periodic(draw, draw.random().nextDouble(0.1, 20)),
                MisleadingFamilies::triangles,
                draw -> stairs(draw, 1),
                draw -> stairs(draw, draw.either(2.0, 4.0, 10.0, 64.0, 100.0, 0.5)),
                draw -> stairs(draw, draw.random().nextDouble(0.1, 100)),
                MisleadingFamilies::slopingStairs,
                MisleadingFamilies::gate,
                MisleadingFamilies::gatedProduct,
                MisleadingFamilies::window,
                MisleadingFamilies::bump,
                MisleadingFamilies::corner,
                MisleadingFamilies::tie);
    }

    /** sin 50x and sin 100x. */
    static List<Family> waves() {
        return List.of(draw -> wave(draw, 50), draw -> wave(draw, 100));
    }

    private static Case<Tensor, Tensor> wave(Draw draw, double k) {
        DoubleUnaryOperator slope = x -> k * Math.cos(k * x);
        return of("sin " + (int) k + "x", x -> Math.sin(k * x), slope, draw.normal(3))
                .with("the sign", Mistake.SIGN, slope(x -> -slope.applyAsDouble(x)))
                .with("0", Mistake.ZERO, slope(x -> 0))
                .with("times 1.01", Mistake.FACTOR_1E2, slope(x -> 1.01 * slope.applyAsDouble(x)));
    }

    private static Tensor point(Draw draw) {
        return draw.between(-3, 3, 3);
    }

    private static Operator.Backward<Tensor, Tensor> constant(double slope) {
        return slope(x -> slope);
    }

    private static Case<Tensor, Tensor> periodic(Draw draw, double frequency) {
        double k = 2 * Math.PI * frequency;
        double size = draw.either(1.0, 1 / k);
        return of(
                        "x + sin " + k + "x",
                        x -> x + size * Math.sin(k * x),
                        x -> 1 + size * k * Math.cos(k * x),
                        point(draw))
                .with("1", Mistake.ELEMENTWISE, constant(1));
    }

    /** x and triangles of height 1/2. */
    private static Case<Tensor, Tensor> triangles(Draw draw) {
        double k = draw.either(1.0, 2.0, 4.0, 10.0);
        return of(
                        "x + |kx − rint kx|",
                        x -> x + Math.abs(k * x - Math.rint(k * x)),
                        x -> 1 + k * Math.signum(k * x - Math.rint(k * x)),
                        point(draw))
                .with("1", Mistake.ELEMENTWISE, constant(1));
    }

    private static Case<Tensor, Tensor> stairs(Draw draw, double k) {
        DoubleUnaryOperator stair = draw.either(Math::floor, Math::rint);
        return of("stairs of 1/" + k, x -> stair.applyAsDouble(k * x) / k, x -> 0, point(draw))
                .with("1", Mistake.ELEMENTWISE, constant(1));
    }

    private static Case<Tensor, Tensor> slopingStairs(Draw draw) {
        double k = draw.either(1.0, 4.0, 10.0);
        return of("x²/2 + stairs of 1/" + k, x -> x * x / 2 + Math.floor(k * x) / k, x -> x, point(draw))
                .with("x + 1", Mistake.ELEMENTWISE, slope(x -> x + 1));
    }

    /** max(0, 1 + bx − (x − c)²), open between two roots. */
    private static Case<Tensor, Tensor> gate(Draw draw) {
        double b = draw.random().nextDouble(-1, 1);
        double c = draw.random().nextDouble(-1, 1);
        DoubleUnaryOperator inner = x -> 1 + b * x - (x - c) * (x - c);
        DoubleUnaryOperator slope = x -> b - 2 * (x - c);
        return of(
                        "a gate",
                        x -> Math.max(0, inner.applyAsDouble(x)),
                        x -> inner.applyAsDouble(x) > 0 ? slope.applyAsDouble(x) : 0,
                        point(draw))
                .with("0", Mistake.ELEMENTWISE, constant(0))
                .with("open everywhere", Mistake.ELEMENTWISE, slope(slope));
    }

    /** x₀ x₁ where x₁ > c, else 0; x₁ is 1e-6 to 1 from c. */
    private static Case<Tensor, Tensor> gatedProduct(Draw draw) {
        double c = draw.random().nextDouble(-1, 1);
        double distance = Math.pow(10, draw.random().nextDouble(-6, 0)) * draw.either(1, -1);
        return Case.of(
                        "a gate by another",
                        x -> Tensor.scalar(x.at(1) > c ? x.at(0) * x.at(1) : 0),
                        (x, y, dy) -> (x.at(1) > c ? Tensor.of(x.at(1), x.at(0)) : Tensor.of(0, 0)).times(dy),
                        Tensor.of(draw.random().nextDouble(0.5, 2), c + distance))
                .with("always open", Mistake.FORMULA, (x, y, dy) -> Tensor.of(x.at(1), x.at(0))
                        .times(dy))
                .with("always closed", Mistake.FORMULA, (x, y, dy) -> Tensor.of(0, 0)
                        .times(dy));
    }

    /** 3x between c − r and c + r, x elsewhere, with a jump at both ends. */
    private static Case<Tensor, Tensor> window(Draw draw) {
        double r = Math.pow(10, draw.random().nextDouble(-4, 0));
        double c = draw.random().nextDouble(-2, 2);
        Tensor x = draw.between(-0.9, 0.9, 3).map(u -> c + r * u);
        return of("3x in a window", v -> Math.abs(v - c) < r ? 3 * v : v, v -> Math.abs(v - c) < r ? 3 : 1, x)
                .with("1", Mistake.ELEMENTWISE, constant(1));
    }

    /** x and a bump from 1e-6 to 1 wide. */
    private static Case<Tensor, Tensor> bump(Draw draw) {
        double width = Math.pow(10, draw.random().nextDouble(-6, 0));
        double c = draw.random().nextDouble(-2, 2);
        Tensor x = draw.between(-2, 2, 3).map(u -> c + width * u);
        DoubleUnaryOperator bump = v -> width * Math.exp(-(v - c) / width * ((v - c) / width));
        return of(
                        "x and a bump",
                        v -> v + bump.applyAsDouble(v),
                        v -> 1 - 2 * (v - c) / width * bump.applyAsDouble(v) / width,
                        x)
                .with("1", Mistake.ELEMENTWISE, constant(1));
    }

    /** max(0, c − x) from 1e-16 to 1e-1 beside its corner. */
    private static Case<Tensor, Tensor> corner(Draw draw) {
        double c = draw.either(1.0, -1.0, 0.7, 1e3, 1e-3);
        Tensor x = draw.between(-16, -1, 3).map(e -> c + draw.either(1, -1) * Math.pow(10, e));
        return of("max(0, c − x)", v -> Math.max(0, c - v), v -> v < c ? -1 : 0, x)
                .with("1", Mistake.ELEMENTWISE, constant(1))
                .with("−2", Mistake.ELEMENTWISE, constant(-2));
    }

    /** The greatest of three, two of them 1e-16 to 1e-1 apart. */
    private static Case<Tensor, Tensor> tie(Draw draw) {
        double a = draw.random().nextDouble(0.5, 30);
        double gap = Math.pow(10, draw.random().nextDouble(-16, -1));
        return Case.of(
                        "a maximum",
                        Tensor::max,
                        (x, y, dy) -> x.map(v -> v == y.item() ? 1 : 0).times(dy),
                        Tensor.of(a, a + gap, a / 2))
                .with("to the last", Mistake.FORMULA, (x, y, dy) -> Tensor.of(0, 0, 1)
                        .times(dy));
    }
}
