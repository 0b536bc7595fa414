package org.closedform.lesson;

import java.math.BigDecimal;
import java.util.List;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchStatistics;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Batch norm in training: the statistics, and the three ways back. Intermediate numbers are float64. */
record BatchNormSteps(BatchNorm operator) implements Explanation<BatchNorm.Inputs, Tensor> {

    @Override
    public List<Step> forwardSteps(BatchNorm.Inputs in) {
        Steps steps = new Steps();
        BatchNorm.Pass pass = operator.forward(in);
        Shape shape = in.x().shape();
        int axis = axis(in);
        BatchStatistics batch = pass.statistics();
        Tensor mean =
                steps.add("mean of each channel", "μ = (1/m) Σ_i x_i", "\\mu = \\frac1m \\sum_i x_i", batch.mean());
        Tensor deviation = steps.add(
                "deviations",
                "d_i = x_i − μ",
                "d_i = x_i - \\mu",
                in.x()
                        .to(ElementType.FLOAT64)
                        .minus(Terms.along(mean, shape, axis))
                        .minus(Terms.along(batch.meanRemainder(), shape, axis)));
        steps.add(
                "variance of each channel",
                "σ² = (1/m) Σ_i d_i²",
                "\\sigma^2 = \\frac1m \\sum_i d_i^2",
                "Divided by m, not by m − 1.",
                batch.variance());
        Tensor root = root(steps, batch.variance(), operator.epsilon());
        Tensor xHat = steps.add(
                "normalised",
                "x̂_i = d_i / s",
                "\\hat x_i = \\frac{d_i}{s}",
                "Mean 0, and variance 1 but for ε.",
                deviation.dividedBy(Terms.along(root, shape, axis)));
        scaled(steps, xHat, in, axis, pass.output());
        return steps.list();
    }

    static Tensor root(Steps steps, Tensor variance, double epsilon) {
        String plain = BigDecimal.valueOf(epsilon).stripTrailingZeros().toPlainString();
        return steps.add(
                "deviation of each channel",
                "s = √(σ² + ε), ε = " + plain,
                "s = \\sqrt{\\sigma^2 + \\varepsilon}, \\quad \\varepsilon = " + plain,
                variance.map(v -> Math.sqrt(v + epsilon)));
    }

    static void scaled(Steps steps, Tensor xHat, BatchNorm.Inputs in, int axis, Tensor output) {
        steps.add(
                "scaled",
                "u_i = γ x̂_i",
                "u_i = \\gamma \\hat x_i",
                xHat.times(Terms.along(in.gamma().to(ElementType.FLOAT64), xHat.shape(), axis)));
        steps.add(
                "shifted",
                "y_i = u_i + β",
                "y_i = u_i + \\beta",
                "With γ = s and β = μ the input comes back: nothing is lost.",
                output);
    }

    @Override
    public List<Step> backwardSteps(BatchNorm.Inputs in, Tensor dy) {
        Steps steps = new Steps();
        BatchNorm.Pass pass = operator.forward(in);
        Shape shape = in.x().shape();
        int axis = axis(in);
        int[] batch = Terms.others(shape, axis);
        Tensor upstream = dy.to(ElementType.FLOAT64);
        Tensor xHat = xHat(steps, pass.xHat());
        Tensor dxHat = dxHat(steps, upstream, in, axis);
        Tensor root = root(steps, pass.statistics().variance(), operator.epsilon());
        Tensor mean = steps.add(
                "term through μ",
                "a = mean(dx̂)",
                "a = \\mathrm{mean}(d\\hat x)",
                "Every x moves the mean by 1/m of itself, and the mean moves every x̂.",
                dxHat.mean(batch));
        Tensor slope = steps.add(
                "term through σ²",
                "b_i = x̂_i · mean(dx̂ ⊙ x̂)",
                "b_i = \\hat x_i \\cdot \\mathrm{mean}(d\\hat x \\odot \\hat x)",
                "The further an x is from the mean, the more it moves the variance, which moves every x̂.",
                xHat.times(Terms.along(dxHat.times(xHat).mean(batch), shape, axis)));
        steps.add(
                "all three terms",
                "c_i = dx̂_i − a − b_i",
                "c_i = d\\hat x_i - a - b_i",
                "The direct way, less the parts that only shift or stretch the batch, which leaves x̂ as it is.",
                dxHat.minus(Terms.along(mean, shape, axis)).minus(slope));
        BatchNorm.Inputs d = pass.backward(dy);
        steps.add("gradient of x", "dx_i = c_i / s", "dx_i = \\frac{c_i}{s}", d.x());
        parameters(steps, d);
        return steps.list();
    }

    static Tensor xHat(Steps steps, Tensor xHat) {
        return steps.add(
                "normalised", "x̂ = (x − μ) / s", "\\hat x = \\frac{x - \\mu}{s}", xHat.to(ElementType.FLOAT64));
    }

    static Tensor dxHat(Steps steps, Tensor dy, BatchNorm.Inputs in, int axis) {
        return steps.add(
                "gradient of x̂, the direct term",
                "dx̂_i = γ dy_i",
                "d\\hat x_i = \\gamma dy_i",
                dy.times(Terms.along(in.gamma().to(ElementType.FLOAT64), dy.shape(), axis)));
    }

    static void parameters(Steps steps, BatchNorm.Inputs d) {
        steps.add("gradient of the scale", "dγ = Σ_i dy_i x̂_i", "d\\gamma = \\sum_i dy_i \\hat x_i", d.gamma());
        steps.add("gradient of the shift", "dβ = Σ_i dy_i", "d\\beta = \\sum_i dy_i", d.beta());
    }

    private int axis(BatchNorm.Inputs in) {
        return in.x().shape().axis("WorkedExample", operator.axis());
    }

    @Override
    public String inputSymbol(String part) {
        return symbol(part);
    }

    static String symbol(String part) {
        return part.equals("gamma") ? "γ" : part.equals("beta") ? "β" : part;
    }
}
