package org.closedform.evaluation;

import java.util.List;
import org.closedform.loss.Entropy;
import org.closedform.loss.Reduction;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Held out: losses, some with kinks. */
final class HeldOutLosses {
    private record Two(Tensor p, Tensor q) implements TensorTree<Two> {}

    private HeldOutLosses() {}

    static List<Family> all() {
        return List.of(
                HeldOutLosses::poisson,
                HeldOutLosses::gaussian,
                HeldOutLosses::pinball,
                HeldOutLosses::hinge,
                HeldOutLosses::divergence,
                HeldOutLosses::entropyOfSoftmax,
                HeldOutLosses::focal,
                HeldOutLosses::contrastive,
                HeldOutLosses::dice,
                HeldOutLosses::weightedLogSumExp);
    }

    private static Case<Tensor, Tensor> poisson(Draw draw) {
        int n = draw.size(2, 6);
        Tensor t = draw.between(0, 5, n).map(Math::rint);
        return Case.of(
                        "Poisson likelihood",
                        x -> x.map(Math::exp).minus(t.times(x)).mean(),
                        (x, y, dy) -> x.map(Math::exp).minus(t).dividedBy(n).times(dy),
                        draw.normal(n))
                .with("x − t", Mistake.FORMULA, (x, y, dy) -> x.minus(t)
                        .dividedBy(n)
                        .times(dy))
                .with("no 1/N", Mistake.FACTOR, (x, y, dy) -> x.map(Math::exp)
                        .minus(t)
                        .times(dy))
                .with("t − e^x", Mistake.SIGN, (x, y, dy) -> t.minus(x.map(Math::exp))
                        .dividedBy(n)
                        .times(dy));
    }

    /** Of a mean and the logarithm of a variance. */
    private static Case<Two, Tensor> gaussian(Draw draw) {
        int n = draw.size(2, 5);
        Tensor t = draw.normal(n);
        return Case.of(
                        "Gaussian likelihood",
                        in -> in.q.plus(t.minus(in.p).times(t.minus(in.p)).times(in.q.map(v -> Math.exp(-v))))
                                .times(0.5)
                                .sum(),
                        (in, y, dy) -> new Two(dMean(in, t, dy), dLogVariance(in, t, 1, dy)),
                        new Two(draw.normal(n), draw.weights(n)))
                .with(
                        "log σ² without its square",
                        Mistake.FORMULA,
                        (in, y, dy) -> new Two(dMean(in, t, dy), dLogVariance(in, t, 0, dy)))
                .with(
                        "t − m",
                        Mistake.SIGN,
                        (in, y, dy) -> new Two(dMean(in, t, dy).negate(), dLogVariance(in, t, 1, dy)));
    }

    private static Tensor dMean(Two in, Tensor t, Tensor dy) {
        return in.p.minus(t).times(in.q.map(v -> Math.exp(-v))).times(dy);
    }

    private static Tensor dLogVariance(Two in, Tensor t, double ofSquare, Tensor dy) {
        Tensor square = t.minus(in.p).times(t.minus(in.p)).times(in.q.map(v -> Math.exp(-v)));
        return square.times(-ofSquare).plus(1).times(0.5).times(dy);
    }

    private static Case<Tensor, Tensor> pinball(Draw draw) {
        int n = draw.size(2, 6);
        double quantile = draw.either(0.1, 0.5, 0.9);
        Tensor t = draw.normal(n);
        return Case.of(
                        "pinball",
                        x -> t.minus(x)
                                .map(r -> Math.max(quantile * r, (quantile - 1) * r))
                                .mean(),
                        (x, y, dy) -> t.minus(x)
                                .map(r -> (r > 0 ? -quantile : 1 - quantile) / n)
                                .times(dy),
                        draw.normal(n))
                .with("quantiles swapped", Mistake.FORMULA, (x, y, dy) -> t.minus(x)
                        .map(r -> (r > 0 ? quantile - 1 : quantile) / n)
                        .times(dy))
                .with("the sign", Mistake.SIGN, (x, y, dy) -> t.minus(x)
                        .map(r -> (r > 0 ? quantile : quantile - 1) / n)
                        .times(dy));
    }

    /** Σ over classes j ≠ t of max(0, 1 + x_j − x_t). */
    private static Case<Tensor, Tensor> hinge(Draw draw) {
        int n = draw.size(1, 4);
        int classes = draw.size(3, 4);
        Tensor t = oneHot(draw.labels(n, classes), classes, draw.type());
        return Case.of(
                        "hinge",
                        x -> margins(x, t).map(m -> Math.max(m, 0)).sum(),
                        (x, y, dy) -> active(x, t)
                                .minus(t.times(active(x, t).sum(1).expandDims(1)))
                                .times(dy),
                        draw.normal(n, classes))
                .with("the right class left out", Mistake.FORMULA, (x, y, dy) -> active(x, t)
                        .times(dy))
                .with("−1 at the right class", Mistake.FORMULA, (x, y, dy) -> active(x, t)
                        .minus(t)
                        .times(dy));
    }

    private static Tensor oneHot(Labels labels, int classes, ElementType type) {
        return labels.oneHot(classes).to(type);
    }

    private static Tensor margins(Tensor x, Tensor t) {
        Tensor others = x.minus(x.times(t).sum(1).expandDims(1)).plus(1);
        return others.times(t.map(v -> 1 - v));
    }

    private static Tensor active(Tensor x, Tensor t) {
        return margins(x, t).map(m -> m > 0 ? 1 : 0);
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

    private static Case<Tensor, Tensor> focal(Draw draw) {
        int n = draw.size(2, 5);
        Tensor sign = draw.between(-1, 1, n).map(Math::signum);
        return Case.of(
                        "focal loss",
                        x -> x.times(sign).map(HeldOutLosses::focal).sum(),
                        (x, y, dy) -> x.times(sign)
                                .map(HeldOutLosses::focalSlope)
                                .times(sign)
                                .times(dy),
                        draw.normal(n))
                .with("the weight held constant", Mistake.FORMULA, (x, y, dy) -> x.times(sign)
                        .map(s -> -Math.pow(ElementwiseFamilies.sigmoid(-s), 3))
                        .times(sign)
                        .times(dy));
    }

    private static double focal(double s) {
        return Math.pow(ElementwiseFamilies.sigmoid(-s), 2) * Math.log1p(Math.exp(-s));
    }

    private static double focalSlope(double s) {
        double p = ElementwiseFamilies.sigmoid(s);
        double q = ElementwiseFamilies.sigmoid(-s);
        return -2 * p * q * q * Math.log1p(Math.exp(-s)) - q * q * q;
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
                        Mistake.AXIS,
                        (x, y, dy) ->
                                new Softmax(0).apply(x).minus(eye).dividedBy(n).times(dy))
                .with(
                        "no 1/N",
                        Mistake.FACTOR,
                        (x, y, dy) -> new Softmax(1).apply(x).minus(eye).times(dy));
    }

    private static Case<Tensor, Tensor> dice(Draw draw) {
        int n = draw.size(3, 6);
        Tensor t = draw.between(0.1, 1, n);
        return Case.of(
                        "dice",
                        p -> p.dot(t) == 0 ? Tensor.scalar(1) : Tensor.scalar(1 - 2 * p.dot(t) / (total(p) + total(t))),
                        (p, y, dy) -> t.times(total(p) + total(t))
                                .minus(p.dot(t))
                                .times(-2 / Math.pow(total(p) + total(t), 2))
                                .times(dy),
                        draw.positive(n))
                .with("the denominator held constant", Mistake.MEAN_TERM, (p, y, dy) -> t.times(
                                -2 / (total(p) + total(t)))
                        .times(dy));
    }

    private static double total(Tensor x) {
        return x.sum().item();
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
