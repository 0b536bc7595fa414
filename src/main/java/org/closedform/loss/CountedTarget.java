package org.closedform.loss;

import java.util.function.IntToDoubleFunction;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.CrossEntropy;
import org.closedform.kernel.Rows;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The target of a cross-entropy beside a prediction that it fits, with class weights, smoothing and what is ignored. */
interface CountedTarget {

    /** What MEAN divides the summed losses by. */
    double divisor();

    /** What every row's classes weigh. */
    CrossEntropy.Coefficients coefficients();

    /** Losses and gradient of the predictions x, the latter divided. */
    CrossEntropy.Result evaluate(Buffer x, double gradientDivisor);

    /** The same with the sum of the losses, which is divided too. */
    default CrossEntropy.Mean mean(Buffer x, double gradientDivisor, double lossDivisor) {
        return evaluate(x, gradientDivisor).mean(lossDivisor);
    }

    /** The target of a loss, checked against a prediction whose rows are its classes, one for each position. */
    static CountedTarget of(
            CrossEntropyLoss loss, Target.Masked masked, Tensor prediction, Shape positions, Rows rows, Places places) {
        IntToDoubleFunction weight = ClassWeights.of(loss.weights(), prediction, rows.length());
        PositionWeights.requireType(masked.weights(), prediction);
        IntToDoubleFunction positionWeight = PositionWeights.of(masked.weights(), positions);
        return masked.target() instanceof Target.Classes classes
                ? CountedLabels.of(loss, classes.labels(), prediction, positions, rows, weight, positionWeight, places)
                : CountedDistributions.of(
                        loss,
                        ((Target.Distribution) masked.target()).probabilities(),
                        prediction,
                        positions,
                        rows,
                        weight,
                        positionWeight,
                        places);
    }

    /** The formulas of one row. */
    static CrossEntropy formulas(Form form) {
        return switch (form) {
            case LOGITS -> CrossEntropy::logits;
            case LOG_PROBABILITIES -> CrossEntropy::logProbabilities;
            case PROBABILITIES -> CrossEntropy::probabilities;
        };
    }
}
