package org.closedform.lesson;

import java.util.stream.IntStream;
import org.closedform.loss.WeightedMean;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Masked;
import org.closedform.operator.MaskedBatchNorm;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Explains operators of which not everything counts. */
final class MaskSteps {
    private static final String ELSEWHERE = "0 where the mask is false, whatever is there.";

    private MaskSteps() {}

    static void rows(Masked operator, Tensor x, Tensor dy, Steps steps) {
        Tensor counting = steps.forward(
                "c",
                "logits that count",
                "c_i = x_i",
                "−∞ where the mask is false, whatever is there: it takes no part in the sums below.",
                x.where(operator.mask(), Double.NEGATIVE_INFINITY));
        Tensor y = operator.apply(x);
        Tensor gradient = operator.forward(x).backward(dy);
        if (operator.unmasked() instanceof Softmax) {
            steps.forward("y", "probabilities", "y = softmax(c)", "0 also in a row with nothing left.", y);
            upstream(dy.where(operator.mask(), 0), steps);
            steps.backward("dx", "gradient", "dx_j = y_j (g_j − Σ_k y_k g_k)", ELSEWHERE, gradient);
        } else if (operator.unmasked() instanceof LogSoftmax softmax) {
            steps.forward("y", "log-probabilities", "y = log softmax(c)", "−∞ also in a row with nothing left.", y);
            upstream(dy.where(operator.mask(), 0), steps);
            probabilities(new Softmax(softmax.axis()).withMask(operator.mask()).apply(x), steps);
            steps.backward("dx", "gradient", "dx_j = g_j − p_j Σ_k g_k", ELSEWHERE, gradient);
        } else {
            steps.forward("y", "log-sum-exp", "y = log Σ_k exp(c_k)", "−∞ of a line with nothing left.", y);
            LogSumExp.Pass sums = ((LogSumExp) operator.unmasked()).forward(counting);
            probabilities(sums.softmax().where(operator.mask(), 0), steps);
            steps.backward("dx", "gradient", "dx_j = p_j dy", gradient);
        }
    }

    private static void upstream(Tensor counting, Steps steps) {
        steps.backward("g", "upstream that counts", "g_i = dy_i", ELSEWHERE, counting);
    }

    private static void probabilities(Tensor p, Steps steps) {
        steps.backward("p", "probabilities", "p = softmax(c)", "0 where the mask is false.", p);
    }

    static void mean(WeightedMean operator, Tensor x, Tensor dy, Steps steps) {
        Tensor w = steps.forward(
                "w",
                "weight of each number",
                "w",
                operator.mask().equals(Mask.all()) ? "" : ELSEWHERE,
                operator.weights().broadcastTo(x.shape()).where(operator.mask(), 0));
        steps.forward(
                "S", "weighted sum", "S = Σ_n w_n x_n", LossSteps.weighted(w, x).sum());
        Tensor total = steps.forward("W", "summed weights", "W = Σ_n w_n", w.sum());
        Operator.Pass<Tensor, Tensor> pass = operator.forward(x);
        steps.forward("y", "weighted mean", "y = S / W", "NaN where nothing counts.", pass.output());
        steps.backward("g", "share of each number", "g_n = w_n / W", w.dividedBy(total));
        steps.backward("dx", "gradient", "dx_n = g_n dy", pass.backward(dy));
    }

    static void batchNorm(MaskedBatchNorm operator, BatchNorm.Inputs in, Tensor dy, Steps steps) {
        int axis = Math.floorMod(operator.norm().axis(), in.x().rank());
        Mask positions = operator.mask().broadcastTo(in.x().shape().without(axis));
        MaskedBatchNorm.Pass pass = operator.forward(in);
        steps.forward(
                "c",
                "what counts",
                "c_n = x_n",
                "One position a row; the statistics are of these alone.",
                gathered(in.x(), axis, positions));
        steps.forward(
                "x̂", "normalised", "x̂_n = (c_n − mean(c)) / √(var(c) + ε)", gathered(pass.xHat(), axis, positions));
        steps.forward("y", "put back", "y_n = γ x̂_n + β", ELSEWHERE, pass.output());
        steps.backward("g", "upstream that counts", "g_n = dy_n", gathered(dy, axis, positions));
        BatchNorm.Inputs d = pass.backward(dy);
        steps.backward(
                "dx",
                "gradient of x",
                "dx_n = γ / √(var(c) + ε) (g_n − mean(g) − x̂_n mean(g ⊙ x̂))",
                ELSEWHERE,
                d.x());
        steps.backward("dγ", "gradient of γ", "dγ = Σ_n g_n x̂_n", d.gamma());
        steps.backward("dβ", "gradient of β", "dβ = Σ_n g_n", d.beta());
    }

    /** The channels of the positions that count, [m, C]. */
    private static Tensor gathered(Tensor x, int axis, Mask positions) {
        int[] order = IntStream.concat(IntStream.range(0, x.rank()).filter(i -> i != axis), IntStream.of(axis))
                .toArray();
        Tensor rows =
                x.permute(order).reshape(Shape.of(positions.size(), x.shape().dimension(axis)));
        Mask counting = positions.reshape(positions.size());
        return rows.take(
                0, IntStream.range(0, counting.size()).filter(counting::at).toArray());
    }
}
