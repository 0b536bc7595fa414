package org.closedform.benchmark.library;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/**
 * LibTorch as a Java user gets it, through DJL: arrays are closed by hand, and gradients are autograd's.
 *
 * <p>Each gradient goes to a new leaf, which shares the numbers of the input: a leaf that is used again adds to the gradient
 * that it has. A batch norm is DJL's call without its changes of axes, and starts its backward at dy itself.
 */
final class LibTorch implements Library {
    static final double MOMENTUM = 0.1;
    static final double EPSILON = 1e-5;

    /** Owns the inputs, and lives as long as the virtual machine. */
    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @Override
    public Computation<?> onThreads(int threads, Computation<?> computation) {
        JniUtils.setNumThreads(threads);
        return computation;
    }

    @Override
    public Computation<?> softmax(Tensor x, int axis) {
        NDArray a = array(manager, x);
        return one(() -> a.softmax(axis));
    }

    @Override
    public Computation<?> logSoftmax(Tensor x, int axis) {
        NDArray a = array(manager, x);
        return one(() -> a.logSoftmax(axis));
    }

    @Override
    public Computation<?> crossEntropy(Tensor logits, int... labels) {
        NDArray a = array(manager, logits);
        NDList classes = new NDList(labels(manager, labels));
        Loss loss = Loss.softmaxCrossEntropyLoss();
        return withAutograd((scope, collector) -> {
            NDArray x = leaf(a, scope);
            NDArray mean = loss.evaluate(classes, new NDList(x));
            collector.backward(mean);
            return new NDList(mean, x.getGradient());
        });
    }

    @Override
    public Computation<?> sigmoid(Tensor x) {
        NDArray a = array(manager, x);
        return one(() -> Activation.sigmoid(a));
    }

    @Override
    public Computation<?> tanh(Tensor x) {
        NDArray a = array(manager, x);
        return one(() -> Activation.tanh(a));
    }

    @Override
    public Computation<?> softplus(Tensor x) {
        NDArray a = array(manager, x);
        return one(() -> Activation.softPlus(a));
    }

    @Override
    public Computation<?> batchNorm(BatchNorm.Inputs in) {
        NormArrays arrays = NormArrays.of(manager, in);
        return one(() -> arrays.norm(arrays.x, arrays.gamma, arrays.beta));
    }

    @Override
    public Computation<?> batchNormWithGradient(BatchNorm.Inputs in, Tensor dy) {
        NormArrays arrays = NormArrays.of(manager, in);
        NDArray upstream = array(manager, dy);
        return withAutograd((scope, collector) -> {
            NDArray x = leaf(arrays.x, scope);
            NDArray gamma = leaf(arrays.gamma, scope);
            NDArray beta = leaf(arrays.beta, scope);
            NDArray y = arrays.norm(x, gamma, beta);
            JniUtils.backward((PtNDArray) y, (PtNDArray) upstream, false, false);
            return new NDList(y, x.getGradient(), gamma.getGradient(), beta.getGradient());
        });
    }

    @Override
    public Computation<?> matMul(Tensor left, Tensor right) {
        NDArray a = array(manager, left);
        NDArray b = array(manager, right);
        return one(() -> a.matMul(b));
    }

    @Override
    public Computation<?> value(Work<?> work) {
        PtSymbolBlock module = module(work);
        NDList inputs = new NDList(arrays(work));
        return new Computation<>(
                () -> IValueUtils.forward(module, inputs, false),
                NDList::close,
                results -> results.stream().map(LibTorch::numbers).toList());
    }

    @Override
    public Computation<?> gradient(Work<?> work, Tensor dy) {
        PtSymbolBlock module = module(work);
        List<NDArray> inputs = arrays(work);
        NDArray upstream = array(manager, dy);
        return withAutograd((scope, collector) -> {
            NDList leaves =
                    new NDList(inputs.stream().map(input -> leaf(input, scope)).toList());
            NDList results = IValueUtils.forward(module, leaves, true);
            results.attach(scope);
            JniUtils.backward((PtNDArray) results.head(), (PtNDArray) upstream, false, false);
            leaves.forEach(leaf -> results.add(leaf.getGradient()));
            return results;
        });
    }

    private PtSymbolBlock module(Work<?> work) {
        return TorchScript.load(
                (PtNDManager) manager,
                "  def forward(self: __torch__.Operations, %s) -> Tensor:\n    return (%s)\n"
                        .formatted(
                                List.of("a: Tensor", "b: Tensor", "c: Tensor").stream()
                                        .limit(work.tensors().size())
                                        .collect(Collectors.joining(", ")),
                                work.script()));
    }

    private List<NDArray> arrays(Work<?> work) {
        return work.tensors().stream().map(tensor -> array(manager, tensor)).toList();
    }

    /** The inputs of a batch norm, and the running statistics that its training updates. */
    record NormArrays(NDArray x, NDArray gamma, NDArray beta, NDArray mean, NDArray variance) {

        static NormArrays of(NDManager manager, BatchNorm.Inputs in) {
            NDArray gamma = array(manager, in.gamma());
            return new NormArrays(
                    array(manager, in.x()), gamma, array(manager, in.beta()), gamma.zerosLike(), gamma.onesLike());
        }

        private NDArray norm(NDArray x, NDArray gamma, NDArray beta) {
            return JniUtils.batchNorm(
                    (PtNDArray) x,
                    (PtNDArray) mean,
                    (PtNDArray) variance,
                    (PtNDArray) gamma,
                    (PtNDArray) beta,
                    true,
                    MOMENTUM,
                    EPSILON);
        }
    }

    private static Computation<NDArray> one(Supplier<NDArray> compute) {
        return new Computation<>(compute, NDArray::close, y -> List.of(numbers(y)));
    }

    /** Results in a scope of their own, which is closed with all that autograd made on the way. */
    private Computation<NDList> withAutograd(BiFunction<NDManager, GradientCollector, NDList> compute) {
        return new Computation<>(
                () -> {
                    try (GradientCollector collector =
                            Engine.getEngine("PyTorch").newGradientCollector()) {
                        return compute.apply(manager.newSubManager(), collector);
                    }
                },
                results -> results.get(0).getManager().close(),
                results -> results.stream().map(LibTorch::numbers).toList());
    }

    private static NDArray leaf(NDArray input, NDManager scope) {
        NDArray leaf = input.stopGradient();
        leaf.attach(scope);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    static NDArray array(NDManager manager, Tensor tensor) {
        Shape shape = new Shape(
                Arrays.stream(tensor.shape().dimensions()).asLongStream().toArray());
        return tensor.elementType() == ElementType.FLOAT32
                ? manager.create(tensor.toFloatArray(), shape)
                : manager.create(tensor.toDoubleArray(), shape);
    }

    static NDArray labels(NDManager manager, int... labels) {
        return manager.create(Arrays.stream(labels).asLongStream().toArray());
    }

    static double[] numbers(NDArray array) {
        if (array.getDataType() == DataType.FLOAT64) {
            return array.toDoubleArray();
        }
        float[] numbers = array.toFloatArray();
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }
}
