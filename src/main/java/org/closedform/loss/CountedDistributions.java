package org.closedform.loss;

import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** Distributions as the target of a cross-entropy: every position counts as 1, whatever its classes weigh. */
record CountedDistributions(Form form, Rows rows, CrossEntropy.Coefficients coefficients) implements CountedTarget {

    static CountedDistributions of(
            CrossEntropyLoss loss, Tensor target, Tensor prediction, Rows rows, IntToDoubleFunction weight) {
        if (target.size() == rows.count() && !target.shape().equals(prediction.shape())) {
            throw new ShapeException("CrossEntropyLoss: target has shape " + target.shape() + ", but "
                    + prediction.shape() + " is needed; class indices are Labels: Labels.of(…)");
        }
        target.requireLike(prediction, "CrossEntropyLoss: target");
        return new CountedDistributions(
                loss.form(),
                rows,
                CrossEntropy.Coefficients.of(Storage.of(target), rows, weight, loss.labelSmoothing()));
    }

    /** What MEAN divides by, without a prediction. */
    static double divisor(Tensor target, int axis) {
        Shape shape = target.shape();
        return shape.without(Entropy.classAxis("CrossEntropyLoss.meanDivisor: the target", target, axis))
                .size();
    }

    @Override
    public double divisor() {
        return rows.count();
    }

    @Override
    public CrossEntropy.Result evaluate(Buffer x, double gradientDivisor) {
        return CrossEntropy.evaluate(x, rows, coefficients, CountedTarget.formulas(form), gradientDivisor);
    }
}
