package org.closedform.gradient.diagnosis;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.GradientReport;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The classic wrong derivations, and what each is called. */
enum Derivations {
    SIGN("sign", d -> d.crossEntropy(d.t.minus(d.y).times(1.0 / d.n))),
    MEAN_FORGOTTEN("constant factor", d -> d.crossEntropy(d.y.minus(d.t))),
    LABELS_OFF_BY_ONE(
            "label off by one", d -> d.crossEntropy(d.y.minus(d.shiftedTarget()).times(1.0 / d.n))),
    TARGET_FORGOTTEN("target missing", d -> d.crossEntropy(d.y.times(1.0 / d.n))),
    LOSS_WITHOUT_UPSTREAM(
            "ignores upstream",
            d -> Operator.of(d.loss::apply, (x, l, dy) -> d.y.minus(d.t).times(1.0 / d.n))),
    SOFTMAX_WITHOUT_UPSTREAM("ignores upstream", d -> d.softmax((y, dy) -> y.times(y.map(v -> 1 - v)))),
    UPSTREAM_SQUARED("not linear in upstream", d -> d.softmax((y, dy) -> d.softmaxGradient(dy.times(dy)))),
    SOFTMAX_DIAGONAL_ONLY(
            "off-diagonal missing",
            d -> d.softmax((y, dy) -> y.times(y.map(v -> 1 - v)).times(dy))),
    SOFTMAX_DIAGONAL_WRONG(
            "diagonal wrong",
            d -> d.softmax(
                    (y, dy) -> d.softmaxGradient(dy).minus(y.times(y).times(dy).times(0.5)))),
    SOFTMAX_WITHOUT_SUM("sum term", d -> d.softmax((y, dy) -> y.times(dy))),
    SOFTMAX_ALONG_THE_OTHER_AXIS(
            "wrong axis", d -> d.softmax((y, dy) -> new Softmax(0).forward(d.x).backward(dy))),
    LOG_SOFTMAX_WITHOUT_SUM("sum term", d -> Operator.of(new LogSoftmax(1)::apply, (x, y, dy) -> dy)),
    FACTOR_OF_A_HUNDRED_MILLIONTH(
            "constant factor", d -> d.softmax((y, dy) -> d.softmaxGradient(dy).times(1 + 1e-8))),
    ZERO("all zero", d -> d.softmax((y, dy) -> dy.times(0))),
    NOT_A_NUMBER("not finite", d -> d.softmax((y, dy) -> d.softmaxGradient(dy).map(v -> v > 0 ? v : Double.NaN))),
    SIGMOID_SLOPE(
            "elementwise slope",
            d -> Operator.of(new Sigmoid()::apply, (x, y, dy) -> y.times(x.map(v -> 1 - v))
                    .times(dy))),
    MASK_FORGOTTEN("coordinates", d -> Operator.of(new Relu()::apply, (x, y, dy) -> dy)),
    ONE_ELEMENT("coordinates", d -> d.tanh(dx -> changed(dx, values -> values[2] *= 1 + 1e-6))),
    NEIGHBOUR(
            "shifted",
            d -> d.tanh(dx -> Tensor.concatenate(1, dx.slice(1, 1, dx.shape().dimension(1)), dx.slice(1, 0, 1)))),
    JACOBIAN_FOR_ITS_TRANSPOSE(
            "transposed", d -> Operator.of(x -> x.matmul(d.square), (x, y, dy) -> dy.matmul(d.square))),
    NO_MEAN_TERM(
            "mean term",
            d -> d.standardised((dy, xHat) -> dy.minus(d.meanOf(dy.times(xHat)).times(xHat)), 1)),
    NO_VARIANCE_TERM("variance term", d -> d.standardised((dy, xHat) -> dy.minus(d.meanOf(dy)), 1)),
    NEITHER_TERM("mean and variance terms", d -> d.standardised((dy, xHat) -> dy, 1)),
    FACTOR_OF_EACH_CHANNEL(
            "group factor", d -> d.standardised((dy, xHat) -> d.right(dy, xHat).times(Tensor.of(0.1, 7, -3, 5)), 1)),
    UNBIASED_VARIANCE("unbiased variance", d -> d.standardised(d::right, Math.sqrt((d.n - 1.0) / d.n))),
    ANOTHER_EPSILON("epsilon", d -> d.standardised(d::right, 0));

    /** What it should be called. */
    final String diagnosis;

    private final Function<Case, Operator<Tensor, Tensor>> mistake;

    Derivations(String diagnosis, Function<Case, Operator<Tensor, Tensor>> mistake) {
        this.diagnosis = diagnosis;
        this.mistake = mistake;
    }

    GradientReport check(long seed) {
        Case c = new Case(seed);
        return GradientCheck.of(mistake.apply(c)).at(c.x);
    }

    private static Tensor changed(Tensor tensor, Consumer<double[]> change) {
        double[] values = tensor.toDoubleArray();
        change.accept(values);
        return Tensor.of(tensor.shape(), values);
    }

    /** Five samples of four features or classes, and what the mistakes are made of. */
    static final class Case {
        final int n = 5;
        final Tensor x;
        final Tensor square;
        final int[] labels;
        final CrossEntropyLoss loss;
        final Tensor y;
        final Tensor t;

        Case(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            this.x = Tensor.draw(Shape.of(n, 4), () -> random.nextDouble(-2, 2));
            this.square = Tensor.draw(Shape.of(4, 4), () -> random.nextDouble(-2, 2));
            this.labels = random.ints(n, 0, 4).toArray();
            this.loss = CrossEntropyLoss.onLogits(Labels.of(labels));
            this.y = new Softmax(1).apply(x);
            this.t = Labels.of(labels).oneHot(4, 1);
        }

        Operator<Tensor, Tensor> crossEntropy(Tensor gradient) {
            return Operator.of(loss::apply, (in, l, dy) -> gradient.times(dy.item()));
        }

        Tensor shiftedTarget() {
            int[] next = Arrays.stream(labels).map(label -> (label + 1) % 4).toArray();
            return Labels.of(next).oneHot(4, 1);
        }

        Operator<Tensor, Tensor> softmax(BinaryOperator<Tensor> backward) {
            return Operator.of(new Softmax(1)::apply, (in, out, dy) -> backward.apply(out, dy));
        }

        Tensor softmaxGradient(Tensor dy) {
            return new Softmax(1).forward(x).backward(dy);
        }

        Operator<Tensor, Tensor> tanh(UnaryOperator<Tensor> mistake) {
            return Operator.of(
                    new Tanh()::apply,
                    (in, out, dy) -> mistake.apply(new Tanh().forward(in).backward(dy)));
        }

        Tensor meanOf(Tensor tensor) {
            return tensor.mean(0);
        }

        /** dx · σ of a standardisation, as it should be. */
        Tensor right(Tensor dy, Tensor xHat) {
            return dy.minus(meanOf(dy)).minus(xHat.times(meanOf(dy.times(xHat))));
        }

        /** Along axis 0, with a backward whose 1/σ is off by a factor; 0 stands for one that differs by feature: another ε. */
        Operator<Tensor, Tensor> standardised(BinaryOperator<Tensor> backward, double factor) {
            double epsilon = 0.1;
            return Operator.of(
                    in -> new BatchNorm(1, epsilon)
                            .apply(new BatchNorm.Inputs(in, Tensor.ones(Shape.of(4)), Tensor.zeros(Shape.of(4)))),
                    (in, out, dy) -> {
                        Tensor centred = in.minus(in.mean(0));
                        Tensor variance = centred.times(centred).mean(0);
                        Tensor inverse = factor == 0
                                ? variance.map(v -> 1 / (Math.sqrt(v) + epsilon))
                                : variance.map(v -> factor / Math.sqrt(v + epsilon));
                        return backward.apply(dy, centred.times(inverse)).times(inverse);
                    });
        }
    }

    /** All seeds that tests use. */
    static IntStream seeds() {
        return IntStream.range(0, 10);
    }
}
