package org.closedform.docs;

import static org.closedform.docs.Numbers.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.closedform.operator.Linear;
import org.closedform.operator.LinearWithoutBias;
import org.closedform.operator.LogSigmoid;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.LogSumExp;
import org.closedform.operator.Relu;
import org.closedform.operator.Sigmoid;
import org.closedform.operator.Softmax;
import org.closedform.operator.Softplus;
import org.closedform.operator.Tanh;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.function.Executable;

/** The rows of the conventions that are about softmax, elementwise operators and linear layers. */
final class LayerConventions {
    private static final Numbers NUMBERS = new Numbers(ElementType.FLOAT64);
    private static final double LOG_2 = 0.693147180559945309417;

    private LayerConventions() {}

    static Map<String, Executable> rows() {
        return Map.ofEntries(
                Map.entry("softmax-axis", LayerConventions::softmaxAxis),
                Map.entry("log-sum-exp-axes", LayerConventions::logSumExpAxes),
                Map.entry("log-sum-exp-keep", LayerConventions::logSumExpKeep),
                Map.entry("sigmoid", LayerConventions::sigmoid),
                Map.entry("log-sigmoid", LayerConventions::logSigmoid),
                Map.entry("softplus", LayerConventions::softplus),
                Map.entry("tanh", LayerConventions::tanh),
                Map.entry("relu", LayerConventions::relu),
                Map.entry("linear-weight", LayerConventions::linearWeight),
                Map.entry("linear-bias", LayerConventions::linearBias),
                Map.entry("linear-samples", LayerConventions::linearSamples));
    }

    private static void softmaxAxis() {
        Tensor x = Tensor.of(new double[][] {{0, 0, 7}, {0, 0, 7}});
        NUMBERS.assertHolds(new Softmax(0).apply(x), 0.5, 0.5, 0.5, 0.5, 0.5, 0.5);
        NUMBERS.assertHoldsWithin(4, new LogSoftmax(0).apply(x), -LOG_2, -LOG_2, -LOG_2, -LOG_2, -LOG_2, -LOG_2);
        NUMBERS.assertHoldsWithin(4, new Softmax(-1).apply(x).sum(1), 1, 1);
        assertEquals(new Softmax(1).apply(x), new Softmax(-1).apply(x));
        assertEquals(new LogSoftmax(1).apply(x), new LogSoftmax(-1).apply(x));
        assertThrows(ShapeException.class, () -> new Softmax(2).apply(x));
    }

    private static void logSumExpAxes() {
        Tensor zeros = Tensor.zeros(Shape.of(2, 4, 8));
        NUMBERS.assertHoldsWithin(4, new LogSumExp(0).apply(zeros.select(2, 0)), LOG_2, LOG_2, LOG_2, LOG_2);
        NUMBERS.assertHoldsWithin(4, new LogSumExp(1, -1).apply(zeros), 5 * LOG_2, 5 * LOG_2);
        NUMBERS.assertHoldsWithin(4, new LogSumExp().apply(zeros), 6 * LOG_2);
        assertEquals(Shape.of(), new LogSumExp().apply(zeros).shape());
    }

    private static void logSumExpKeep() {
        Tensor zeros = Tensor.zeros(Shape.of(2, 4, 8));
        assertEquals(Shape.of(2, 8), new LogSumExp(1).apply(zeros).shape());
        assertEquals(
                Shape.of(2, 1, 8), new LogSumExp(List.of(1), true).apply(zeros).shape());
    }

    private static void sigmoid() {
        NUMBERS.assertHoldsWithin(2, new Sigmoid().apply(Tensor.of(0, 1)), 0.5, 0.731058578630004879251);
    }

    private static void logSigmoid() {
        NUMBERS.assertHoldsWithin(2, new LogSigmoid().apply(Tensor.of(0, -1)), -LOG_2, -1.31326168751822283405);
    }

    /** log(1 + e^25) is more than 25, unlike what a threshold of 20 makes of it. */
    private static void softplus() {
        NUMBERS.assertHoldsWithin(
                2, new Softplus().apply(Tensor.of(0, 1, 25)), LOG_2, 1.31326168751822283405, 25.0000000000138879439);
    }

    private static void tanh() {
        NUMBERS.assertHoldsWithin(2, new Tanh().apply(Tensor.of(0, 1)), 0, 0.761594155955764888119);
    }

    private static void relu() {
        NUMBERS.assertHolds(new Relu().apply(Tensor.of(-2, 0, 3)), 0, 0, 3);
        NUMBERS.assertHolds(new Relu().forward(Tensor.of(-2, 0, 3)).slope(), 0, 0, 1);
    }

    private static void linearWeight() {
        Tensor weight = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Tensor y = new Linear().apply(new Linear.Inputs(NUMBERS.matrix(row(1, 0, 1)), weight, Tensor.of(10, 20)));
        NUMBERS.assertHolds(y, 1 + 3 + 10, 4 + 6 + 20);
    }

    private static void linearBias() {
        Tensor weight = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Tensor y = new LinearWithoutBias().apply(new LinearWithoutBias.Inputs(NUMBERS.matrix(row(1, 0, 1)), weight));
        NUMBERS.assertHolds(y, 1 + 3, 4 + 6);
    }

    private static void linearSamples() {
        Tensor weight = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
        for (Shape samples : List.of(Shape.of(), Shape.of(5), Shape.of(5, 7))) {
            Tensor x = Tensor.ones(samples.with(-1, 3));
            Tensor y = new Linear().apply(new Linear.Inputs(x, weight, Tensor.of(10, 20)));
            assertEquals(Tensor.of(16, 35).broadcastTo(samples.with(-1, 2)), y);
        }
    }
}
