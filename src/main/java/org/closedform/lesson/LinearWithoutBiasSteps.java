package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.tensor.Tensor;

/** The linear map. */
record LinearWithoutBiasSteps(LinearWithoutBias operator) implements Explanation<LinearWithoutBias.Inputs, Tensor> {

    @Override
    public List<Step> forwardSteps(LinearWithoutBias.Inputs in) {
        Steps steps = new Steps();
        product(steps, "y", operator.apply(in));
        return steps.list();
    }

    static void product(Steps steps, String name, Tensor value) {
        steps.add(
                "weighed sums",
                name + "_o = Σ_i W_oi x_i",
                name + "_o = \\sum_i W_{oi} x_i",
                "In matrices x·Wᵀ, one sample a row.",
                value);
    }

    @Override
    public List<Step> backwardSteps(LinearWithoutBias.Inputs in, Tensor dy) {
        Steps steps = new Steps();
        LinearWithoutBias.Inputs d = operator.forward(in).backward(dy);
        gradients(steps, d.x(), d.weight());
        return steps.list();
    }

    static void gradients(Steps steps, Tensor dx, Tensor dWeight) {
        steps.add(
                "gradient of x",
                "dx_ni = Σ_o dy_no W_oi",
                "dx_{ni} = \\sum_o dy_{no} W_{oi}",
                "x_ni reaches every output o of its sample, with slope W_oi: dy·W.",
                dx);
        steps.add(
                "gradient of the weight",
                "dW_oi = Σ_n dy_no x_ni",
                "dW_{oi} = \\sum_n dy_{no} x_{ni}",
                "W_oi reaches output o of every sample n, with slope x_ni: dyᵀ·x.",
                dWeight);
    }

    @Override
    public String inputSymbol(String part) {
        return symbol(part);
    }

    static String symbol(String part) {
        return part.equals("weight") ? "W" : part.equals("bias") ? "b" : part;
    }
}
