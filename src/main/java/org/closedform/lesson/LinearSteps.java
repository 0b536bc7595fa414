package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.tensor.Tensor;

/** The affine map. */
record LinearSteps(Linear operator) implements Explanation<Linear.Inputs, Tensor> {

    @Override
    public List<Step> forwardSteps(Linear.Inputs in) {
        Steps steps = new Steps();
        LinearWithoutBiasSteps.product(
                steps, "u", new LinearWithoutBias().apply(new LinearWithoutBias.Inputs(in.x(), in.weight())));
        steps.add("bias added", "y_o = u_o + b_o", "y_o = u_o + b_o", operator.apply(in));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Linear.Inputs in, Tensor dy) {
        Steps steps = new Steps();
        Linear.Inputs d = operator.forward(in).backward(dy);
        LinearWithoutBiasSteps.gradients(steps, d.x(), d.weight());
        steps.add(
                "gradient of the bias",
                "db_o = Σ_n dy_no",
                "db_o = \\sum_n dy_{no}",
                "b_o reaches output o of every sample n, with slope 1.",
                d.bias());
        return steps.list();
    }

    @Override
    public String inputSymbol(String part) {
        return LinearWithoutBiasSteps.symbol(part);
    }
}
