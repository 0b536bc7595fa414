package org.closedform.bits;

import static org.closedform.tensor.ElementType.FLOAT64;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.ClassShard;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.LogNormalizer;
import org.closedform.loss.Reduction;
import org.closedform.loss.WeightedSum;
import org.closedform.operator.Attention;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.Celu;
import org.closedform.operator.Elu;
import org.closedform.operator.ExactStatistics;
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
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Selu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Silu;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Softsign;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** Every operator and loss, over awkward sizes and all axes: what goes into its digest. */
final class BitCases {
    private static final List<Integer> SIZES = List.of(1, 7, 8, 9, 31, 33, 127, 1000, 1025);
    private static final List<Integer> SMALL_SIZES = List.of(1, 7, 9);
    private static final int ROWS = 5;

    /** MEAN_OR_ZERO is MEAN but of nothing. */
    private static final List<Reduction> REDUCTIONS =
            List.of(Reduction.NONE, Reduction.MEAN, Reduction.BATCH_MEAN, Reduction.SUM);

    private static final int LARGEST_MATRIX = 127;

    /** How much is computed: all sizes, few where each fma is emulated, or large sizes of their own. */
    enum Extent {
        FULL(SIZES),
        SMALL(SMALL_SIZES),
        /** What threads of a pool share. */
        LARGE(List.of(1));

        private final List<Integer> sizes;

        Extent(List<Integer> sizes) {
            this.sizes = sizes;
        }
    }

    @FunctionalInterface
    interface Case {
        void run(BitInputs in, int size, BitDigest digest);
    }

    private BitCases() {}

    /** The digest of every operator in float32 and float64. */
    static Map<String, String> digests(Extent extent) {
        Map<String, String> digests = new TreeMap<>();
        BiConsumer<String, Case> add = (name, test) -> {
            for (ElementType type : ElementType.values()) {
                BitDigest digest = new BitDigest();
                for (int size : extent.sizes) {
                    test.run(new BitInputs(type, 31L * size + name.length()), size, digest);
                }
                digests.put(name + " " + type, digest.text());
                digest.textOfTangents().ifPresent(text -> digests.put(name + " tangents " + type, text));
            }
        };
        if (extent == Extent.LARGE) {
            LargeBitCases.all()
                    .forEach((name, large) -> add.accept(name, (in, size, digest) -> large.accept(in, digest)));
            return digests;
        }
        elementwise(add);
        rows(add);
        layers(add);
        norms(add);
        recurrent(add);
        losses(add);
        LossTangents.addTo(add);
        merging(add);
        MaskBits.addTo(add);
        attention(add);
        RegressionBits.addTo(add);
        return digests;
    }

    private static void elementwise(BiConsumer<String, Case> add) {
        Map<String, Operator<Tensor, Tensor>> operators = new TreeMap<>(Map.of(
                "Sigmoid", new Sigmoid(),
                "Tanh", new Tanh(),
                "Relu", new Relu(),
                "Softplus", new Softplus(),
                "LogSigmoid", new LogSigmoid()));
        operators.putAll(Map.of(
                "Elu", new Elu(),
                "Celu", new Celu(0.7),
                "Selu", new Selu(),
                "LeakyRelu", new LeakyRelu(),
                "Softsign", new Softsign(),
                "HardSigmoid", new HardSigmoid(),
                "HardSwish", new HardSwish()));
        operators.putAll(Map.of(
                "Gelu", new Gelu(),
                "Gelu with tanh", new Gelu(Gelu.Approximation.TANH),
                "Silu", new Silu(),
                "Silu with beta", new Silu(1.7),
                "Mish", new Mish()));
        operators.forEach((name, f) -> add.accept(name, (in, size, digest) -> {
            evaluate(f, in.uniform(8, size), in, digest);
            evaluate(f, in.mixed(8, 3, size), in, digest);
        }));
        add.accept("PRelu", (in, size, digest) -> {
            pushforward(new PRelu(), new PRelu.Inputs(in.mixed(8, 3, size), in.uniform(1, size)), in, digest);
            pushforward(new PRelu(), new PRelu.Inputs(in.mixed(8, 3, size), in.uniform(1, 1)), in, digest);
        });
    }

    private static void rows(BiConsumer<String, Case> add) {
        add.accept("Softmax", (in, size, digest) -> alongAxes(Softmax::new, in, size, digest));
        add.accept("LogSoftmax", (in, size, digest) -> alongAxes(LogSoftmax::new, in, size, digest));
        add.accept("LogSumExp", (in, size, digest) -> alongAxes(LogSumExp::new, in, size, digest));
    }

    @FunctionalInterface
    private interface AlongAxis {
        Operator<Tensor, Tensor> of(int axis);
    }

    private static void alongAxes(AlongAxis operator, BitInputs in, int size, BitDigest digest) {
        int[][] shapes = {{size, ROWS, 2}, {ROWS, size, 2}, {2, ROWS, size}};
        for (int axis = 0; axis < shapes.length; axis++) {
            evaluate(operator.of(axis), in.uniform(16, shapes[axis]), in, digest);
            evaluate(operator.of(axis), in.uniform(512, shapes[axis]), in, digest);
            evaluate(operator.of(axis), in.mixed(4 * size, shapes[axis]), in, digest);
        }
    }

    private static void layers(BiConsumer<String, Case> add) {
        add.accept("MatMul", (in, size, digest) -> {
            evaluate(new MatMul(), new MatMul.Inputs(in.uniform(2, 3, size), in.uniform(2, size, 5)), in, digest);
            evaluate(new MatMul(), new MatMul.Inputs(in.mixed(97, size, 4), in.uniform(2, 4, 9)), in, digest);
            int side = Math.min(size, LARGEST_MATRIX);
            evaluate(
                    new MatMul(),
                    new MatMul.Inputs(in.uniform(2, 2, side, side), in.uniform(2, side, side)),
                    in,
                    digest);
        });
        add.accept("Linear", (in, size, digest) -> {
            Linear.Inputs wide = new Linear.Inputs(in.uniform(2, 7, size), in.uniform(2, 3, size), in.uniform(2, 3));
            evaluate(new Linear(), wide, in, digest);
            Linear.Inputs long_ = new Linear.Inputs(in.uniform(2, size, 5), in.uniform(2, 9, 5), in.uniform(2, 9));
            evaluate(new Linear(), long_, in, digest);
        });
        add.accept("BatchNorm", (in, size, digest) -> {
            for (int[] shape : new int[][] {{size, 3}, {ROWS, size}, {2, size, ROWS}, {2, 3, size}}) {
                int channels = shape[1];
                Tensor gamma = in.uniform(2, channels);
                Tensor beta = in.uniform(2, channels);
                for (Tensor x : List.of(in.uniform(4, shape), in.mixed(64, shape))) {
                    BatchNorm.Inputs inputs = new BatchNorm.Inputs(x, gamma, beta);
                    BatchNorm.Pass pass = new BatchNorm().forward(inputs);
                    digest.add(pass.xHat());
                    digest.add(pass.statistics().mean());
                    digest.add(pass.statistics().m2());
                    evaluate(new BatchNorm(), inputs, in, digest);
                    RunningStatistics running = RunningStatistics.initial(channels)
                            .update(pass.statistics(), RunningAverage.exponential(0.125, false));
                    digest.add(running.mean());
                    digest.add(running.variance());
                    if (!Double.isNaN(running.variance().sum().item())) {
                        evaluate(new BatchNorm().inference(running), inputs, in, digest);
                    }
                }
            }
        });
    }

    private static void norms(BiConsumer<String, Case> add) {
        add.accept("LayerNorm", (in, size, digest) -> {
            for (Tensor x : List.of(in.uniform(4, 3, size), in.mixed(64, 3, size))) {
                LayerNorm.Inputs inputs = new LayerNorm.Inputs(x, in.uniform(2, size), in.uniform(2, size));
                pushforward(new LayerNorm(), inputs, in, digest);
                pushforward(new LayerNorm(0).plain(), x, in, digest);
            }
        });
        add.accept("RmsNorm", (in, size, digest) -> {
            for (Tensor x : List.of(in.uniform(4, 3, size), in.mixed(64, 3, size))) {
                pushforward(new RmsNorm(), new RmsNorm.Inputs(x, in.uniform(2, size)), in, digest);
                pushforward(new RmsNorm(0).plain(), x, in, digest);
            }
        });
        add.accept("GroupNorm", (in, size, digest) -> {
            for (Tensor x : List.of(in.uniform(4, 2, 6, size), in.mixed(64, 2, 6, size))) {
                BatchNorm.Inputs inputs = new BatchNorm.Inputs(x, in.uniform(2, 6), in.uniform(2, 6));
                pushforward(new GroupNorm(3), inputs, in, digest);
                pushforward(new InstanceNorm(), inputs, in, digest);
            }
        });
    }

    /** The output and the gradients, and how the output moves with the input's own numbers. */
    private static <X extends TensorTree<X>> void pushforward(
            Operator<X, Tensor> operator, X x, BitInputs in, BitDigest digest) {
        evaluate(operator, x, in, digest);
        digest.add(operator.forward(x).pushforward(x));
    }

    private static void recurrent(BiConsumer<String, Case> add) {
        add.accept("Rnn", (in, size, digest) -> {
            int hidden = Math.min(size, 33);
            for (Rnn.Nonlinearity f : Rnn.Nonlinearity.values()) {
                evaluate(new Rnn(f), new Rnn.Inputs(in.uniform(2, 3, 2, 7), parameters(in, 1, 7, hidden)), in, digest);
            }
        });
        add.accept("Lstm", (in, size, digest) -> {
            int hidden = Math.min(size, 33);
            evaluate(new Lstm(), new Lstm.Inputs(in.uniform(2, 3, 2, 7), parameters(in, 4, 7, hidden)), in, digest);
        });
        add.accept("LstmCell", (in, size, digest) -> {
            int hidden = Math.min(size, 33);
            evaluate(
                    new LstmCell(), new LstmCell.Inputs(in.uniform(2, 3, 7), parameters(in, 4, 7, hidden)), in, digest);
        });
        add.accept("Gru", (in, size, digest) -> {
            int hidden = Math.min(size, 33);
            for (Gru.Reset reset : Gru.Reset.values()) {
                Gru.Inputs inputs = new Gru.Inputs(in.uniform(2, 3, 2, 7), parameters(in, 3, 7, hidden));
                evaluate(new Gru(reset), inputs, in, digest);
                evaluate(new Gru(reset).withLengths(3, 1).reversed(), inputs, in, digest);
            }
        });
        add.accept("GruCell", (in, size, digest) -> {
            int hidden = Math.min(size, 33);
            evaluate(new GruCell(), new GruCell.Inputs(in.uniform(2, 3, 7), parameters(in, 3, 7, hidden)), in, digest);
        });
    }

    static RecurrentParameters parameters(BitInputs in, int gates, int features, int hidden) {
        int rows = gates * hidden;
        return new RecurrentParameters(
                in.uniform(0.5, rows, features),
                in.uniform(0.5, rows, hidden),
                in.uniform(1, rows),
                in.uniform(1, rows));
    }

    private static void losses(BiConsumer<String, Case> add) {
        add.accept("CrossEntropyLoss", (in, size, digest) -> {
            Labels labels = in.labels(Shape.of(ROWS, 2), size);
            Tensor weights = in.unit(size);
            Tensor distribution = in.unit(ROWS, size, 2);
            for (Tensor x : List.of(
                    in.uniform(16, ROWS, size, 2), in.uniform(512, ROWS, size, 2), in.mixed(4 * size, ROWS, size, 2))) {
                for (Reduction reduction : REDUCTIONS) {
                    CrossEntropyLoss hard = CrossEntropyLoss.onLogits(labels).withReduction(reduction);
                    evaluate(hard, x, in, digest);
                    evaluate(hard.withWeights(weights).withLabelSmoothing(0.125), x, in, digest);
                    CrossEntropyLoss soft =
                            CrossEntropyLoss.onLogits(distribution).withReduction(reduction);
                    evaluate(soft, x, in, digest);
                    evaluate(soft.withWeights(weights).withLabelSmoothing(0.125), x, in, digest);
                }
            }
            evaluate(CrossEntropyLoss.onProbabilities(labels), in.unit(ROWS, size, 2), in, digest);
            evaluate(CrossEntropyLoss.onLogProbabilities(distribution), in.uniform(8, ROWS, size, 2), in, digest);
        });
        add.accept("BinaryCrossEntropyLoss", (in, size, digest) -> {
            Tensor target = in.unit(3, size);
            for (Reduction reduction : REDUCTIONS) {
                BinaryCrossEntropyLoss onLogits =
                        BinaryCrossEntropyLoss.onLogits(target).withReduction(reduction);
                evaluate(onLogits, in.mixed(16, 3, size), in, digest);
                evaluate(onLogits.withPosWeight(in.unit(size)), in.uniform(32, 3, size), in, digest);
                evaluate(
                        BinaryCrossEntropyLoss.onProbabilities(target).withReduction(reduction),
                        in.unit(3, size),
                        in,
                        digest);
            }
        });
        add.accept("Entropy", (in, size, digest) -> {
            for (Reduction reduction : REDUCTIONS) {
                evaluate(Entropy.onLogits().withReduction(reduction), in.mixed(4 * size, ROWS, size, 2), in, digest);
                evaluate(Entropy.onProbabilities().withReduction(reduction), in.unit(ROWS, size), in, digest);
                evaluate(Entropy.onLogProbabilities().withReduction(reduction), in.uniform(8, ROWS, size), in, digest);
            }
        });
        add.accept("KlDivergence", (in, size, digest) -> {
            for (Reduction reduction : REDUCTIONS) {
                evaluate(
                        KlDivergence.onLogits().withReduction(reduction),
                        new KlDivergence.Inputs(in.mixed(8 * size, ROWS, size, 2), in.uniform(16, ROWS, size, 2)),
                        in,
                        digest);
                evaluate(
                        KlDivergence.onProbabilities().withReduction(reduction),
                        new KlDivergence.Inputs(in.unit(ROWS, size), in.unit(ROWS, size)),
                        in,
                        digest);
            }
        });
    }

    private static void attention(BiConsumer<String, Case> add) {
        add.accept("Attention", (in, size, digest) -> {
            Attention.Inputs few =
                    new Attention.Inputs(in.uniform(2, 4, 3, 5), in.uniform(2, 2, size, 5), in.uniform(2, 2, size, 3));
            Attention.Inputs many = new Attention.Inputs(
                    in.uniform(2, size, 7), in.mixed(64, 9, 7), in.uniform(2, 9, Math.min(size, LARGEST_MATRIX)));
            Mask mask = Mask.generate(Shape.of(3, size), at -> (at[0] + at[1]) % 3 != 0);
            pushforward(new Attention(), few, in, digest);
            pushforward(new Attention().withMask(mask).withBias(in.uniform(2, size)), few, in, digest);
            pushforward(new Attention().causal(), many, in, digest);
            pushforward(new Attention().withSoftcap(3).withScale(2), many, in, digest);
        });
    }

    /** Parts whose numbers are given, so that only the merging is in the digest. */
    private static void merging(BiConsumer<String, Case> add) {
        add.accept("WeightedSum", (in, size, digest) -> {
            WeightedSum<Tensor> merged = Stream.generate(() -> in.mixed(4 * size, size))
                    .limit(ROWS)
                    .map(part -> WeightedSum.ofMean(part, in.unit(1).item()))
                    .collect(WeightedSum.merging(in.unit(size)));
            digest.add(merged.sum());
            digest.add(merged.remainder());
            digest.add(merged.mean());
        });
        add.accept("BatchStatistics", (in, size, digest) -> {
            BatchStatistics merged = IntStream.rangeClosed(1, ROWS)
                    .mapToObj(count -> new BatchStatistics(
                            count,
                            in.uniform(8, size).to(FLOAT64),
                            in.unit(size).to(FLOAT64)))
                    .collect(BatchStatistics.merging(size));
            digest.add(merged.mean());
            digest.add(merged.meanRemainder());
            digest.add(merged.m2());
            digest.add(merged.m2Remainder());
        });
        add.accept("ExactStatistics", (in, size, digest) -> {
            BatchStatistics exact = Stream.generate(() -> ExactStatistics.of(in.uniform(8, ROWS, size), 1))
                    .limit(ROWS)
                    .collect(ExactStatistics.merging(size))
                    .statistics();
            digest.add(exact.mean());
            digest.add(exact.meanRemainder());
            digest.add(exact.m2());
            digest.add(exact.m2Remainder());
        });
        add.accept("ClassShard", (in, size, digest) -> {
            Labels labels = in.labels(Shape.of(ROWS), size);
            ClassShard shard = new ClassShard(in.uniform(8, ROWS, size), 0);
            LogNormalizer z = shard.logNormalizer();
            digest.add(z.values());
            digest.add(shard.losses(labels, z));
            digest.add(shard.gradient(labels, z));
        });
    }

    /** The output, and the gradients for an upstream of ones and for another. */
    static <X extends TensorTree<X>, Y extends TensorTree<Y>> void evaluate(
            Operator<X, Y> operator, X x, BitInputs in, BitDigest digest) {
        Operator.Pass<X, Y> pass = operator.forward(x);
        digest.add(pass.output());
        digest.add(operator.apply(x));
        digest.add(pass.backward(
                pass.output().mapTensors(y -> Tensor.ones(y.shape()).to(in.type()))));
        digest.add(pass.backward(
                pass.output().mapTensors(y -> in.uniform(2, y.shape().dimensions()))));
        evaluateTangents(pass, x, new BitInputs(in.type(), x.parts().size()), digest);
    }

    /** The pushforward and the second derivative, where they are derived. */
    private static <X extends TensorTree<X>, Y extends TensorTree<Y>> void evaluateTangents(
            Operator.Pass<X, Y> pass, X x, BitInputs in, BitDigest digest) {
        X tangent = x.mapTensors(part -> in.uniform(2, part.shape().dimensions()));
        if (pass.hasPushforward()) {
            digest.ofTangents().add(pass.pushforward(tangent));
        }
        try {
            Y upstream = pass.output().mapTensors(y -> in.uniform(2, y.shape().dimensions()));
            X curvature = pass.curvature(upstream, tangent);
            digest.ofTangents().add(curvature);
        } catch (UnsupportedOperationException e) {
            // not every operator has a second derivative
        }
    }
}
