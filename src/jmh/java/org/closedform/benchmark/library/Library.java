package org.closedform.benchmark.library;

import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.closedform.operator.BatchNorm;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** The operators as one library computes them. A library lacks those that it is not compared in. */
public interface Library {

    /** The library of that name, for numbers of that type. */
    static Library named(String name, ElementType type) {
        return switch (name) {
            case "Closedform" -> new Closedform();
            case "Closedform of arrays" -> new ClosedformArrays(false);
            case "Closedform in place" -> new ClosedformArrays(true);
            case "textbook" -> type == ElementType.FLOAT32 ? new Float32Textbook() : new Float64Textbook();
            case "LibTorch" -> new LibTorch();
            case "LibTorch of arrays" -> new LibTorchArrays();
            case "LibTorch-bare" -> new BareLibTorch();
            case "EJML" -> new Ejml();
            default -> throw new IllegalArgumentException("no library is called " + name);
        };
    }

    /** A computation of this library on so many threads: on a pool, unless it has threads of its own. */
    default Computation<?> onThreads(int threads, Computation<?> computation) {
        if (threads == 1) {
            return computation;
        }
        ForkJoinPool pool = new ForkJoinPool(threads);
        return Computation.of(() -> pool.submit(computation::run).join(), result -> List.of());
    }

    /** y = softmax(x) along an axis. */
    default Computation<?> softmax(Tensor x, int axis) {
        throw lacks("softmax");
    }

    /** y = log softmax(x) along an axis. */
    default Computation<?> logSoftmax(Tensor x, int axis) {
        throw lacks("log-softmax");
    }

    /** The mean cross-entropy of logits [N, C] against N labels, and its gradient on the logits. */
    default Computation<?> crossEntropy(Tensor logits, int... labels) {
        throw lacks("cross-entropy");
    }

    /** y = σ(x). */
    default Computation<?> sigmoid(Tensor x) {
        throw lacks("sigmoid");
    }

    /** y = tanh x. */
    default Computation<?> tanh(Tensor x) {
        throw lacks("tanh");
    }

    /** y = log(1 + eˣ). */
    default Computation<?> softplus(Tensor x) {
        throw lacks("softplus");
    }

    /** y of a batch norm in training, channels along axis 1. */
    default Computation<?> batchNorm(BatchNorm.Inputs in) {
        throw lacks("batch norm");
    }

    /** y of a batch norm in training, and dx, dγ, dβ from an upstream. */
    default Computation<?> batchNormWithGradient(BatchNorm.Inputs in, Tensor dy) {
        throw lacks("batch norm with its gradient");
    }

    /** The product of two matrices. */
    default Computation<?> matMul(Tensor left, Tensor right) {
        throw lacks("matmul");
    }

    /** y of a norm, an activation or attention. */
    default Computation<?> value(Work<?> work) {
        throw lacks(work.script());
    }

    /** y, and the gradient of each input from an upstream. */
    default Computation<?> gradient(Work<?> work, Tensor dy) {
        throw lacks("the gradient of " + work.script());
    }

    private UnsupportedOperationException lacks(String operator) {
        return new UnsupportedOperationException(getClass().getSimpleName() + " is not compared in " + operator);
    }
}
