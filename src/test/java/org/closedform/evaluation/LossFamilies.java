package org.closedform.evaluation;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** Losses, with the mistakes of their signs, targets and means. */
final class LossFamilies {
    private LossFamilies() {}

    static List<Family> all() {
        return List.of(
                LossFamilies::crossEntropy,
                LossFamilies::crossEntropyOfProbabilities,
                LossFamilies::binaryCrossEntropy,
                LossFamilies::meanSquaredError,
                LossFamilies::entropy,
                LossFamilies::divergence);
    }

    private static Case<Tensor, Tensor> crossEntropy(Draw draw) {
        int n = draw.size(2, 8);
        int classes = draw.size(3, 5);
        Labels labels = draw.labels(n, classes);
        Tensor t = labels.oneHot(classes).to(draw.type());
        Tensor next = Labels.of(IntStream.of(labels.toArray())
                        .map(label -> (label + 1) % classes)
                        .toArray())
                .oneHot(classes)
                .to(draw.type());
        Operator<Tensor, Tensor> right = CrossEntropyLoss.onLogits(labels);
        return Case.of("cross-entropy", right, draw.normal(n, classes))
                .with("t − y", Mistake.SIGN, (x, y, dy) -> difference(t, softmax(x), n, dy))
                .with("no 1/N", Mistake.FACTOR, (x, y, dy) -> difference(softmax(x), t, 1, dy))
                .with("labels + 1", Mistake.LABELS, (x, y, dy) -> difference(softmax(x), next, n, dy))
                .with("−t only", Mistake.FORMULA, (x, y, dy) -> difference(t.map(v -> 0), t, n, dy))
                .with("−t/y, the softmax left out", Mistake.FORMULA, (x, y, dy) -> t.dividedBy(softmax(x))
                        .times(-1.0 / n)
                        .times(dy));
    }

    private static Tensor softmax(Tensor x) {
        return new Softmax(1).apply(x);
    }

    private static Tensor difference(Tensor y, Tensor t, int n, Tensor dy) {
        return y.minus(t).dividedBy(n).times(dy);
    }

    private static Case<Tensor, Tensor> crossEntropyOfProbabilities(Draw draw) {
        int n = draw.size(2, 6);
        int classes = draw.size(2, 4);
        Tensor t = draw.probabilities(n, classes);
        return Case.of(
                        "cross-entropy of probabilities",
                        CrossEntropyLoss.onProbabilities(t),
                        draw.probabilities(n, classes))
                .with("p − t", Mistake.FORMULA, (p, y, dy) -> difference(p, t, n, dy))
                .with("t/p", Mistake.SIGN, (p, y, dy) -> t.dividedBy(p)
                        .dividedBy(n)
                        .times(dy));
    }

    private static Case<Tensor, Tensor> binaryCrossEntropy(Draw draw) {
        int n = draw.size(2, 8);
        Tensor t = draw.between(0, 1, n).map(Math::rint);
        return Case.of("binary cross-entropy", BinaryCrossEntropyLoss.onLogits(t), draw.normal(n))
                .with("t − y", Mistake.SIGN, (x, y, dy) -> difference(t, new Sigmoid().apply(x), n, dy))
                .with("no 1/N", Mistake.FACTOR, (x, y, dy) -> difference(new Sigmoid().apply(x), t, 1, dy))
                .with("times y(1 − y)", Mistake.FORMULA, (x, y, dy) -> difference(new Sigmoid().apply(x), t, n, dy)
                        .times(new Sigmoid().forward(x).slope()));
    }

    private static Case<Tensor, Tensor> meanSquaredError(Draw draw) {
        int n = draw.size(2, 8);
        Tensor t = draw.normal(n);
        return Case.of(
                        "mean squared error",
                        x -> x.minus(t).times(x.minus(t)).mean(),
                        (x, y, dy) -> x.minus(t).times(2.0 / n).times(dy),
                        draw.normal(n))
                .with("no 2", Mistake.FACTOR, (x, y, dy) -> difference(x, t, n, dy))
                .with("no 1/N", Mistake.FACTOR, (x, y, dy) -> x.minus(t)
                        .times(2)
                        .times(dy))
                .with("t − x", Mistake.SIGN, (x, y, dy) -> t.minus(x)
                        .times(2.0 / n)
                        .times(dy));
    }

    private static Case<Tensor, Tensor> entropy(Draw draw) {
        int n = draw.size(1, 4);
        return Case.of("entropy", Entropy.onProbabilities(), draw.probabilities(n, draw.size(2, 5)))
                .with("−log p", Mistake.MEAN_TERM, (p, y, dy) -> p.map(v -> -Math.log(v))
                        .dividedBy(n)
                        .times(dy));
    }

    private static Case<KlDivergence.Inputs, Tensor> divergence(Draw draw) {
        int n = draw.size(1, 4);
        int classes = draw.size(2, 4);
        KlDivergence right = KlDivergence.onLogits();
        return Case.of(
                        "KL divergence",
                        right,
                        new KlDivergence.Inputs(draw.normal(n, classes), draw.normal(n, classes)))
                .with("p and q swapped", Mistake.FORMULA, (in, y, dy) -> {
                    KlDivergence.Inputs swapped = right.forward(new KlDivergence.Inputs(in.q(), in.p()))
                            .backward(dy);
                    return new KlDivergence.Inputs(swapped.q(), swapped.p());
                });
    }
}
