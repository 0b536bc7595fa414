package org.closedform.evaluation;

import static org.closedform.evaluation.Formula.inputs;
import static org.closedform.evaluation.Jet.dot;
import static org.closedform.evaluation.Jet.mean;
import static org.closedform.evaluation.Jet.rows;
import static org.closedform.evaluation.Jet.sum;
import static org.closedform.evaluation.TextbookSurfaces.map;
import static org.closedform.evaluation.TextbookSurfaces.product;
import static org.closedform.evaluation.TextbookSurfaces.weights;

import java.util.Arrays;
import java.util.List;

/** Functions with Hessians that nobody tunes an engine on. */
final class HeldOutSurfaces {
    private HeldOutSurfaces() {}

    static List<Family> all() {
        return List.of(
                HeldOutSurfaces::logCosh,
                HeldOutSurfaces::logVariance,
                HeldOutSurfaces::quotients,
                HeldOutSurfaces::entropy,
                HeldOutSurfaces::studentT,
                HeldOutSurfaces::gaussianLikelihood,
                HeldOutSurfaces::attention,
                HeldOutSurfaces::rayleighQuotient,
                HeldOutSurfaces::squaredErrorOfSoftmax,
                HeldOutSurfaces::radial,
                HeldOutSurfaces::circle,
                HeldOutSurfaces::decay,
                HeldOutSurfaces::wave,
                HeldOutSurfaces::productOfAll,
                draw -> linearized(draw, Surface.halfSquares(0.5, -1, 0.25)),
                draw -> linearized(draw, y -> TextbookSurfaces.logSumExp(y).minus(y[1])));
    }

    private static Case<?, ?> logCosh(Draw draw) {
        int n = draw.size(2, 4);
        double[][] weights = weights(draw, draw.size(2, 5), n);
        return Surface.of(
                "log cosh",
                inputs("x", draw.normal(n)),
                in -> sum(map(
                        product(weights, in[0]),
                        v -> v.map(
                                u -> Math.abs(u) + Math.log1p(Math.exp(-2 * Math.abs(u))),
                                Math::tanh,
                                u -> 1 / (Math.cosh(u) * Math.cosh(u))))));
    }

    private static Case<?, ?> logVariance(Draw draw) {
        int n = draw.size(3, 5);
        return Surface.of("log of the variance", inputs("x", draw.normal(n)), in -> {
            Jet mean = mean(in[0]);
            return mean(map(in[0], v -> v.minus(mean).square())).plus(1e-3).log();
        });
    }

    private static Case<?, ?> quotients(Draw draw) {
        int n = draw.size(2, 3);
        return Surface.of("sum of quotients", inputs("a", draw.normal(n)).with("b", draw.positive(n)), in -> {
            Jet[] terms = new Jet[n];
            Arrays.setAll(terms, i -> in[0][i].dividedBy(in[1][(i + 1) % n]));
            return sum(terms);
        });
    }

    private static Case<?, ?> entropy(Draw draw) {
        return Surface.of("entropy of weights", inputs("p", draw.positive(draw.size(2, 5))), in -> {
            Jet total = sum(in[0]);
            return sum(
                    map(in[0], p -> p.dividedBy(total).times(p.dividedBy(total).log())));
        });
    }

    private static Case<?, ?> studentT(Draw draw) {
        double[] samples = draw.random().doubles(5, -2, 2).toArray();
        return Surface.of("Student's t", inputs("m", draw.normal(1)).with("s", draw.positive(1)), in -> {
            Jet[] losses = new Jet[samples.length];
            Arrays.setAll(losses, i -> in[0][0].plus(-samples[i])
                    .dividedBy(in[1][0])
                    .square()
                    .plus(1)
                    .log());
            return sum(losses).plus(in[1][0].log().times(samples.length));
        });
    }

    private static Case<?, ?> gaussianLikelihood(Draw draw) {
        int n = draw.size(2, 3);
        double[] t = draw.random().doubles(n, -2, 2).toArray();
        return Surface.of("Gaussian likelihood", inputs("m", draw.normal(n)).with("s", draw.normal(n)), in -> {
            Jet[] losses = new Jet[n];
            Arrays.setAll(losses, i -> in[0][i].plus(-t[i])
                    .square()
                    .times(in[1][i].times(-1).exp())
                    .plus(in[1][i])
                    .times(0.5));
            return sum(losses);
        });
    }

    private static Jet[] softmax(Jet[] x) {
        Jet log = TextbookSurfaces.logSumExp(x);
        return map(x, v -> v.minus(log).exp());
    }

    private static Case<?, ?> attention(Draw draw) {
        double[] values = draw.random().doubles(3, -2, 2).toArray();
        return Surface.composed(
                "attention",
                inputs("q", draw.normal(2)).with("k", draw.normal(3, 2)),
                in -> {
                    Jet[] scores = Arrays.stream(rows(in[1], 2))
                            .map(key -> dot(in[0], key))
                            .toArray(Jet[]::new);
                    return new Jet[] {dot(values, softmax(scores))};
                },
                Surface.halfSquares(1));
    }

    private static Case<?, ?> rayleighQuotient(Draw draw) {
        int n = draw.size(2, 4);
        double[][] weights = weights(draw, n, n);
        return Surface.of("Rayleigh quotient", inputs("x", draw.normal(n)), in -> dot(in[0], product(weights, in[0]))
                .dividedBy(dot(in[0], in[0])));
    }

    private static Case<?, ?> squaredErrorOfSoftmax(Draw draw) {
        int n = draw.size(3, 5);
        double[] t = new double[n];
        t[draw.random().nextInt(n)] = 1;
        return Surface.composed(
                "squared error of softmax", inputs("x", draw.normal(n)), in -> softmax(in[0]), Surface.halfSquares(t));
    }

    private static Case<?, ?> radial(Draw draw) {
        int n = draw.size(2, 3);
        return Surface.of("e^(−½ ‖a − b‖²)", inputs("a", draw.normal(n)).with("b", draw.normal(n)), in -> {
            Jet[] squares = new Jet[n];
            Arrays.setAll(squares, i -> in[0][i].minus(in[1][i]).square());
            return sum(squares).times(-0.5).exp();
        });
    }

    private static Case<?, ?> circle(Draw draw) {
        double[][] points = weights(draw, 5, 2);
        return Surface.composed(
                "circle through points",
                inputs("c", draw.normal(2)).with("r", draw.positive(1)),
                in -> Arrays.stream(points)
                        .map(p -> in[0][0].plus(-3 * p[0])
                                .square()
                                .plus(in[0][1].plus(-3 * p[1]).square())
                                .sqrt()
                                .minus(in[1][0]))
                        .toArray(Jet[]::new),
                Surface.halfSquares(new double[5]));
    }

    private static Case<?, ?> decay(Draw draw) {
        double[] times = {0.1, 0.5, 1, 1.5, 2};
        return Surface.composed(
                "a e^(−b t)",
                inputs("a", draw.normal(1)).with("b", draw.positive(1)),
                in -> Arrays.stream(times)
                        .mapToObj(t -> in[1][0].times(-t).exp().times(in[0][0]))
                        .toArray(Jet[]::new),
                Surface.halfSquares(draw.random().doubles(5, -1, 1).toArray()));
    }

    private static Case<?, ?> wave(Draw draw) {
        int n = draw.size(2, 3);
        return Surface.of("sin (a · b)", inputs("a", draw.normal(n)).with("b", draw.normal(n)), in -> dot(in[0], in[1])
                .sin());
    }

    private static Case<?, ?> productOfAll(Draw draw) {
        return Surface.of("product of all", inputs("x", draw.positive(draw.size(2, 5))), in -> Arrays.stream(in[0])
                .reduce(Jet::times)
                .orElseThrow());
    }

    private static Case<?, ?> linearized(Draw draw, Surface.Loss loss) {
        double[][] samples = weights(draw, 3, 2);
        return Surface.linearized(
                "network",
                inputs("w", draw.normal(2, 2)).with("v", draw.normal(2)),
                in -> Arrays.stream(samples)
                        .map(sample -> dot(in[1], map(product(rows(in[0], 2), sample), Jet::tanh)))
                        .toArray(Jet[]::new),
                loss);
    }
}
