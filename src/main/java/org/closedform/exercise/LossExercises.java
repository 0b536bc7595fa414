package org.closedform.exercise;

import java.util.List;
import org.closedform.expression.Axis;

/** From likelihood to cross-entropy, entropy and divergence. */
final class LossExercises {
    private static final Symbol SAMPLES = new Symbol("N", "the number of samples");
    private static final Symbol CLASSES = new Symbol("C", "the number of classes");
    private static final Symbol PROBABILITIES = new Symbol("y", "the probabilities, softmax(x)");

    private LossExercises() {}

    static List<Exercise> all() {
        return List.of(crossEntropy(), twoClasses(), entropy(), divergence());
    }

    private static Exercise crossEntropy() {
        return new Exercise(
                "cross-entropy",
                "Softmax and cross-entropy",
                "The mean over the samples of −Σ_i t_i log y_i, with y the softmax of the logits: the likelihood of the labels. Derive"
                        + " dx; L is the end of the chain, so its upstream is 1.",
                Forward.of("-mean_n(sum(t*log(y)))")
                        .called("L")
                        .where("y", "softmax(x)")
                        .with("t", Batches.LABELS),
                List.of(ClassifierExercises.X, PROBABILITIES, new Symbol("t", "the labels, one-hot"), SAMPLES, CLASSES),
                Batches.LOGITS,
                List.of(
                        new Mistake(
                                "y - t/N",
                                "brackets",
                                "t alone is divided by N",
                                "The mean divides the whole difference: (y − t)/N."),
                        new Mistake(
                                "-t/y/N",
                                "stopped too early",
                                "this is ∂L/∂y, the gradient by the probabilities",
                                "One step further back: multiply by the Jacobian of softmax, and y cancels."),
                        new Mistake(
                                "y*(1 - y)*(y - t)/N",
                                "slope once more",
                                "the slope y (1 − y) is multiplied once more",
                                "It has cancelled already, against the 1/y of the logarithm. That is why cross-entropy does not saturate."),
                        new Mistake(
                                "(x - t)/N",
                                "logits for probabilities",
                                "the logits stand where the probabilities belong",
                                "y is the softmax of x, and is compared with t."),
                        new Mistake(
                                "-t*(1 - y)/N",
                                "one case missing",
                                "only the case i = j is there",
                                "The sum over i has the cases i ≠ j too: each leaves t_i y_j.")),
                List.of(
                        new Hint("sign", "The loss falls as the logit of the truth rises: there y − t is below 0."),
                        new Hint(
                                "constant factor",
                                "The loss is a mean: over what, and which factor does that leave in the gradient?"),
                        new Hint("target missing", "The case i = j leaves a term with t: where is it?"),
                        new Hint(
                                "elementwise slope",
                                "t_i / y_i meets the Jacobian of softmax, whose y_i cancels; what is left has no product of y and t."),
                        new Hint(
                                "unknown",
                                "−Σ_i (t_i / y_i) ∂y_i/∂x_j, with both cases of the Jacobian; then use Σ t = 1.")),
                "(y - t)/N");
    }

    private static Exercise twoClasses() {
        return new Exercise(
                "two-classes",
                "Two classes",
                "The likelihood of a label t is y^t (1 − y)^(1 − t), with y the sigmoid of one logit a sample. L is the mean of −log of"
                        + " it. Derive dx.",
                Forward.of("-mean(t*log(y) + (1 - t)*log(1 - y))")
                        .called("L")
                        .where("y", "sigmoid(x)")
                        .with("t", Batches.YES_OR_NO)
                        .along(Axis.SAMPLES),
                List.of(
                        new Symbol("x", "the logits, one for each sample"),
                        new Symbol("y", "the probabilities, sigmoid(x)"),
                        new Symbol("t", "the labels, 0 or 1"),
                        SAMPLES),
                Batches.TWO_CLASSES,
                List.of(
                        new Mistake(
                                "y - t/N",
                                "brackets",
                                "t alone is divided by N",
                                "The mean divides the whole difference: (y − t)/N."),
                        new Mistake(
                                "(y - t)/(y*(1 - y))/N",
                                "stopped too early",
                                "this is ∂L/∂y, the gradient by the probability",
                                "One step further back: multiply by the slope of the sigmoid, y (1 − y)."),
                        new Mistake(
                                "(y - t)*y*(1 - y)/N",
                                "slope once more",
                                "the slope y (1 − y) is multiplied once more",
                                "It has cancelled already, against the denominators of the two logarithms."),
                        new Mistake(
                                "-t/y/N",
                                "stopped too early",
                                "this is the gradient of t log y by y, and no more",
                                "The second logarithm has a term too, and from y it goes on to x."),
                        new Mistake(
                                "-t*(1 - y)/N",
                                "one case missing",
                                "only the term of t log y is there",
                                "(1 − t) log(1 − y) leaves a term too: what is the slope of log(1 − y)?"),
                        new Mistake(
                                "(x - t)/N",
                                "logits for probabilities",
                                "the logits stand where the probabilities belong",
                                "y is the sigmoid of x, and is compared with t.")),
                List.of(
                        new Hint("sign", "If t = 1 the loss falls as x rises: the gradient is below 0 there."),
                        new Hint(
                                "constant factor",
                                "The loss is a mean: over what, and which factor does that leave in the gradient?"),
                        new Hint(
                                "target missing",
                                "Of t log y comes −t (1 − y), of the other term (1 − t) y: add them up."),
                        new Hint(
                                "elementwise slope",
                                "The slope of the sigmoid is there once: it cancels against the denominators of the two logarithms."),
                        new Hint(
                                "unknown",
                                "Differentiate both logarithms by y, multiply by y (1 − y), and add up: most of it cancels.")),
                "(y - t)/N");
    }

    private static Exercise entropy() {
        return new Exercise(
                "entropy",
                "Entropy",
                "y = −Σ_i x_i log x_i of each sample's distribution x. Derive dx, as if each x_i moved by itself.",
                Forward.of("-sum(x*log(x))"),
                List.of(
                        new Symbol("x", "the probabilities, one for each sample and class"),
                        new Symbol("y", "the entropy, one for each sample"),
                        new Symbol("dy", "the upstream ∂C/∂y, one for each sample")),
                Batches.DISTRIBUTIONS,
                List.of(
                        new Mistake(
                                "dy*log(x)",
                                "product rule",
                                "one term of the product rule is missing, and the minus",
                                "−x log x has two factors with an x: differentiate each in turn."),
                        new Mistake(
                                "-dy*log(x)",
                                "product rule",
                                "one term of the product rule is missing",
                                "x log x has two factors with an x: differentiate each in turn."),
                        new Mistake(
                                "-dy/x",
                                "product rule",
                                "the logarithm alone is differentiated",
                                "x log x has two factors with an x: differentiate each in turn."),
                        new Mistake(
                                "-dy*(log(x) + x)",
                                "slope of the logarithm",
                                "the slope of log x is 1/x, and x · 1/x is not x",
                                "The second term of the product rule is x · 1/x."),
                        new Mistake(
                                "-dy*(log(x) + 1/x)",
                                "product rule",
                                "in the second term the factor x is missing",
                                "The second term of the product rule is x · 1/x."),
                        new Mistake(
                                "dy*(1 - log(x))",
                                "sign of one term",
                                "one of the two terms has the wrong sign",
                                "The minus before the sum belongs to both terms of the product rule.")),
                List.of(
                        new Hint("mean term", "x log x is a product: the product rule gives two terms."),
                        new Hint("sign", "The minus before the sum stays."),
                        new Hint("ignores upstream", "Each sample has its own dy, which multiplies all of its slopes."),
                        new Hint(
                                "elementwise slope",
                                "The product rule gives log x and x · 1/x: nothing else is left of x."),
                        new Hint("unknown", "x log x is a product: (u v)′ = u′ v + u v′.")),
                "-dy*(log(x) + 1)");
    }

    private static Exercise divergence() {
        return new Exercise(
                "divergence",
                "Kullback-Leibler divergence",
                "D = Σ t log(t / y) over all samples and classes, with soft targets t and y the softmax of the logits. Derive dx, and"
                        + " compare it with that of cross-entropy.",
                Forward.of("sum_n(sum(t*log(t/y)))")
                        .called("D")
                        .where("y", "softmax(x)")
                        .with("t", Batches.SOFT),
                List.of(
                        ClassifierExercises.X,
                        PROBABILITIES,
                        new Symbol("t", "the targets, each sample's summing to 1"),
                        SAMPLES,
                        CLASSES),
                Batches.LOGITS,
                List.of(
                        new Mistake(
                                "-t*(1 - y)",
                                "one case missing",
                                "only the case i = j is there",
                                "The sum over i has the cases i ≠ j too: each leaves t_i y_j."),
                        new Mistake("y", "target missing", "the target t is missing", "Σ t log y has t in every term."),
                        new Mistake(
                                "-t/y",
                                "stopped too early",
                                "this is ∂D/∂y, the gradient by the probabilities",
                                "One step further back: multiply by the Jacobian of softmax, and y cancels."),
                        new Mistake(
                                "log(t/y)",
                                "another gradient",
                                "this is the slope by t, up to a constant",
                                "t is given; what moves is x, and with it y.")),
                List.of(
                        new Hint("sign", "D is least at y = t, and grows as y leaves it: y − t or t − y?"),
                        new Hint("constant factor", "There is no mean in D, only sums."),
                        new Hint(
                                "unknown",
                                "D = Σ t log t − Σ t log y: only the second sum depends on x, and it is cross-entropy.")),
                "y - t");
    }
}
