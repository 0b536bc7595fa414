package org.closedform.lesson;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Attention;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Gelu;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.Operator;
import org.closedform.operator.PRelu;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Relu;
import org.closedform.operator.RmsNorm;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softmax;
import org.closedform.operator.Tanh;
import org.closedform.operator.Temperature;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Networks to explain: those of the textbook, and random ones. */
final class Networks {
    static final int SAMPLES = 3;

    private final SplittableRandom random;
    private final Tensor shared;

    private final List<Tensor> drawn = new ArrayList<>();
    private final int moved;
    private final double step;

    Networks(long seed) {
        this(seed, -1, 0);
    }

    /** The same networks, but for one of the tensors drawn, to whose numbers a step is added in turn or taken away. */
    Networks(long seed, int moved, double step) {
        this.moved = moved;
        this.step = step;
        random = new SplittableRandom(seed);
        shared = draw(2, 2);
    }

    /** All tensors that were drawn. */
    List<Tensor> drawn() {
        return drawn;
    }

    /** 1, −1, 1, −1, …: the way that a tensor is moved. */
    static Tensor direction(Shape shape) {
        return Tensor.generate(shape, at -> IntStream.of(at).sum() % 2 == 0 ? 1 : -1);
    }

    /** A network and a point. */
    record Network<X extends TensorTree<X>, Y extends TensorTree<Y>>(Operator<X, Y> operator, X x) {}

    Tensor draw(int... dimensions) {
        Tensor original = Tensor.draw(Shape.of(dimensions), random::nextGaussian);
        boolean isMoved = drawn.size() == moved;
        drawn.add(isMoved ? original.plus(direction(original.shape()).times(step)) : original);
        return drawn.get(drawn.size() - 1);
    }

    Operator<Tensor, Tensor> linear(int from, int to) {
        Tensor weight = draw(to, from);
        Tensor bias = draw(to);
        return new Linear().holding(x -> new Linear.Inputs(x, weight, bias), Linear.Inputs::x);
    }

    Operator<Tensor, Tensor> batchNorm(int width) {
        Tensor gamma = draw(width);
        Tensor beta = draw(width);
        return new BatchNorm().holding(x -> new BatchNorm.Inputs(x, gamma, beta), BatchNorm.Inputs::x);
    }

    static Operator<Tensor, Tensor> selfAttention() {
        return new Attention().holding(x -> new Attention.Inputs(x, x, x), d -> d.query()
                .plus(d.key())
                .plus(d.value()));
    }

    /** The last state of an LSTM is classified. */
    Operator<Tensor, Tensor> lstm() {
        RecurrentParameters gates = new RecurrentParameters(draw(8, 3), draw(8, 2), draw(8), draw(8));
        Tensor zeros = Tensor.zeros(Shape.of(SAMPLES, 2));
        Operator<Tensor, Lstm.Output> lstm =
                new Lstm().holding(x -> new Lstm.Inputs(x, zeros, zeros, gates), Lstm.Inputs::x);
        Operator<Lstm.Output, Tensor> last = Operator.of(
                Lstm.Output::hLast, (in, y, dy) -> new Lstm.Output(in.y().zerosLike(), dy, dy.zerosLike()));
        return lstm.then(last).then(linear(2, 3)).then(CrossEntropyLoss.onLogits(Labels.of(2, 0, 1)));
    }

    Operator<Tensor, Tensor> gru() {
        RecurrentParameters gates = new RecurrentParameters(draw(6, 3), draw(6, 2), draw(6), draw(6));
        Tensor zeros = Tensor.zeros(Shape.of(SAMPLES, 2));
        Operator<Tensor, Gru.Output> gru = new Gru().holding(x -> new Gru.Inputs(x, zeros, gates), Gru.Inputs::x);
        Operator<Gru.Output, Tensor> all = Operator.of(
                Gru.Output::y, (in, y, dy) -> new Gru.Output(dy, in.hLast().zerosLike()));
        return gru.then(all).then(MeanSquaredError.of(draw(4, SAMPLES, 2)));
    }

    /** The same cell three times: its parameters are shared. */
    Operator<Tensor, Tensor> cells() {
        RecurrentParameters gates = new RecurrentParameters(draw(6, 3), draw(6, 2), draw(6), draw(6));
        List<Operator<Tensor, Tensor>> steps = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            Tensor x = draw(SAMPLES, 3);
            steps.add(new GruCell().holding(h -> new GruCell.Inputs(x, h, gates), GruCell.Inputs::h));
        }
        return steps.get(0).then(steps.get(1)).then(steps.get(2));
    }

    /** The state of an LSTM cell has two parts. */
    Operator<LstmCell.Output, LstmCell.Output> lstmCells() {
        RecurrentParameters gates = new RecurrentParameters(draw(8, 3), draw(8, 2), draw(8), draw(8));
        List<Operator<LstmCell.Output, LstmCell.Output>> steps = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            Tensor x = draw(2, 3);
            steps.add(new LstmCell()
                    .holding(
                            state -> new LstmCell.Inputs(x, state.h(), state.c(), gates),
                            d -> new LstmCell.Output(d.h(), d.c())));
        }
        return steps.get(0).then(Operator.residual(steps.get(1)));
    }

    /** The networks of the textbook, and the point that each is at. */
    Map<String, Network<Tensor, Tensor>> named() {
        Map<String, Network<Tensor, Tensor>> all = new LinkedHashMap<>();
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(Labels.of(2, 0, 1));
        Tensor x = draw(SAMPLES, 2);
        all.put(
                "batch norm",
                at(
                        linear(2, 2)
                                .then(batchNorm(2))
                                .then(new Sigmoid())
                                .then(linear(2, 3))
                                .then(loss),
                        x));
        all.put("two losses", at(linear(2, 3).then(loss.plus(ZLoss.of(1e-4))), x));
        all.put(
                "residual",
                at(
                        Operator.residual(linear(2, 2).then(new Tanh()))
                                .then(linear(2, 3))
                                .then(loss),
                        x));
        all.put("attention", at(selfAttention().then(linear(2, 2)).then(new Softmax()), x));
        all.put("a lone layer", at(linear(2, 2), x));
        all.put("lstm", at(lstm(), draw(2, SAMPLES, 3)));
        all.put("gru", at(gru(), draw(4, SAMPLES, 3)));
        all.put("cells", at(cells(), x));
        all.put(
                "temperature",
                at(
                        new Temperature(2)
                                .then(new LogSoftmax())
                                .then(CrossEntropyLoss.onLogProbabilities(Labels.of(1, 0, 1))),
                        x));
        return all;
    }

    private static Network<Tensor, Tensor> at(Operator<Tensor, Tensor> operator, Tensor x) {
        return new Network<>(operator, x);
    }

    /** Some layers, one after another, and a loss or none. */
    Network<Tensor, Tensor> any() {
        Operator<Tensor, Tensor> chain = chain(2, 2, 1 + random.nextInt(4), 2);
        Operator<Tensor, Tensor> whole =
                switch (random.nextInt(5)) {
                    case 0 -> chain;
                    case 1 -> chain.then(MeanSquaredError.of(draw(SAMPLES, 2)));
                    case 2 -> chain.then(HuberLoss.of(draw(SAMPLES, 2)));
                    case 3 ->
                        chain.then(CrossEntropyLoss.onLogits(Labels.of(1, 0, 1)).withLabelSmoothing(0.1));
                    default ->
                        chain.then(CrossEntropyLoss.onLogits(Labels.of(1, 0, 1)).plus(ZLoss.of(1e-4)));
                };
        return new Network<>(whole, draw(SAMPLES, 2));
    }

    private Operator<Tensor, Tensor> chain(int from, int to, int layers, int depth) {
        if (layers == 1) {
            return from == to ? layer(from, depth) : linear(from, to);
        }
        int between = 1 + random.nextInt(3);
        boolean isLeft = random.nextBoolean();
        return isLeft
                ? chain(from, between, layers - 1, depth).then(chain(between, to, 1, depth))
                : chain(from, between, 1, depth).then(chain(between, to, layers - 1, depth));
    }

    private Operator<Tensor, Tensor> layer(int width, int depth) {
        Tensor a = draw(width);
        Tensor b = draw(width);
        int kind = random.nextInt(depth > 0 ? 17 : 14);
        return switch (kind) {
            case 0 -> new Sigmoid();
            case 1 -> new Tanh();
            case 2 -> new Relu();
            case 3 -> new Gelu();
            case 4 -> new LeakyRelu(0.125);
            case 5 -> new Silu(1.5);
            case 6 -> new Softmax();
            case 7 -> batchNorm(width);
            case 8 -> new LayerNorm().holding(x -> new LayerNorm.Inputs(x, a, b), LayerNorm.Inputs::x);
            case 9 -> new RmsNorm().holding(x -> new RmsNorm.Inputs(x, a), RmsNorm.Inputs::x);
            case 10 -> new PRelu().holding(x -> new PRelu.Inputs(x, a), PRelu.Inputs::x);
            case 11 -> selfAttention();
            case 12 -> Operator.of(x -> x.times(x), (x, y, dy) -> dy.times(x).times(2));
            case 13 ->
                width == 2
                        ? new LinearWithoutBias()
                                .holding(x -> new LinearWithoutBias.Inputs(x, shared), LinearWithoutBias.Inputs::x)
                        : linear(width, width);
            case 14 -> Operator.residual(chain(width, width, 1 + random.nextInt(2), depth - 1));
            case 15 -> chain(width, width, 2, depth - 1).plus(layer(width, depth - 1));
            default -> layer(width, depth - 1).plus(Operator.residual(layer(width, depth - 1)));
        };
    }
}
