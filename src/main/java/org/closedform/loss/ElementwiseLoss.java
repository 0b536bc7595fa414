package org.closedform.loss;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.ElementLoss;
import org.closedform.kernel.Elements;
import org.closedform.kernel.Summation;
import org.closedform.operator.Hessian;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * What losses of one number against one target share: every element is weighed, and MEAN divides by the summed weights.
 *
 * @param name of the loss, for messages
 */
record ElementwiseLoss(String name, ElementLoss f, Tensor target, Tensor weight, Reduction reduction) {

    /** Checks all that can be checked without a prediction. */
    static void check(String name, Tensor target, Tensor weight, Reduction reduction) {
        Objects.requireNonNull(target, () -> name + ": target is null");
        Objects.requireNonNull(weight, () -> name + ": weight is null");
        Objects.requireNonNull(reduction, () -> name + ": reduction is null");
        if (weight.elementType() != target.elementType()) {
            throw new IllegalArgumentException(name + ": weight is " + weight.elementType() + ", but the target is "
                    + target.elementType() + "; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)");
        }
        if (!BinaryCrossEntropyLoss.repeatsInto(target.shape(), weight.shape())) {
            throw new ShapeException(
                    name + ": weight has shape " + weight.shape() + ", which does not repeat into " + target.shape());
        }
        int wrong = Elements.first(Storage.of(weight), w -> !(w >= 0));
        if (wrong >= 0) {
            throw new IllegalArgumentException(name + ": weight is "
                    + Storage.of(weight).at(wrong) + " at element " + wrong + " of " + weight.shape()
                    + "; at least 0 is needed");
        }
    }

    LossPass<Tensor> forward(Tensor prediction) {
        Buffer x = checked(prediction);
        Shape shape = prediction.shape();
        double counted = meanDivisor();
        double[] losses = ElementLoss.values(x, Storage.of(target), weights(), f::value);
        return new LossPass<>(
                name + ".backward: upstream",
                reduction.of(losses, shape, counted).to(prediction.elementType()),
                Storage.tensor(
                        shape,
                        ElementLoss.quotients(
                                x, Storage.of(target), weights(), f::slope, reduction.divisor(counted, shape))),
                OptionalInt.empty(),
                tangent -> hessian(prediction).apply(tangent));
    }

    Hessian hessian(Tensor prediction) {
        Buffer x = checked(prediction);
        Shape shape = prediction.shape();
        double divisor = reduction.divisor(meanDivisor(), shape);
        return Hessian.ofDiagonal(
                Storage.tensor(shape, ElementLoss.quotients(x, Storage.of(target), weights(), f::curvature, divisor)));
    }

    /** The summed weights. */
    double meanDivisor() {
        int size = target.size();
        return weight.rank() == 0
                ? weight.item() * size
                : Summation.sum(weight.broadcastTo(target.shape()).toDoubleArray());
    }

    private Buffer checked(Tensor prediction) {
        Objects.requireNonNull(prediction, () -> name + ": prediction is null");
        target.requireLike(prediction, name + ": target");
        return Storage.of(prediction);
    }

    private IntToDoubleFunction weights() {
        if (weight.rank() == 0) {
            double same = weight.item();
            return i -> same;
        }
        Buffer w = Storage.of(weight.broadcastTo(target.shape()));
        return w::at;
    }
}
