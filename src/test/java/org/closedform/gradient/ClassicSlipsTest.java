package org.closedform.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
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
    void ofTwoSamplesMistakesAreToldApart() {
        assertEquals(
                "along axis 0, of two elements, 1/√(v + ε) is missing",
                ofTwoSamples((d, xHat, sigma) -> dx(d, xHat, sigma).times(sigma)));
        assertEquals(
                "along axis 0, of two elements, the variance term is missing",
                ofTwoSamples((d, xHat, sigma) -> d.minus(d.mean(0)).dividedBy(sigma)));
        assertEquals(
                "along axis 0, of two elements, mean and deviation are taken for constants",
                ofTwoSamples((d, xHat, sigma) -> d.dividedBy(sigma)));
    }

    interface DxHat {
        Tensor of(Tensor dxHat, Tensor xHat, Tensor sigma);
    }

    private static String ofTwoSamples(DxHat dx) {
        return cause(
                batchNorm(
                        2,
                        (in, dy, xHat, sigma) -> new Norm(
                                dx.of(dy.times(in.gamma()), xHat, sigma),
                                dy.times(xHat).sum(0),
                                dy.sum(0))),
                "x");
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

    private static String ofVector(double[] x, UnaryOperator<double[]> f, BinaryOperator<double[]> pullback) {
        return cause(GradientCheck.ofPullback(f, pullback).at(x), "x");
    }

    private static double[] each(int length, IntToDoubleFunction element) {
        return IntStream.range(0, length).mapToDouble(element).toArray();
    }

    @Test
    void aMaskIsForgotten() {
        double[] mask = {0, 2, 2, 0, 2, 2, 0, 2};
        assertEquals(
                "the derivative is 0 at x[0], x[3], x[6], and the gradient is not; it is right at the others",
                ofVector(
                        new double[] {1, 2, -1, 0.5, -2, 3, 0.1, -0.4},
                        x -> each(8, i -> x[i] * mask[i]),
                        (x, dy) -> each(8, i -> 2 * dy[i])));
        double[] sides = {1, -1, 1, -1, 1, -1};
        double[] x = {0.3, 0.4, 2.5, -2, 0.5, -0.2};
        assertEquals(
                "the derivative is 0 at x[2], x[3], and the gradient is not; it is right at the others",
                cause(
                        GradientCheck.ofGradient(
                                        in -> Arrays.stream(each(6, i -> Math.max(0, 1 - sides[i] * in[i])))
                                                .sum(),
                                        in -> each(6, i -> -sides[i]))
                                .at(x),
                        "x"));
    }

    @Test
    void theSumOfASoftmaxEndsAtItsOwnElement() {
        double[] x = {0.3, -1, 0.8, 0.1};
        assertEquals(
                "gradient = 0 at 6 of 16 entries, all below the diagonal, and right at the others",
                ofVector(x, in -> new Softmax(0).apply(Tensor.of(in)).toDoubleArray(), (in, dy) -> {
                    double[] y = new Softmax(0).apply(Tensor.of(in)).toDoubleArray();
                    return each(
                            4,
                            i -> y[i]
                                    * (dy[i]
                                            - Arrays.stream(each(i + 1, j -> y[j] * dy[j]))
                                                    .sum()));
                }));
    }

    @Test
    void theSmallestIsTakenForTheLargest() {
        assertEquals(
                "the gradients of x[0] and x[1] are exchanged",
                cause(
                        GradientCheck.ofGradient(
                                        x -> Arrays.stream(x).max().orElseThrow(), x -> new double[] {0, 1, 0, 0})
                                .at(new double[] {2, -1.5, 0.3, 1}),
                        "x"));
    }

    private static String ofSum(DoubleUnaryOperator f, DoubleUnaryOperator slope) {
        double[] x = {0.4, -1.3, 1.7, -0.6, 0.9};
        return cause(
                GradientCheck.ofGradient(
                                in -> Arrays.stream(in).map(f).sum(),
                                in -> Arrays.stream(in).map(slope).toArray())
                        .at(x),
                "x");
    }

    @Test
    void aFactorOfASlopeIsForgotten() {
        DoubleUnaryOperator sigmoid = x -> 1 / (1 + Math.exp(-x));
        DoubleUnaryOperator rest = x -> 1 / (1 + Math.exp(x));
        assertEquals("1 − y stands for y (1 − y), y = σ(x)", ofSum(sigmoid, rest));
        assertEquals("y stands for y (1 − y), y = σ(x)", ofSum(sigmoid, sigmoid));
        assertEquals("1 − σ(x) stands for σ(x)", ofSum(x -> Math.log1p(Math.exp(x)), rest));
        DoubleUnaryOperator silu = x -> x * sigmoid.applyAsDouble(x);
        assertEquals("σ(x) stands for σ(x) + x σ′(x)", ofSum(silu, sigmoid));
        assertEquals(
                "x σ′(x) stands for σ(x) + x σ′(x)",
                ofSum(silu, x -> x * sigmoid.applyAsDouble(x) * rest.applyAsDouble(x)));
        assertEquals("σ(x) + x σ(x) stands for σ(x) + x σ′(x)", ofSum(silu, x -> sigmoid.applyAsDouble(x) * (1 + x)));
    }

    @Test
    void weightsOfRowsAreNoEpsilon() {
        Tensor weights = Tensor.of(Shape.of(4, 1), 0.5, 0.5, 1.5, 1.5);
        GradientReport report = GradientCheck.of(Operator.<Tensor, Tensor>of(
                        x -> x.times(x).times(x).times(weights).sum(),
                        (x, y, dy) -> x.times(x).times(3 * dy.item())))
                .at(Tensor.generate(Shape.of(4, 3), i -> 1 + i[0] - 0.7 * i[1]));
        assertEquals("each index of axis 0 has a factor of its own: 2, 2, 0.66667, 0.66667", cause(report, "x"));
        assertEquals("group factor", report.diagnoses().get(0).name());
    }

    @Test
    void stepsThatAreNotPassedOnAreNoFactor() {
        Tensor last = Tensor.of(Shape.of(3, 1), 0, 0, 3);
        GradientReport report = GradientCheck.of(Operator.<Tensor, Tensor>of(
                        x -> x.times(x).times(x).sum(),
                        (x, y, dy) -> x.times(x).times(last).times(dy.item())))
                .at(Tensor.generate(Shape.of(3, 2), i -> 1 + i[0] - 0.7 * i[1]));
        assertEquals("gradient = 0 at x[0, 0] … x[1, 1], and right at the others", cause(report, "x"));
    }

    @Test
    void anotherFormulaIsNoSlip() {
        assertEquals(
                "another formula, and no usual slip: the largest difference is at x[1]",
                ofSum(Math::atan, x -> 1 / (1 + x)));
    }

    /** Layer norm without β: x̂ is along axis 1, and so is γ. */
    @Test
    void gammaIsForgottenBeforeTheMeans() {
        Operator<Scaled, Tensor> operator = in -> {
            Tensor centred = in.x().minus(in.x().mean(1).expandDims(1));
            Tensor sigma = centred.times(centred).mean(1).expandDims(1).map(Math::sqrt);
            Tensor xHat = centred.dividedBy(sigma);
            return Operator.Pass.of(
                    xHat.times(in.gamma()),
                    dy -> new Scaled(
                            dy.minus(dy.mean(1).expandDims(1))
                                    .minus(xHat.times(dy.times(xHat).mean(1).expandDims(1)))
                                    .dividedBy(sigma),
                            dy.times(xHat).sum(0)));
        };
        Tensor x = Tensor.generate(Shape.of(2, 4), i -> Math.sin(3 * i[0] + 2 * i[1]));
        assertEquals(
                "what comes from each index of axis 1 of y has a factor of its own: 1.4286, −0.83333, 0.5, 4, which is"
                        + " 1 / gamma",
                cause(GradientCheck.of(operator).at(new Scaled(x, Tensor.of(0.7, -1.2, 2, 0.25))), "x"));
    }

    record Scaled(Tensor x, Tensor gamma) implements TensorTree<Scaled> {}

    /** Of 2,400 elements a few are looked at, some of them in one line. */
    @Test
    void ofALargeInputPartsOfLinesAreEnough() {
        int[] next = IntStream.range(0, 60).map(i -> (i + 1) % 60).toArray();
        assertEquals("the gradient is shifted one place to the left along axis 1", ofLargeTanh(dx -> dx.take(1, next)));
        assertEquals("along axis 0 all elements are off by the same amount", ofLargeTanh(dx -> dx.plus(dx.mean(0))));
        assertEquals(
                "along axis 1 the differences are multiples of x − mean(x)",
                ofLargeTanh(dx -> dx.plus(
                        LARGE.minus(LARGE.mean(1).expandDims(1)).times(dx.sum().item()))));
    }

    private static final Tensor LARGE = Tensor.generate(Shape.of(40, 60), i -> Math.sin(7 * i[0] + 3 * i[1]));

    private static String ofLargeTanh(UnaryOperator<Tensor> slip) {
        Operator<Tensor, Tensor> operator =
                Operator.of(x -> x.map(Math::tanh), (x, y, dy) -> slip.apply(dy.times(y.map(v -> 1 - v * v))));
        return cause(GradientCheck.of(operator).at(LARGE), "x");
    }
}
