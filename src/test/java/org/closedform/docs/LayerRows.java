package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.BatchStatistics;
import org.closedform.operator.Elementwise;
import org.closedform.operator.Linear;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Relu;
import org.closedform.operator.RunningAverage;
import org.closedform.operator.RunningStatistics;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about sigmoid, ReLU, linear layers and batch norm. */
final class LayerRows {
    private LayerRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("sigmoid-infinite", LayerRows::sigmoidInfinite),
                Map.entry("sigmoid-saturated", LayerRows::sigmoidSaturated),
                Map.entry("sigmoid-nan", LayerRows::sigmoidNaN),
                Map.entry("relu-nan", LayerRows::reluNaN),
                Map.entry("relu-zero", LayerRows::reluZero),
                Map.entry("batch-norm-one-value", LayerRows::oneValue),
                Map.entry("batch-norm-unbiased-of-one", LayerRows::unbiasedOfOne),
                Map.entry("batch-norm-constant", LayerRows::constant),
                Map.entry("batch-norm-any-size", LayerRows::anySize),
                Map.entry("batch-norm-invalid", LayerRows::invalid),
                Map.entry("empty-batch-operator", LayerRows::emptyBatch),
                Map.entry("empty-batch-linear", LayerRows::emptyLinear),
                Map.entry("empty-batch-norm", LayerRows::emptyBatchNorm));
    }

    private static void sigmoidInfinite(Numbers numbers) {
        Elementwise.Pass pass = new Sigmoid().forward(numbers.vector(NEGATIVE_INFINITY, POSITIVE_INFINITY));
        numbers.assertHolds(pass.output(), 0, 1);
        numbers.assertHolds(pass.slope(), 0, 0);
    }

    /** σ′(±40) to 21 digits. */
    private static void sigmoidSaturated(Numbers numbers) {
        Elementwise.Pass pass = new Sigmoid().forward(numbers.vector(-40, 40));
        numbers.assertHoldsWithin(2, pass.output(), 4.24835425529158897728e-18, 1);
        numbers.assertHoldsWithin(4, pass.slope(), 4.24835425529158895923e-18, 4.24835425529158895923e-18);
    }

    private static void sigmoidNaN(Numbers numbers) {
        Elementwise.Pass pass = new Sigmoid().forward(numbers.vector(NaN));
        numbers.assertHolds(pass.output(), NaN);
        numbers.assertHolds(pass.slope(), NaN);
    }

    private static void reluNaN(Numbers numbers) {
        Elementwise.Pass pass = new Relu().forward(numbers.vector(NaN));
        numbers.assertHolds(pass.output(), NaN);
        numbers.assertHolds(pass.slope(), NaN);
    }

    private static void reluZero(Numbers numbers) {
        Elementwise.Pass pass = new Relu().forward(numbers.vector(0, -0.0));
        numbers.assertHolds(pass.output(), 0, 0);
        numbers.assertHolds(pass.output().map(y -> 1 / y), POSITIVE_INFINITY, POSITIVE_INFINITY); // not −0.0
        numbers.assertHolds(pass.slope(), 0, 0);
    }

    private static BatchNorm.Inputs inputs(Numbers numbers, Tensor x) {
        return new BatchNorm.Inputs(x, numbers.vector(2, 3), numbers.vector(5, 7));
    }

    private static void oneValue(Numbers numbers) {
        BatchNorm.Pass pass = new BatchNorm().forward(inputs(numbers, numbers.matrix(row(0.1, -1e30))));
        numbers.assertHolds(pass.output(), 5, 7);
        numbers.assertHolds(pass.backward(numbers.matrix(row(1, -4))).x(), 0, 0);
        BatchNorm.Inputs tangent =
                new BatchNorm.Inputs(numbers.matrix(row(2, 3)), numbers.vector(4, 5), numbers.vector(6, 7));
        numbers.assertHolds(pass.pushforward(tangent), 6, 7);
        numbers.assertHolds(pass.curvature(numbers.matrix(row(1, -4)), tangent).x(), 0, 0);
    }

    private static void unbiasedOfOne(Numbers numbers) {
        BatchNorm.Pass pass = new BatchNorm().forward(inputs(numbers, numbers.matrix(row(1, 2))));
        assertThrows(IllegalArgumentException.class, () -> RunningStatistics.initial(2)
                .update(pass.statistics(), RunningAverage.PYTORCH));
    }

    private static void constant(Numbers numbers) {
        Tensor x = numbers.matrix(row(0.1, -1e8), row(0.1, -1e8), row(0.1, -1e8));
        BatchNorm.Pass pass = new BatchNorm().forward(inputs(numbers, x));
        numbers.assertHolds(pass.output(), 5, 7, 5, 7, 5, 7);
        numbers.assertHolds(pass.xHat(), 0, 0, 0, 0, 0, 0);
        numbers.assertHolds(new BatchNorm(1, 0).apply(inputs(numbers, x)), NaN, NaN, NaN, NaN, NaN, NaN);
    }

    /** −1, 1 and 2 times a size: the mean is ⅔, the variance 14/9 times its square, x̂ is −5, 1 and 4 divided by √14. */
    private static void anySize(Numbers numbers) {
        boolean isFloat64 = numbers.vector(0).elementType() == ElementType.FLOAT64;
        for (double size : isFloat64 ? row(1e-300, 1e-155, 1e155, 8e307) : row(1e-37, 1e-20, 1e20, 1.5e38)) {
            Tensor x = numbers.matrix(row(-size, -1), row(size, 1), row(2 * size, 2));
            BatchNorm.Pass pass = new BatchNorm(1, 0).forward(inputs(numbers, x));
            numbers.assertHoldsWithin(
                    4,
                    pass.xHat(),
                    -1.33630620956212192343,
                    -1.33630620956212192343,
                    0.26726124191242438469,
                    0.26726124191242438469,
                    1.06904496764969753874,
                    1.06904496764969753874);
        }
        Tensor x = numbers.matrix(row(-1e25, -1), row(1e25, 1), row(2e25, 2)).to(ElementType.FLOAT64);
        Tensor large = x.times(isFloat64 ? 1e150 : 1);
        double variance = BatchStatistics.of(large, 1).variance().at(0);
        assertTrue(isFloat64 ? variance == POSITIVE_INFINITY : Math.abs(variance / 1e50 - 14.0 / 9) < 1e-6);
    }

    private static void invalid(Numbers numbers) {
        for (double invalid : List.of(NaN, POSITIVE_INFINITY, NEGATIVE_INFINITY)) {
            Tensor x = numbers.matrix(row(4, 1), row(invalid, 3), row(6, 1), row(7, 3));
            BatchNorm.Pass pass = new BatchNorm(1, 0).forward(inputs(numbers, x));
            numbers.assertHolds(pass.output(), NaN, 4, NaN, 10, NaN, 4, NaN, 10);
            // channel 1: x̂ = ∓1, γ / deviation = 3, dy − mean(dy) − x̂ · mean(dy ⊙ x̂) = 1 − 1/4 + x̂ / 4 …
            Tensor dy = numbers.matrix(row(0, 1), row(0, 0), row(0, 0), row(0, 0));
            numbers.assertHolds(pass.backward(dy).x(), NaN, 1.5, NaN, 0, NaN, -1.5, NaN, 0);
            BatchNorm.Inputs tangent = new BatchNorm.Inputs(dy, numbers.vector(0, 0), numbers.vector(1, 1));
            numbers.assertHolds(pass.pushforward(tangent), NaN, 2.5, NaN, 1, NaN, -0.5, NaN, 1);
        }
    }

    private static void emptyBatch(Numbers numbers) {
        Tensor x = numbers.empty(0, 2);
        for (Operator<Tensor, Tensor> operator :
                List.of(new Softmax(1), new LogSoftmax(1), new Sigmoid(), new Relu())) {
            Operator.Pass<Tensor, Tensor> pass = operator.forward(x);
            numbers.assertEmpty(pass.output(), 0, 2);
            numbers.assertEmpty(pass.backward(x), 0, 2);
        }
        Operator.Pass<BatchNorm.Inputs, Tensor> pass =
                new BatchNorm().inference(RunningStatistics.initial(2)).forward(inputs(numbers, x));
        numbers.assertEmpty(pass.output(), 0, 2);
        numbers.assertEmpty(pass.backward(x).x(), 0, 2);
        numbers.assertHolds(pass.backward(x).gamma(), 0, 0);
        numbers.assertEmpty(pass.pushforward(inputs(numbers, x)), 0, 2);
    }

    private static void emptyLinear(Numbers numbers) {
        Linear.Inputs inputs =
                new Linear.Inputs(numbers.empty(0, 2), numbers.matrix(row(1, 2), row(3, 4)), numbers.vector(5, 6));
        Operator.Pass<Linear.Inputs, Tensor> pass = new Linear().forward(inputs);
        numbers.assertEmpty(pass.output(), 0, 2);
        Linear.Inputs d = pass.backward(numbers.empty(0, 2));
        numbers.assertEmpty(d.x(), 0, 2);
        numbers.assertHolds(d.weight(), 0, 0, 0, 0);
        numbers.assertHolds(d.bias(), 0, 0);
    }

    private static void emptyBatchNorm(Numbers numbers) {
        assertThrows(ShapeException.class, () -> new BatchNorm().forward(inputs(numbers, numbers.empty(0, 2))));
    }
}
