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
 * @param rows the classes of each position
 * @param divisor divides the gradient, as the reduction says
 * @param x the prediction, whose masked classes have probability 0
 */
record CrossEntropyPoint(
        CrossEntropyLoss loss,
        Tensor prediction,
        int axis,
        Rows rows,
        Places places,
        CountedTarget counted,
        double divisor,
        Tensor x) {

    /** Checks that the prediction fits the loss; the error messages begin with the operation. */
    static CrossEntropyPoint of(String operation, CrossEntropyLoss loss, Tensor prediction) {
        int axis = Entropy.classAxis(operation + ": prediction", prediction, loss.axis());
        Shape shape = prediction.shape();
        Shape positions = shape.without(axis);
        Rows rows = Rows.along(shape.dimensions(), axis);
        Places places = loss.places(shape, axis);
        CountedTarget counted = CountedTarget.of(loss, prediction, positions, rows, places);
        double divisor = loss.reduction().divisor(counted.divisor(), positions);
        return new CrossEntropyPoint(
                loss, prediction, axis, rows, places, counted, divisor, places.fill(prediction, loss.form()));
    }

    Shape positions() {
        return prediction.shape().without(axis);
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
        Reduction reduction = loss.reduction();
        if (reduction == Reduction.NONE) {
            CrossEntropy.Result result = counted.evaluate(numbers(), divisor);
            return new Value(reduced(result.losses()), result.gradient());
        }
        CrossEntropy.Mean mean =
                counted.mean(numbers(), divisor, reduction.lossDivisor(counted.divisor(), positions()));
        return new Value(reduction.of(mean.loss(), counted.divisor()).to(prediction.elementType()), mean.gradient());
    }

    record Value(Tensor loss, Buffer gradient) {}

    /** The losses, reduced. */
    Tensor reduced(double[] losses) {
        return loss.reduction().of(losses, positions(), counted.divisor()).to(prediction.elementType());
    }

    /** Numbers that lie as the prediction's do, 0 where it does not count. */
    Tensor clear(Buffer numbers) {
        return places.clear(Storage.tensor(prediction.shape(), numbers));
    }

    LossPass<Tensor> pass(String upstream, Tensor output, Buffer gradient, UnaryOperator<Tensor> secondDerivative) {
        return new LossPass<>(upstream, output, clear(gradient), OptionalInt.of(axis), secondDerivative, places);
    }
}
