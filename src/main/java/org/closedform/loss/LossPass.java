package org.closedform.loss;

import java.util.Objects;
import java.util.OptionalInt;
import org.closedform.operator.Operator;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * An evaluation of a loss, whose gradient was made on the way.
 *
 * @param name what messages call the upstream: as a constant, so that no backward puts it together
 * @param gradient by the prediction; with NONE each position's own
 * @param axis the class axis of the gradient, which one loss per position lacks; empty where there is none
 */
record LossPass<X extends TensorTree<X>>(String name, Tensor output, X gradient, OptionalInt axis)
        implements Operator.Pass<X, Tensor> {

    /** gradient · upstream, position by position where the output is not a scalar; for a scalar upstream of 1 the gradient itself. */
    @Override
    public X backward(Tensor upstream) {
        requireUpstream(upstream);
        if (upstream.rank() == 0 && upstream.item() == 1) {
            return gradient;
        }
        Tensor factors = upstream.rank() == 0 || axis.isEmpty() ? upstream : upstream.expandDims(axis.getAsInt());
        return gradient.mapTensors(part -> part.times(factors));
    }

    private void requireUpstream(Tensor upstream) {
        Objects.requireNonNull(upstream, () -> name + " is null");
        if (upstream.rank() == 0 && output.rank() > 0) {
            throw new ShapeException(name + " has shape [], but " + output.shape()
                    + " is needed: reduction NONE leaves a loss for each position, MEAN and SUM make a single number");
        }
        upstream.requireLike(output, name);
    }
}
