package org.closedform.exercise;

import java.util.List;
import org.closedform.expression.Axis;
import org.closedform.tensor.Tensor;

/** From a neuron to probabilities. */
final class ClassifierExercises {
    static final Symbol X = new Symbol("x", "the logits, one for each sample and class");
    static final Symbol DY = new Symbol("dy", "the upstream ∂C/∂y, of the shape of y");

    private static final Symbol Y = new Symbol("y", "the output");

    private ClassifierExercises() {}

    static List<Exercise> all() {
        return List.of(neuron(), sigmoid(), softmax(), logSoftmax());
    }

    private static Exercise neuron() {
        return new Exercise(
                "neuron",
                "A neuron",
                "Each sample's inputs x_i are weighted and added up. All samples share the weights w. Derive dw; a sum without an"
                        + " index is over the samples.",
                Forward.of("sum_i(w*x) + b")
                        .by("w")
                        .with("x", Batches.USUAL)
                        .with("b", Tensor.scalar(0.5))
                        .columns("input", "inputs")
                        .along(Axis.SAMPLES),
                List.of(
                        new Symbol("x", "the inputs, one for each sample and weight"),
                        new Symbol("w", "the weights, one for each input"),
                        new Symbol("b", "the bias, one number"),
                        new Symbol("y", "the output, one for each sample"),
                        new Symbol("dy", "the upstream ∂C/∂y, one for each sample")),
                List.of(
                        new Sample("usual numbers", Tensor.of(0.7, -1.2, 0.4)),
                        new Sample("large weights", Tensor.of(8, -6, 11))),
                List.of(
                        new Mistake(
                                "w*sum_n(dy)",
                                "gradient of the input",
                                "this is dx, added up over the samples",
                                "y = Σ w_i x_i: differentiated by w_i, it is x_i that is left."),
                        new Mistake(
                                "sum_n(dy)",
                                "gradient of the bias",
                                "this is db, the gradient by the bias",
                                "The forward multiplies w_i by x_i, and so does the backward."),
                        new Mistake(
                                "sum_n(dy)*sum_n(x)",
                                "sums multiplied",
                                "two sums are multiplied, where a sum of products belongs",
                                "Each sample's dy meets its own x, before anything is added up.")),
                List.of(
                        new Hint(
                                "sum missing",
                                "Every sample uses the same w, so each sends a gradient back to it, and these add up over the"
                                        + " samples."),
                        new Hint("ignores upstream", "Each sample's x counts as much as its dy says: multiply by dy."),
                        new Hint(
                                "constant factor",
                                "The forward has no mean over the samples, so the backward has none."),
                        new Hint(
                                "unknown",
                                "Write y for one sample, and differentiate by one weight: ∂y/∂w_i = x_i. Then add up over the samples."),
                        new Hint("elementwise slope", "y is linear in w: its slope has no w in it."),
                        new Hint("sign", "y grows with w where x is above 0: there is no minus.")),
                "sum_n(dy*x)");
    }

    private static Exercise sigmoid() {
        return new Exercise(
                "sigmoid",
                "The sigmoid",
                "A logit becomes a probability, y = 1 / (1 + e^−x). Derive dx; in terms of y it is short.",
                Forward.of("sigmoid(x)"),
                List.of(new Symbol("x", "the logits"), Y, DY),
                Batches.LOGITS,
                List.of(),
                List.of(
                        new Hint("mask missing", "Each y depends on its own x alone: nothing is added up."),
                        new Hint("ignores upstream", "The slope alone is ∂y/∂x; the chain rule multiplies it by dy."),
                        new Hint(
                                "elementwise slope",
                                "Differentiate 1 / (1 + e^−x) by the quotient rule, and write the result in y."),
                        new Hint("sign", "The sigmoid only grows: its slope is above 0."),
                        new Hint(
                                "unknown",
                                "Differentiate 1 / (1 + e^−x) by the quotient rule, and write the result in y.")),
                "dy*y*(1 - y)");
    }

    private static Exercise softmax() {
        return new Exercise(
                "softmax",
                "Softmax",
                "y_i = e^x_i / Σ_k e^x_k. Its Jacobian has two cases, i = j and i ≠ j. Derive dx, which needs both.",
                Forward.of("softmax(x)"),
                List.of(X, new Symbol("y", "the probabilities"), DY),
                Batches.LOGITS,
                List.of(
                        new Mistake(
                                "y*(dy - y*sum(dy))",
                                "index mixed up",
                                "y stands outside of the sum, and belongs inside",
                                "Σ_i dy_i y_i y_j: the y with the index of the sum is inside, with its dy."),
                        new Mistake(
                                "sum(y*dy)",
                                "average alone",
                                "this is the average of dy, which is only what is taken off",
                                "Each logit gets what its own dy is above the average, times y."),
                        new Mistake(
                                "y*dy",
                                "second term missing",
                                "the term − y Σ y dy is missing",
                                "δ_ij leaves y dy; the other half of the Jacobian, −y_i y_j, meets every dy_i: that is a sum."),
                        new Mistake(
                                "dy - sum(y*dy)",
                                "factor missing",
                                "the factor y in front is missing",
                                "Both cases of the Jacobian have the factor y_j: y_j (1 − y_j) and −y_i y_j."),
                        new Mistake(
                                "y*dy - sum(y*dy)",
                                "factor missing",
                                "the sum has lost its factor y",
                                "−y_i y_j has two factors: one goes into the sum with dy_i, the other stays in front of it."),
                        new Mistake(
                                "y*(dy - sum(dy))",
                                "weights missing",
                                "the sum of dy has lost its weights y",
                                "What is taken off is an average of dy, weighted by the probabilities."),
                        new Mistake(
                                "y*(dy + sum(y*dy))",
                                "sign of the second term",
                                "the sum is added, not taken off",
                                "Raising a logit lowers all other probabilities: ∂y_i/∂x_j is below 0 for i ≠ j."),
                        new Mistake(
                                "y*(dy - mean(y*dy))",
                                "mean for a sum",
                                "a mean stands where a sum belongs",
                                "dx_j = Σ_i dy_i ∂y_i/∂x_j is a sum; the weights y in it sum to 1 already.")),
                List.of(
                        new Hint(
                                "diagonal wrong",
                                "The sum over all i has the case i = j in it: what is left outside is y_j dy_j alone."),
                        new Hint("wrong axis", "Each sample has a softmax of its own: the sum is over its classes."),
                        new Hint(
                                "off-diagonal missing",
                                "y_i (1 − y_i) is the case i = j alone. Every other logit is in the denominator of y_i too: what is"
                                        + " ∂y_i/∂x_j for i ≠ j?"),
                        new Hint(
                                "ignores upstream",
                                "dx_j = Σ_i dy_i ∂y_i/∂x_j: every entry of the Jacobian meets its dy_i."),
                        new Hint("sign", "Which logit raises y_i: its own. So ∂y_i/∂x_i is above 0."),
                        new Hint(
                                "all zero",
                                "Σ y = 1, so what is multiplied by 1 − Σ y vanishes. The sum has dy inside."),
                        new Hint(
                                "sum term",
                                "Write dx_j = Σ_i dy_i y_i (δ_ij − y_j), and split the sum in two: what does each half give?"),
                        new Hint(
                                "unknown",
                                "Write down ∂y_i/∂x_j for i = j and for i ≠ j, and add up dy_i times each.")),
                "y*(dy - sum(y*dy))");
    }

    private static Exercise logSoftmax() {
        return new Exercise(
                "log-softmax",
                "Log-softmax",
                "y_i = x_i − log Σ_k e^x_k: the logarithms of the probabilities. Derive dx.",
                Forward.of("x - log(sum(exp(x)))"),
                List.of(X, new Symbol("y", "the log-probabilities"), DY),
                Batches.LOGITS,
                List.of(
                        new Mistake(
                                "dy",
                                "second term missing",
                                "the logarithm of the sum is taken for a constant",
                                "log Σ e^x depends on every x: its slope is softmax(x)."),
                        new Mistake(
                                "dy - y*sum(dy)",
                                "logarithm for a probability",
                                "y is the logarithm of a probability here, and the probability is meant",
                                "The slope of log Σ e^x is softmax(x), which is e^y."),
                        new Mistake(
                                "dy + softmax(x)*sum(dy)",
                                "sign of the second term",
                                "the second term is added, not taken off",
                                "The forward takes the logarithm off."),
                        new Mistake(
                                "dy - softmax(x)*mean(dy)",
                                "mean for a sum",
                                "a mean stands where a sum belongs",
                                "The logarithm is taken off every y_i, so all dy_i come back through it, and add up."),
                        new Mistake(
                                "dy/softmax(x)",
                                "stopped too early",
                                "this is the way through the logarithm alone",
                                "From the probabilities it goes on, through softmax, to the logits. Or start at y_i = x_i − log Σ e^x.")),
                List.of(
                        new Hint("sign", "A logit raises its own log-probability: the term dy is added."),
                        new Hint(
                                "sum term",
                                "log Σ e^x has the slope softmax(x), and is taken from every y_i: so it is multiplied by the sum of all"
                                        + " dy."),
                        new Hint(
                                "elementwise slope",
                                "The second term is the same in all y_i: which dy_i does it meet?"),
                        new Hint(
                                "ignores upstream",
                                "Both terms meet the upstream: the first dy itself, the second its sum."),
                        new Hint(
                                "off-diagonal missing",
                                "log Σ e^x is taken off every y_i: so it meets the sum of all dy, not each by itself."),
                        new Hint(
                                "not linear in upstream",
                                "softmax(x) stands alone: which dy does it meet? All of them, added up."),
                        new Hint(
                                "transposed",
                                "Σ_i dy_i ∂y_i/∂x_j: the sum is over the outputs. Which index has the softmax?"),
                        new Hint(
                                "unknown",
                                "Two terms: y_i depends on its own x_i straight, and on every x through the logarithm.")),
                "dy - softmax(x)*sum(dy)");
    }
}
