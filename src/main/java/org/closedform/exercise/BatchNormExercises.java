package org.closedform.exercise;

import java.util.List;
import org.closedform.expression.Axis;
import org.closedform.tensor.Tensor;

/** Batch norm by its parameters, and by its input. */
final class BatchNormExercises {
    private static final Tensor GAMMA = Tensor.of(1.5, -0.8, 2.1);
    private static final Tensor BETA = Tensor.of(0.3, -1, 0.6);

    /** So large that ε in a wrong place changes the numbers. */
    private static final Tensor EPSILON = Tensor.scalar(0.05);

    private static final List<Symbol> SYMBOLS = List.of(
            new Symbol("x", "the input, one for each sample and feature"),
            new Symbol("mu", "μ, the mean of each feature over the samples"),
            new Symbol("var", "the variance of each feature, divided by N"),
            new Symbol("sigma", "its root, without ε"),
            new Symbol("eps", "ε, a small number"),
            new Symbol("xhat", "x̂, the normalised input"),
            new Symbol("gamma", "γ, the scale of each feature"),
            new Symbol("beta", "β, the shift of each feature"),
            new Symbol("y", "the output"),
            new Symbol("dy", "the upstream ∂C/∂y, of the shape of y"),
            new Symbol("N", "the number of samples"));

    private BatchNormExercises() {}

    static List<Exercise> all() {
        return List.of(scale(), input());
    }

    private static Forward forward() {
        return Forward.of("gamma*xhat + beta")
                .with("beta", BETA)
                .with("eps", EPSILON)
                .where("mu", "mean(x)")
                .where("var", "mean((x - mu)^2)")
                .where("sigma", "sqrt(var)")
                .where("xhat", "(x - mu)/sqrt(var + eps)")
                .columns("feature", "features")
                .along(Axis.SAMPLES);
    }

    private static Exercise scale() {
        return new Exercise(
                "batch-norm-scale",
                "Batch norm: the scale",
                "Each feature is brought to mean 0 and variance 1 over the samples, then scaled and shifted. Derive dγ; a sum without an"
                        + " index is over the samples.",
                forward().by("gamma").with("x", Batches.FEATURES),
                SYMBOLS,
                List.of(new Sample("usual numbers", GAMMA), new Sample("small scales", Tensor.of(0.05, 0.2, -0.1))),
                List.of(
                        new Mistake(
                                "sum(dy*(x - mu)/sqrt(var))",
                                "epsilon",
                                "ε is missing under the root",
                                "x̂ is divided by √(var + ε)."),
                        new Mistake(
                                "sum(dy)",
                                "gradient of the shift",
                                "this is dβ, the gradient by the shift",
                                "γ multiplies x̂, β is only added."),
                        new Mistake(
                                "sum(dy*x)",
                                "another input",
                                "x stands where x̂ belongs",
                                "γ multiplies the normalised input."),
                        new Mistake(
                                "sum(dy*y)",
                                "another input",
                                "y stands where x̂ belongs",
                                "γ multiplies the normalised input; y has γ and β in it already."),
                        new Mistake(
                                "sum(dy*(x - mu)/(var + eps))",
                                "square root missing",
                                "var + ε stands where its root belongs",
                                "x̂ is divided by √(var + ε)."),
                        new Mistake(
                                "sum(dy*(x - mu))",
                                "deviation missing",
                                "the division by √(var + ε) is missing",
                                "x̂ is x − μ over √(var + ε)."),
                        new Mistake(
                                "gamma*sum(dy*xhat)",
                                "a factor too many",
                                "γ is multiplied once more",
                                "y is linear in γ: its slope has no γ in it."),
                        new Mistake(
                                "sum(dy)*sum(xhat)",
                                "sums multiplied",
                                "two sums are multiplied, where a sum of products belongs",
                                "Each dy meets its own x̂, before anything is added up. Σ x̂ is 0.")),
                List.of(
                        new Hint("sum missing", "A feature has one γ for all samples: what they send back adds up."),
                        new Hint("ignores upstream", "γ multiplies x̂, and each x̂ meets the dy of its own output."),
                        new Hint(
                                "constant factor",
                                "The forward multiplies by γ once, without a mean; the backward only adds up."),
                        new Hint("group factor", "What does γ multiply in the forward? That is what meets dy."),
                        new Hint("sign", "y grows with γ where x̂ is above 0: there is no minus."),
                        new Hint("elementwise slope", "y is linear in γ: its slope has no γ in it."),
                        new Hint(
                                "unknown",
                                "y = γ x̂ + β: differentiate one y by γ, multiply by its dy, and add up over the samples.")),
                "sum(dy*xhat)");
    }

    private static Exercise input() {
        return new Exercise(
                "batch-norm-input",
                "Batch norm: the input",
                "The same layer. x reaches y along three paths: straight, through the mean, and through the variance. Derive dx.",
                forward().with("gamma", GAMMA),
                SYMBOLS,
                Batches.BATCHES,
                List.of(
                        new Mistake(
                                "gamma*dy",
                                "paths missing",
                                "the normalisation is left out altogether",
                                "From y to x̂ it is γ dy. From x̂ it goes on to x: straight, through μ, and through var."),
                        new Mistake(
                                "dy/sqrt(var + eps)",
                                "paths missing",
                                "this is the straight path alone, and without γ",
                                "μ and var depend on x too, and y is γ times x̂."),
                        new Mistake(
                                "gamma/sqrt(var + eps)*(dy - mean(dy) - xhat*mean(dy))",
                                "factor missing",
                                "the last mean has lost the x̂ inside",
                                "What comes back through the variance is dy x̂, each with its own x̂."),
                        new Mistake(
                                "gamma/sqrt(var + eps)*(dy - mean(dy) - xhat*sum(dy*xhat))",
                                "sum for a mean",
                                "a sum stands where a mean belongs",
                                "var is a mean: each x moves it by 1/N of itself."),
                        new Mistake(
                                "gamma/(var + eps)*(dy - mean(dy) - xhat*mean(dy*xhat))",
                                "square root missing",
                                "var + ε stands where its root belongs",
                                "x̂ is divided by √(var + ε), and so is dx."),
                        new Mistake(
                                "gamma*(dy - mean(dy) - xhat*mean(dy*xhat))",
                                "deviation missing",
                                "the division by √(var + ε) is missing",
                                "All three paths come back through x̂, which is x − μ over √(var + ε)."),
                        new Mistake(
                                "1/sqrt(var + eps)*(dy - mean(dy) - xhat*mean(dy*xhat))",
                                "scale missing",
                                "γ is missing",
                                "From y back to x̂ the gradient is multiplied by γ."),
                        new Mistake(
                                "gamma/sigma*(dy - mean(dy) - xhat*mean(dy*xhat))",
                                "epsilon",
                                "ε is missing under the root",
                                "ε is added to the variance, under the root."),
                        new Mistake(
                                "gamma/(sqrt(var) + eps)*(dy - mean(dy) - xhat*mean(dy*xhat))",
                                "epsilon",
                                "ε is added to the root, not under it",
                                "ε is added to the variance, under the root."),
                        new Mistake(
                                "gamma/sqrt(var*N/(N - 1) + eps)*(dy - mean(dy) - xhat*mean(dy*xhat))",
                                "unbiased variance",
                                "the variance is divided by N − 1",
                                "The variance of the forward divides by N."),
                        new Mistake(
                                "gamma/sqrt(var + eps)*(dy - sum(dy) - xhat*sum(dy*xhat))",
                                "sum for a mean",
                                "sums stand where means belong",
                                "μ and var are means: each x moves them by 1/N of itself."),
                        new Mistake(
                                "gamma/sqrt(var + eps)*(dy + mean(dy) + xhat*mean(dy*xhat))",
                                "sign of two terms",
                                "the two means are added, not taken off",
                                "The forward takes μ off x, and divides by what grows with x."),
                        new Mistake(
                                "gamma/sqrt(var + eps)*(dy - mean(dy) - x*mean(dy*x))",
                                "another input",
                                "x stands where x̂ belongs",
                                "The path through the variance has x − μ over √(var + ε) in it: x̂."),
                        new Mistake(
                                "gamma/sqrt(var + eps)*(dy - mean(dy) - mean(dy*xhat))",
                                "factor missing",
                                "the last mean has lost its factor x̂",
                                "How much an x moves the variance depends on how far it is from the mean: x̂.")),
                List.of(
                        new Hint(
                                "mean and variance terms",
                                "μ and var are computed of x: every x of the feature moves them, and through them every y."),
                        new Hint(
                                "mean term",
                                "One path is missing: μ depends on every x, and takes off the mean of what arrives."),
                        new Hint(
                                "variance term",
                                "One path is missing: var depends on every x, and takes off x̂ times the mean of dy x̂."),
                        new Hint(
                                "group factor",
                                "Which factors does each feature have of its own? γ, and 1/√(var + ε): once each."),
                        new Hint("unbiased variance", "The variance of the forward divides by N."),
                        new Hint("epsilon", "ε is added to the variance, under the root."),
                        new Hint("ignores upstream", "All three paths start at dy."),
                        new Hint("sign", "With γ above 0 an y grows with its own x."),
                        new Hint("wrong axis", "Each feature has its own mean and variance, over the samples: mean_n."),
                        new Hint("sum term", "μ and var each take something off: mean(dy), and x̂ times mean(dy x̂)."),
                        new Hint(
                                "unknown",
                                "Start with dx̂ = γ dy. Then three paths lead to x: straight, through μ, and through var.")),
                "gamma/sqrt(var + eps)*(dy - mean(dy) - xhat*mean(dy*xhat))");
    }
}
