package org.closedform.lesson;

import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormInference;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.GroupNorm;
import org.closedform.operator.InstanceNorm;
import org.closedform.operator.LayerNorm;
import org.closedform.operator.NormPass;
import org.closedform.operator.RmsNorm;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Tensor;

/**
 * Explains norms that use the statistics of their own input, and batch norm that uses running ones. Intermediate numbers are
 * float64.
 */
final class NormSteps {
    private final Steps steps;
    private final Tensor x;
    private final Tensor gamma;
    private final NormShape shape;

    private NormSteps(Steps steps, Tensor x, Tensor gamma, NormShape shape) {
        this.steps = steps;
        this.x = wide(x);
        this.gamma = shape.ofParameters().apply(wide(gamma));
        this.shape = shape;
    }

    private static NormSteps of(BatchNorm.Inputs in, NormShape shape, Steps steps) {
        return new NormSteps(steps, in.x(), in.gamma(), shape);
    }

    private static NormShape channels(BatchNorm.Inputs in, int axis) {
        return NormShape.channels(in.x().shape(), Math.floorMod(axis, in.x().rank()));
    }

    static void training(BatchNorm operator, BatchNorm.Inputs in, Tensor dy, Steps steps) {
        BatchNorm.Pass pass = operator.forward(in);
        BatchStatistics batch = pass.statistics();
        of(in, channels(in, operator.axis()), steps)
                .centred(batch.mean(), batch.meanRemainder(), operator.epsilon(), pass.output(), dy)
                .gradients(pass.backward(dy));
    }

    static void layer(LayerNorm operator, LayerNorm.Inputs in, Tensor dy, Steps steps) {
        NormPass<LayerNorm.Inputs> pass = operator.forward(in);
        LayerNorm.Inputs d = pass.backward(dy);
        new NormSteps(steps, in.x(), in.gamma(), NormShape.features(in.x().shape(), operator.axes()))
                .centred(pass.mean(), pass.mean().zerosLike(), operator.epsilon(), pass.output(), dy)
                .gradients(new BatchNorm.Inputs(d.x(), d.gamma(), d.beta()));
    }

    static void group(GroupNorm operator, BatchNorm.Inputs in, Tensor dy, Steps steps) {
        NormShape shape = NormShape.groups("group", in.x().shape(), operator.groups(), operator.axis());
        of(in, shape, steps).withinSamples(operator.forward(in), operator.epsilon(), dy);
    }

    static void instance(InstanceNorm operator, BatchNorm.Inputs in, Tensor dy, Steps steps) {
        NormShape shape = NormShape.groups(
                "channel of a sample", in.x().shape(), in.gamma().size(), operator.axis());
        of(in, shape, steps).withinSamples(operator.forward(in), operator.epsilon(), dy);
    }

    private void withinSamples(NormPass<BatchNorm.Inputs> pass, double epsilon, Tensor dy) {
        centred(pass.mean(), pass.mean().zerosLike(), epsilon, pass.output(), dy)
                .gradients(pass.backward(dy));
    }

    static void inference(BatchNormInference operator, BatchNorm.Inputs in, Tensor dy, Steps steps) {
        of(in, channels(in, operator.axis()), steps).inference(operator.forward(in), operator, dy);
    }

    static void rms(RmsNorm operator, RmsNorm.Inputs in, Tensor dy, Steps steps) {
        NormShape shape = NormShape.features(in.x().shape(), operator.axes());
        new NormSteps(steps, in.x(), in.gamma(), shape).rms(operator.forward(in), operator.epsilon(), dy);
    }

    /** The statistics and the normalised numbers, and the three terms of the gradient. */
    private NormSteps centred(Tensor mean, Tensor meanRemainder, double epsilon, Tensor output, Tensor dy) {
        steps.forward("μ", "mean of each " + shape.group(), "μ = (1/m) Σ_i x_i", mean);
        Tensor deviation = steps.forward(
                "d",
                "deviations",
                "d_i = x_i − μ",
                x.minus(shape.ofGroups().apply(mean)).minus(shape.ofGroups().apply(meanRemainder)));
        Tensor variance = steps.forward(
                "v",
                "variance of each " + shape.group(),
                "v = (1/m) Σ_i d_i²",
                "Divided by m, not by m − 1.",
                shape.mean().apply(deviation.square()));
        Tensor root = root("v", variance, epsilon);
        Tensor xHat = steps.forward(
                "x̂",
                "normalised",
                "x̂_i = d_i / s",
                "Mean 0, and variance 1 apart from ε.",
                deviation.dividedBy(shape.ofGroups().apply(root)));
        scaled(xHat, output);
        Tensor dxHat = direct(dy);
        Tensor throughMean = steps.backward(
                "a",
                "term through μ",
                "a = mean(dx̂)",
                "Every x moves the mean by 1/m of itself, and the mean moves every x̂.",
                shape.mean().apply(dxHat));
        Tensor throughVariance = throughVariance(
                "v",
                dxHat,
                xHat,
                "The further an x is from the mean, the more it moves the variance, which moves every x̂.");
        steps.backward(
                "c",
                "all three terms",
                "c_i = dx̂_i − a − b_i",
                "The direct term, minus the parts that only shift or stretch the " + shape.group()
                        + ": these do not change x̂.",
                dxHat.minus(shape.ofGroups().apply(throughMean)).minus(throughVariance));
        return this;
    }

    private void gradients(BatchNorm.Inputs d) {
        boolean isAlone = x.size() == shape.mean().apply(x).size();
        gradients("dx_i = c_i / s", isAlone ? "0 whatever the numbers: one number alone is its own mean." : "", d);
    }

    /** No mean is subtracted, so there are two terms. */
    private void rms(NormPass<RmsNorm.Inputs> pass, double epsilon, Tensor dy) {
        Tensor square = steps.forward(
                "q",
                "mean square of each " + shape.group(),
                "q = (1/m) Σ_i x_i²",
                shape.mean().apply(x.square()));
        Tensor root = root("q", square, epsilon);
        Tensor xHat = steps.forward(
                "x̂",
                "normalised",
                "x̂_i = x_i / s",
                "Mean square 1 apart from ε; the mean stays in it.",
                x.dividedBy(shape.ofGroups().apply(root)));
        steps.forward("y", "scaled", "y_i = γ_i x̂_i", pass.output());
        Tensor dxHat = direct(dy);
        Tensor throughSquare = throughVariance(
                "q", dxHat, xHat, "The larger an x is, the more it moves the mean square, which moves every x̂.");
        steps.backward(
                "c",
                "both terms",
                "c_i = dx̂_i − b_i",
                "The direct term, minus the part that only stretches the sample: it does not change x̂.",
                dxHat.minus(throughSquare));
        RmsNorm.Inputs d = pass.backward(dy);
        steps.backward("dx", "gradient of x", "dx_i = c_i / s", d.x());
        steps.backward("dγ", "gradient of the scale", "dγ = Σ_n dy_n x̂_n", d.gamma());
    }

    private void inference(BatchNormInference.Pass pass, BatchNormInference operator, Tensor dy) {
        Tensor mean = steps.forward(
                "μ", "mean gathered in training", "μ", operator.running().mean());
        Tensor variance = operator.running().variance();
        steps.forward("v", "variance gathered in training", "v", variance);
        Tensor deviation = steps.forward(
                "d",
                "deviations",
                "d_i = x_i − μ",
                "The batch does not matter: one image at a time will do.",
                x.minus(shape.ofGroups().apply(mean)));
        Tensor root = root("v", variance, operator.epsilon());
        scaled(
                steps.forward(
                        "x̂",
                        "normalised",
                        "x̂_i = d_i / s",
                        deviation.dividedBy(shape.ofGroups().apply(root))),
                pass.output());
        direct(dy);
        gradients(
                "dx_i = dx̂_i / s",
                "μ and v are constants: of the three terms only the direct one is left.",
                pass.backward(dy));
    }

    private Tensor root(String squared, Tensor value, double epsilon) {
        return steps.forward(
                "s",
                "deviation of each " + shape.group(),
                "s = √(" + squared + " + ε), ε = " + NumberText.of(epsilon),
                value.map(v -> Math.sqrt(v + epsilon)));
    }

    private void scaled(Tensor xHat, Tensor output) {
        String index = shape.index();
        steps.forward("u", "scaled", "u_i = γ" + index + " x̂_i", xHat.times(gamma));
        steps.forward("y", "shifted", "y_i = u_i + β" + index, shape.undone(), output);
    }

    private Tensor direct(Tensor dy) {
        return steps.backward(
                "dx̂", "gradient of x̂, the direct term", "dx̂_i = γ" + shape.index() + " dy_i", wide(dy).times(gamma));
    }

    private Tensor throughVariance(String squared, Tensor dxHat, Tensor xHat, String note) {
        return steps.backward(
                "b",
                "term through " + squared,
                "b_i = x̂_i · mean(dx̂ ⊙ x̂)",
                note,
                xHat.times(shape.ofGroups().apply(shape.mean().apply(dxHat.times(xHat)))));
    }

    private void gradients(String formula, String note, BatchNorm.Inputs d) {
        String i = shape.sum();
        steps.backward("dx", "gradient of x", formula, note, d.x());
        steps.backward("dγ", "gradient of the scale", "dγ = Σ_" + i + " dy_" + i + " x̂_" + i, d.gamma());
        steps.backward("dβ", "gradient of the shift", "dβ = Σ_" + i + " dy_" + i, d.beta());
    }

    private static Tensor wide(Tensor x) {
        return x.to(ElementType.FLOAT64);
    }

    static String symbol(String part) {
        return part.equals("gamma") ? "γ" : part.equals("beta") ? "β" : part;
    }
}
