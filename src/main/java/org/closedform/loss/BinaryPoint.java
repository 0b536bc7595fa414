package org.closedform.loss;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.closedform.kernel.BinaryCrossEntropy;
import org.closedform.operator.Hessian;
import org.closedform.storage.Storage;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * A binary cross-entropy, or a loss with its target and options and formulas of its own, beside a prediction that it fits.
 *
 * @param count how many elements count, whatever they weigh
 * @param places of the elements that count and weigh something
 */
record BinaryPoint(BinaryCrossEntropyLoss loss, Tensor prediction, double count, Places places) {
    private static final String NAME = "BinaryCrossEntropyLoss";

    static BinaryPoint of(BinaryCrossEntropyLoss loss, Tensor prediction) {
        Objects.requireNonNull(prediction, NAME + ": prediction is null");
        loss.target().requireLike(prediction, NAME + ": target");
        loss.weight().ifPresent(w -> Weights.requireFit(NAME + ": weight", w, "prediction", prediction));
        loss.posWeight().ifPresent(c -> Weights.requireFit(NAME + ": posWeight", c, "prediction", prediction));
        Shape shape = prediction.shape();
        Places counted = Places.of(NAME, loss.mask(), shape);
        Mask weighing = loss.weight().map(w -> Weights.counting(loss.mask(), w)).orElse(loss.mask());
        return new BinaryPoint(loss, prediction, counted.count(prediction.size()), Places.of(NAME, weighing, shape));
    }

    /** The pass of a loss of these formulas. */
    LossPass<Tensor> pass(
            String name, BinaryCrossEntropy value, BinaryCrossEntropy slope, Function<Tensor, Hessian> hessian) {
        Shape shape = prediction.shape();
        return new LossPass<>(
                name + ".backward: upstream",
                loss.reduction().of(values(value), shape, count).to(prediction.elementType()),
                divided(values(slope)),
                OptionalInt.empty(),
                tangent -> hessian.apply(prediction).apply(tangent),
                places);
    }

    Hessian hessian(BinaryCrossEntropy curvature) {
        return places.clear(Hessian.ofDiagonal(divided(values(curvature))), prediction);
    }

    /** One number for each element, times its weight. */
    private double[] values(BinaryCrossEntropy f) {
        return BinaryCrossEntropy.values(
                Storage.of(prediction),
                Storage.of(loss.target()),
                Storage.of(repeated(loss.posWeight())),
                Storage.of(places.clear(repeated(loss.weight()))),
                f);
    }

    /** One number for each element, in the prediction's type; divided as the loss is. */
    private Tensor divided(double[] numbers) {
        Shape shape = prediction.shape();
        return Tensor.of(shape, numbers)
                .dividedBy(loss.reduction().divisor(count, shape))
                .to(prediction.elementType());
    }

    private Tensor repeated(Optional<Tensor> weight) {
        return weight.map(w -> w.broadcastTo(prediction.shape())).orElseGet(prediction::onesLike);
    }
}
