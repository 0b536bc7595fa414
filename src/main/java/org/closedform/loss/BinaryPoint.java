package org.closedform.loss;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.closedform.kernel.BinaryCrossEntropy;
import org.closedform.operator.Hessian;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** A binary cross-entropy, or a loss with its target and options and formulas of its own, beside a prediction that it fits. */
record BinaryPoint(BinaryCrossEntropyLoss loss, Tensor prediction, Places places) {

    static BinaryPoint of(BinaryCrossEntropyLoss loss, Tensor prediction) {
        Objects.requireNonNull(prediction, "BinaryCrossEntropyLoss: prediction is null");
        loss.target().requireLike(prediction, "BinaryCrossEntropyLoss: target");
        return new BinaryPoint(loss, prediction, Places.of("BinaryCrossEntropyLoss", loss.mask(), prediction.shape()));
    }

    /** The pass of a loss of these formulas. */
    LossPass<Tensor> pass(
            String name, BinaryCrossEntropy value, BinaryCrossEntropy slope, Function<Tensor, Hessian> hessian) {
        Shape shape = prediction.shape();
        return new LossPass<>(
                name + ".backward: upstream",
                loss.reduction().of(values(value), shape, count()).to(prediction.elementType()),
                divided(values(slope)),
                OptionalInt.empty(),
                tangent -> hessian.apply(prediction).apply(tangent),
                places);
    }

    Hessian hessian(BinaryCrossEntropy curvature) {
        return places.clear(Hessian.ofDiagonal(divided(values(curvature))), prediction);
    }

    private double count() {
        return places.count(prediction.size());
    }

    /** One number for each element, times its weight. */
    private double[] values(BinaryCrossEntropy f) {
        return BinaryCrossEntropy.values(
                Storage.of(prediction),
                Storage.of(loss.target()),
                Storage.of(repeated("posWeight", loss.posWeight())),
                Storage.of(places.clear(repeated("weight", loss.weight()))),
                f);
    }

    /** One number for each element, in the prediction's type; divided as the loss is. */
    private Tensor divided(double[] numbers) {
        Shape shape = prediction.shape();
        return Tensor.of(shape, numbers)
                .dividedBy(loss.reduction().divisor(count(), shape))
                .to(prediction.elementType());
    }

    private Tensor repeated(String name, Optional<Tensor> weight) {
        weight.ifPresent(w -> Weights.requireFit("BinaryCrossEntropyLoss: " + name, w, "prediction", prediction));
        return weight.map(w -> w.broadcastTo(prediction.shape())).orElseGet(prediction::onesLike);
    }
}
