package org.closedform.lesson;

import java.util.List;
import java.util.stream.IntStream;
import org.closedform.lesson.Step.Phase;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Explains softmax, log-softmax and log-sum-exp. */
final class SoftmaxSteps {
    private static final int LARGEST_JACOBIAN = 10_000;

    private SoftmaxSteps() {}

    /** The first steps, which all three share; the sum keeps the rank of x, and so broadcasts. */
    private static Tensor sum(Tensor x, Tensor largest, int[] axes, Steps steps) {
        Shape kept = kept(x.shape(), axes);
        Tensor m = steps.forward("m", "largest logit", "m = max_k x_k", largest.reshape(kept));
        Tensor d = steps.forward(
                "d",
                "shifted",
                "d_i = x_i − m",
                "Subtracting one constant from every logit cancels below, and now none is above 0.",
                x.minus(m));
        Tensor e = steps.forward(
                "e", "exponentials", "e_i = exp(d_i)", "At most 1: nothing overflows.", d.map(StrictMath::exp));
        return steps.forward("S", "their sum", "S = Σ_k e_k", e.sum(axes).reshape(kept));
    }

    /** The steps to the probabilities y of logits, in a lesson that has an S of its own. */
    static void probabilities(Phase phase, String logit, Tensor x, Tensor y, int axis, Steps steps) {
        Tensor m = x.max(axis).expandDims(axis);
        steps.add(phase, "m", "largest logit", "m = max_k " + logit + "_k", "", m);
        Tensor d = x.minus(m);
        steps.add(
                phase,
                "d",
                "shifted",
                "d_i = " + logit + "_i − m",
                "Subtracting one constant from every logit cancels below, and now none is above 0.",
                d);
        Tensor e = d.map(StrictMath::exp);
        steps.add(phase, "e", "exponentials", "e_i = exp(d_i)", "At most 1: nothing overflows.", e);
        steps.add(phase, "Z", "their sum", "Z = Σ_k e_k", "", e.sum(axis).expandDims(axis));
        steps.add(phase, "y", "probabilities", "y_i = e_i / Z", "They sum to 1.", y);
    }

    /** The shape with length 1 along some axes. */
    private static Shape kept(Shape shape, int... axes) {
        return Shape.of(IntStream.range(0, shape.rank())
                .map(i -> IntStream.of(axes).anyMatch(axis -> axis == i) ? 1 : shape.dimension(i))
                .toArray());
    }

    private static void logarithm(Tensor sum, Steps steps) {
        steps.forward("ℓ", "its logarithm", "ℓ = log S", sum.map(StrictMath::log));
    }

    static void softmax(Softmax operator, Tensor x, Tensor dy, Steps steps) {
        Softmax.Pass pass = operator.forward(x);
        int axis = Math.floorMod(operator.axis(), x.rank());
        sum(x, x.max(axis), new int[] {axis}, steps);
        Tensor y = steps.forward("y", "probabilities", "y_i = e_i / S", "They sum to 1.", pass.output());
        boolean isShown = y.size() > 0 && (long) y.size() * y.shape().dimension(axis) <= LARGEST_JACOBIAN;
        if (isShown) {
            jacobian(x, y, axis, steps);
        }
        steps.backward(
                "s",
                "average upstream",
                "s = Σ_k y_k dy_k",
                "Weighted by the probabilities.",
                y.times(dy).sum(axis).expandDims(axis));
        steps.backward(
                "dx",
                "gradient",
                "dx_j = Σ_i " + (isShown ? "J_ij" : "(∂y_i/∂x_j)") + " dy_i = y_j (dy_j − s)",
                "How far its upstream is above the average, times its probability. They sum to 0, since y sums to 1.",
                pass.backward(dy));
    }

    /** One matrix for each row of probabilities, stacked; a lone matrix if y is a vector. */
    private static void jacobian(Tensor x, Tensor y, int axis, Steps steps) {
        Tensor rows = rows(y, axis);
        Tensor same = rows.times(rows.map(v -> 1 - v));
        Tensor others = Tensor.eye(y.shape().dimension(axis)).minus(1).to(y.elementType());
        Tensor different = rows.expandDims(2).times(rows.expandDims(1)).times(others);
        Tensor logits = rows(x, axis);
        Tensor[] matrices = IntStream.range(0, rows.shape().dimension(0))
                .mapToObj(n ->
                        new Softmax().forward(logits.select(0, n)).jacobian().toDense())
                .toArray(Tensor[]::new);
        boolean one = y.rank() == 1;
        steps.backward(
                "∂y_i/∂x_i",
                "derivative, i = j",
                "∂y_i/∂x_i = (e_i S − e_i e_i) / S² = y_i (1 − y_i)",
                "By the quotient rule: the logit is in both numerator and denominator.",
                one ? same.squeeze(0) : same);
        steps.backward(
                "∂y_i/∂x_j",
                "derivative, i ≠ j",
                "∂y_i/∂x_j = (0 · S − e_i e_j) / S² = −y_i y_j",
                "The logit is in the denominator only. (On the diagonal i = j: the case before.)",
                one ? different.squeeze(0) : different);
        steps.add(Step.of(
                Phase.BACKWARD,
                "J",
                "Jacobian",
                "J_ij = ∂y_i/∂x_j = y_i (δ_ij − y_j)",
                "Both cases together. Its rows sum to 0.",
                List.of("y", "∂y_i/∂x_i", "∂y_i/∂x_j"),
                one ? matrices[0] : Tensor.stack(0, matrices)));
    }

    /** The distributions along an axis as the rows of a matrix. */
    private static Tensor rows(Tensor x, int axis) {
        int[] order = IntStream.concat(IntStream.range(0, x.rank()).filter(i -> i != axis), IntStream.of(axis))
                .toArray();
        Tensor moved = axis == x.rank() - 1 ? x : x.permute(order);
        return moved.reshape(-1, x.shape().dimension(axis));
    }

    static void logSoftmax(LogSoftmax operator, Tensor x, Tensor dy, Steps steps) {
        LogSoftmax.Pass pass = operator.forward(x);
        int axis = Math.floorMod(operator.axis(), x.rank());
        logarithm(sum(x, x.max(axis), new int[] {axis}, steps), steps);
        steps.forward(
                "y",
                "log-probabilities",
                "y_i = log(e_i / S) = d_i − ℓ",
                "Not the logarithm of a probability, which may have underflowed.",
                pass.output());
        steps.backward("p", "probabilities", "p = softmax(x)", pass.softmax());
        steps.backward("s", "summed upstream", "s = Σ_k dy_k", dy.sum(axis).expandDims(axis));
        steps.backward(
                "dx",
                "gradient",
                "dx_j = Σ_i (δ_ij − p_j) dy_i = dy_j − p_j s",
                "They sum to 0, since p sums to 1.",
                pass.backward(dy));
    }

    static void logSumExp(LogSumExp operator, Tensor x, Tensor dy, Steps steps) {
        LogSumExp.Pass pass = operator.forward(x);
        if (x.size() > 0) {
            IntStream chosen = operator.axes().stream().mapToInt(axis -> Math.floorMod(axis, x.rank()));
            int[] axes =
                    operator.axes().isEmpty() ? IntStream.range(0, x.rank()).toArray() : chosen.toArray();
            // an infinite maximum cannot be subtracted: ∞ − ∞ is NaN
            Tensor largest = x.max(axes).map(m -> Double.isInfinite(m) ? 0 : m);
            logarithm(sum(x, largest, axes, steps), steps);
        }
        steps.forward(
                "y",
                "log-sum-exp",
                "y = log Σ_k exp(x_k) = m + ℓ",
                "At least the largest logit, and at most log n more.",
                pass.output());
        steps.backward("p", "derivative", "p_i = ∂y/∂x_i = exp(x_i) / Σ_k exp(x_k) = softmax(x)_i", pass.softmax());
        steps.backward("dx", "gradient", "dx_i = p_i dy", pass.backward(dy));
    }
}
