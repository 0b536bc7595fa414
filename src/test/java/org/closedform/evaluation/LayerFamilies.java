package org.closedform.evaluation;

import java.util.List;
import org.closedform.operator.Linear;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Layers and reductions, with mistakes of indices and axes. */
final class LayerFamilies {
    private LayerFamilies() {}

    static List<Family> all() {
        return List.of(
                LayerFamilies::linear,
                LayerFamilies::matmul,
                LayerFamilies::convolution,
                LayerFamilies::cumulativeSum,
                LayerFamilies::squaredNorm,
                LayerFamilies::mean,
                LayerFamilies::product,
                LayerFamilies::logSumExp,
                LayerFamilies::network);
    }

    private static Case<Linear.Inputs, Tensor> linear(Draw draw) {
        int n = draw.size(2, 8);
        int width = draw.size(2, 4);
        Linear.Inputs in = new Linear.Inputs(draw.normal(n, width), draw.weights(width, width), draw.weights(width));
        Linear right = new Linear();
        return Case.of("linear", right, in)
                .with("dx = dy·Wᵀ", Mistake.TRANSPOSED, (x, y, dy) -> {
                    Linear.Inputs d = right.forward(x).backward(dy);
                    return new Linear.Inputs(dy.matmul(x.weight().transpose()), d.weight(), d.bias());
                })
                .with("dW transposed", Mistake.TRANSPOSED, (x, y, dy) -> {
                    Linear.Inputs d = right.forward(x).backward(dy);
                    return new Linear.Inputs(d.x(), d.weight().transpose(), d.bias());
                })
                .with("db the mean", Mistake.FACTOR, (x, y, dy) -> {
                    Linear.Inputs d = right.forward(x).backward(dy);
                    return new Linear.Inputs(d.x(), d.weight(), dy.mean(0));
                });
    }

    private static Case<MatMul.Inputs, Tensor> matmul(Draw draw) {
        int n = draw.size(2, 4);
        MatMul.Inputs in = new MatMul.Inputs(draw.normal(n, n), draw.weights(n, n));
        return Case.of("matrix product", new MatMul(), in)
                .with(
                        "dL = dY·R",
                        Mistake.TRANSPOSED,
                        (x, y, dy) -> new MatMul.Inputs(
                                dy.matmul(x.right()), x.left().transpose().matmul(dy)))
                .with(
                        "dR transposed",
                        Mistake.TRANSPOSED,
                        (x, y, dy) -> new MatMul.Inputs(
                                dy.matmul(x.right().transpose()), dy.transpose().matmul(x.left())));
    }

    /** y_i = Σ_k w_k x_(i + k); dx is the convolution with the reversed kernel. */
    private static Case<Tensor, Tensor> convolution(Draw draw) {
        int n = draw.size(4, 8);
        Tensor matrix = banded(draw, n, draw.weights(3));
        return map("convolution", matrix, draw.normal(n))
                .with("kernel not reversed", Mistake.FORMULA, (x, y, dy) -> dy.matmul(reversedBothWays(matrix)));
    }

    /** [n − 2, n], the kernel in each row one column further. */
    private static Tensor banded(Draw draw, int n, Tensor kernel) {
        return Tensor.generate(Shape.of(n - 2, n), i -> i[1] >= i[0] && i[1] < i[0] + 3 ? kernel.at(i[1] - i[0]) : 0)
                .to(draw.type());
    }

    private static Tensor reversedBothWays(Tensor matrix) {
        return Tensor.generate(
                        matrix.shape(),
                        i -> matrix.at(
                                matrix.shape().dimension(0) - 1 - i[0],
                                matrix.shape().dimension(1) - 1 - i[1]))
                .to(matrix.elementType());
    }

    private static Case<Tensor, Tensor> map(String name, Tensor matrix, Tensor x) {
        return Case.of(name, Operator.of(matrix::matmul, (in, y, dy) -> dy.matmul(matrix)), x);
    }

    private static Case<Tensor, Tensor> cumulativeSum(Draw draw) {
        int n = draw.size(3, 6);
        Tensor matrix =
                Tensor.generate(Shape.of(n, n), i -> i[1] <= i[0] ? 1 : 0).to(draw.type());
        return map("cumulative sum", matrix, draw.normal(n))
                .with("summed forwards again", Mistake.TRANSPOSED, (x, y, dy) -> matrix.matmul(dy))
                .with("dy", Mistake.OFF_DIAGONAL, (x, y, dy) -> dy);
    }

    private static Case<Tensor, Tensor> squaredNorm(Draw draw) {
        return Case.of(
                        "squared norm",
                        x -> x.times(x).sum(),
                        (x, y, dy) -> x.times(2).times(dy),
                        draw.normal(draw.size(2, 6)))
                .with("x", Mistake.FACTOR, (x, y, dy) -> x.times(dy));
    }

    private static Case<Tensor, Tensor> mean(Draw draw) {
        int n = draw.size(2, 8);
        Tensor x = draw.normal(n, draw.size(2, 3));
        return Case.of(
                        "mean over samples",
                        a -> a.mean(0),
                        (a, y, dy) -> dy.dividedBy(n).broadcastTo(a.shape()),
                        x)
                .with("no 1/N", Mistake.FACTOR, (a, y, dy) -> dy.broadcastTo(a.shape()));
    }

    /** y = Π x_i. */
    private static Case<Tensor, Tensor> product(Draw draw) {
        return Case.of(
                        "product",
                        x -> x.reshape(1, -1)
                                .map(Math::abs)
                                .map(Math::log)
                                .sum()
                                .map(Math::exp),
                        (x, y, dy) -> y.dividedBy(x).times(dy),
                        draw.positive(draw.size(2, 5)))
                .with("1", Mistake.FORMULA, (x, y, dy) -> x.map(v -> 1).times(dy));
    }

    private static Case<Tensor, Tensor> logSumExp(Draw draw) {
        int classes = draw.size(2, 5);
        return Case.of("log-sum-exp", new LogSumExp(1), draw.normal(draw.size(1, 4), classes))
                .with("1/C", Mistake.FORMULA, (x, y, dy) -> x.map(v -> 1.0 / classes)
                        .times(dy.expandDims(1)));
    }

    /** Two layers of tanh. */
    private static Case<Tensor, Tensor> network(Draw draw) {
        Tensor first = draw.weights(4, 3);
        Tensor second = draw.weights(4, 2);
        Operator<Tensor, Tensor> tanh = ElementwiseFamilies.of(
                        "tanh", Math::tanh, x -> 1 - Math.tanh(x) * Math.tanh(x), draw.normal(1))
                .operator();
        Operator<Tensor, Tensor> layer1 = Operator.of(x -> x.matmul(first.transpose()), (x, y, dy) -> dy.matmul(first));
        Operator<Tensor, Tensor> layer2 =
                Operator.of(x -> x.matmul(second), (x, y, dy) -> dy.matmul(second.transpose()));
        return Case.of("two layers", layer1.then(tanh).then(layer2).then(tanh), draw.normal(draw.size(1, 3), 3));
    }
}
