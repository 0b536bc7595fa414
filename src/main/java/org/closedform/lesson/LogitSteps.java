package org.closedform.lesson;

import org.closedform.lesson.Step.Phase;
import org.closedform.loss.DistillationLoss;
import org.closedform.loss.Form;
import org.closedform.loss.Reduction;
import org.closedform.loss.ZLoss;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.operator.Temperature;
import org.closedform.tensor.Tensor;

/** Explains what is done to logits: a temperature, distillation with it, and the loss that holds their normaliser. */
final class LogitSteps {
    private LogitSteps() {}

    static void temperature(Temperature operator, Tensor x, Tensor dy, Steps steps) {
        String t = ", T = " + NumberText.of(operator.temperature());
        steps.forward("y", "softened", "y = x / T" + t, operator.apply(x));
        steps.backward("dx", "gradient", "dx = dy / T" + t, operator.forward(x).backward(dy));
    }

    static void normaliser(ZLoss loss, Tensor x, Tensor dy, Steps steps) {
        int axis = LossSteps.classAxis(loss.axis(), x);
        String beta = ", β = " + NumberText.of(loss.beta());
        Tensor counting = LossSteps.counting("c", "a", Form.LOGITS, x, loss.classMask(), steps);
        steps.forward("z", "logarithm of the normaliser", "z = log Σ_k exp(a_k)", new LogSumExp(axis).apply(counting));
        Tensor each = steps.forward(
                "ℓ",
                "loss of each position",
                "ℓ = β z²" + beta,
                LossSteps.each(loss.mask(), "Whatever the target."),
                loss.withReduction(Reduction.NONE).apply(x));
        Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
        double counted = LossSteps.counted(loss.mask(), loss.classMask(), x, axis);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), counted, pass.output(), steps);
        Tensor y = new Softmax(axis).withMask(loss.classMask()).apply(x);
        steps.backward(
                "y",
                "probabilities",
                "y = softmax(a)",
                "",
                y,
                finer -> SoftmaxSteps.probabilities(Phase.BACKWARD, "a", counting, y, axis, finer));
        Tensor slope = loss.withReduction(Reduction.SUM).forward(x).gradient();
        steps.backward(
                "g",
                "slope in each logit",
                "g_j = 2 β z y_j" + beta,
                "Pulls all logits of a position the same way.",
                slope);
        LossSteps.gradient("gradient", "a", "g", loss.reduction(), pass.backward(dy), steps);
    }

    static void distillation(DistillationLoss loss, Tensor x, Tensor dy, Steps steps) {
        int axis = LossSteps.classAxis(loss.axis(), x);
        Temperature soften = new Temperature(loss.temperature());
        String t = ", T = " + NumberText.of(loss.temperature());
        Tensor b = steps.forward("b", "teacher's logits", "b", loss.teacher());
        Tensor teacher = soften.apply(LossSteps.counting("e", "b", Form.LOGITS, b, loss.classMask(), steps));
        Tensor student = soften.apply(LossSteps.counting("c", "a", Form.LOGITS, x, loss.classMask(), steps));
        Tensor p = steps.forward("p", "teacher", "p = softmax(b / T)" + t, new Softmax(axis).apply(teacher));
        steps.forward("y", "student", "y = softmax(a / T)" + t, new Softmax(axis).apply(student));
        Tensor d = steps.forward(
                "d",
                "how much likelier for the teacher",
                "d_i = log p_i − log y_i",
                new LogSoftmax(axis).apply(teacher).minus(new LogSoftmax(axis).apply(student)));
        steps.forward(
                "D",
                "divergence of each position",
                "D = Σ_i p_i d_i",
                LossSteps.weighted(p, d).sum(axis));
        Tensor each = steps.forward(
                "ℓ",
                "loss of each position",
                "ℓ = T² D" + t,
                LossSteps.each(loss.mask(), "T² makes up for a gradient that shrinks as 1/T²."),
                loss.withReduction(Reduction.NONE).apply(x));
        Operator.Pass<Tensor, Tensor> pass = loss.forward(x);
        LossSteps.reduced("loss", "ℓ", each, loss.reduction(), loss.meanDivisor(), pass.output(), steps);
        Tensor slope = loss.withReduction(Reduction.SUM).forward(x).gradient();
        steps.backward("g", "slope in each logit", "g_j = T (y_j − p_j)" + t, slope);
        LossSteps.gradient("gradient", "a", "g", loss.reduction(), pass.backward(dy), steps);
    }
}
