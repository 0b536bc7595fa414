package org.closedform.evaluation;

import java.util.List;
import java.util.function.IntFunction;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Relu;
import org.closedform.operator.Rnn;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Every operator of the library, with all its options, at points that are awkward on purpose. */
final class BuiltInLayers {
    private BuiltInLayers() {}

    static List<Family> all() {
        return List.of(
                draw -> elementwise("Sigmoid", new Sigmoid(), draw),
                draw -> elementwise("Tanh", new Tanh(), draw),
                draw -> elementwise("Relu", new Relu(), draw),
                draw -> elementwise("Softplus", new Softplus(), draw),
                draw -> elementwise("LogSigmoid", new LogSigmoid(), draw),
                draw -> alongAxis("Softmax", Softmax::new, draw),
                draw -> alongAxis("LogSoftmax", LogSoftmax::new, draw),
                draw -> alongAxis(
                        "LogSumExp",
                        axis -> new LogSumExp(List.of(axis), draw.random().nextBoolean()),
                        draw),
                draw -> elementwise("LogSumExp", new LogSumExp(), draw),
                BuiltInLayers::linear,
                BuiltInLayers::linearWithoutBias,
                BuiltInLayers::matMul,
                BuiltInLayers::batchNorm,
                BuiltInLayers::batchNormInference,
                BuiltInLayers::rnn,
                BuiltInLayers::lstmCell,
                BuiltInLayers::lstm);
    }

    /** Around the scale, and now and then ties, zeros, neighbours of a corner at 0, or far beyond the others. */
    static Tensor awkward(Draw draw, int... shape) {
        Tensor x = draw.normal(shape);
        double common = draw.scale() * draw.random().nextGaussian();
        return switch (draw.random().nextInt(6)) {
            case 0 -> x.map(v -> draw.random().nextInt(3) == 0 ? 1e-9 * v : v);
            case 1 -> x.map(v -> draw.random().nextInt(3) == 0 ? 0 : v);
            case 2 -> x.map(v -> draw.random().nextInt(2) == 0 ? common : v);
            case 3 -> x.map(v -> draw.random().nextInt(3) == 0 ? 30 * v : v);
            default -> x;
        };
    }

    /** Of rank 1 to 3. */
    static int[] shape(Draw draw) {
        return draw.random().ints(draw.size(1, 3), 1, 4).toArray();
    }

    private static Case<Tensor, Tensor> elementwise(String name, Operator<Tensor, Tensor> operator, Draw draw) {
        return Case.of(name, operator, awkward(draw, shape(draw)));
    }

    private static Case<Tensor, Tensor> alongAxis(String name, IntFunction<Operator<Tensor, Tensor>> of, Draw draw) {
        int[] shape = shape(draw);
        return Case.of(name, of.apply(draw.size(-shape.length, shape.length - 1)), awkward(draw, shape));
    }

    private static Case<?, ?> linear(Draw draw) {
        int in = draw.size(1, 3);
        int out = draw.size(1, 3);
        return Case.of(
                "Linear",
                new Linear(),
                new Linear.Inputs(awkward(draw, draw.size(1, 4), in), awkward(draw, out, in), draw.normal(out)));
    }

    private static Case<?, ?> linearWithoutBias(Draw draw) {
        int in = draw.size(1, 3);
        return Case.of(
                "LinearWithoutBias",
                new LinearWithoutBias(),
                new LinearWithoutBias.Inputs(awkward(draw, draw.size(1, 4), in), draw.weights(draw.size(1, 3), in)));
    }

    private static Case<?, ?> matMul(Draw draw) {
        int inner = draw.size(1, 3);
        Tensor left = awkward(draw, draw.size(1, 2), draw.size(1, 3), inner);
        return Case.of("MatMul", new MatMul(), new MatMul.Inputs(left, awkward(draw, inner, draw.size(1, 3))));
    }

    private static Case<?, ?> batchNorm(Draw draw) {
        int[] shape = {draw.size(2, 6), draw.size(1, 3), draw.size(1, 2)};
        int axis = draw.size(1, 2);
        double epsilon = draw.either(0.0, 1e-5, 1e-3, 0.1);
        return Case.of("BatchNorm", new BatchNorm(axis, epsilon), affine(draw, awkward(draw, shape), shape[axis]));
    }

    private static Case<?, ?> batchNormInference(Draw draw) {
        int channels = draw.size(1, 3);
        RunningStatistics running = RunningStatistics.of(
                draw.normal(channels), draw.positive(channels).plus(1e-3));
        return Case.of(
                "BatchNormInference",
                new BatchNorm(1, draw.either(1e-5, 0.1)).inference(running),
                affine(draw, awkward(draw, draw.size(1, 4), channels), channels));
    }

    private static BatchNorm.Inputs affine(Draw draw, Tensor x, int channels) {
        return new BatchNorm.Inputs(x, draw.weights(channels), draw.weights(channels));
    }

    private static Case<?, ?> rnn(Draw draw) {
        int hidden = draw.size(1, 3);
        Tensor x = awkward(draw, draw.size(1, 4), draw.size(1, 2), draw.size(1, 2));
        return Case.of(
                "Rnn",
                new Rnn(draw.either(Rnn.Nonlinearity.values())),
                new Rnn.Inputs(x, state(draw, x, hidden), parameters(draw, x, hidden, 1)));
    }

    private static Case<?, ?> lstm(Draw draw) {
        int hidden = draw.size(1, 2);
        Tensor x = awkward(draw, draw.size(1, 3), draw.size(1, 2), draw.size(1, 2));
        return Case.of(
                "Lstm",
                new Lstm(),
                new Lstm.Inputs(x, state(draw, x, hidden), state(draw, x, hidden), parameters(draw, x, hidden, 4)));
    }

    private static Case<?, ?> lstmCell(Draw draw) {
        int hidden = draw.size(1, 2);
        Tensor x = awkward(draw, draw.size(1, 2), draw.size(1, 2));
        return Case.of(
                "LstmCell",
                new LstmCell(),
                new LstmCell.Inputs(x, state(draw, x, hidden), state(draw, x, hidden), parameters(draw, x, hidden, 4)));
    }

    private static Tensor state(Draw draw, Tensor x, int hidden) {
        return draw.weights(x.shape().dimension(-2), hidden);
    }

    private static RecurrentParameters parameters(Draw draw, Tensor x, int hidden, int gates) {
        Shape input = x.shape();
        int rows = gates * hidden;
        return new RecurrentParameters(
                draw.weights(rows, input.dimension(-1)),
                draw.weights(rows, hidden),
                draw.weights(rows),
                draw.weights(rows));
    }
}
