package org.closedform.evaluation;

import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Held out: losses, some with kinks. */
final class HeldOutLosses {
    private record Gaussian(Tensor mean, Tensor logVariance) implements TensorTree<Gaussian> {}

    private HeldOutLosses() {}

    static List<Family> all() {
        return List.of(
                HeldOutLosses::poisson,
                HeldOutLosses::gaussian,
                HeldOutLosses::pinball,
                HeldOutLosses::hinge,
                HeldOutLosses::focal,
                HeldOutLosses::dice);
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
    private static Case<Gaussian, Tensor> gaussian(Draw draw) {
        int n = draw.size(2, 5);
        Tensor t = draw.normal(n);
        return Case.of(
                        "Gaussian likelihood",
                        in -> in.logVariance
                                .plus(t.minus(in.mean)
                                        .times(t.minus(in.mean))
                                        .times(in.logVariance.map(v -> Math.exp(-v))))
                                .times(0.5)
                                .sum(),
                        (in, y, dy) -> new Gaussian(dMean(in, t, dy), dLogVariance(in, t, 1, dy)),
                        new Gaussian(draw.normal(n), draw.weights(n)))
                .with(
                        "log σ² without its square",
                        Mistake.FORMULA,
                        (in, y, dy) -> new Gaussian(dMean(in, t, dy), dLogVariance(in, t, 0, dy)))
                .with(
                        "t − m",
                        Mistake.SIGN,
                        (in, y, dy) -> new Gaussian(dMean(in, t, dy).negate(), dLogVariance(in, t, 1, dy)));
    }

    private static Tensor dMean(Gaussian in, Tensor t, Tensor dy) {
        return in.mean.minus(t).times(in.logVariance.map(v -> Math.exp(-v))).times(dy);
    }

    private static Tensor dLogVariance(Gaussian in, Tensor t, double ofSquare, Tensor dy) {
        Tensor square = t.minus(in.mean).times(t.minus(in.mean)).times(in.logVariance.map(v -> Math.exp(-v)));
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
}
