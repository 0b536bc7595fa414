package org.closedform.evaluation;

import static org.closedform.evaluation.Formula.inputs;
import static org.closedform.evaluation.Formula.written;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Activations as users write them. */
final class WrittenActivations {
    private static final double SERIES_END = 3;

    private WrittenActivations() {}

    static List<Family> all() {
        return List.of(
                draw -> each("GELU", draw, x -> {
                    Node gate = x.times(Math.sqrt(0.5)).map(WrittenActivations::erf, WrittenActivations::erfSlope);
                    Node half = gate.plus(1).times(0.5);
                    return x.tape().slip("Φ held", x.times(half), x.times(half.held()));
                }),
                draw -> each("GELU by tanh", draw, x -> {
                    Node cubic = x.times(x).times(x).times(0.044715);
                    Node inner = x.tape().slip("x³ held", x.plus(cubic), x.plus(cubic.held()));
                    return x.times(0.5)
                            .times(inner.times(Math.sqrt(2 / Math.PI)).tanh().plus(1));
                }),
                draw -> each("quick GELU", draw, x -> {
                    Node gate = x.times(1.702).sigmoid();
                    return x.times(x.tape().slip("1.702 forgotten", gate, gate.steeper(1 / 1.702)));
                }),
                draw -> each(
                        "Swish",
                        draw,
                        x -> x.times(x.tape()
                                .slip("the gate held", x.sigmoid(), x.sigmoid().held()))),
                draw -> each("Mish", draw, x -> x.times(naiveSoftplus(x).tanh())),
                draw -> each("softplus beyond 20 as x", draw, x -> x.value() > 20 ? x : naiveSoftplus(x)),
                draw -> each("SELU", draw, x -> {
                    Node left = x.min(0).exp().plus(-1).times(1.6732632423543772);
                    return x.max(0).plus(left).times(1.0507009873554805);
                }),
                draw -> each(
                        "hard swish", draw, x -> x.times(x.plus(3).max(0).min(6).times(1 / 6.0))),
                draw -> each("ReLU6", draw, x -> x.max(0).min(6)),
                draw -> each("tanhshrink", draw, x -> x.minus(x.tanh())),
                draw -> each("logit of a clipped σ", draw, x -> {
                    Node p = x.sigmoid().max(1e-7).min(1 - 1e-7);
                    return p.dividedBy(p.negate().plus(1)).log();
                }),
                draw -> each("Gaussian bump", draw, x -> x.square().times(-0.5).exp()),
                draw -> each("√(x² + ε)", draw, x -> x.square().plus(1e-12).sqrt()),
                WrittenActivations::gatedUnit,
                WrittenActivations::slopeOfTheLeft);
    }

    private static Case<?, ?> each(String name, Draw draw, UnaryOperator<Node> f) {
        return written(name, draw, inputs("x", draw.normal(draw.size(2, 5))), (tape, in) -> Arrays.stream(in[0])
                .map(f)
                .toArray(Node[]::new));
    }

    private static Node naiveSoftplus(Node x) {
        return x.exp().plus(1).log();
    }

    /** A half times the Swish of the other. */
    private static Case<?, ?> gatedUnit(Draw draw) {
        int n = draw.size(2, 4);
        Formula.Inputs x = inputs("value", draw.normal(n)).with("gate", draw.normal(n));
        return written("SwiGLU", draw, x, (tape, in) -> {
            Node[] y = new Node[n];
            Arrays.setAll(y, i -> {
                Node swish = in[1][i].times(in[1][i].sigmoid());
                return tape.slip(
                        "the value forgotten",
                        in[0][i].times(swish),
                        in[0][i].held().times(swish));
            });
            return y;
        });
    }

    /** Leaky, its slope on the left one parameter for all. */
    private static Case<?, ?> slopeOfTheLeft(Draw draw) {
        int n = draw.size(2, 5);
        Formula.Inputs x = inputs("x", draw.normal(n)).with("slope", draw.weights(1));
        return written("PReLU", draw, x, (tape, in) -> {
            Node[] y = new Node[n];
            Arrays.setAll(y, i -> {
                Node left = in[0][i].min(0);
                return in[0][i].max(0)
                        .plus(left.times(
                                i == 0
                                        ? in[1][0]
                                        : tape.slip("the slope's gradient of one element", in[1][0], in[1][0].held())));
            });
            return y;
        });
    }

    /** All terms of the series are positive; further off a continued fraction. */
    static double erf(double x) {
        double size = Math.abs(x);
        double density = Math.exp(-size * size) / Math.sqrt(Math.PI);
        if (size < SERIES_END) {
            double term = size;
            double sum = 0;
            for (int k = 1; term > 1e-18 * sum; k++) {
                sum += term;
                term *= 2 * size * size / (2 * k + 1);
            }
            return Math.copySign(2 * density * sum, x);
        }
        double tail = size;
        for (int k = 60; k > 0; k--) {
            tail = size + k / 2.0 / tail;
        }
        return Math.copySign(1 - density / tail, x);
    }

    private static double erfSlope(double x) {
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x);
    }
}
