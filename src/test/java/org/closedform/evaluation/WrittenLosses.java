package org.closedform.evaluation;

import static org.closedform.evaluation.Formula.inputs;
import static org.closedform.evaluation.Formula.written;
import static org.closedform.evaluation.Tape.dot;
import static org.closedform.evaluation.Tape.mean;
import static org.closedform.evaluation.Tape.product;
import static org.closedform.evaluation.Tape.rows;
import static org.closedform.evaluation.Tape.sum;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;

/** Losses and small models as users write them. */
final class WrittenLosses {
    private WrittenLosses() {}

    static List<Family> all() {
        return List.of(
                draw -> ofErrors(
                        "mean squared error", draw, (y, t) -> y.minus(t).square()),
                draw -> ofErrors(
                        "mean absolute error", draw, (y, t) -> t.minus(y).max(y.minus(t))),
                draw -> ofErrors("Huber", draw, (y, t) -> {
                    Node r = y.minus(t);
                    return Math.abs(r.value()) < 1
                            ? r.square().times(0.5)
                            : r.max(r.negate()).plus(-0.5);
                }),
                draw -> ofErrors("log cosh", draw, (y, t) -> {
                    Node r = y.minus(t);
                    return r.exp().plus(r.negate().exp()).times(0.5).log();
                }),
                draw -> ofErrors(
                        "hinge", draw, (y, t) -> y.times(t).negate().plus(1).max(0)),
                draw -> ofErrors("Poisson", draw, (y, t) -> y.exp().minus(t.times(y))),
                draw -> ofErrors("Gaussian likelihood", draw, (m, s) -> s.plus(
                                m.plus(-1).square().dividedBy(s.exp()))
                        .times(0.5)),
                WrittenLosses::crossEntropy,
                WrittenLosses::logisticRegression,
                WrittenLosses::decayed,
                WrittenLosses::triplet,
                WrittenLosses::kernel,
                WrittenLosses::convolution,
                WrittenLosses::pooled,
                WrittenLosses::mixture,
                WrittenLosses::network);
    }

    /** The mean over elements of some loss of two numbers, both of them inputs. */
    private static Case<?, ?> ofErrors(String name, Draw draw, BinaryOperator<Node> loss) {
        int n = draw.size(2, 5);
        Formula.Inputs x = inputs("y", draw.normal(n)).with("t", draw.normal(n));
        return written(name, draw, x, (tape, in) -> {
            Node[] losses = new Node[n];
            Arrays.setAll(losses, i -> loss.apply(in[0][i], in[1][i]));
            return new Node[] {tape.slip("a sum for the mean", mean(losses), sum(losses))};
        });
    }

    private static Case<?, ?> crossEntropy(Draw draw) {
        int classes = draw.size(2, 4);
        int[] labels = draw.labels(2, classes).toArray();
        return written("cross-entropy", draw, inputs("x", draw.normal(2, classes)), (tape, in) -> {
            Node[][] x = rows(in[0], classes);
            Node[] losses = new Node[2];
            Arrays.setAll(losses, i -> {
                Node p = WrittenSequences.softmax(x[i], true)[labels[i]];
                return p.log().negate();
            });
            return new Node[] {tape.slip("the target of a row forgotten", mean(losses), losses[0].times(0.5))};
        });
    }

    /** −log σ(±w·x), λ|w|² added. */
    private static Case<?, ?> logisticRegression(Draw draw) {
        int n = draw.size(2, 3);
        Formula.Inputs x = inputs("w", draw.normal(n)).with("x", draw.normal(4, n));
        return written("logistic regression", draw, x, (tape, in) -> {
            Node[] scores = product(rows(in[1], n), in[0]);
            Node[] losses = new Node[scores.length];
            Arrays.setAll(
                    losses,
                    i -> scores[i].times(i % 2 == 0 ? -1 : 1).exp().plus(1).log());
            Node decay = dot(in[0], in[0]).times(0.01);
            Node signed = tape.slip("weight decay of the wrong sign", decay, decay.negate());
            return new Node[] {mean(losses).plus(tape.slip("weight decay forgotten", signed, decay.held()))};
        });
    }

    /** 2w₀ − w₁ + 0.1|w|. */
    private static Case<?, ?> decayed(Draw draw) {
        int n = draw.size(2, 5);
        return written("affine and a norm", draw, inputs("w", draw.normal(n)), (tape, in) -> {
            Node penalty = dot(in[0], in[0]).sqrt();
            Node weighted = penalty.times(0.1);
            return new Node[] {in[0][0].times(2).minus(in[0][1]).plus(tape.slip("λ forgotten", weighted, penalty))};
        });
    }

    private static Node squaredDistance(Node[] a, Node[] b) {
        Node[] squares = new Node[a.length];
        Arrays.setAll(squares, i -> a[i].minus(b[i]).square());
        return sum(squares);
    }

    private static Case<?, ?> triplet(Draw draw) {
        int n = draw.size(2, 3);
        Formula.Inputs x = inputs("anchor", draw.normal(n))
                .with("positive", draw.normal(n))
                .with("negative", draw.normal(n));
        return written("triplet loss", draw, x, (tape, in) -> {
            Node near = squaredDistance(in[0], in[1]);
            Node far = squaredDistance(in[0], in[2]);
            return new Node[] {
                near.minus(tape.slip("the negative forgotten", far, far.held()))
                        .plus(0.2)
                        .max(0)
            };
        });
    }

    /** e^(−γ|a − b|²). */
    private static Case<?, ?> kernel(Draw draw) {
        int n = draw.size(1, 3);
        Formula.Inputs x = inputs("a", draw.normal(n)).with("b", draw.normal(n)).with("gamma", draw.weights(1));
        return written("Gaussian kernel", draw, x, (tape, in) -> {
            Node distance = squaredDistance(in[0], in[1]);
            return new Node[] {
                tape.slip("the 2 forgotten", distance, distance.steeper(0.5))
                        .times(in[2][0])
                        .negate()
                        .exp()
            };
        });
    }

    private static Case<?, ?> convolution(Draw draw) {
        int n = draw.size(4, 7);
        Formula.Inputs x = inputs("x", draw.normal(n)).with("kernel", draw.weights(3));
        return written("convolution", draw, x, (tape, in) -> {
            Node[] y = new Node[n - 2];
            Arrays.setAll(
                    y,
                    i -> tape.slip(
                            "off by one",
                            dot(Arrays.copyOfRange(in[0], i, i + 3), in[1]),
                            dot(Arrays.copyOfRange(in[0], Math.max(0, i - 1), Math.max(0, i - 1) + 3), in[1])));
            return y;
        });
    }

    /** The greatest of each two, and their mean. */
    private static Case<?, ?> pooled(Draw draw) {
        int n = draw.size(2, 4);
        return written("pooling", draw, inputs("x", draw.normal(2 * n)), (tape, in) -> {
            Node[] y = new Node[n];
            Arrays.setAll(y, i -> {
                Node a = in[0][2 * i];
                Node b = in[0][2 * i + 1];
                return tape.slip("to the first always", a.max(b), a).plus(mean(a, b));
            });
            return y;
        });
    }

    /** −log Σ π_k N(x; m_k, s_k). */
    private static Case<?, ?> mixture(Draw draw) {
        int n = draw.size(2, 3);
        Formula.Inputs x =
                inputs("logits", draw.normal(n)).with("mean", draw.normal(n)).with("deviation", draw.positive(n));
        return written("mixture of Gaussians", draw, x, (tape, in) -> {
            Node[] weights = WrittenSequences.softmax(in[0], true);
            Node[] densities = new Node[n];
            Arrays.setAll(densities, k -> in[1][k].plus(-0.5)
                    .dividedBy(in[2][k])
                    .square()
                    .times(-0.5)
                    .exp()
                    .dividedBy(tape.slip("1/s forgotten", in[2][k], in[2][k].held())));
            return new Node[] {dot(weights, densities).log().negate()};
        });
    }

    /** Two layers and a squared error. */
    private static Case<?, ?> network(Draw draw) {
        int n = draw.size(2, 3);
        Formula.Inputs x =
                inputs("x", draw.normal(n)).with("first", draw.weights(3, n)).with("second", draw.weights(3));
        return written("two layers", draw, x, (tape, in) -> {
            Node[] hidden = Arrays.stream(product(rows(in[1], n), in[0]))
                    .map(v -> tape.slip("1 − x² for 1 − y²", v.tanh(), v.map(Math::tanh, u -> 1 - u * u)))
                    .toArray(Node[]::new);
            return new Node[] {dot(in[2], hidden).plus(-1).square()};
        });
    }
}
