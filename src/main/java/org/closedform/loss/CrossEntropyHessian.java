package org.closedform.loss;

import org.closedform.kernel.CrossEntropy;
import org.closedform.operator.Hessian;
import org.closedform.operator.Softmax;
import org.closedform.storage.Storage;
import org.closedform.tensor.Tensor;

/** The second derivative of a cross-entropy by its prediction. */
final class CrossEntropyHessian {
    private CrossEntropyHessian() {}

    static Hessian of(CrossEntropyLoss loss, Tensor prediction) {
        CrossEntropyPoint at = CrossEntropyPoint.of("CrossEntropyLoss: prediction", loss, prediction);
        Hessian hessian =
                switch (loss.form()) {
                    case LOGITS -> Hessian.ofSoftmax(probabilities(at), at.axis(), weights(at));
                    case LOG_PROBABILITIES -> Hessian.ofDiagonal(prediction.zerosLike());
                    case PROBABILITIES -> Hessian.ofDiagonal(diagonal(at));
                };
        return at.places().clear(hessian, prediction);
    }

    private static Tensor probabilities(CrossEntropyPoint at) {
        return at.places().clear(new Softmax(at.axis()).apply(at.x()));
    }

    private static Tensor weights(CrossEntropyPoint at) {
        return Storage.tensor(
                at.positions(), CrossEntropy.weights(at.numbers(), at.rows(), at.coefficients(), at.divisor()));
    }

    private static Tensor diagonal(CrossEntropyPoint at) {
        return at.clear(CrossEntropy.evaluate(
                        at.numbers(), at.rows(), at.coefficients(), CrossEntropy::probabilitiesCurvature, at.divisor())
                .gradient());
    }
}
