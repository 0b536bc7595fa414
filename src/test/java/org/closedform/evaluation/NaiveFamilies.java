package org.closedform.evaluation;

import static org.closedform.evaluation.ElementwiseFamilies.positive;
import static org.closedform.evaluation.ElementwiseFamilies.signed;

import java.util.List;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Right derivatives of formulas that cancel, as people write them before they know better. */
final class NaiveFamilies {
    private NaiveFamilies() {}

    static List<Family> all() {
        return List.of(
                draw -> signed(
                        "2σ(2x) − 1",
                        x -> 2 * ElementwiseFamilies.sigmoid(2 * x) - 1,
                        x -> 1 / (Math.cosh(x) * Math.cosh(x)),
                        draw),
                draw -> signed("√(1 + x²) − 1", x -> Math.sqrt(1 + x * x) - 1, x -> x / Math.sqrt(1 + x * x), draw),
                draw -> signed("cosh x − 1", x -> Math.cosh(x) - 1, Math::sinh, draw),
                draw -> signed("(x + 1)² − 2x − 1", x -> (x + 1) * (x + 1) - 2 * x - 1, x -> 2 * x, draw),
                draw -> signed(
                        "log of (e^x + e^−x)/2", x -> Math.log((Math.exp(x) + Math.exp(-x)) / 2), Math::tanh, draw),
                draw -> positive("1 − 1/(1 + x)", x -> 1 - 1 / (1 + x), x -> 1 / ((1 + x) * (1 + x)), draw),
                draw -> positive(
                        "log(x + 1) − log x", x -> Math.log(x + 1) - Math.log(x), x -> -1 / (x * (x + 1)), draw),
                draw -> positive(
                        "arctan(x + 1) − arctan x",
                        x -> Math.atan(x + 1) - Math.atan(x),
                        x -> -(2 * x + 1) / ((1 + x * x) * (1 + (x + 1) * (x + 1))),
                        draw),
                draw -> signed("log(1 + e^x)", x -> Math.log(1 + Math.exp(x)), ElementwiseFamilies::sigmoid, draw),
                draw -> signed("x − sin x", x -> x - Math.sin(x), x -> 2 * square(Math.sin(x / 2)), draw),
                draw -> signed(
                        "1 − tanh² x",
                        x -> 1 - square(Math.tanh(x)),
                        x -> -2 * Math.tanh(x) / square(Math.cosh(x)),
                        draw),
                draw -> signed("logit of σ", x -> logit(ElementwiseFamilies.sigmoid(x)), x -> 1, draw),
                draw -> signed(
                        "entropy of σ",
                        x -> binaryEntropy(ElementwiseFamilies.sigmoid(x)),
                        x -> -x * ElementwiseFamilies.sigmoid(x) * ElementwiseFamilies.sigmoid(-x),
                        draw),
                NaiveFamilies::variance,
                NaiveFamilies::crossEntropy,
                NaiveFamilies::dotInSingle);
    }

    private static double square(double x) {
        return x * x;
    }

    private static double logit(double p) {
        return Math.log(p / (1 - p));
    }

    private static double binaryEntropy(double p) {
        return -(p * Math.log(p) + (1 - p) * Math.log(1 - p));
    }

    /** The difference of two numbers that are nearly the same where the mean is large. */
    private static Case<Tensor, Tensor> variance(Draw draw) {
        return Case.of(
                "mean of squares − square of mean",
                x -> Tensor.scalar(x.times(x).mean().item() - square(x.mean().item())),
                (x, y, dy) -> x.minus(x.mean()).times(2.0 / x.size()).times(dy),
                draw.normal(5));
    }

    /** −log of a probability that was rounded to 1 on the way. */
    private static Case<Tensor, Tensor> crossEntropy(Draw draw) {
        int label = draw.size(0, 3);
        return Case.of(
                "−log softmax",
                x -> Tensor.scalar(-Math.log(new Softmax(0).apply(x).at(label))),
                (x, y, dy) -> CrossEntropyLoss.onLogits(Labels.of(Shape.of(), label))
                        .forward(x)
                        .backward(dy),
                draw.normal(4));
    }

    private static Case<Tensor, Tensor> dotInSingle(Draw draw) {
        double[] weights = draw.weights(5).toDoubleArray();
        return Case.of(
                "dot product in float32",
                x -> {
                    float sum = 0;
                    for (int i = 0; i < weights.length; i++) {
                        sum += (float) (x.at(i) * weights[i]);
                    }
                    return Tensor.scalar(sum);
                },
                (x, y, dy) -> Tensor.of(weights).times(dy),
                draw.normal(5));
    }
}
