package org.closedform.evaluation;

import java.util.List;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Held out: what brings rows to a size, with mistakes of the terms that go through the size. */
final class HeldOutNorms {
    private static final double EPSILON = 1e-3;

    private record Scaled(Tensor x, Tensor gain) implements TensorTree<Scaled> {}

    private record Two(Tensor a, Tensor b) implements TensorTree<Two> {}

    private HeldOutNorms() {}

    static List<Family> all() {
        return List.of(
                HeldOutNorms::layerNorm,
                HeldOutNorms::rootMeanSquareNorm,
                HeldOutNorms::unitNorm,
                HeldOutNorms::cosine,
                HeldOutNorms::threeNorm,
                HeldOutNorms::temperature,
                HeldOutNorms::softmin);
    }

    private static Tensor rows(Draw draw) {
        return draw.normal(draw.size(1, 4), draw.size(3, 5));
    }

    private static Tensor kept(Tensor perRow) {
        return perRow.expandDims(1);
    }

    private static Tensor inverseRoot(Tensor square, double epsilon) {
        return kept(square.map(s -> 1 / Math.sqrt(s + epsilon)));
    }

    private static Case<Tensor, Tensor> layerNorm(Draw draw) {
        return Case.of(
                        "layer norm",
                        x -> xHat(x, x.shape().dimension(1)),
                        (x, y, dy) -> layer(x, dy, 1, 1, 0),
                        rows(draw))
                .with("no mean term", Mistake.MEAN_TERM, (x, y, dy) -> layer(x, dy, 0, 1, 0))
                .with("no variance term", Mistake.VARIANCE_TERM, (x, y, dy) -> layer(x, dy, 1, 0, 0))
                .with("D − 1 for D", Mistake.UNBIASED, (x, y, dy) -> layer(x, dy, 1, 1, 1));
    }

    private static Tensor centred(Tensor x) {
        return x.minus(kept(x.mean(1)));
    }

    private static Tensor xHat(Tensor x, double divisor) {
        Tensor c = centred(x);
        return c.times(inverseRoot(c.times(c).sum(1).dividedBy(divisor), EPSILON));
    }

    private static Tensor layer(Tensor x, Tensor dy, double ofMean, double ofVariance, int fewer) {
        int d = x.shape().dimension(1) - fewer;
        Tensor c = centred(x);
        Tensor hat = xHat(x, d);
        return dy.minus(kept(dy.mean(1).times(ofMean)))
                .minus(hat.times(kept(dy.times(hat).mean(1).times(ofVariance))))
                .times(inverseRoot(c.times(c).sum(1).dividedBy(d), EPSILON));
    }

    private static Case<Scaled, Tensor> rootMeanSquareNorm(Draw draw) {
        Tensor x = rows(draw);
        return Case.of(
                        "RMS norm",
                        in -> unscaled(in.x).times(in.gain),
                        (in, y, dy) -> rootMeanSquare(in, dy, 1),
                        new Scaled(x, draw.weights(x.shape().dimension(1))))
                .with("the size held constant", Mistake.RANK_ONE, (in, y, dy) -> rootMeanSquare(in, dy, 0))
                .with(
                        "dg of x",
                        Mistake.FORMULA,
                        (in, y, dy) -> new Scaled(
                                rootMeanSquare(in, dy, 1).x, dy.times(in.x).sum(0)));
    }

    private static Tensor inverseSize(Tensor x) {
        return inverseRoot(x.times(x).mean(1), EPSILON);
    }

    private static Tensor unscaled(Tensor x) {
        return x.times(inverseSize(x));
    }

    private static Scaled rootMeanSquare(Scaled in, Tensor dy, double throughSize) {
        Tensor hat = unscaled(in.x);
        Tensor g = dy.times(in.gain);
        Tensor dx = g.minus(hat.times(kept(g.times(hat).mean(1).times(throughSize))))
                .times(inverseSize(in.x));
        return new Scaled(dx, dy.times(hat).sum(0));
    }

    private static Tensor length(Tensor x) {
        return kept(x.times(x).sum(1).map(Math::sqrt));
    }

    private static Case<Tensor, Tensor> unitNorm(Draw draw) {
        return Case.of(
                        "unit length",
                        x -> x.dividedBy(length(x)),
                        (x, y, dy) ->
                                dy.minus(y.times(kept(y.times(dy).sum(1)))).dividedBy(length(x)),
                        rows(draw))
                .with("the length held constant", Mistake.RANK_ONE, (x, y, dy) -> dy.dividedBy(length(x)))
                .with(
                        "without 1/length",
                        Mistake.GROUP,
                        (x, y, dy) -> dy.minus(y.times(kept(y.times(dy).sum(1)))));
    }

    private static Case<Two, Tensor> cosine(Draw draw) {
        int d = draw.size(2, 5);
        return Case.of(
                        "cosine similarity",
                        in -> Tensor.scalar(in.a.dot(in.b) / (in.a.norm() * in.b.norm())),
                        (in, y, dy) -> new Two(toward(in.a, in.b, y, dy), toward(in.b, in.a, y, dy)),
                        new Two(draw.normal(d), draw.normal(d)))
                .with(
                        "without the term through |a|",
                        Mistake.FORMULA,
                        (in, y, dy) -> new Two(
                                in.b.dividedBy(in.a.norm() * in.b.norm()).times(dy), toward(in.b, in.a, y, dy)));
    }

    private static Tensor toward(Tensor a, Tensor b, Tensor y, Tensor dy) {
        return b.dividedBy(a.norm() * b.norm())
                .minus(a.dividedBy(a.norm()).dividedBy(a.norm()).times(y))
                .times(dy);
    }

    private static Case<Tensor, Tensor> threeNorm(Draw draw) {
        return Case.of(
                        "3-norm",
                        x -> x.map(v -> Math.abs(v * v * v)).sum().map(Math::cbrt),
                        (x, y, dy) -> x.map(v -> v * Math.abs(v))
                                .dividedBy(y.times(y))
                                .times(dy),
                        draw.normal(draw.size(2, 5)))
                .with("x²", Mistake.FORMULA, (x, y, dy) -> x.times(x)
                        .dividedBy(y.times(y))
                        .times(dy))
                .with("over y", Mistake.FACTOR, (x, y, dy) -> x.map(v -> v * Math.abs(v))
                        .dividedBy(y)
                        .times(dy));
    }

    private static Case<Tensor, Tensor> temperature(Draw draw) {
        double temperature = draw.either(0.3, 2.0, 5.0);
        Softmax softmax = new Softmax(1);
        Operator<Tensor, Tensor> right =
                Operator.of(x -> softmax.apply(x.dividedBy(temperature)), (x, y, dy) -> softmaxBackward(y, dy)
                        .dividedBy(temperature));
        return Case.of("softmax with temperature", right, rows(draw))
                .with("without 1/T", Mistake.FACTOR, (x, y, dy) -> softmaxBackward(y, dy))
                .with("times T", Mistake.FACTOR, (x, y, dy) -> softmaxBackward(y, dy)
                        .times(temperature))
                .with("the diagonal only", Mistake.OFF_DIAGONAL, (x, y, dy) -> y.times(y.map(p -> 1 - p))
                        .dividedBy(temperature)
                        .times(dy));
    }

    private static Tensor softmaxBackward(Tensor y, Tensor dy) {
        return y.times(dy.minus(kept(y.times(dy).sum(1))));
    }

    private static Case<Tensor, Tensor> softmin(Draw draw) {
        Softmax softmax = new Softmax(1);
        return Case.of(
                        "softmin",
                        x -> softmax.apply(x.negate()),
                        (x, y, dy) -> softmaxBackward(y, dy).negate(),
                        rows(draw))
                .with("softmax's", Mistake.SIGN, (x, y, dy) -> softmaxBackward(y, dy));
    }
}
