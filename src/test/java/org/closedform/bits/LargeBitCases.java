package org.closedform.bits;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.closedform.array.ArrayRows;
import org.closedform.loss.BinaryCrossEntropyLoss;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Entropy;
import org.closedform.loss.KlDivergence;
import org.closedform.loss.Reduction;
import org.closedform.operator.Attention;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Gru;
import org.closedform.operator.Linear;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Lstm;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.Rnn;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TopK;

/** Sizes that are split over the threads of a pool: rows, channels, blocks, matrices, sequences, and parts of a sum. */
final class LargeBitCases {
    private LargeBitCases() {}

    static Map<String, BiConsumer<BitInputs, BitDigest>> all() {
        Map<String, BiConsumer<BitInputs, BitDigest>> cases = new TreeMap<>();
        cases.put("Elementwise", LargeBitCases::elementwise);
        cases.put("Rows", LargeBitCases::rows);
        cases.put("Arrays", LargeBitCases::arrays);
        cases.put("LongRows", LargeBitCases::longRows);
        cases.put("Conversions", LargeBitCases::conversions);
        cases.put("Losses", LargeBitCases::losses);
        cases.put("BatchNorm", LargeBitCases::batchNorm);
        cases.put("Products", LargeBitCases::products);
        cases.put("Recurrent", LargeBitCases::recurrent);
        cases.put("Gru", LargeBitCases::gru);
        cases.put("Tensor", LargeBitCases::tensor);
        cases.put("Attention", LargeBitCases::attention);
        return cases;
    }

    private static void elementwise(BitInputs in, BitDigest digest) {
        Tensor x = in.mixed(1000, 131, 1001);
        for (Operator<Tensor, Tensor> f :
                List.of(new Sigmoid(), new Tanh(), new Relu(), new Softplus(), new LogSigmoid())) {
            BitCases.evaluate(f, x, in, digest);
        }
    }

    private static void rows(BitInputs in, BitDigest digest) {
        int[][] shapes = {{151, 1001}, {15_001, 9}, {3, 51, 1000}, {3, 50_001}};
        for (int[] shape : shapes) {
            Tensor x = in.mixed(5000, shape);
            BitCases.evaluate(new Softmax(1), x, in, digest);
            BitCases.evaluate(new LogSoftmax(1), x, in, digest);
            BitCases.evaluate(new LogSumExp(1), x, in, digest);
        }
        Tensor one = in.uniform(16, 150_001);
        BitCases.evaluate(new Softmax(0), one, in, digest);
        BitCases.evaluate(new LogSoftmax(0), one, in, digest);
        BitCases.evaluate(new LogSumExp(), one, in, digest);
        digest.add(new Softmax(0).forward(in.uniform(4, 30, 40)).jacobian().toDense());
    }

    private static void arrays(BitInputs in, BitDigest digest) {
        for (int[] shape : new int[][] {{151, 1001}, {15_001, 9}}) {
            Tensor x = in.mixed(5000, shape);
            int[] labels = in.labels(Shape.of(shape[0]), shape[1]).toArray();
            if (in.type() == ElementType.FLOAT32) {
                ArrayRows<float[]> rows = ArrayRows.of(x.toFloatArray(), shape[1]);
                ArrayRows<float[]> into = ArrayRows.of(new float[x.size()], shape[1]);
                arrays(rows, into, labels, new float[3 * shape[0]], new float[shape[0]], Tensor::of, digest);
            } else {
                ArrayRows<double[]> rows = ArrayRows.of(x.toDoubleArray(), shape[1]);
                ArrayRows<double[]> into = ArrayRows.of(new double[x.size()], shape[1]);
                arrays(rows, into, labels, new double[3 * shape[0]], new double[shape[0]], Tensor::of, digest);
            }
        }
    }

    /** Few rows, each of which is split; in place too. */
    private static void longRows(BitInputs in, BitDigest digest) {
        for (int[] shape : new int[][] {{1, 400_001}, {3, 150_001}}) {
            Tensor x = in.mixed(5000, shape);
            Labels labels = in.labels(Shape.of(shape[0]), shape[1]);
            BitCases.evaluate(CrossEntropyLoss.onLogits(labels), x, in, digest);
            BitCases.evaluate(CrossEntropyLoss.onLogits(labels).withReduction(Reduction.NONE), x, in, digest);
            if (in.type() == ElementType.FLOAT32) {
                longRows(() -> ArrayRows.of(x.toFloatArray(), shape[1]), labels.toArray(), Tensor::of, digest);
            } else {
                longRows(() -> ArrayRows.of(x.toDoubleArray(), shape[1]), labels.toArray(), Tensor::of, digest);
            }
        }
    }

    private static <A> void longRows(
            Supplier<ArrayRows<A>> rows, int[] labels, Function<A, Tensor> tensor, BitDigest digest) {
        digest.add(tensor.apply(rows.get().softmax().array()));
        digest.add(tensor.apply(rows.get().logSoftmax().array()));
        digest.add(Tensor.of(rows.get().crossEntropy(labels)));
        ArrayRows<A> gradient = rows.get();
        digest.add(Tensor.of(gradient.crossEntropy(labels, gradient)));
        digest.add(tensor.apply(gradient.array()));
    }

    private static void conversions(BitInputs in, BitDigest digest) {
        Tensor x = in.mixed(1_000_000, 501, 613).dividedBy(3);
        for (ElementType type : ElementType.values()) {
            digest.add(x.to(type));
        }
        for (double unit : new double[] {1, 0x1p1000, 0x1p-1040}) {
            digest.add(Tensor.of(x.to(ElementType.FLOAT64).times(unit).norm()));
        }
    }

    private static <A> void arrays(
            ArrayRows<A> rows,
            ArrayRows<A> into,
            int[] labels,
            A largest,
            A sums,
            Function<A, Tensor> tensor,
            BitDigest digest) {
        digest.add(tensor.apply(rows.softmax(into).array()));
        digest.add(tensor.apply(rows.logSoftmax(into).array()));
        digest.add(tensor.apply(rows.sigmoid(into).array()));
        digest.add(Tensor.of(rows.crossEntropy(labels)));
        digest.add(Tensor.of(rows.crossEntropy(labels, into)));
        digest.add(tensor.apply(into.array()));
        rows.logSumExp(sums);
        digest.add(tensor.apply(sums));
        rows.topK(3, new int[3 * rows.rows()], largest);
        digest.add(tensor.apply(largest));
        digest.add(tensor.apply(rows.softmax().array()));
    }

    private static void losses(BitInputs in, BitDigest digest) {
        for (int[] shape : new int[][] {{301, 1001}, {2, 50, 3001}, {20_001, 3}}) {
            int[] positions = Arrays.copyOf(shape, shape.length - 1);
            Labels labels = in.labels(Shape.of(positions), shape[shape.length - 1]);
            Tensor x = in.mixed(50_000, shape);
            BitCases.evaluate(CrossEntropyLoss.onLogits(labels).withAxis(-1), x, in, digest);
        }
        Tensor p = in.unit(31, 401);
        Tensor x = in.uniform(8, 31, 401);
        BitCases.evaluate(CrossEntropyLoss.onLogits(p), x, in, digest);
        BitCases.evaluate(CrossEntropyLoss.onProbabilities(p), in.unit(31, 401), in, digest);
        BitCases.evaluate(BinaryCrossEntropyLoss.onLogits(p), x, in, digest);
        BitCases.evaluate(Entropy.onLogits(), x, in, digest);
        BitCases.evaluate(KlDivergence.onLogits(), new KlDivergence.Inputs(x, in.uniform(8, 31, 401)), in, digest);
    }

    private static void batchNorm(BitInputs in, BitDigest digest) {
        int[][] shapes = {{40, 64, 100}, {1, 3, 80_001}, {80_001, 3}, {400, 600}, {4, 3, 300, 61}};
        for (int[] shape : shapes) {
            int channels = shape[1];
            RunningStatistics running = RunningStatistics.of(in.uniform(1, channels), in.unit(channels));
            Tensor x = in.mixed(500_000, shape);
            BatchNorm.Inputs inputs = new BatchNorm.Inputs(x, in.uniform(2, channels), in.uniform(2, channels));
            BitCases.evaluate(new BatchNorm(), inputs, in, digest);
            BitCases.evaluate(new BatchNorm().inference(running), inputs, in, digest);
        }
    }

    private static void products(BitInputs in, BitDigest digest) {
        int[][] sizes = {{300, 65, 400}, {2000, 65, 33}, {33, 60, 3000}, {40, 3000, 40}};
        for (int[] size : sizes) {
            MatMul.Inputs factors = new MatMul.Inputs(in.uniform(2, size[0], size[1]), in.uniform(2, size[1], size[2]));
            BitCases.evaluate(new MatMul(), factors, in, digest);
        }
        BitCases.evaluate(
                new MatMul(), new MatMul.Inputs(in.mixed(20_000, 3, 130, 140), in.uniform(2, 3, 140, 150)), in, digest);
        Linear.Inputs layer = new Linear.Inputs(in.uniform(2, 1500, 60), in.uniform(2, 90, 60), in.uniform(2, 90));
        BitCases.evaluate(new Linear(), layer, in, digest);
    }

    private static void recurrent(BitInputs in, BitDigest digest) {
        Rnn.Inputs rnn = new Rnn.Inputs(in.uniform(2, 9, 21, 7), BitCases.parameters(in, 1, 7, 33));
        Lstm.Inputs lstm = new Lstm.Inputs(in.uniform(2, 9, 21, 7), BitCases.parameters(in, 4, 7, 33));
        for (Rnn.Nonlinearity f : Rnn.Nonlinearity.values()) {
            BitCases.evaluate(new Rnn(f), rnn, in, digest);
        }
        BitCases.evaluate(new Lstm(), lstm, in, digest);
    }

    private static void gru(BitInputs in, BitDigest digest) {
        Gru.Inputs inputs = new Gru.Inputs(in.uniform(2, 9, 21, 7), BitCases.parameters(in, 3, 7, 33));
        for (Gru.Reset reset : Gru.Reset.values()) {
            BitCases.evaluate(new Gru(reset), inputs, in, digest);
        }
    }

    private static void attention(BitInputs in, BitDigest digest) {
        Attention.Inputs inputs = new Attention.Inputs(
                in.uniform(2, 2, 4, 300, 20), in.uniform(2, 2, 2, 150, 20), in.uniform(2, 2, 2, 150, 9));
        for (Attention attention : List.of(new Attention(), new Attention().causal())) {
            BitCases.evaluate(attention, inputs, in, digest);
            digest.add(attention.forward(inputs).pushforward(inputs));
        }
    }

    private static void tensor(BitInputs in, BitDigest digest) {
        Tensor x = in.mixed(1_000_000, 501, 611);
        Tensor y = in.uniform(2, 501, 611);
        Tensor row = in.uniform(2, 611);
        digest.add(x.plus(y));
        digest.add(y.times(row));
        digest.add(y.transpose().minus(x.transpose()));
        digest.add(x.dividedBy(y.slice(1, 3, 4)));
        digest.add(x.times(3).plus(1).exp());
        for (Tensor z : List.of(x, y, y.times(1e308))) {
            Stream.of(z.sum(), z.mean(), z.max(), z.min(), z.sum(0), z.mean(1), z.max(0), z.min(1))
                    .forEach(digest::add);
            digest.add(Tensor.of(z.dot(y), z.norm()));
        }
        digest.add(y.argMax(0).oneHot(501));
        digest.add(TopK.of(y, 3, 0).values());
    }
}
