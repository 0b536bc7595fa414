package org.closedform.loss;

import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/**
 * A cross-entropy beside a prediction that it fits.
 *
 * @param axis the class axis, counted from 0
 * @param positions the shape of the losses
 * @param rows the classes of each position
 * @param divisor divides the gradient, as the reduction says
 * @param x the prediction, whose masked classes have probability 0
 */
record CrossEntropyPoint(
        CrossEntropyLoss loss,
        Tensor prediction,
        int axis,
        Shape positions,
        Rows rows,
        Places places,
        CountedTarget counted,
        double divisor,
        Tensor x) {

    /** Checks that the prediction fits the loss; error messages call it by the name. */
    static CrossEntropyPoint of(String name, CrossEntropyLoss given, Tensor prediction) {
        CrossEntropyLoss loss = given.inRange();
        int axis = Entropy.classAxis(name, prediction, loss.axis());
        Shape shape = prediction.shape();
        Shape positions = shape.without(axis);
        Rows rows = Storage.rows(shape, axis);
        Target.Masked masked = Target.Masked.of(loss.target());
        Places places = Places.of(masked, positions, shape, axis);
        CountedTarget counted = CountedTarget.of(loss, masked, prediction, positions, rows, places);
        double divisor = loss.reduction().divisor(counted.divisor(), positions);
        return new CrossEntropyPoint(
                loss,
                prediction,
                axis,
                positions,
                rows,
                places,
                counted,
                divisor,
                places.fill(prediction, loss.form()));
    }

    /** What the formulas of a row read. */
    Buffer numbers() {
        return Storage.of(x);
    }

    CrossEntropy.Coefficients coefficients() {
        return counted.coefficients();
    }

    /** The losses, or what they are reduced to, and the gradient. */
    Value value() {
        Reduction reduction = this.loss.reduction();
        if (reduction == Reduction.NONE) {
            CrossEntropy.Result result = counted.evaluate(numbers(), divisor);
            return new Value(reduced(result.losses()), result.gradient());
        }
        CrossEntropy.Mean mean = counted.mean(numbers(), divisor, reduction.lossDivisor(counted.divisor(), positions));
        double loss = reduction.of(mean.loss(), counted.divisor());
        return new Value(Tensor.scalar(loss, prediction.elementType()), mean.gradient());
    }

    record Value(Tensor loss, Buffer gradient) {}

    /** The losses, reduced. */
    Tensor reduced(double[] losses) {
        return loss.reduction().of(losses, positions, counted.divisor()).to(prediction.elementType());
    }

    /** Numbers that lie as the prediction's do, 0 where it does not count. */
    Tensor clear(Buffer numbers) {
        return places.clear(Storage.tensor(prediction.shape(), numbers));
    }

    LossPass<Tensor> pass(String upstream, Tensor output, Buffer gradient, UnaryOperator<Tensor> secondDerivative) {
        return new LossPass<>(upstream, output, clear(gradient), OptionalInt.of(axis), secondDerivative, places);
    }
}
