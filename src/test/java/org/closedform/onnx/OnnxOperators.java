package org.closedform.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Reduction;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.Linear;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Tensor;

/** ONNX's operators, each said in this library's: from a case to its outputs. */
final class OnnxOperators {
    private static final Map<String, Function<ConformanceCase, List<Tensor>>> LAYERS = Map.ofEntries(
            Map.entry("Softmax", softmax(Softmax::new)),
            Map.entry("LogSoftmax", softmax(LogSoftmax::new)),
            Map.entry("ReduceLogSumExp", OnnxOperators::reduceLogSumExp),
            Map.entry("BatchNormalization", OnnxOperators::batchNormalization),
            Map.entry("LayerNormalization", OnnxNorms::layer),
            Map.entry("RMSNormalization", OnnxNorms::rms),
            Map.entry("GroupNormalization", OnnxNorms::group),
            Map.entry("InstanceNormalization", OnnxNorms::instance),
            Map.entry("Attention", OnnxAttention::attention),
            Map.entry("Gemm", OnnxOperators::gemm),
            Map.entry("LSTM", OnnxRecurrent::lstm),
            Map.entry("RNN", OnnxRecurrent::rnn),
            Map.entry("GRU", OnnxRecurrent::gru),
            Map.entry("SoftmaxCrossEntropyLoss", OnnxOperators::softmaxCrossEntropy),
            Map.entry("NegativeLogLikelihoodLoss", OnnxOperators::negativeLogLikelihood));

    static final Map<String, Function<ConformanceCase, List<Tensor>>> BY_NAME = new TreeMap<>(LAYERS);

    static {
        BY_NAME.putAll(OnnxActivations.BY_NAME);
    }

    private OnnxOperators() {}

    /** Along one axis, by default the last; before opset 13 over that axis and all after it, by default axis 1. */
    private static Function<ConformanceCase, List<Tensor>> softmax(Function<Integer, Operator<Tensor, Tensor>> along) {
        return onnx -> {
            onnx.requireKnown("axis");
            Tensor x = onnx.tensor(0);
            if (onnx.opset() >= 13) {
                return List.of(along.apply(onnx.integer("axis", -1)).apply(x));
            }
            int axis = Math.floorMod(onnx.integer("axis", 1), x.rank());
            int rows = IntStream.range(0, axis).map(x.shape()::dimension).reduce(1, (a, b) -> a * b);
            return List.of(along.apply(1).apply(x.reshape(rows, -1)).reshape(x.shape()));
        };
    }

    private static List<Tensor> reduceLogSumExp(ConformanceCase onnx) {
        onnx.requireKnown("axes", "keepdims", "noop_with_empty_axes");
        Tensor x = onnx.tensor(0);
        List<Integer> axes = onnx.input(1).map(ConformanceArray::integers).orElseGet(() -> onnx.integers("axes"));
        if (axes.isEmpty() && onnx.flag("noop_with_empty_axes", false)) {
            return List.of(x);
        }
        return List.of(new LogSumExp(axes, onnx.flag("keepdims", true)).apply(x));
    }

    private static List<Tensor> batchNormalization(ConformanceCase onnx) {
        onnx.requireKnown("epsilon", "momentum", "training_mode", "is_test");
        BatchNorm.Inputs inputs = new BatchNorm.Inputs(onnx.tensor(0), onnx.tensor(1), onnx.tensor(2));
        RunningStatistics running = RunningStatistics.of(onnx.tensor(3), onnx.tensor(4));
        BatchNorm batchNorm = new BatchNorm(1, onnx.real("epsilon", 1e-5));
        if (!isTraining(onnx)) {
            return List.of(batchNorm.inference(running).apply(inputs));
        }
        BatchNorm.Pass pass = batchNorm.forward(inputs);
        RunningAverage averaging = RunningAverage.exponential(1 - onnx.real("momentum", 0.9), false);
        RunningStatistics updated = running.update(pass.statistics(), averaging);
        return List.of(
                pass.output(),
                updated.mean().to(inputs.x().elementType()),
                updated.variance().to(inputs.x().elementType()));
    }

    /** Opset 14 says it in an attribute, 7 by the number of outputs, and those before in another attribute. */
    private static boolean isTraining(ConformanceCase onnx) {
        if (onnx.opset() >= 14) {
            return onnx.flag("training_mode", false);
        }
        return onnx.opset() >= 7 ? onnx.outputs().size() > 1 : !onnx.flag("is_test", false);
    }

    /** α·A·B + β·C; where that is an affine map, as {@link Linear}. */
    private static List<Tensor> gemm(ConformanceCase onnx) {
        onnx.requireKnown("alpha", "beta", "transA", "transB", "broadcast");
        double alpha = onnx.real("alpha", 1);
        double beta = onnx.real("beta", 1);
        boolean transposed = onnx.flag("transB", false);
        Tensor a = onnx.flag("transA", false) ? onnx.tensor(0).transpose() : onnx.tensor(0);
        Tensor b = onnx.tensor(1);
        Optional<Tensor> c = onnx.input(2).map(ConformanceArray::tensor);
        if (transposed
                && alpha == 1
                && beta == 1
                && c.filter(bias -> bias.rank() == 1).isPresent()) {
            return List.of(new Linear().apply(new Linear.Inputs(a, b, c.get())));
        }
        Tensor product = new MatMul().apply(new MatMul.Inputs(a, transposed ? b.transpose() : b));
        Tensor scaled = product.times(alpha);
        return List.of(c.map(bias -> scaled.plus(bias.times(beta))).orElse(scaled));
    }

    private static List<Tensor> softmaxCrossEntropy(ConformanceCase onnx) {
        CrossEntropyLoss loss = withOptions(
                onnx, CrossEntropyLoss.onLogits(onnx.input(1).orElseThrow().labels()));
        Tensor logits = onnx.tensor(0);
        return List.of(loss.apply(logits), new LogSoftmax(1).apply(logits));
    }

    private static List<Tensor> negativeLogLikelihood(ConformanceCase onnx) {
        CrossEntropyLoss loss = withOptions(
                onnx,
                CrossEntropyLoss.onLogProbabilities(onnx.input(1).orElseThrow().labels()));
        return List.of(loss.apply(onnx.tensor(0)));
    }

    private static CrossEntropyLoss withOptions(ConformanceCase onnx, CrossEntropyLoss plain) {
        onnx.requireKnown("ignore_index", "reduction");
        CrossEntropyLoss loss = plain.withReduction(reduction(onnx.text("reduction", "mean")));
        if (onnx.input(2).isPresent()) {
            loss = loss.withWeights(onnx.tensor(2));
        }
        return onnx.attributes().containsKey("ignore_index")
                ? loss.withIgnoreIndex(onnx.integer("ignore_index", 0))
                : loss;
    }

    private static Reduction reduction(String name) {
        return Arrays.stream(Reduction.values())
                .filter(reduction -> reduction.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
    }
}
