package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.LogSumExp;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The logarithm of a sum of exponentials. */
record LogSumExpSteps(LogSumExp operator) implements Explanation<Tensor, Tensor> {

    private int[] axes(Tensor x) {
        int[] axes = operator.axes().stream().mapToInt(axis -> axis).toArray();
        return x.shape().axes("WorkedExample", axes);
    }

    @Override
    public List<Step> forwardSteps(Tensor x) {
        Steps steps = new Steps();
        if (x.size() > 0) {
            Shape kept = Terms.kept(x.shape(), operator.axes());
            // where nothing is finite there is nothing to shift by
            Tensor largest = x.max(axes(x)).map(m -> Double.isInfinite(m) ? 0 : m);
            ShiftedExponentials e = ShiftedExponentials.of(steps, x, kept, largest, axes(x));
            steps.add("its logarithm", "ℓ = log S", "\\ell = \\log S", e.sum().map(StrictMath::log));
        }
        steps.add(
                "log-sum-exp",
                "y = log Σ_k exp(x_k) = m + ℓ",
                "y = \\log \\sum_k e^{x_k} = m + \\ell",
                "Between the largest logit and log n more.",
                operator.apply(x));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Tensor x, Tensor dy) {
        Steps steps = new Steps();
        LogSumExp.Pass pass = operator.forward(x);
        steps.add(
                "derivative",
                "∂y/∂x_i = exp(x_i) / Σ_k exp(x_k) = softmax(x)_i",
                "\\frac{\\partial y}{\\partial x_i} = \\frac{e^{x_i}}{\\sum_k e^{x_k}} = \\mathrm{softmax}(x)_i",
                pass.softmax());
        steps.add("gradient", "dx_i = softmax(x)_i dy", "dx_i = \\mathrm{softmax}(x)_i dy", pass.backward(dy));
        return steps.list();
    }
}
