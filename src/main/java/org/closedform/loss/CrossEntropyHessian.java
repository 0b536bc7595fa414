package org.closedform.loss;

import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.operator.Hessian;
import org.closedform.operator.Softmax;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The second derivative of a cross-entropy by its prediction. */
final class CrossEntropyHessian {
    private CrossEntropyHessian() {}

    static Hessian of(CrossEntropyLoss loss, Tensor prediction) {
        int along = Entropy.classAxis("CrossEntropyLoss: prediction", prediction, loss.axis());
        Shape shape = prediction.shape();
        Shape positions = shape.without(along);
        Rows rows = Rows.along(shape.dimensions(), along);
        Places places = loss.places(shape, along);
        CountedTarget counted = CountedTarget.of(loss, prediction, positions, rows, places);
        if (loss.reduction().isMean() && Double.isInfinite(counted.divisor())) {
            CrossEntropyLoss lowered = loss.lowered();
            if (!lowered.equals(loss)) {
                return of(lowered, prediction);
            }
        }
        double divisor = loss.reduction().divisor(counted.divisor(), positions);
        Tensor x = places.fill(prediction, loss.form());
        Hessian hessian =
                switch (loss.form()) {
                    case LOGITS ->
                        Hessian.ofSoftmax(
                                places.clear(new Softmax(along).apply(x)),
                                along,
                                Storage.tensor(
                                        positions,
                                        CrossEntropy.weights(Storage.of(x), rows, counted.coefficients(), divisor)));
                    case LOG_PROBABILITIES -> Hessian.ofDiagonal(x.zerosLike());
                    case PROBABILITIES ->
                        Hessian.ofDiagonal(places.clear(Storage.tensor(
                                shape,
                                CrossEntropy.evaluate(
                                                Storage.of(x),
                                                rows,
                                                counted.coefficients(),
                                                CrossEntropy::probabilitiesCurvature,
                                                divisor)
                                        .gradient())));
                };
        return places.clear(hessian, prediction);
    }
}
