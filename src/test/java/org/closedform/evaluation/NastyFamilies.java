package org.closedform.evaluation;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.closedform.tensor.Tensor;

/** Right derivatives at points where differences are in trouble: beside kinks, at the edge of a domain, through float32. */
final class NastyFamilies {
    private NastyFamilies() {}

    static List<Family> all() {
        return List.of(
                draw -> near("relu beside its kink", x -> Math.max(x, 0), x -> x > 0 ? 1 : 0, draw, 0),
                draw -> near("absolute value beside its kink", Math::abs, Math::signum, draw, 0),
                draw -> near("clip beside its kink", x -> Math.min(x, 1), x -> x < 1 ? 1 : 0, draw, 1),
                draw -> at("relu at its kink", x -> Math.max(x, 0), x -> x > 0 ? 1 : 0, Tensor.of(0, 1, -1)),
                draw -> at("absolute value at its kink", Math::abs, Math::signum, Tensor.of(0, 0, 2)),
                draw -> at("log at the edge", Math::log, x -> 1 / x, tiny(draw)),
                draw -> at("square root at the edge", Math::sqrt, x -> 0.5 / Math.sqrt(x), tiny(draw)),
                draw -> at("x log x at the edge", x -> x * Math.log(x), x -> Math.log(x) + 1, tiny(draw)),
                draw -> at(
                        "arcsine at the edge",
                        Math::asin,
                        x -> 1 / Math.sqrt((1 - x) * (1 + x)),
                        tiny(draw).map(x -> 1 - x)),
                draw -> at(
                        "log1p at the edge",
                        Math::log1p,
                        x -> 1 / (1 + x),
                        tiny(draw).map(x -> x - 1)),
                draw -> at("reciprocal beside its pole", x -> 1 / x, x -> -1 / (x * x), tiny(draw)),
                draw -> at(
                        "tangent beside its pole",
                        Math::tan,
                        x -> 1 / (Math.cos(x) * Math.cos(x)),
                        draw.between(1.4, 1.56, 3)),
                draw -> at("sine through float32", single(Math::sin), Math::cos, draw.normal(3)),
                draw -> at(
                        "sigmoid through float32",
                        single(ElementwiseFamilies::sigmoid),
                        x -> ElementwiseFamilies.sigmoid(x) * ElementwiseFamilies.sigmoid(-x),
                        draw.normal(3)),
                draw -> at("square through float32", single(x -> x * x), x -> 2 * x, draw.normal(3)),
                draw -> at("sine on an offset of 1e8", x -> 1e8 + Math.sin(x), Math::cos, draw.normal(3)),
                draw -> at("fast sine", x -> Math.sin(1000 * x), x -> 1000 * Math.cos(1000 * x), draw.normal(3)),
                draw -> at(
                        "steep sigmoid",
                        x -> ElementwiseFamilies.sigmoid(1e4 * x),
                        x -> 1e4 * ElementwiseFamilies.sigmoid(1e4 * x) * ElementwiseFamilies.sigmoid(-1e4 * x),
                        draw.normal(3).times(1e-3)),
                draw -> at(
                        "sigmoid at saturation",
                        ElementwiseFamilies::sigmoid,
                        x -> ElementwiseFamilies.sigmoid(x) * ElementwiseFamilies.sigmoid(-x),
                        draw.between(20, 45, 3)));
    }

    private static Case<Tensor, Tensor> at(
            String name, DoubleUnaryOperator f, DoubleUnaryOperator derivative, Tensor x) {
        return ElementwiseFamilies.of(name, f, derivative, x);
    }

    /** From 1e-1 down to 1e-12 to either side. */
    private static Case<Tensor, Tensor> near(
            String name, DoubleUnaryOperator f, DoubleUnaryOperator derivative, Draw draw, double kink) {
        return at(name, f, derivative, tiny(draw).map(x -> kink + (draw.random().nextBoolean() ? x : -x)));
    }

    private static Tensor tiny(Draw draw) {
        return draw.between(-12, -1, 3).map(exponent -> Math.pow(10, exponent));
    }

    private static DoubleUnaryOperator single(DoubleUnaryOperator f) {
        return x -> (float) f.applyAsDouble((float) x);
    }
}
