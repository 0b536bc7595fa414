package org.closedform.lesson;

import java.util.List;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchNormInference;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Batch norm with running statistics. Intermediate numbers are float64. */
record BatchNormInferenceSteps(BatchNormInference operator) implements Explanation<BatchNorm.Inputs, Tensor> {

    @Override
    public List<Step> forwardSteps(BatchNorm.Inputs in) {
        Steps steps = new Steps();
        Shape shape = in.x().shape();
        int axis = shape.axis("WorkedExample", operator.axis());
        Tensor mean = steps.add(
                "mean gathered in training", "μ", "\\mu", operator.running().mean());
        Tensor variance = steps.add(
                "variance gathered in training",
                "σ²",
                "\\sigma^2",
                operator.running().variance());
        Tensor root = BatchNormSteps.root(steps, variance, operator.epsilon());
        Tensor deviation = steps.add(
                "deviations",
                "d_i = x_i − μ",
                "d_i = x_i - \\mu",
                "The batch does not matter: one image at a time will do.",
                in.x().to(ElementType.FLOAT64).minus(Terms.along(mean, shape, axis)));
        Tensor xHat = steps.add(
                "normalised",
                "x̂_i = d_i / s",
                "\\hat x_i = \\frac{d_i}{s}",
                deviation.dividedBy(Terms.along(root, shape, axis)));
        BatchNormSteps.scaled(steps, xHat, in, axis, operator.apply(in));
        return steps.list();
    }

    @Override
    public List<Step> backwardSteps(BatchNorm.Inputs in, Tensor dy) {
        Steps steps = new Steps();
        int axis = in.x().shape().axis("WorkedExample", operator.axis());
        BatchNormInference.Pass pass = operator.forward(in);
        BatchNorm.Inputs d = pass.backward(dy);
        BatchNormSteps.xHat(steps, pass.xHat());
        BatchNormSteps.dxHat(steps, dy.to(ElementType.FLOAT64), in, axis);
        BatchNormSteps.root(steps, operator.running().variance(), operator.epsilon());
        steps.add(
                "gradient of x",
                "dx_i = dx̂_i / s",
                "dx_i = \\frac{d\\hat x_i}{s}",
                "μ and σ² are constants: of the three ways back only the direct one is left.",
                d.x());
        BatchNormSteps.parameters(steps, d);
        return steps.list();
    }

    @Override
    public String inputSymbol(String part) {
        return BatchNormSteps.symbol(part);
    }
}
