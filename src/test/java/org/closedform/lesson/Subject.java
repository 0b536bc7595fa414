package org.closedform.lesson;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.BinaryFocalLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.FocalLoss;
import org.closedform.loss.Form;
import org.closedform.loss.GaussianNegativeLogLikelihood;
import org.closedform.loss.HuberLoss;
import org.closedform.loss.JensenShannonDivergence;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.MeanSquaredError;
import org.closedform.loss.Reduction;
import org.closedform.loss.Target;
import org.closedform.loss.WeightedMean;
import org.closedform.loss.ZLoss;
import org.closedform.operator.Attention;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Celu;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Elu;
import org.closedform.operator.Gelu;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.Gru;
import org.closedform.operator.GruCell;
import org.closedform.operator.HardSigmoid;
import org.closedform.operator.HardSwish;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.LeakyRelu;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.LstmCell;
import org.closedform.operator.MatMul;
import org.closedform.operator.Mish;
import org.closedform.operator.Operator;
import org.closedform.operator.PRelu;
import org.closedform.operator.RecurrentParameters;
import org.closedform.operator.Relu;
import org.closedform.operator.RmsNorm;
import org.closedform.operator.Rnn;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Selu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Softsign;
import org.closedform.operator.Tanh;
import org.closedform.operator.Temperature;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Every built-in operator and loss with an input and an upstream. */
record Subject<X extends TensorTree<X>, Y extends TensorTree<Y>>(String name, Operator<X, Y> operator, X x, Y dy) {
    private static SplittableRandom random;

    private static Tensor draw(int... dimensions) {
        return Tensor.draw(Shape.of(dimensions), random::nextGaussian);
    }

    private static <X extends TensorTree<X>> Subject<X, Tensor> of(String name, Operator<X, Tensor> operator, X x) {
        return ofTree(name, operator, x);
    }

    private static <X extends TensorTree<X>> Subject<X, Tensor> of(Operator<X, Tensor> operator, X x) {
        return of(operator.getClass().getSimpleName(), operator, x);
    }

    Subject<X, Y> inFloat32() {
        return new Subject<>(
                name,
                operator,
                x.mapTensors(tensor -> tensor.to(ElementType.FLOAT32)),
                dy.mapTensors(tensor -> tensor.to(ElementType.FLOAT32)));
    }

    static List<Subject<?, ?>> all() {
        return all(11);
    }

    /** With other numbers for every seed. */
    static synchronized List<Subject<?, ?>> all(long seed) {
        random = new SplittableRandom(seed);
        List<Subject<?, ?>> all = new ArrayList<>();
        Tensor x = draw(2, 3);
        for (Operator<Tensor, Tensor> operator : List.of(
                new Sigmoid(),
                new Tanh(),
                new Relu(),
                new Softplus(),
                new LogSigmoid(),
                new Gelu(),
                new Gelu(Gelu.Approximation.TANH),
                new Silu(1.5),
                new Mish(),
                new LeakyRelu(0.1),
                new Elu(0.5),
                new Celu(2),
                new Selu(),
                new Softsign(),
                new HardSigmoid(),
                new HardSwish(),
                new Elementwise(v -> v * v, v -> 2 * v))) {
            all.add(of(operator, x));
        }
        all.add(of(new PRelu(), new PRelu.Inputs(x, draw(3))));
        for (int axis : new int[] {0, 1, -1}) {
            all.add(of("Softmax along " + axis, new Softmax(axis), x));
            all.add(of("LogSoftmax along " + axis, new LogSoftmax(axis), x));
            all.add(of("LogSumExp along " + axis, new LogSumExp(axis), x));
        }
        all.add(of("Softmax of a vector", new Softmax(-1), draw(4)));
        all.add(of("Softmax of rank 3", new Softmax(1), draw(2, 3, 2)));
        all.add(of("LogSumExp of everything", new LogSumExp(), x));
        all.add(of("LogSumExp that keeps", new LogSumExp(List.of(1), true), x));
        all.add(of(new Linear(), new Linear.Inputs(draw(4, 3), draw(2, 3), draw(2))));
        all.add(of(new LinearWithoutBias(), new LinearWithoutBias.Inputs(draw(4, 3), draw(2, 3))));
        all.add(of(new MatMul(), new MatMul.Inputs(draw(2, 3), draw(3, 4))));
        all.add(of(new BatchNorm(), new BatchNorm.Inputs(draw(5, 2), draw(2), draw(2))));
        all.add(of("BatchNorm of images", new BatchNorm(), new BatchNorm.Inputs(draw(2, 3, 2, 2), draw(3), draw(3))));
        all.add(of(
                new BatchNorm().inference(RunningStatistics.of(draw(2), draw(2).map(v -> v * v))),
                new BatchNorm.Inputs(draw(5, 2), draw(2), draw(2))));
        norms(all);
        recurrent(all);
        for (Reduction reduction : Reduction.values()) {
            losses(all, reduction);
        }
        for (Reduction reduction : Reduction.values()) {
            regressions(all, reduction);
            focused(all, reduction);
        }
        all.add(of(new Temperature(4), draw(2, 3)));
        attention(all);
        masked(all, x);
        return all;
    }

    private static void masked(List<Subject<?, ?>> all, Tensor x) {
        Mask mask = Mask.of(Shape.of(2, 3), true, false, true, true, true, false);
        all.add(of("Softmax under a mask", new Softmax().withMask(mask), x));
        all.add(of("LogSoftmax under a mask", new LogSoftmax().withMask(mask), x));
        all.add(of("LogSumExp under a mask", new LogSumExp(1).withMask(mask), x));
        Tensor positionWeights = Tensor.of(0.5, 2);
        for (CrossEntropyLoss loss : List.of(
                CrossEntropyLoss.onLogits(Labels.of(2, 0)).withPositionWeights(positionWeights),
                CrossEntropyLoss.onLogits(x.square())
                        .withPositionWeights(positionWeights)
                        .withWeights(Tensor.of(0.5, 2, 1))
                        .withLabelSmoothing(0.1))) {
            all.add(of("CrossEntropyLoss with weights for positions", loss, x));
        }
        WeightedMean mean = WeightedMean.of(Tensor.of(0.5, 2, 1));
        all.add(of("WeightedMean", mean, x));
        all.add(of("WeightedMean under a mask", mean.withMask(mask), x));
        all.add(of(
                "BatchNorm of some samples",
                new BatchNorm().withMask(Mask.of(true, true, false, true, true)),
                new BatchNorm.Inputs(draw(5, 2), draw(2), draw(2))));
    }

    private static void norms(List<Subject<?, ?>> all) {
        all.add(of(new LayerNorm(), new LayerNorm.Inputs(draw(2, 4), draw(4), draw(4))));
        all.add(of(
                "LayerNorm over two axes",
                new LayerNorm(-2, -1),
                new LayerNorm.Inputs(draw(2, 2, 3), draw(2, 3), draw(2, 3))));
        all.add(of(new RmsNorm(), new RmsNorm.Inputs(draw(2, 4), draw(4))));
        all.add(of(new GroupNorm(2), new BatchNorm.Inputs(draw(2, 4, 3), draw(4), draw(4))));
        all.add(of(new InstanceNorm(), new BatchNorm.Inputs(draw(2, 2, 3), draw(2), draw(2))));
    }

    private static void attention(List<Subject<?, ?>> all) {
        all.add(of(new Attention(), new Attention.Inputs(draw(3, 4), draw(2, 4), draw(2, 2))));
        Attention.Inputs heads = new Attention.Inputs(draw(2, 4, 3, 2), draw(2, 2, 3, 2), draw(2, 2, 3, 2));
        all.add(of("Attention, causal", new Attention().causal(), heads));
        all.add(of("Attention with a bias", new Attention().withBias(draw(3, 3)).withScale(0.5), heads));
        Attention capped = new Attention().withSoftcap(1.5);
        all.add(of("Attention, capped", capped, heads));
        all.add(of(
                "Attention with a bias and all other options",
                capped.withMask(Mask.lengths(3, 2, 3).reshape(2, 1, 1, 3))
                        .withBias(draw(3))
                        .causal(),
                heads));
    }

    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> Subject<X, Y> ofTree(
            String name, Operator<X, Y> operator, X x) {
        return new Subject<>(
                name, operator, x, operator.apply(x).mapTensors(tensor -> tensor.map(y -> random.nextGaussian())));
    }

    /** 2 sequences of 3 features, 2 hidden units. */
    private static void recurrent(List<Subject<?, ?>> all) {
        RecurrentParameters plain = new RecurrentParameters(draw(2, 3), draw(2, 2), draw(2), draw(2));
        RecurrentParameters threeBlocks = new RecurrentParameters(draw(6, 3), draw(6, 2), draw(6), draw(6));
        for (Gru.Reset reset : Gru.Reset.values()) {
            GruCell.Inputs in = new GruCell.Inputs(draw(2, 3), draw(2, 2), threeBlocks);
            all.add(of("GruCell, reset " + reset, new GruCell(reset), in));
        }
        RecurrentParameters gates = new RecurrentParameters(draw(8, 3), draw(8, 2), draw(8), draw(8));
        for (int steps : new int[] {1, 2, 11}) {
            String of = ", " + steps + " steps";
            Tensor x = draw(steps, 2, 3);
            for (Rnn.Nonlinearity nonlinearity : Rnn.Nonlinearity.values()) {
                Rnn rnn = new Rnn(nonlinearity);
                all.add(ofTree("Rnn with " + nonlinearity + of, rnn, new Rnn.Inputs(x, draw(2, 2), plain)));
            }
            for (Gru.Reset reset : Gru.Reset.values()) {
                Gru gru = new Gru(reset);
                all.add(ofTree("Gru, reset " + reset + of, gru, new Gru.Inputs(x, draw(2, 2), threeBlocks)));
            }
            all.add(ofTree("Lstm" + of, new Lstm(), new Lstm.Inputs(x, draw(2, 2), draw(2, 2), gates)));
        }
        all.add(ofTree("LstmCell", new LstmCell(), new LstmCell.Inputs(draw(2, 3), draw(2, 2), draw(2, 2), gates)));
    }

    private static void losses(List<Subject<?, ?>> all, Reduction reduction) {
        Tensor logits = draw(4, 3);
        Tensor probabilities = new Softmax(1).apply(logits);
        Tensor logs = new LogSoftmax(1).apply(logits);
        Tensor soft = new Softmax(1).apply(draw(4, 3));
        Labels labels = Labels.of(2, 0, 1, 1);
        Tensor weights = Tensor.of(0.5, 2, 1);
        String by = ", " + reduction;
        for (CrossEntropyLoss loss : List.of(
                CrossEntropyLoss.onLogits(labels),
                CrossEntropyLoss.onLogits(soft),
                CrossEntropyLoss.onLogits(labels).withWeights(weights).withLabelSmoothing(0.1),
                CrossEntropyLoss.onLogits(labels).withWeights(weights),
                CrossEntropyLoss.onLogits(labels).withIgnoreIndex(1).withLabelSmoothing(0.1),
                CrossEntropyLoss.onLogits(soft).withWeights(weights).withLabelSmoothing(0.2))) {
            all.add(of("CrossEntropyLoss on logits" + by, loss.withReduction(reduction), logits));
        }
        for (CrossEntropyLoss loss :
                List.of(CrossEntropyLoss.onProbabilities(labels), CrossEntropyLoss.onProbabilities(soft))) {
            all.add(of("CrossEntropyLoss on probabilities" + by, loss.withReduction(reduction), probabilities));
        }
        for (CrossEntropyLoss loss :
                List.of(CrossEntropyLoss.onLogProbabilities(labels), CrossEntropyLoss.onLogProbabilities(soft))) {
            all.add(of("CrossEntropyLoss on log-probabilities" + by, loss.withReduction(reduction), logs));
        }
        for (BinaryCrossEntropyLoss loss : List.of(
                BinaryCrossEntropyLoss.onLogits(soft),
                BinaryCrossEntropyLoss.onLogits(soft).withWeight(weights).withPosWeight(Tensor.scalar(3)))) {
            all.add(of("BinaryCrossEntropyLoss on logits" + by, loss.withReduction(reduction), logits));
        }
        BinaryCrossEntropyLoss binary =
                BinaryCrossEntropyLoss.onProbabilities(soft).withReduction(reduction);
        all.add(of("BinaryCrossEntropyLoss on probabilities" + by, binary, probabilities));
        for (Form form : Form.values()) {
            Tensor p = given(form, logits);
            all.add(of("Entropy on " + form + by, new Entropy(form, reduction), p));
            for (Form other : Form.values()) {
                all.add(of(
                        "KlDivergence of " + form + " from " + other + by,
                        new KlDivergence(form, other, reduction),
                        new KlDivergence.Inputs(p, given(other, draw(4, 3)))));
            }
        }
    }

    private static void regressions(List<Subject<?, ?>> all, Reduction reduction) {
        Tensor x = draw(4, 3);
        Tensor target = draw(4, 3);
        Tensor weight = Tensor.of(0.5, 2, 1);
        String by = ", " + reduction;
        MeanSquaredError squared = MeanSquaredError.of(target).withReduction(reduction);
        all.add(of("MeanSquaredError" + by, squared, x));
        all.add(of("MeanSquaredError with weights" + by, squared.withWeight(weight), x));
        HuberLoss huber = HuberLoss.of(target).withDelta(0.75).withReduction(reduction);
        all.add(of("HuberLoss" + by, huber.withWeight(weight), x));
        GaussianNegativeLogLikelihood likelihood =
                GaussianNegativeLogLikelihood.of(target).withEpsilon(0.25).withReduction(reduction);
        GaussianNegativeLogLikelihood.Inputs in =
                new GaussianNegativeLogLikelihood.Inputs(x, draw(4, 3).square());
        all.add(of("GaussianNegativeLogLikelihood" + by, likelihood, in));
        all.add(of("GaussianNegativeLogLikelihood in full" + by, likelihood.withFull(true), in));
    }

    /** What was added after the losses above, so that those keep their numbers. */
    private static void focused(List<Subject<?, ?>> all, Reduction reduction) {
        Tensor logits = draw(4, 3);
        Tensor soft = new Softmax(1).apply(draw(4, 3));
        Labels labels = Labels.of(2, 0, 1, 1);
        String by = ", " + reduction;
        for (Form form : Form.values()) {
            Tensor p = given(form, logits);
            all.add(of(
                    "JensenShannonDivergence on " + form + by,
                    new JensenShannonDivergence(form, reduction),
                    new JensenShannonDivergence.Inputs(p, given(form, draw(4, 3)))));
            all.add(of(
                    "FocalLoss over CrossEntropyLoss on " + form + by,
                    new FocalLoss(new CrossEntropyLoss(form, new Target.Classes(labels), reduction), 2),
                    p));
        }
        CrossEntropyLoss options =
                CrossEntropyLoss.onLogits(soft).withLabelSmoothing(0.1).withReduction(reduction);
        all.add(of("FocalLoss over CrossEntropyLoss with options" + by, new FocalLoss(options, 0.5), logits));
        all.add(of(
                "BinaryFocalLoss over BinaryCrossEntropyLoss on logits" + by,
                BinaryFocalLoss.onLogits(soft).withAlpha(0.25).withReduction(reduction),
                logits));
        all.add(of(
                "BinaryFocalLoss over BinaryCrossEntropyLoss on probabilities" + by,
                BinaryFocalLoss.onProbabilities(soft).withGamma(1.5).withReduction(reduction),
                new Softmax(1).apply(logits)));
        all.add(of("ZLoss" + by, ZLoss.of(0.5).withReduction(reduction), logits));
        all.add(of("DistillationLoss" + by, DistillationLoss.of(draw(4, 3), 3).withReduction(reduction), logits));
    }

    private static Tensor given(Form form, Tensor logits) {
        return switch (form) {
            case LOGITS -> logits;
            case LOG_PROBABILITIES -> new LogSoftmax(1).apply(logits);
            case PROBABILITIES -> new Softmax(1).apply(logits);
        };
    }
}
