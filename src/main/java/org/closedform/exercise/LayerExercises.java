package org.closedform.exercise;

import java.util.List;
import org.closedform.tensor.Tensor;

/** How a gradient vanishes, and what helps. */
final class LayerExercises {
    private LayerExercises() {}

    static List<Exercise> all() {
        return List.of(twoLayers(), relu());
    }

    private static Exercise twoLayers() {
        return new Exercise(
                "two-layers",
                "Two layers of one neuron",
                "h = σ(x), then y = tanh(w h). Each layer leaves a factor: this is how a gradient vanishes. Derive dx.",
                Forward.of("tanh(w*h)")
                        .where("h", "sigmoid(x)")
                        .with("w", Tensor.of(0.8, -1.5, 2))
                        .columns("column", "columns"),
                List.of(
                        new Symbol("x", "what goes into the first layer"),
                        new Symbol("h", "what comes out of it"),
                        new Symbol("w", "the weight between the two, one in each column"),
                        new Symbol("y", "the output"),
                        ClassifierExercises.DY),
                Batches.LOGITS,
                List.of(
                        new Mistake(
                                "dy*w*h*(1 - h)",
                                "slope of tanh missing",
                                "the slope of tanh, 1 − y², is missing",
                                "From y back to w h it goes through tanh."),
                        new Mistake(
                                "dy*(1 - y^2)*w",
                                "slope of the sigmoid missing",
                                "the slope of the sigmoid, h (1 − h), is missing",
                                "From h back to x it goes through the sigmoid."),
                        new Mistake(
                                "dy*y*(1 - y)*w*h*(1 - h)",
                                "another slope",
                                "y (1 − y) is the slope of a sigmoid, and y is a tanh",
                                "tanh′ = 1 − tanh²."),
                        new Mistake(
                                "dy*(1 - y)*w*h*(1 - h)",
                                "another slope",
                                "1 − y stands where 1 − y² belongs",
                                "tanh′ = 1 − tanh²."),
                        new Mistake(
                                "dy*(1 - y^2)*w*(1 - h^2)",
                                "another slope",
                                "1 − h² is the slope of a tanh, and h is a sigmoid",
                                "σ′ = σ (1 − σ).")),
                List.of(
                        new Hint("group factor", "From y back to h the gradient passes the weight: where is w?"),
                        new Hint(
                                "elementwise slope",
                                "Three factors: the slope of tanh at y, the weight, the slope of the sigmoid at h."),
                        new Hint("ignores upstream", "What arrives at y is dy; the three factors multiply it."),
                        new Hint("sign", "Both functions only grow: no minus comes from them."),
                        new Hint("unknown", "Go back step by step: dy, times tanh′, times w, times σ′.")),
                "dy*(1 - y^2)*w*h*(1 - h)");
    }

    private static Exercise relu() {
        return new Exercise(
                "relu",
                "ReLU",
                "y = max(0, x). Its slope is 1 or 0, never between: a gradient passes whole or not at all. Derive dx; step(x) is 1 above 0"
                        + " and 0 elsewhere.",
                Forward.of("max(0, x)"),
                List.of(new Symbol("x", "the input"), new Symbol("y", "the output"), ClassifierExercises.DY),
                Batches.LOGITS,
                List.of(
                        new Mistake(
                                "dy",
                                "mask missing",
                                "everything gets through, also where x is below 0",
                                "Where x is below 0 the output does not move: which dy get through?"),
                        new Mistake(
                                "dy*y",
                                "output for a slope",
                                "the output stands where its slope belongs",
                                "The slope of max(0, x) is 1 or 0, however large x is."),
                        new Mistake(
                                "dy*step(-x)",
                                "gate the wrong way",
                                "the gate is open below 0, and closed above",
                                "y moves with x where x is above 0.")),
                List.of(
                        new Hint("mask missing", "Where x is below 0 the output does not move: which dy get through?"),
                        new Hint("ignores upstream", "The slope is 1 or 0; it lets dy through, or stops it."),
                        new Hint("not linear in upstream", "The gate opens by the sign of x, not by that of dy."),
                        new Hint("sign", "y grows with x, or stays: its slope is never below 0."),
                        new Hint("elementwise slope", "The slope of max(0, x) is 1 or 0, however large x is."),
                        new Hint("unknown", "The slope of max(0, x): which number is it above 0, and which below?")),
                "dy*step(x)");
    }
}
