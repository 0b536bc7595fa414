package org.closedform.lesson;

import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.MatMul;
import org.closedform.operator.Operator;
import org.closedform.tensor.Tensor;

/** Explains affine and linear maps, and the matrix product. */
final class LinearSteps {
    private LinearSteps() {}

    static void affine(Linear operator, Linear.Inputs in, Tensor dy, Steps steps) {
        Operator.Pass<Linear.Inputs, Tensor> pass = operator.forward(in);
        product("u", new LinearWithoutBias().apply(new LinearWithoutBias.Inputs(in.x(), in.weight())), steps);
        steps.forward("y", "bias added", "y_o = u_o + b_o", pass.output());
        Linear.Inputs d = pass.backward(dy);
        gradients(d.x(), d.weight(), steps);
        steps.backward(
                "db",
                "gradient of the bias",
                "db_o = Σ_n dy_no",
                "b_o reaches output o of every sample n, with slope 1.",
                d.bias());
    }

    static void linear(LinearWithoutBias operator, LinearWithoutBias.Inputs in, Tensor dy, Steps steps) {
        Operator.Pass<LinearWithoutBias.Inputs, Tensor> pass = operator.forward(in);
        product("y", pass.output(), steps);
        LinearWithoutBias.Inputs d = pass.backward(dy);
        gradients(d.x(), d.weight(), steps);
    }

    private static void product(String symbol, Tensor value, Steps steps) {
        steps.forward(
                symbol,
                "weighted sums",
                symbol + "_o = Σ_i W_oi x_i",
                "As matrices x·Wᵀ, with one sample per row.",
                value);
    }

    private static void gradients(Tensor dx, Tensor dWeight, Steps steps) {
        steps.backward(
                "dx",
                "gradient of x",
                "dx_ni = Σ_o dy_no W_oi",
                "x_ni reaches every output o of its sample, with slope W_oi: dy·W.",
                dx);
        steps.backward(
                "dW",
                "gradient of the weight",
                "dW_oi = Σ_n dy_no x_ni",
                "W_oi reaches output o of every sample n, with slope x_ni: dyᵀ·x.",
                dWeight);
    }

    static String symbol(String part) {
        return part.equals("weight") ? "W" : part.equals("bias") ? "b" : part;
    }

    static void product(MatMul operator, MatMul.Inputs in, Tensor dy, Steps steps) {
        Operator.Pass<MatMul.Inputs, Tensor> pass = operator.forward(in);
        MatMul.Inputs d = pass.backward(dy);
        steps.forward("Y", "product", "Y_ij = Σ_k L_ik R_kj", pass.output());
        steps.backward(
                "dL",
                "gradient of the left factor",
                "dL_ik = Σ_j dY_ij R_kj",
                "dY·Rᵀ, summed over the matrices that L was repeated for.",
                d.left());
        steps.backward(
                "dR",
                "gradient of the right factor",
                "dR_kj = Σ_i L_ik dY_ij",
                "Lᵀ·dY, summed over the matrices that R was repeated for.",
                d.right());
    }

    static String factor(String part) {
        return part.equals("left") ? "L" : "R";
    }
}
