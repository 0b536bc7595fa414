package org.closedform.lesson;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormInference;
import org.closedform.operator.BatchStatistics;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/** Explains batch norm with the statistics of the batch, and with running ones. Intermediate numbers are float64. */
final class BatchNormSteps {
    private final Steps steps;
    private final BatchNorm.Inputs in;
    private final int axis;

    private BatchNormSteps(Steps steps, BatchNorm.Inputs in, int axis) {
        this.steps = steps;
        this.in = in;
        this.axis = Math.floorMod(axis, in.x().rank());
    }

    static void training(BatchNorm operator, BatchNorm.Inputs in, Tensor dy, Steps steps) {
        new BatchNormSteps(steps, in, operator.axis()).training(operator.forward(in), operator.epsilon(), dy);
    }

    static void inference(BatchNormInference operator, BatchNorm.Inputs in, Tensor dy, Steps steps) {
        new BatchNormSteps(steps, in, operator.axis()).inference(operator.forward(in), operator, dy);
    }

    /** The statistics of the batch and the normalised numbers, and the three terms of the gradient. */
    private void training(BatchNorm.Pass pass, double epsilon, Tensor dy) {
        BatchStatistics batch = pass.statistics();
        Tensor mean = steps.forward("μ", "mean of each channel", "μ = (1/m) Σ_i x_i", batch.mean());
        Tensor deviation = steps.forward(
                "d",
                "deviations",
                "d_i = x_i − μ",
                wide(in.x()).minus(channels(mean)).minus(channels(batch.meanRemainder())));
        steps.forward(
                "σ²",
                "variance of each channel",
                "σ² = (1/m) Σ_i d_i²",
                "Divided by m, not by m − 1.",
                batch.variance());
        Tensor xHat = normalised(batch.variance(), epsilon, deviation, "Mean 0, and variance 1 apart from ε.");
        scaled(xHat, pass.output());

        Tensor dxHat = direct(dy);
        int[] samples = IntStream.range(0, in.x().rank()).filter(i -> i != axis).toArray();
        Tensor throughMean = steps.backward(
                "a",
                "term through μ",
                "a = mean(dx̂)",
                "Every x moves the mean by 1/m of itself, and the mean moves every x̂.",
                dxHat.mean(samples));
        Tensor throughVariance = steps.backward(
                "b",
                "term through σ²",
                "b_i = x̂_i · mean(dx̂ ⊙ x̂)",
                "The further an x is from the mean, the more it moves the variance, which moves every x̂.",
                xHat.times(channels(dxHat.times(xHat).mean(samples))));
        steps.backward(
                "c",
                "all three terms",
                "c_i = dx̂_i − a − b_i",
                "The direct term, less the parts that only shift or stretch the batch, which leaves x̂ as it is.",
                dxHat.minus(channels(throughMean)).minus(throughVariance));
        gradients("dx_i = c_i / s", "", pass.backward(dy));
    }

    private void inference(BatchNormInference.Pass pass, BatchNormInference operator, Tensor dy) {
        Tensor mean = steps.forward(
                "μ", "mean gathered in training", "μ", operator.running().mean());
        Tensor variance = operator.running().variance();
        steps.forward("σ²", "variance gathered in training", "σ²", variance);
        Tensor deviation = steps.forward(
                "d",
                "deviations",
                "d_i = x_i − μ",
                "The batch does not matter: one image at a time will do.",
                wide(in.x()).minus(channels(mean)));
        scaled(normalised(variance, operator.epsilon(), deviation, ""), pass.output());

        direct(dy);
        gradients(
                "dx_i = dx̂_i / s",
                "μ and σ² are constants: of the three terms only the direct one is left.",
                pass.backward(dy));
    }

    private Tensor normalised(Tensor variance, double epsilon, Tensor deviation, String note) {
        Tensor root = steps.forward(
                "s",
                "deviation of each channel",
                "s = √(σ² + ε), ε = "
                        + BigDecimal.valueOf(epsilon).stripTrailingZeros().toPlainString(),
                variance.map(v -> Math.sqrt(v + epsilon)));
        return steps.forward("x̂", "normalised", "x̂_i = d_i / s", note, deviation.dividedBy(channels(root)));
    }

    private void scaled(Tensor xHat, Tensor output) {
        steps.forward("u", "scaled", "u_i = γ x̂_i", xHat.times(channels(wide(in.gamma()))));
        steps.forward(
                "y", "shifted", "y_i = u_i + β", "With γ = s and β = μ the input comes back: nothing is lost.", output);
    }

    private Tensor direct(Tensor dy) {
        return steps.backward(
                "dx̂", "gradient of x̂, the direct term", "dx̂_i = γ dy_i", wide(dy).times(channels(wide(in.gamma()))));
    }

    private void gradients(String formula, String note, BatchNorm.Inputs d) {
        steps.backward("dx", "gradient of x", formula, note, d.x());
        steps.backward("dγ", "gradient of the scale", "dγ = Σ_i dy_i x̂_i", d.gamma());
        steps.backward("dβ", "gradient of the shift", "dβ = Σ_i dy_i", d.beta());
    }

    /** One number for each channel, in a shape that broadcasts to that of x. */
    private Tensor channels(Tensor vector) {
        int rank = in.x().rank();
        return vector.reshape(
                IntStream.range(0, rank).map(i -> i == axis ? vector.size() : 1).toArray());
    }

    private static Tensor wide(Tensor x) {
        return x.to(ElementType.FLOAT64);
    }

    static String symbol(String part) {
        return part.equals("gamma") ? "γ" : part.equals("beta") ? "β" : part;
    }
}
