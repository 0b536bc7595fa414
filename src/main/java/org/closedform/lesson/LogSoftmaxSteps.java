package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.LogSoftmax;
import org.closedform.tensor.Tensor;

/** Log-softmax. */
record LogSoftmaxSteps(LogSoftmax operator) implements Explanation<Tensor, Tensor> {

    @Override
    public List<Step> forwardSteps(Tensor x) {
        Steps steps = new Steps();
        ShiftedExponentials e = ShiftedExponentials.of(steps, x, operator.axis());
        steps.add("its logarithm", "ℓ = log S", "\\ell = \\log S", e.sum().map(StrictMath::log));
        steps.add(
                "log-probabilities",
                "y_i = log(e_i / S) = d_i − ℓ",
                "y_i = \\log \\frac{e_i}{S} = d_i - \\ell",
                "No logarithm of a probability, which might have underflowed.",
                operator.apply(x));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Tensor x, Tensor dy) {
        Steps steps = new Steps();
        LogSoftmax.Pass pass = operator.forward(x);
        int axis = x.shape().axis("WorkedExample", operator.axis());
        steps.add("probabilities", "p = softmax(x)", "p = \\mathrm{softmax}(x)", pass.softmax());
        steps.add(
                "summed upstream",
                "s = Σ_k dy_k",
                "s = \\sum_k dy_k",
                dy.sum(axis).expandDims(axis));
        steps.add(
                "gradient",
                "dx_j = Σ_i (δ_ij − p_j) dy_i = dy_j − p_j s",
                "dx_j = \\sum_i (\\delta_{ij} - p_j) dy_i = dy_j - p_j s",
                pass.backward(dy));
        return steps.list();
    }
}
