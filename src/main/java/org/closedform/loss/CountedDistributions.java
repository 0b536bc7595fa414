package org.closedform.loss;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.kernel.SoftCrossEntropy;
import org.closedform.kernel.SoftTargets;
import org.closedform.storage.Storage;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * Distributions as the target of a cross-entropy: every position that counts does as much as it weighs itself, whatever its classes weigh.
 *
 * @param targets the coefficients as arrays, for logits without masks and weights of positions
 */
record CountedDistributions(
        Form form, Rows rows, double divisor, CrossEntropy.Coefficients coefficients, Optional<SoftTargets<?>> targets)
        implements CountedTarget {

    static CountedDistributions of(
            CrossEntropyLoss loss,
            Tensor target,
            Tensor prediction,
            Shape positions,
            Rows rows,
            IntToDoubleFunction weight,
            IntToDoubleFunction positionWeight,
            Places places) {
        if (target.size() == rows.count() && !target.shape().equals(prediction.shape())) {
            throw new ShapeException("CrossEntropyLoss: target has shape " + target.shape() + ", but "
                    + prediction.shape() + " is needed; class indices are Labels: Labels.of(…)");
        }
        target.requireLike(prediction, "CrossEntropyLoss: target");
        return new CountedDistributions(
                loss.form(),
                rows,
                PositionWeights.sum(positions, places, positionWeight),
                CrossEntropy.Coefficients.of(
                                Storage.of(target),
                                rows,
                                places.isCounted(),
                                places.classesOf(prediction.shape(), rows),
                                weight,
                                loss.labelSmoothing())
                        .weighed(positionWeight),
                loss.form() == Form.LOGITS && places == Places.ALL && positionWeight == Weights.ONE
                        ? Optional.of(SoftTargets.ofDistributions(
                                Storage.of(target),
                                rows,
                                SoftTargets.weights(Storage.of(target), rows, weight),
                                loss.labelSmoothing()))
                        : Optional.empty());
    }

    /** What MEAN divides by, without a prediction. */
    static double divisor(CrossEntropyLoss loss, Tensor target) {
        int along = Entropy.classAxis("CrossEntropyLoss.meanDivisor: the target", target, loss.axis());
        Shape positions = target.shape().without(along);
        Target.Masked masked = Target.Masked.of(loss.target());
        return PositionWeights.sum(
                positions,
                Places.of(masked, positions, target.shape(), along),
                PositionWeights.of(masked.weights(), positions));
    }

    @Override
    public CrossEntropy.Result evaluate(Buffer x, double gradientDivisor) {
        return targets.isPresent()
                ? SoftCrossEntropy.evaluate(x, rows, targets.get(), coefficients, gradientDivisor)
                : CrossEntropy.evaluate(x, rows, coefficients, CountedTarget.formulas(form), gradientDivisor);
    }
}
