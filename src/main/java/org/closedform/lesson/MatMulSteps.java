package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.MatMul;
import org.closedform.tensor.Tensor;

/** The matrix product. */
record MatMulSteps(MatMul operator) implements Explanation<MatMul.Inputs, Tensor> {

    @Override
    public List<Step> forwardSteps(MatMul.Inputs in) {
        Steps steps = new Steps();
        steps.add("product", "Y_ij = Σ_k L_ik R_kj", "Y_{ij} = \\sum_k L_{ik} R_{kj}", operator.apply(in));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(MatMul.Inputs in, Tensor dy) {
        Steps steps = new Steps();
        MatMul.Inputs d = operator.forward(in).backward(dy);
        steps.add(
                "gradient of the left factor",
                "dL_ik = Σ_j dY_ij R_kj",
                "dL_{ik} = \\sum_j dY_{ij} R_{kj}",
                "dY·Rᵀ, summed over the matrices that L was repeated for.",
                d.left());
        steps.add(
                "gradient of the right factor",
                "dR_kj = Σ_i L_ik dY_ij",
                "dR_{kj} = \\sum_i L_{ik} dY_{ij}",
                "Lᵀ·dY, summed over the matrices that R was repeated for.",
                d.right());
        return steps.list();
    }

    @Override
    public String inputSymbol(String part) {
        return part.equals("left") ? "L" : "R";
    }

    @Override
    public String upstreamSymbol(String part) {
        return "dY";
    }
}
