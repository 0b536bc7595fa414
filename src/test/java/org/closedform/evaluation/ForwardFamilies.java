package org.closedform.evaluation;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Pushforwards of the textbook, with the mistakes that people make in them. */
final class ForwardFamilies {
    private ForwardFamilies() {}

    static List<Family> all() {
        return List.of(
                ForwardFamilies::softmax,
                ForwardFamilies::logSoftmax,
                ForwardFamilies::logSumExp,
                ForwardFamilies::linear,
                ForwardFamilies::matMul,
                ForwardFamilies::batchNorm,
                draw -> elementwise("sigmoid", new Sigmoid(), draw, v -> v * (1 - v))
                        .withForward("σ(1 + σ)", Mistake.ELEMENTWISE, (x, y, v) -> y.times(y.plus(1))
                                .times(v)),
                draw -> elementwise("tanh", new Tanh(), draw, v -> 1 - v * v)
                        .withForward("1 − y", Mistake.ELEMENTWISE, (x, y, v) -> y.map(t -> 1 - t)
                                .times(v)),
                ForwardFamilies::product,
                ForwardFamilies::meanSquaredError,
                ForwardFamilies::unitVector);
    }

    private static <X extends TensorTree<X>> Case<X, Tensor> of(String name, Operator<X, Tensor> operator, X x) {
        return Case.of(name, operator, x).of(Derivative.PUSHFORWARD);
    }

    /** The sum of each row, as a column. */
    private static Tensor sums(Tensor x) {
        return x.sum(1).expandDims(1);
    }

    private static Tensor means(Tensor x) {
        return x.mean(1).expandDims(1);
    }

    private static Case<Tensor, Tensor> softmax(Draw draw) {
        return of("softmax", new Softmax(1), draw.normal(draw.size(1, 4), draw.size(2, 5)))
                .withForward("the diagonal alone", Mistake.OFF_DIAGONAL, (x, y, v) -> y.times(y.map(p -> 1 - p))
                        .times(v))
                .withForward("y ⊙ ẋ", Mistake.RANK_ONE, (x, y, v) -> y.times(v))
                .withForward("a mean for the sum", Mistake.RANK_ONE, (x, y, v) -> y.times(v.minus(means(y.times(v)))))
                .withForward("without the outer y", Mistake.FORMULA, (x, y, v) -> v.minus(sums(y.times(v))));
    }

    private static Case<Tensor, Tensor> logSoftmax(Draw draw) {
        return of("log-softmax", new LogSoftmax(1), draw.normal(draw.size(1, 4), draw.size(2, 5)))
                .withForward("ẋ", Mistake.RANK_ONE, (x, y, v) -> v)
                .withForward("the mean of ẋ", Mistake.RANK_ONE, (x, y, v) -> v.minus(means(v)))
                .withForward("y for e^y", Mistake.RANK_ONE, (x, y, v) -> v.minus(sums(y.times(v))));
    }

    private static Case<Tensor, Tensor> logSumExp(Draw draw) {
        return of("log-sum-exp", new LogSumExp(1), draw.normal(draw.size(1, 3), draw.size(2, 5)))
                .withForward("the mean of ẋ", Mistake.FORMULA, (x, y, v) -> v.mean(1))
                .withForward("e^x for p", Mistake.GROUP, (x, y, v) -> x.map(Math::exp)
                        .times(v)
                        .sum(1));
    }

    private static Case<Linear.Inputs, Tensor> linear(Draw draw) {
        int in = draw.size(2, 4);
        int out = draw.size(2, 3);
        Linear.Inputs inputs =
                new Linear.Inputs(draw.normal(draw.size(2, 4), in), draw.normal(out, in), draw.normal(out));
        return of("linear", new Linear(), inputs)
                .withForward("without Ẇ", Mistake.PART, (x, y, v) -> v.x().matmul(
                                x.weight().transpose())
                        .plus(v.bias()))
                .withForward("without ḃ", Mistake.PART, (x, y, v) -> v.x().matmul(
                                x.weight().transpose())
                        .plus(x.x().matmul(v.weight().transpose())))
                .withForward("b for ḃ", Mistake.LINEAR, (x, y, v) -> v.x().matmul(
                                x.weight().transpose())
                        .plus(x.x().matmul(v.weight().transpose()))
                        .plus(x.bias()))
                .withForward("ẋ Ẇᵀ too", Mistake.LINEAR, (x, y, v) -> x.x().plus(v.x())
                        .matmul(x.weight().plus(v.weight()).transpose())
                        .minus(x.x().matmul(x.weight().transpose()))
                        .plus(v.bias()));
    }

    private static Case<MatMul.Inputs, Tensor> matMul(Draw draw) {
        int n = draw.size(2, 3);
        MatMul.Inputs inputs = new MatMul.Inputs(draw.normal(n, n), draw.normal(n, n));
        return of("A B", new MatMul(), inputs)
                .withForward("A Ḃ alone", Mistake.PART, (x, y, v) -> x.left().matmul(v.right()))
                .withForward("Ȧ Ḃ", Mistake.LINEAR, (x, y, v) -> v.left().matmul(v.right()))
                .withForward("B Ȧ for Ȧ B", Mistake.AXIS, (x, y, v) -> x.right()
                        .matmul(v.left())
                        .plus(x.left().matmul(v.right())));
    }

    private static Case<BatchNorm.Inputs, Tensor> batchNorm(Draw draw) {
        int channels = draw.size(1, 3);
        double epsilon = draw.either(1e-5, 0.1);
        BatchNorm.Inputs inputs = new BatchNorm.Inputs(
                draw.normal(draw.size(3, 6), channels), draw.weights(channels), draw.weights(channels));
        return of("batch norm", new BatchNorm(1, epsilon), inputs)
                .withForward("mean constant", Mistake.MEAN_TERM, (x, y, v) -> batchNorm(x, v, epsilon, true, false, 1))
                .withForward(
                        "variance constant",
                        Mistake.VARIANCE_TERM,
                        (x, y, v) -> batchNorm(x, v, epsilon, false, true, 1))
                .withForward(
                        "both constant", Mistake.VARIANCE_TERM, (x, y, v) -> batchNorm(x, v, epsilon, true, true, 1))
                .withForward("γ̇ forgotten", Mistake.PART, (x, y, v) -> batchNorm(x, v, epsilon, false, false, 0));
    }

    private static Tensor batchNorm(
            BatchNorm.Inputs in,
            BatchNorm.Inputs v,
            double epsilon,
            boolean meanHeld,
            boolean varianceHeld,
            double gamma) {
        Tensor centred = in.x().minus(in.x().mean(0));
        Tensor inverse = centred.times(centred).mean(0).map(variance -> 1 / Math.sqrt(variance + epsilon));
        Tensor xHat = centred.times(inverse);
        Tensor moved = meanHeld ? v.x() : v.x().minus(v.x().mean(0));
        Tensor turned =
                varianceHeld ? moved : moved.minus(xHat.times(xHat.times(moved).mean(0)));
        return turned.times(inverse)
                .times(in.gamma())
                .plus(xHat.times(v.gamma()).times(gamma))
                .plus(v.beta());
    }

    private static Case<Tensor, Tensor> elementwise(
            String name, Operator<Tensor, Tensor> operator, Draw draw, DoubleUnaryOperator slope) {
        return of(name, operator, draw.normal(draw.size(2, 6)))
                .withForward("at x for y", Mistake.ELEMENTWISE, (x, y, v) -> x.map(slope)
                        .times(v));
    }

    private record Factors(Tensor a, Tensor b) implements TensorTree<Factors> {}

    private static Case<Factors, Tensor> product(Draw draw) {
        int n = draw.size(2, 5);
        Operator<Factors, Tensor> right = Operator.of(
                in -> in.a().times(in.b()),
                (in, y, dy) -> new Factors(dy.times(in.b()), dy.times(in.a())),
                (in, y, v) -> v.a().times(in.b()).plus(in.a().times(v.b())));
        return of("a ⊙ b", right, new Factors(draw.normal(n), draw.normal(n)))
                .withForward("ȧ ⊙ ḃ", Mistake.LINEAR, (x, y, v) -> v.a().times(v.b()))
                .withForward("ȧ ⊙ b alone", Mistake.PART, (x, y, v) -> v.a().times(x.b()))
                .withForward("a minus for the plus", Mistake.SIGN, (x, y, v) -> v.a().times(x.b())
                        .minus(x.a().times(v.b())));
    }

    private static Case<Tensor, Tensor> meanSquaredError(Draw draw) {
        int n = draw.size(2, 6);
        Tensor t = draw.normal(n);
        Operator<Tensor, Tensor> right = Operator.of(
                x -> x.minus(t).times(x.minus(t)).mean(),
                (x, y, dy) -> x.minus(t).times(2 * dy.item() / n),
                (x, y, v) -> x.minus(t).times(v).mean().times(2));
        return of("mean squared error", right, draw.normal(n))
                .withForward("without the 2", Mistake.FACTOR, (x, y, v) -> x.minus(t)
                        .times(v)
                        .mean())
                .withForward("without the target", Mistake.FORMULA, (x, y, v) -> x.times(v)
                        .mean()
                        .times(2))
                .withForward(
                        "ẋ² for 2 x ẋ", Mistake.LINEAR, (x, y, v) -> v.times(v).mean());
    }

    private static Case<Tensor, Tensor> unitVector(Draw draw) {
        Operator<Tensor, Tensor> right = Operator.of(
                x -> x.dividedBy(x.norm()),
                (x, y, dy) -> dy.minus(y.times(y.dot(dy))).dividedBy(x.norm()),
                (x, y, v) -> v.minus(y.times(y.dot(v))).dividedBy(x.norm()));
        return of("x / ‖x‖", right, draw.normal(draw.size(3, 5)))
                .withForward("the norm constant", Mistake.RANK_ONE, (x, y, v) -> v.dividedBy(x.norm()))
                .withForward("x for y", Mistake.RANK_ONE, (x, y, v) -> v.minus(x.times(x.dot(v)))
                        .dividedBy(x.norm()));
    }
}
