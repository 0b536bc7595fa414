package org.closedform.benchmark.library;

import java.util.List;
import java.util.function.Supplier;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Tensor;

/** This library, by its public operators: tensors in, tensors out. */
final class Closedform implements Library {

    @Override
    public Computation<?> softmax(Tensor x, int axis) {
        return one(() -> new Softmax(axis).apply(x));
    }

    @Override
    public Computation<?> logSoftmax(Tensor x, int axis) {
        return one(() -> new LogSoftmax(axis).apply(x));
    }

    @Override
    public Computation<?> crossEntropy(Tensor logits, int... labels) {
        Labels classes = Labels.of(labels);
        return Computation.of(
                () -> {
                    Operator<Tensor, Tensor> loss = CrossEntropyLoss.onLogits(classes);
                    return loss.forward(logits); // whose pass had a type of its own in old builds
                },
                pass -> numbers(pass.output(), pass.gradient()));
    }

    @Override
    public Computation<?> sigmoid(Tensor x) {
        return one(() -> new Sigmoid().apply(x));
    }

    @Override
    public Computation<?> tanh(Tensor x) {
        return one(() -> new Tanh().apply(x));
    }

    @Override
    public Computation<?> softplus(Tensor x) {
        return one(() -> new Softplus().apply(x));
    }

    @Override
    public Computation<?> batchNorm(BatchNorm.Inputs in) {
        return Computation.of(() -> new BatchNorm().forward(in), pass -> numbers(pass.output()));
    }

    @Override
    public Computation<?> batchNormWithGradient(BatchNorm.Inputs in, Tensor dy) {
        record Step(Tensor y, BatchNorm.Inputs gradient) {}
        return Computation.of(
                () -> {
                    Operator.Pass<BatchNorm.Inputs, Tensor> pass = new BatchNorm().forward(in);
                    return new Step(pass.output(), pass.backward(dy));
                },
                step -> numbers(step.y, step.gradient.x(), step.gradient.gamma(), step.gradient.beta()));
    }

    @Override
    public Computation<?> matMul(Tensor left, Tensor right) {
        return one(() -> new MatMul().apply(new MatMul.Inputs(left, right)));
    }

    @Override
    public Computation<?> value(Work<?> work) {
        return one(work::value);
    }

    @Override
    public Computation<?> gradient(Work<?> work, Tensor dy) {
        return Computation.of(() -> work.withGradient(dy), made -> numbers(made.toArray(Tensor[]::new)));
    }

    private static Computation<Tensor> one(Supplier<Tensor> compute) {
        return Computation.of(compute, Closedform::numbers);
    }

    private static List<double[]> numbers(Tensor... results) {
        return List.of(results).stream().map(Tensor::toDoubleArray).toList();
    }
}
