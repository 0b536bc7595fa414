package org.closedform.operator;

import java.util.Arrays;
import java.util.Objects;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** How another library orders the blocks of H rows of a recurrent layer's weights: which of its blocks each of ours is. */
record BlockOrder(int... theirs) {

    /** ONNX's W, R and B, whose B is W's bias and then R's. */
    RecurrentParameters fromOnnx(String operation, Tensor w, Tensor r, Tensor b) {
        Objects.requireNonNull(b, () -> operation + ": b is null");
        RecurrentParameters weights = fromOnnx(operation, w, r);
        int rows = w.shape().dimension(0);
        if (b.rank() != 1 || b.size() != 2 * rows) {
            throw new ShapeException(operation + ": b has shape " + b.shape() + ", but beside w " + w.shape() + " ["
                    + 2 * rows + "] is needed");
        }
        return new RecurrentParameters(
                weights.weightIh(), weights.weightHh(), ours(b.slice(0, 0, rows)), ours(b.slice(0, rows, 2 * rows)));
    }

    /** ONNX's W and R. */
    RecurrentParameters fromOnnx(String operation, Tensor w, Tensor r) {
        Objects.requireNonNull(w, () -> operation + ": w is null");
        Objects.requireNonNull(r, () -> operation + ": r is null");
        if (w.rank() != 2 || w.shape().dimension(0) % theirs.length != 0) {
            throw new ShapeException(operation + ": w has shape " + w.shape() + ", but a matrix [" + theirs.length
                    + "H, D] of one direction is needed; select(0, 0) takes the first");
        }
        int rows = w.shape().dimension(0);
        if (r.rank() != 2 || r.shape().dimension(0) != rows) {
            throw new ShapeException(operation + ": r has shape " + r.shape() + ", but beside w " + w.shape()
                    + " a matrix of " + rows + " rows is needed");
        }
        return new RecurrentParameters(ours(w), ours(r));
    }

    /** Keras' kernels, whose columns are our rows. */
    RecurrentParameters fromKeras(String operation, Tensor kernel, Tensor recurrentKernel) {
        return new RecurrentParameters(
                ofColumns(operation, "kernel", "D", kernel),
                ofColumns(operation, "recurrentKernel", "H", recurrentKernel));
    }

    private Tensor ofColumns(String operation, String name, String rows, Tensor kernel) {
        Objects.requireNonNull(kernel, () -> operation + ": " + name + " is null");
        int blocks = theirs.length;
        if (kernel.rank() != 2 || kernel.shape().dimension(1) % blocks != 0) {
            throw new ShapeException(operation + ": " + name + " has shape " + kernel.shape() + ", but a matrix "
                    + (blocks == 1 ? "" : "[" + rows + ", " + blocks + "H] ") + "is needed");
        }
        return ours(kernel.transpose());
    }

    /** Blocks of rows, in our order. */
    Tensor ours(Tensor blocks) {
        int hidden = blocks.shape().dimension(0) / theirs.length;
        return Tensor.concatenate(
                0,
                Arrays.stream(theirs)
                        .mapToObj(block -> blocks.slice(0, block * hidden, (block + 1) * hidden))
                        .toArray(Tensor[]::new));
    }
}
