package org.closedform.lesson;

import org.closedform.loss.Form;
import org.closedform.loss.Reduction;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Tensor;

/** The steps that all losses share: the reduction of one number per position, and the gradient. */
final class LossSteps {
    private LossSteps() {}

    /** The symbol of a prediction. */
    static String symbol(Form form) {
        return switch (form) {
            case LOGITS -> "a";
            case LOG_PROBABILITIES -> "u";
            case PROBABILITIES -> "p";
        };
    }

    /**
     * Probabilities, or what stands for them, of which the classes that do not count have probability 0.
     *
     * @param symbol what they are called, if there are such classes
     * @param given the symbol of x
     */
    static Tensor counting(String symbol, String given, Form form, Tensor x, Mask classes, Steps steps) {
        return classes.equals(Mask.all())
                ? x
                : steps.forward(
                        symbol,
                        "classes that count",
                        symbol + " = " + given,
                        "The others have probability 0. Below, " + given + " is this.",
                        x.where(classes, form == Form.PROBABILITIES ? 0 : Double.NEGATIVE_INFINITY));
    }

    /** How many positions count under a mask of them, and have a class left. */
    static double counted(Mask positions, Mask classes, Tensor x, int axis) {
        return positions
                .broadcastTo(x.shape().without(axis))
                .and(classes.broadcastTo(x.shape()).any(axis))
                .count();
    }

    /** What to say of the loss of each position. */
    static String each(Mask positions, String otherwise) {
        return positions.equals(Mask.all()) ? otherwise : "0 where the mask is false, whatever is there.";
    }

    /** The class axis of x, counted from 0; a vector [C] has only one axis, which is the class axis. */
    static int classAxis(int axis, Tensor x) {
        return x.rank() == 1 && axis == 1 ? 0 : Math.floorMod(axis, x.rank());
    }

    /** t ⊙ x for equal shapes, with 0 · ∞ = 0 · NaN = 0: a term with weight 0 does not count. */
    static Tensor weighted(Tensor t, Tensor x) {
        return Tensor.generate(t.shape(), i -> t.at(i) == 0 ? 0 : t.at(i) * x.at(i))
                .to(x.elementType());
    }

    private static boolean isMean(Reduction reduction) {
        return reduction != Reduction.NONE && reduction != Reduction.SUM;
    }

    /**
     * Writes down the steps from one number per position to the output.
     *
     * @param symbol the symbol of the numbers
     * @param each the numbers, one per position
     * @param meanDivisor what MEAN divides their sum by
     */
    static void reduced(
            String name,
            String symbol,
            Tensor each,
            Reduction reduction,
            double meanDivisor,
            Tensor output,
            Steps steps) {
        if (reduction == Reduction.NONE) {
            steps.forward("L", "one " + name + " per position", "L_n = " + symbol + "_n", output);
            return;
        }
        steps.forward("S", "summed over the positions", "S = Σ_n " + symbol + "_n", each.sum());
        if (!isMean(reduction)) {
            steps.forward("L", name, "L = S", output);
            return;
        }
        int batch = each.rank() == 0 ? 1 : each.shape().dimension(0);
        Tensor n = Tensor.scalar(reduction == Reduction.BATCH_MEAN ? batch : meanDivisor);
        steps.forward("N", "number of positions that count", "N", n.to(each.elementType()));
        steps.forward("L", name, "L = S / N", "The mean.", output);
    }

    /** Writes down the gradient: each position's slope times the upstream, divided by N for a mean. */
    static void gradient(
            String name, String variable, String slope, Reduction reduction, Tensor gradient, Steps steps) {
        boolean mean = isMean(reduction);
        steps.backward(
                "d" + variable,
                name,
                "d" + variable + " = " + slope + " · dL" + (mean ? " / N" : ""),
                mean ? "dL is the upstream; the mean divides by N." : "dL is the upstream.",
                gradient);
    }
}
