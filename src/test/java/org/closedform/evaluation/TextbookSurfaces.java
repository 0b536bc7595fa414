package org.closedform.evaluation;

import static org.closedform.evaluation.Formula.inputs;
import static org.closedform.evaluation.Jet.dot;
import static org.closedform.evaluation.Jet.mean;
import static org.closedform.evaluation.Jet.rows;
import static org.closedform.evaluation.Jet.sum;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Functions whose Hessians are in textbooks. */
final class TextbookSurfaces {
    private TextbookSurfaces() {}

    static List<Family> all() {
        return List.of(
                TextbookSurfaces::logSumExp,
                TextbookSurfaces::crossEntropy,
                TextbookSurfaces::binaryCrossEntropy,
                TextbookSurfaces::logisticRegression,
                draw -> squaredError("tanh", draw, Jet::tanh),
                draw -> squaredError("sigmoid", draw, Jet::sigmoid),
                TextbookSurfaces::halfSquareOfProduct,
                TextbookSurfaces::factorization,
                TextbookSurfaces::bilinear,
                TextbookSurfaces::network,
                TextbookSurfaces::rosenbrock,
                TextbookSurfaces::softNorm,
                TextbookSurfaces::quadraticForm);
    }

    static Jet logSumExp(Jet... x) {
        Jet largest =
                Arrays.stream(x).reduce((a, b) -> a.value() < b.value() ? b : a).orElseThrow();
        Jet[] exponentials = Arrays.stream(x).map(v -> v.minus(largest).exp()).toArray(Jet[]::new);
        return sum(exponentials).log().plus(largest);
    }

    static Jet[] map(Jet[] x, UnaryOperator<Jet> f) {
        return Arrays.stream(x).map(f).toArray(Jet[]::new);
    }

    static double[][] weights(Draw draw, int rows, int columns) {
        double[][] weights = new double[rows][];
        Arrays.setAll(weights, i -> draw.random().doubles(columns, -1, 1).toArray());
        return weights;
    }

    static Jet[] product(double[][] weights, Jet[] x) {
        return Arrays.stream(weights).map(row -> dot(row, x)).toArray(Jet[]::new);
    }

    static Jet[] product(Jet[][] weights, double[] x) {
        return Arrays.stream(weights).map(row -> dot(x, row)).toArray(Jet[]::new);
    }

    private static Case<?, ?> logSumExp(Draw draw) {
        return Surface.of("log-sum-exp", inputs("x", draw.normal(draw.size(2, 5))), in -> logSumExp(in[0]));
    }

    private static Case<?, ?> crossEntropy(Draw draw) {
        int classes = draw.size(2, 4);
        int[] labels = draw.labels(2, classes).toArray();
        return Surface.of("cross-entropy", inputs("x", draw.normal(2, classes)), in -> {
            Jet[][] x = rows(in[0], classes);
            return mean(logSumExp(x[0]).minus(x[0][labels[0]]), logSumExp(x[1]).minus(x[1][labels[1]]));
        });
    }

    private static Case<?, ?> binaryCrossEntropy(Draw draw) {
        int n = draw.size(2, 5);
        double[] t = draw.random().doubles(n).toArray();
        return Surface.of("binary cross-entropy", inputs("x", draw.normal(n)), in -> {
            Jet[] losses = new Jet[n];
            Arrays.setAll(losses, i -> in[0][i].softplus().minus(in[0][i].times(t[i])));
            return mean(losses);
        });
    }

    private static Case<?, ?> logisticRegression(Draw draw) {
        int n = draw.size(2, 3);
        double[][] samples = weights(draw, 5, n);
        Formula.Inputs x = inputs("w", draw.normal(n)).with("b", draw.normal(1));
        Surface loss = in -> {
            Jet[] losses = new Jet[samples.length];
            Arrays.setAll(losses, i -> dot(samples[i], in[0])
                    .plus(in[1][0])
                    .times(i % 2 == 0 ? 1 : -1)
                    .softplus());
            return mean(losses);
        };
        double decay = draw.random().nextDouble(0.1, 1);
        return Surface.sum(
                "logistic regression", x, loss, in -> dot(in[0], in[0]).times(decay / 2), Mistake.DECAY_FORGOTTEN);
    }

    private static Case<?, ?> squaredError(String name, Draw draw, UnaryOperator<Jet> f) {
        int n = draw.size(2, 4);
        double[][] weights = weights(draw, draw.size(2, 4), n);
        return Surface.composed(
                "squared error of " + name,
                inputs("x", draw.normal(n)),
                in -> map(product(weights, in[0]), f),
                Surface.halfSquares(draw.random().doubles(weights.length, -1, 2).toArray()));
    }

    private static Case<?, ?> halfSquareOfProduct(Draw draw) {
        int n = draw.size(2, 3);
        return Surface.composed(
                "½ (a · b)²",
                inputs("a", draw.normal(n)).with("b", draw.normal(n)),
                in -> new Jet[] {dot(in[0], in[1])},
                Surface.halfSquares(0));
    }

    private static Case<?, ?> factorization(Draw draw) {
        Formula.Inputs x = inputs("u", draw.normal(2, 2)).with("v", draw.normal(draw.size(2, 3), 2));
        double[] t = draw.random().doubles(6, -2, 2).toArray();
        return Surface.composed(
                "½ ‖U Vᵀ − R‖²",
                x,
                in -> Arrays.stream(rows(in[0], 2))
                        .flatMap(u -> Arrays.stream(rows(in[1], 2)).map(v -> dot(u, v)))
                        .toArray(Jet[]::new),
                Surface.halfSquares(t));
    }

    private static Case<?, ?> bilinear(Draw draw) {
        int n = draw.size(2, 4);
        double[][] weights = weights(draw, n, n);
        Formula.Inputs x = inputs("a", draw.normal(n)).with("b", draw.normal(n));
        return Surface.sum(
                "aᵀ W b + ½ ‖a‖²",
                x,
                in -> dot(in[0], product(weights, in[1])),
                in -> dot(in[0], in[0]).times(0.5),
                Mistake.DECAY_FORGOTTEN);
    }

    private static Case<?, ?> network(Draw draw) {
        double[][] samples = weights(draw, 4, 2);
        Formula.Inputs x = inputs("w", draw.normal(2, 2)).with("v", draw.normal(2));
        return Surface.composed(
                "network",
                x,
                in -> Arrays.stream(samples)
                        .map(sample -> dot(in[1], map(product(rows(in[0], 2), sample), Jet::tanh)))
                        .toArray(Jet[]::new),
                Surface.halfSquares(draw.random().doubles(4, -1, 1).toArray()));
    }

    private static Case<?, ?> rosenbrock(Draw draw) {
        int n = draw.size(2, 4);
        return Surface.of("Rosenbrock", inputs("x", draw.normal(n)), in -> {
            Jet[] terms = new Jet[n - 1];
            Arrays.setAll(terms, i -> in[0][i + 1]
                    .minus(in[0][i].square())
                    .square()
                    .times(100)
                    .plus(in[0][i].plus(-1).square()));
            return sum(terms);
        });
    }

    private static Case<?, ?> softNorm(Draw draw) {
        return Surface.of("√(1 + ‖x‖²)", inputs("x", draw.normal(draw.size(2, 5))), in -> dot(in[0], in[0])
                .plus(1)
                .sqrt());
    }

    private static Case<?, ?> quadraticForm(Draw draw) {
        int n = draw.size(2, 4);
        double[][] weights = weights(draw, n, n);
        return Surface.sum(
                "½ ‖W x‖² and a quartic",
                inputs("x", draw.normal(n)),
                in -> dot(product(weights, in[0]), product(weights, in[0])).times(0.5),
                in -> dot(map(in[0], Jet::square), map(in[0], Jet::square)).times(0.25),
                Mistake.ELEMENTWISE);
    }
}
