package org.closedform.loss;

import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.storage.Storage;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** Distributions as the target of a cross-entropy: every position that counts does as 1, whatever its classes weigh. */
record CountedDistributions(Form form, Rows rows, double divisor, CrossEntropy.Coefficients coefficients)
        implements CountedTarget {

    static CountedDistributions of(
            CrossEntropyLoss loss,
            Tensor target,
            Tensor prediction,
            Rows rows,
            IntToDoubleFunction weight,
            Places places) {
        if (target.size() == rows.count() && !target.shape().equals(prediction.shape())) {
            throw new ShapeException("CrossEntropyLoss: target has shape " + target.shape() + ", but "
                    + prediction.shape() + " is needed; class indices are Labels: Labels.of(…)");
        }
        target.requireLike(prediction, "CrossEntropyLoss: target");
        return new CountedDistributions(
                loss.form(),
                rows,
                places.count(rows.count()),
                CrossEntropy.Coefficients.of(
                        Storage.of(target),
                        rows,
                        places.isCounted(),
                        places.classesOf(prediction.shape(), rows),
                        weight,
                        loss.labelSmoothing()));
    }

    /** What MEAN divides by, without a prediction. */
    static double divisor(CrossEntropyLoss loss, Tensor target) {
        int along = Entropy.classAxis("CrossEntropyLoss.meanDivisor: the target", target, loss.axis());
        return loss.places(target.shape(), along)
                .count(target.shape().without(along).size());
    }

    @Override
    public CrossEntropy.Result evaluate(Buffer x, double gradientDivisor) {
        return CrossEntropy.evaluate(x, rows, coefficients, CountedTarget.formulas(form), gradientDivisor);
    }
}
