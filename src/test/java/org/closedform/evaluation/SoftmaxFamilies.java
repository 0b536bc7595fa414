package org.closedform.evaluation;

import java.util.List;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** Softmax and log-softmax, with the mistakes of their Jacobians. */
final class SoftmaxFamilies {
    private SoftmaxFamilies() {}

    static List<Family> all() {
        return List.of(SoftmaxFamilies::softmax, SoftmaxFamilies::logSoftmax, SoftmaxFamilies::squareSoftmax);
    }

    private static Case<Tensor, Tensor> softmax(Draw draw) {
        return withMistakes(Case.of("softmax", new Softmax(1), draw.normal(draw.size(1, 4), draw.size(2, 5))));
    }

    private static Case<Tensor, Tensor> squareSoftmax(Draw draw) {
        int n = draw.size(2, 4);
        return withMistakes(Case.of("square softmax", new Softmax(1), draw.normal(n, n)))
                .with("sum over axis 0", Mistake.AXIS, (x, y, dy) -> backward(y, dy, 0))
                .with("transposed", Mistake.TRANSPOSED, (x, y, dy) -> backward(y, dy, 1)
                        .transpose());
    }

    private static Case<Tensor, Tensor> withMistakes(Case<Tensor, Tensor> right) {
        return right.with("the diagonal only", Mistake.OFF_DIAGONAL, (x, y, dy) -> y.times(y.map(p -> 1 - p))
                        .times(dy))
                .with("y on the diagonal for y(1 − y)", Mistake.DIAGONAL, (x, y, dy) -> backward(y, dy, 1)
                        .plus(y.times(y).times(dy)))
                .with("−y² on the diagonal", Mistake.DIAGONAL, (x, y, dy) -> backward(y, dy, 1)
                        .minus(y.times(dy)))
                .with("y ⊙ dy", Mistake.RANK_ONE, (x, y, dy) -> y.times(dy))
                .with(
                        "without the outer y",
                        Mistake.FORMULA,
                        (x, y, dy) -> dy.minus(y.times(dy).sum(1).expandDims(1)));
    }

    private static Tensor backward(Tensor y, Tensor dy, int axis) {
        return y.times(dy.minus(y.times(dy).sum(axis).expandDims(axis)));
    }

    private static Case<Tensor, Tensor> logSoftmax(Draw draw) {
        Operator<Tensor, Tensor> right = new LogSoftmax(1);
        return Case.of("log-softmax", right, draw.normal(draw.size(1, 4), draw.size(2, 5)))
                .with("without −y·Σ dy", Mistake.RANK_ONE, (x, y, dy) -> dy)
                .with(
                        "the mean of dy for its sum",
                        Mistake.RANK_ONE,
                        (x, y, dy) -> dy.minus(y.map(Math::exp).times(dy.mean(1).expandDims(1))))
                .with(
                        "y for e^y",
                        Mistake.RANK_ONE,
                        (x, y, dy) -> dy.minus(y.times(dy.sum(1).expandDims(1))))
                .with("the diagonal only", Mistake.OFF_DIAGONAL, (x, y, dy) -> y.map(l -> 1 - Math.exp(l))
                        .times(dy));
    }
}
