package org.closedform.loss;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.ElementLoss;
import org.closedform.operator.Hessian;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * What losses of one number against one target share: every element is weighed, and MEAN divides by the summed weights.
 *
 * @param name of the loss, for messages
 */
record ElementwiseLoss(String name, ElementLoss f, Tensor target, Tensor weight, Reduction reduction, Mask mask) {
    /** Checks all that can be checked without a prediction. */
    static void check(String name, Tensor target, Tensor weight, Reduction reduction, Mask mask) {
        Objects.requireNonNull(target, () -> name + ": target is null");
        Objects.requireNonNull(weight, () -> name + ": weight is null");
        Objects.requireNonNull(reduction, () -> name + ": reduction is null");
        Objects.requireNonNull(mask, () -> name + ": mask is null").requireRepeatsInto(target.shape(), name + ": mask");
        Weights.requireFit(name + ": weight", weight, "target", target);
        Weights.requireNonNegative(name + ": weight", weight);
    }

    LossPass<Tensor> forward(Tensor prediction) {
        Buffer x = checked(prediction);
        Shape shape = prediction.shape();
        Places places = places();
        ElementwiseLoss inRange = inRange();
        IntToDoubleFunction weights = inRange.weights(places);
        double counted = inRange.meanDivisor();
        double divisor = reduction.divisor(counted, shape);
        return new LossPass<>(
                name + ".backward: upstream",
                reduction
                        .of(ElementLoss.values(x, Storage.of(target), weights, f::value), shape, counted)
                        .to(prediction.elementType()),
                Storage.tensor(shape, ElementLoss.quotients(x, Storage.of(target), weights, f::slope, divisor)),
                OptionalInt.empty(),
                tangent -> hessian(prediction).apply(tangent),
                places);
    }

    Hessian hessian(Tensor prediction) {
        Buffer x = checked(prediction);
        Shape shape = prediction.shape();
        Places places = places();
        ElementwiseLoss inRange = inRange();
        double divisor = reduction.divisor(inRange.meanDivisor(), shape);
        Buffer curvatures =
                ElementLoss.quotients(x, Storage.of(target), inRange.weights(places), f::curvature, divisor);
        return places.clear(Hessian.ofDiagonal(Storage.tensor(shape, curvatures)), prediction);
    }

    /** This loss with the weights that its reduction counts with. */
    private ElementwiseLoss inRange() {
        return new ElementwiseLoss(name, f, target, Weights.inRange(weight, reduction), reduction, mask);
    }

    /** The summed weights of what counts. */
    double meanDivisor() {
        Places places = places();
        return weight.rank() == 0
                ? weight.item() * places.count(target.size())
                : Weights.sum(places.clear(weight.broadcastTo(target.shape())).toDoubleArray());
    }

    private Places places() {
        return Places.of(name, Weights.counting(mask, weight), target.shape());
    }

    private Buffer checked(Tensor prediction) {
        Objects.requireNonNull(prediction, () -> name + ": prediction is null");
        target.requireLike(prediction, name + ": target");
        return Storage.of(prediction);
    }

    private IntToDoubleFunction weights(Places places) {
        if (places == Places.ALL && weight.rank() == 0) {
            double same = weight.item();
            return i -> same;
        }
        Buffer w = Storage.of(places.clear(weight.broadcastTo(target.shape())));
        return w::at;
    }
}
