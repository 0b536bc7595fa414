package org.closedform.lesson;

import org.closedform.loss.Reduction;
import org.closedform.tensor.Tensor;

/** What losses do with one number per position, and with the upstream. */
final class LossSteps {
    private LossSteps() {}

    /** What the sum of all positions is divided by, where MEAN divides by {@code counted}. */
    static double divisor(Reduction reduction, Tensor each, double counted) {
        return switch (reduction) {
            case NONE, SUM -> 1;
            case MEAN -> counted;
            case BATCH_MEAN -> each.rank() == 0 ? 1 : each.shape().dimension(0);
        };
    }

    /** One number per position, and of it the output. */
    static void reduced(
            Steps steps, String name, String symbol, Tensor each, Reduction reduction, double divisor, Tensor output) {
        if (reduction == Reduction.NONE) {
            steps.add(
                    "one " + name + " per position", "L_n = " + symbol + "_n", "L_n = " + latex(symbol) + "_n", output);
            return;
        }
        Tensor sum = steps.add(
                "summed over the positions",
                "S = Σ_n " + symbol + "_n",
                "S = \\sum_n " + latex(symbol) + "_n",
                each.sum());
        if (reduction == Reduction.SUM) {
            steps.add(name, "L = S", "L = S", output);
            return;
        }
        counted(steps, divisor, sum);
        steps.add(name, "L = S / N", "L = \\frac{S}{N}", "The mean.", output);
    }

    private static String latex(String symbol) {
        return symbol.equals("ℓ") ? "\\ell" : symbol;
    }

    /** What a mean divides by. */
    static void counted(Steps steps, double divisor, Tensor like) {
        steps.add(
                "number of positions that count",
                "N",
                "N",
                Tensor.scalar(divisor).to(like.elementType()));
    }

    /** Each position's own gradient is divided by N and multiplied by its upstream. */
    static void gradient(
            Steps steps, String variable, Reduction reduction, double divisor, Tensor upstream, Tensor gradient) {
        if (reduction == Reduction.NONE || reduction == Reduction.SUM) {
            steps.add(
                    "gradient",
                    "d" + variable + " = g · dL",
                    "d" + variable + " = g \\cdot dL",
                    "dL is the upstream.",
                    gradient);
            return;
        }
        counted(steps, divisor, upstream);
        steps.add(
                "gradient",
                "d" + variable + " = g · dL / N",
                "d" + variable + " = \\frac{g \\cdot dL}{N}",
                "dL is the upstream; the mean divides by N.",
                gradient);
    }
}
