package org.closedform.evaluation;

import static org.closedform.evaluation.Formula.inputs;
import static org.closedform.evaluation.Formula.written;
import static org.closedform.evaluation.Tape.dot;
import static org.closedform.evaluation.Tape.joined;
import static org.closedform.evaluation.Tape.mean;
import static org.closedform.evaluation.Tape.rows;
import static org.closedform.evaluation.Tape.sum;
import static org.closedform.evaluation.Tape.transpose;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Norms as users write them. */
final class WrittenNorms {
    private static final double EPSILON = 1e-5;

    private WrittenNorms() {}

    static List<Family> all() {
        return List.of(
                draw -> scaled("layer norm", draw, x -> each(x, WrittenNorms::standardized)),
                draw -> scaled("batch norm", draw, x -> transpose(each(transpose(x), WrittenNorms::standardized))),
                draw -> scaled(
                        "batch norm of E[x²] − E[x]²", draw, x -> transpose(each(transpose(x), WrittenNorms::naive))),
                draw -> scaled("RMS norm", draw, x -> each(x, WrittenNorms::rootMeanSquare)),
                draw -> scaled("instance norm", draw, x -> transpose(each(transpose(x), WrittenNorms::unbiased))),
                draw -> scaled("unit length", draw, x -> each(x, WrittenNorms::unit)),
                draw -> scaled("from 0 to 1", draw, x -> each(x, WrittenNorms::fromLeastToGreatest)),
                WrittenNorms::groups,
                WrittenNorms::weightNorm,
                WrittenNorms::cosine,
                WrittenNorms::distance);
    }

    private static Node[][] each(Node[][] rows, UnaryOperator<Node[]> f) {
        return Arrays.stream(rows).map(f).toArray(Node[][]::new);
    }

    private static Node[] mapped(Node[] x, UnaryOperator<Node> f) {
        return Arrays.stream(x).map(f).toArray(Node[]::new);
    }

    /** γ and β for each column. */
    private static Case<?, ?> scaled(String name, Draw draw, UnaryOperator<Node[][]> norm) {
        int n = draw.size(2, 4);
        int width = draw.size(2, 4);
        Formula.Inputs x = inputs("x", draw.normal(n, width))
                .with("gamma", draw.weights(width))
                .with("beta", draw.weights(width));
        return written(
                name,
                draw,
                x,
                (tape, in) -> joined(each(norm.apply(rows(in[0], width)), row -> {
                    Node[] y = new Node[width];
                    Arrays.setAll(y, j -> {
                        Node times = row[j].times(in[1][j]);
                        return tape.slip("γ forgotten", times, row[j].plus(in[1][j].times(row[j].held())))
                                .plus(in[2][j]);
                    });
                    return y;
                })));
    }

    private static Node[] standardized(Node[] x) {
        Tape tape = x[0].tape();
        Node mean = mean(x);
        Node centre = tape.slip("the mean held", mean, mean.held());
        Node variance = mean(mapped(x, v -> v.minus(centre).square()));
        Node deviation = tape.slip("the deviation held", variance, variance.held())
                .plus(EPSILON)
                .sqrt();
        return mapped(x, v -> v.minus(centre).dividedBy(deviation));
    }

    private static Node[] naive(Node[] x) {
        Node mean = mean(x);
        Node deviation =
                mean(mapped(x, Node::square)).minus(mean.square()).plus(1e-3).sqrt();
        return mapped(x, v -> v.minus(mean).dividedBy(deviation));
    }

    private static Node[] unbiased(Node[] x) {
        Node mean = mean(x);
        Node variance = sum(mapped(x, v -> v.minus(mean).square())).times(1.0 / Math.max(1, x.length - 1));
        Node deviation = x[0].tape()
                .slip("N for N − 1", variance, variance.steeper((x.length - 1.0) / x.length))
                .plus(EPSILON)
                .sqrt();
        return mapped(x, v -> v.minus(mean).dividedBy(deviation));
    }

    private static Node[] rootMeanSquare(Node[] x) {
        Node size = mean(mapped(x, Node::square)).plus(EPSILON).sqrt();
        Node divisor = x[0].tape().slip("the size held", size, size.held());
        return mapped(x, v -> v.dividedBy(divisor));
    }

    private static Node length(Node[] x) {
        return dot(x, x).sqrt();
    }

    private static Node[] unit(Node[] x) {
        Node divisor = x[0].tape().slip("the length held", length(x), length(x).held());
        return mapped(x, v -> v.dividedBy(divisor));
    }

    private static Node[] fromLeastToGreatest(Node[] x) {
        Node greatest = Arrays.stream(x).reduce(Node::max).orElseThrow();
        Node least = Arrays.stream(x)
                .map(Node::negate)
                .reduce(Node::max)
                .orElseThrow()
                .negate();
        Node range = greatest.minus(least).plus(EPSILON);
        return mapped(x, v -> v.minus(least).dividedBy(range));
    }

    /** Two groups of channels. */
    private static Case<?, ?> groups(Draw draw) {
        int width = 2 * draw.size(1, 2);
        return written(
                "group norm",
                draw,
                inputs("x", draw.normal(2 * width)),
                (tape, in) -> joined(each(rows(in[0], width), WrittenNorms::standardized)));
    }

    /** g v/|v| in a product with x. */
    private static Case<?, ?> weightNorm(Draw draw) {
        int n = draw.size(2, 4);
        Formula.Inputs x =
                inputs("x", draw.normal(n)).with("v", draw.weights(n)).with("g", draw.weights(1));
        return written("weight norm", draw, x, (tape, in) -> {
            Node length =
                    tape.slip("the length held", length(in[1]), length(in[1]).held());
            return new Node[] {dot(in[0], in[1]).times(in[2][0]).dividedBy(length)};
        });
    }

    private static Case<?, ?> cosine(Draw draw) {
        int n = draw.size(2, 4);
        Formula.Inputs x = inputs("a", draw.normal(n)).with("b", draw.normal(n));
        return written("cosine similarity", draw, x, (tape, in) -> {
            Node a = tape.slip("|a| held", length(in[0]), length(in[0]).held());
            return new Node[] {
                dot(in[0], in[1]).dividedBy(a.times(length(in[1])).max(1e-8))
            };
        });
    }

    private static Case<?, ?> distance(Draw draw) {
        int n = draw.size(2, 4);
        Formula.Inputs x = inputs("a", draw.normal(n)).with("b", draw.normal(n));
        return written("distance", draw, x, (tape, in) -> {
            Node[] difference = new Node[n];
            Arrays.setAll(
                    difference,
                    i -> in[0][i].minus(tape.slip("the sign of one", in[1][i], in[1][i].steeper(-1))
                            .plus(1e-6)));
            return new Node[] {length(difference)};
        });
    }
}
