package org.closedform.lesson;

import org.closedform.loss.Form;
import org.closedform.loss.Reduction;
import org.closedform.tensor.Tensor;

/** What losses do with one number per position, and with the upstream. */
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

    /** The class axis of x, from 0; that of [C] is its only one. */
    static int classAxis(int axis, Tensor x) {
        return x.rank() == 1 && axis == 1 ? 0 : Math.floorMod(axis, x.rank());
    }

    /** t ⊙ x with 0 · ∞ = 0 · NaN = 0: a term whose weight is 0. Equal shapes. */
    static Tensor weighted(Tensor t, Tensor x) {
        return Tensor.generate(t.shape(), i -> t.at(i) == 0 ? 0 : t.at(i) * x.at(i))
                .to(x.elementType());
    }

    private static boolean isMean(Reduction reduction) {
        return reduction == Reduction.MEAN || reduction == Reduction.BATCH_MEAN;
    }

    /**
     * From one number per position to the output.
     *
     * @param symbol of these numbers
     * @param each these numbers
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
        Tensor n = Tensor.scalar(reduction == Reduction.MEAN ? meanDivisor : batch);
        steps.forward("N", "number of positions that count", "N", n.to(each.elementType()));
        steps.forward("L", name, "L = S / N", "The mean.", output);
    }

    /** Each position's own slope, times its upstream; a mean divides by N. */
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
