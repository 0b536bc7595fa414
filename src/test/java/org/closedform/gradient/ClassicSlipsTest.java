package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.closedform.gradient.diagnosis.Diagnosis;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slips as people type them, in layers and losses, and the cause that the report names. */
class ClassicSlipsTest {

    private static String cause(GradientReport report, String part) {
        return report.part(part).diagnoses().stream()
                .map(Diagnosis::cause)
                .findFirst()
                .orElse("");
    }

    record Norm(Tensor x, Tensor gamma, Tensor beta) implements TensorTree<Norm> {}

    interface NormBackward {
        Norm of(Norm in, Tensor dy, Tensor xHat, Tensor sigma);
    }

    private static GradientReport batchNorm(int samples, NormBackward backward) {
        Tensor x = Tensor.generate(Shape.of(samples, 3), i -> Math.sin(3 * i[0] + 2 * i[1]) + 0.2 * i[0]);
        Operator<Norm, Tensor> operator = in -> {
            Tensor centred = in.x().minus(in.x().mean(0));
            Tensor sigma = centred.times(centred).mean(0).map(v -> Math.sqrt(v + 0.01));
            Tensor xHat = centred.dividedBy(sigma);
            return Operator.Pass.of(xHat.times(in.gamma()).plus(in.beta()), dy -> backward.of(in, dy, xHat, sigma));
        };
        return GradientCheck.of(operator).at(new Norm(x, Tensor.of(0.7, -1.2, 2), Tensor.of(0.1, 0.2, 0.3)));
    }

    private static Tensor dx(Tensor d, Tensor xHat, Tensor sigma) {
        return d.minus(d.mean(0)).minus(xHat.times(d.times(xHat).mean(0))).dividedBy(sigma);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void gammaIsForgotten(int samples) {
        GradientReport report = batchNorm(
                samples,
                (in, dy, xHat, sigma) ->
                        new Norm(dx(dy, xHat, sigma), dy.times(xHat).sum(0), dy.sum(0)));
        String cause = cause(report, "x");
        assertTrue(cause.endsWith("1.4286, −0.83333, 0.5, which is 1 / gamma"), cause);
    }

    @Test
    void ofTwoSamplesBothCausesAreNamed() {
        String cause = cause(
                batchNorm(
                        2,
                        (in, dy, xHat, sigma) -> new Norm(
                                dx(dy.times(in.gamma()), xHat, sigma).times(sigma),
                                dy.times(xHat).sum(0),
                                dy.sum(0))),
                "x");
        assertTrue(
                cause.startsWith("along axis 0, of two samples, the differences are multiples of x − mean(x); or each"
                        + " index of axis 1 has a factor of its own"),
                cause);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void gammaAndBetaAreExchanged(int samples) {
        GradientReport report = batchNorm(
                samples,
                (in, dy, xHat, sigma) -> new Norm(
                        dx(dy.times(in.gamma()), xHat, sigma),
                        dy.sum(0),
                        dy.times(xHat).sum(0)));
        assertEquals("the gradients of gamma and beta are exchanged", cause(report, "gamma"));
        assertEquals("the gradients of beta and gamma are exchanged", cause(report, "beta"));
    }

    /** Cross-entropy of logits, averaged over the samples, whose gradient is made of y and t. */
    private static String crossEntropy(int classes, BinaryOperator<Tensor> gradient) {
        Labels labels = Labels.of(1, 0, 1, classes - 1);
        CrossEntropyLoss loss = CrossEntropyLoss.onLogits(labels);
        Operator<Tensor, Tensor> operator = Operator.of(
                loss::apply, (x, l, dy) -> gradient.apply(new Softmax(1).apply(x), labels.oneHot(classes, 1))
                        .times(dy.item() / 4));
        Tensor logits = Tensor.generate(Shape.of(4, classes), i -> Math.cos(2 * i[0] + 5 * i[1]));
        return cause(GradientCheck.of(operator).at(logits), "x");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void targetsAreForgottenOrMoved(int classes) {
        assertEquals(
                "along axis 1 one element is wrong, everywhere by the same amount", crossEntropy(classes, (y, t) -> y));
        assertEquals(
                "along axis 1 two neighbours are wrong by opposite amounts, as if each target were one index further",
                crossEntropy(
                        classes,
                        (y, t) -> y.minus(
                                Tensor.concatenate(1, t.slice(1, classes - 1, classes), t.slice(1, 0, classes - 1)))));
    }

    @Test
    void oneTargetIsForgotten() {
        assertEquals(
                "only x[0, 1] is wrong, by 0.25: as if this one line along axis 1 had no target",
                crossEntropy(3, (y, t) -> y.minus(t.times(Tensor.of(Shape.of(4, 1), 0, 1, 1, 1)))));
    }

    @Test
    void theTargetIsInverted() {
        assertEquals(
                "all elements are off by 0.25, some up and some down",
                crossEntropy(3, (y, t) -> y.minus(t.map(v -> 1 - v))));
    }

    record Affine(Tensor x, Tensor w, Tensor b) implements TensorTree<Affine> {}

    private static GradientReport affine(UnaryOperator<Tensor> db) {
        Operator<Affine, Tensor> operator = Operator.of(
                in -> in.x().matmul(in.w()).plus(in.b()),
                (in, y, dy) -> new Affine(
                        dy.matmul(in.w().transpose()), in.x().transpose().matmul(dy), db.apply(dy)));
        return GradientCheck.of(operator)
                .at(new Affine(
                        Tensor.generate(Shape.of(4, 3), i -> Math.sin(1 + i[0] + 3 * i[1])),
                        Tensor.generate(Shape.of(3, 2), i -> Math.cos(i[0] - 2 * i[1])),
                        Tensor.of(0.3, -0.4)));
    }

    @Test
    void theSumOverABatchIsDropped() {
        assertEquals(
                "only what comes from index 0 of axis 0 of y reaches b",
                cause(affine(dy -> dy.slice(0, 0, 1).sum(0)), "b"));
        assertEquals(
                "gradient = 1/4 (4 is the length of axis 0 of x) × numeric at all 16 entries",
                cause(affine(dy -> dy.mean(0)), "b"));
    }

    /** Σ max(0, x)·2 + x² at a point with a corner. */
    private static String withCorner(DoubleUnaryOperator slope) {
        double[] x = {1, 0, -0.5, 2, -1, 0.3};
        return cause(
                GradientCheck.ofGradient(
                                in -> Arrays.stream(in)
                                        .map(v -> 2 * Math.max(0, v) + v * v)
                                        .sum(),
                                in -> Arrays.stream(in).map(slope).toArray())
                        .at(x),
                "x");
    }

    @Test
    void aCornerIsNoEvidence() {
        assertEquals(
                "gradient = −1 × numeric at all 5 entries that can be told",
                withCorner(v -> v == 0 ? 0.5 : -(v > 0 ? 2 : 0) - 2 * v));
        assertEquals("gradient = numeric − 2 × x", withCorner(v -> v == 0 ? 1 : v > 0 ? 2 : 0));
    }

    @Test
    void aFlatFunctionHasNoFactor() {
        assertEquals(
                "the function does not change with x here, and the gradient is not 0",
                cause(
                        GradientCheck.ofGradient(x -> Math.tanh(40 + x[0]), x -> new double[] {1})
                                .at(new double[] {1}),
                        "x"));
    }
}
