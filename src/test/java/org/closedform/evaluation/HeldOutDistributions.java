package org.closedform.evaluation;

import java.util.List;
import org.closedform.loss.Entropy;
import org.closedform.loss.Reduction;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Held out: functions of distributions. */
final class HeldOutDistributions {
    private record Two(Tensor p, Tensor q) implements TensorTree<Two> {}

    private HeldOutDistributions() {}

    static List<Family> all() {
        return List.of(
                HeldOutDistributions::divergence,
                HeldOutDistributions::entropyOfSoftmax,
                HeldOutDistributions::contrastive,
                HeldOutDistributions::weightedLogSumExp);
    }

    private static Case<Two, Tensor> divergence(Draw draw) {
        int n = draw.size(1, 3);
        int classes = draw.size(2, 4);
        return Case.of(
                        "Σ p log(p/q)",
                        in -> in.p.times(in.p.dividedBy(in.q).map(Math::log)).sum(),
                        (in, y, dy) -> new Two(
                                in.p.dividedBy(in.q).map(r -> Math.log(r) + 1).times(dy),
                                in.p.dividedBy(in.q).negate().times(dy)),
                        new Two(draw.probabilities(n, classes), draw.probabilities(n, classes)))
                .with(
                        "the + 1 left out",
                        Mistake.MEAN_TERM,
                        (in, y, dy) -> new Two(
                                in.p.dividedBy(in.q).map(Math::log).times(dy),
                                in.p.dividedBy(in.q).negate().times(dy)))
                .with(
                        "p/q",
                        Mistake.SIGN,
                        (in, y, dy) -> new Two(
                                in.p.dividedBy(in.q).map(r -> Math.log(r) + 1).times(dy),
                                in.p.dividedBy(in.q).times(dy)));
    }

    private static Case<Tensor, Tensor> entropyOfSoftmax(Draw draw) {
        Softmax softmax = new Softmax(1);
        return Case.of(
                        "entropy of softmax",
                        x -> surprise(softmax.apply(x)).sum(1),
                        (x, y, dy) -> Entropy.onLogits()
                                .withReduction(Reduction.NONE)
                                .forward(x)
                                .backward(dy),
                        draw.normal(draw.size(1, 3), draw.size(3, 4)))
                .with("H left out", Mistake.RANK_ONE, (x, y, dy) -> surprise(softmax.apply(x))
                        .times(dy.expandDims(1)));
    }

    private static Tensor surprise(Tensor p) {
        return p.map(v -> -v * Math.log(v));
    }

    private static Case<Tensor, Tensor> contrastive(Draw draw) {
        int n = draw.size(2, 4);
        Tensor eye = Tensor.eye(n).to(draw.type());
        return Case.of(
                        "contrastive loss",
                        x -> new LogSumExp(1)
                                .apply(x)
                                .sum()
                                .minus(x.times(eye).sum())
                                .dividedBy(n),
                        (x, y, dy) ->
                                new Softmax(1).apply(x).minus(eye).dividedBy(n).times(dy),
                        draw.normal(n, n))
                .with(
                        "softmax over columns",
                        Mistake.FORMULA,
                        (x, y, dy) ->
                                new Softmax(0).apply(x).minus(eye).dividedBy(n).times(dy))
                .with(
                        "no 1/N",
                        Mistake.FACTOR,
                        (x, y, dy) -> new Softmax(1).apply(x).minus(eye).times(dy));
    }

    private static Case<Tensor, Tensor> weightedLogSumExp(Draw draw) {
        int n = draw.size(2, 5);
        Tensor logWeights = draw.between(-2, 1, n);
        return Case.of(
                        "weighted log-sum-exp",
                        x -> new LogSumExp().apply(x.plus(logWeights)),
                        (x, y, dy) -> new Softmax(0).apply(x.plus(logWeights)).times(dy),
                        draw.normal(n))
                .with("without the weights", Mistake.FORMULA, (x, y, dy) -> new Softmax(0)
                        .apply(x)
                        .times(dy));
    }
}
