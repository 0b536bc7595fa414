package org.closedform.lesson;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.operator.Softmax;
import org.closedform.operator.SoftmaxJacobian;
import org.closedform.tensor.Tensor;

/** Softmax, and its Jacobian in two cases. */
record SoftmaxSteps(Softmax operator) implements Explanation<Tensor, Tensor> {
    private static final int LARGEST_JACOBIAN = 10_000;

    @Override
    public List<Step> forwardSteps(Tensor x) {
        Steps steps = new Steps();
        ShiftedExponentials.of(steps, x, operator.axis());
        steps.add("probabilities", "y_i = e_i / S", "y_i = \\frac{e_i}{S}", "They sum to 1.", operator.apply(x));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(Tensor x, Tensor dy) {
        Steps steps = new Steps();
        Softmax.Pass pass = operator.forward(x);
        Tensor y = steps.add("probabilities", "y = softmax(x)", "y = \\mathrm{softmax}(x)", pass.output());
        int axis = x.shape().axis("WorkedExample", operator.axis());
        int classes = x.shape().dimension(axis);
        if (y.size() > 0 && (long) y.size() * classes <= LARGEST_JACOBIAN) {
            jacobian(steps, y, axis);
        }
        Tensor average = steps.add(
                "average upstream",
                "s = Σ_k y_k dy_k",
                "s = \\sum_k y_k dy_k",
                "Weighed by the probabilities.",
                y.times(dy).sum(axis).expandDims(axis));
        steps.add(
                "gradient",
                "dx_j = Σ_i (∂y_i/∂x_j) dy_i = y_j (dy_j − s)",
                "dx_j = \\sum_i \\frac{\\partial y_i}{\\partial x_j} dy_i = y_j (dy_j - s)",
                "How far its upstream is above the average, times its probability.",
                pass.backward(dy));
        return steps.list();
    }

    /** One matrix for each row of probabilities; of a single row one matrix. */
    private static void jacobian(Steps steps, Tensor y, int axis) {
        Tensor rows = rows(y, axis);
        Tensor same = rows.times(rows.map(v -> 1 - v));
        Tensor others = Tensor.eye(y.shape().dimension(axis)).minus(1).to(y.elementType());
        Tensor different = rows.expandDims(2).times(rows.expandDims(1)).times(others);
        Tensor[] matrices = IntStream.range(0, rows.shape().dimension(0))
                .mapToObj(n -> new SoftmaxJacobian(rows.select(0, n), 0).toDense())
                .toArray(Tensor[]::new);
        boolean one = y.rank() == 1;
        steps.add(
                "derivative, i = j",
                "∂y_i/∂x_i = y_i (1 − y_i)",
                "\\frac{\\partial y_i}{\\partial x_i} = \\frac{e_i S - e_i e_i}{S^2} = y_i (1 - y_i)",
                "By the quotient rule: the logit is in both numerator and denominator.",
                one ? same.squeeze(0) : same);
        steps.add(
                "derivative, i ≠ j",
                "∂y_i/∂x_j = −y_i y_j",
                "\\frac{\\partial y_i}{\\partial x_j} = \\frac{0 \\cdot S - e_i e_j}{S^2} = -y_i y_j",
                "The logit is in the denominator only. (On the diagonal i = j: the case before.)",
                one ? different.squeeze(0) : different);
        steps.add(
                "Jacobian",
                "J_ij = ∂y_i/∂x_j = y_i (δ_ij − y_j)",
                "J_{ij} = \\frac{\\partial y_i}{\\partial x_j} = y_i (\\delta_{ij} - y_j)",
                "Both cases together. Its rows sum to 0.",
                one ? matrices[0] : Tensor.stack(0, matrices));
    }

    /** One distribution a row. */
    private static Tensor rows(Tensor y, int axis) {
        int last = y.rank() - 1;
        int[] order = IntStream.concat(IntStream.range(0, y.rank()).filter(i -> i != axis), IntStream.of(axis))
                .toArray();
        Tensor moved = axis == last ? y : y.permute(order);
        return moved.reshape(-1, y.shape().dimension(axis));
    }
}
