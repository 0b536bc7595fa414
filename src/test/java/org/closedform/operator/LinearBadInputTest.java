package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What layers say to inputs that do not fit. */
class LinearBadInputTest {
    private static final Tensor X = Tensor.zeros(Shape.of(32, 4));
    private static final Tensor WEIGHT = Tensor.zeros(Shape.of(10, 4));
    private static final Tensor BIAS = Tensor.zeros(Shape.of(10));

    private static void assertMessage(Class<? extends Exception> type, String message, Executable run) {
        assertEquals(message, assertThrows(type, run).getMessage());
    }

    private static void assertBothSay(String message, Tensor x, Tensor weight) {
        assertMessage(ShapeException.class, "Linear: " + message, () -> new Linear()
                .forward(new Linear.Inputs(x, weight, BIAS)));
        assertMessage(ShapeException.class, "LinearWithoutBias: " + message, () -> new LinearWithoutBias()
                .forward(new LinearWithoutBias.Inputs(x, weight)));
    }

    @Test
    void theFeaturesAreThoseThatTheWeightTakes() {
        Linear.Inputs in = new Linear.Inputs(Tensor.zeros(Shape.of(32, 5)), WEIGHT, BIAS);
        assertMessage(
                ShapeException.class,
                "Linear: x has 5 features in [32, 5], but weight [10, 4] takes 4",
                () -> new Linear().apply(in));
        assertBothSay(
                "x has 3 features in [2, 2, 3], but weight [10, 4] takes 4", Tensor.zeros(Shape.of(2, 2, 3)), WEIGHT);
    }

    @Test
    void aScalarHasNoFeatures() {
        assertBothSay("x has no features in [], but weight [10, 4] takes 4", Tensor.scalar(1), WEIGHT);
    }

    @Test
    void theWeightIsAMatrix() {
        assertBothSay("weight has shape [4], but a matrix [out, in] is needed", X, Tensor.zeros(Shape.of(4)));
        assertBothSay("weight has shape [1, 10, 4], but a matrix [out, in] is needed", X, WEIGHT.reshape(1, 10, 4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"1,10", "10,1"})
    void theBiasIsAVector(String dimensions) {
        String[] lengths = dimensions.split(",");
        Tensor bias = BIAS.reshape(Integer.parseInt(lengths[0]), Integer.parseInt(lengths[1]));
        assertMessage(
                ShapeException.class,
                "Linear: bias has shape " + bias.shape() + ", but weight [10, 4] makes 10 outputs, which take [10]",
                () -> new Linear().apply(new Linear.Inputs(X, WEIGHT, bias)));
    }

    @Test
    void theBiasHasOneNumberForEachOutput() {
        assertMessage(
                ShapeException.class,
                "Linear: bias has shape [1], but weight [10, 4] makes 10 outputs, which take [10]",
                () -> new Linear().apply(new Linear.Inputs(X, WEIGHT, Tensor.of(1.0))));
    }

    @Test
    void elementTypesAreNotMixed() {
        Tensor single = X.to(ElementType.FLOAT32);
        String weight =
                ": weight float64[10, 4] does not mix with x float32[32, 4]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)";
        assertMessage(IllegalArgumentException.class, "Linear" + weight, () -> new Linear()
                .apply(new Linear.Inputs(single, WEIGHT, BIAS)));
        assertMessage(IllegalArgumentException.class, "LinearWithoutBias" + weight, () -> new LinearWithoutBias()
                .apply(new LinearWithoutBias.Inputs(single, WEIGHT)));
        assertMessage(
                IllegalArgumentException.class,
                "Linear: bias float32[10] does not mix with x float64[32, 4]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                () -> new Linear().apply(new Linear.Inputs(X, WEIGHT, BIAS.to(ElementType.FLOAT32))));
    }

    @Test
    void theUpstreamIsLikeTheOutput() {
        Operator.Pass<Linear.Inputs, Tensor> pass = new Linear().forward(new Linear.Inputs(X, WEIGHT, BIAS));
        assertMessage(
                ShapeException.class,
                "Linear.backward: dy has shape [32, 4], but [32, 10] is needed",
                () -> pass.backward(X));
        assertMessage(
                IllegalArgumentException.class,
                "Linear.backward: dy: float32[32, 10] does not mix with float64[32, 10]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                () -> pass.backward(pass.output().to(ElementType.FLOAT32)));
        Operator.Pass<LinearWithoutBias.Inputs, Tensor> withoutBias =
                new LinearWithoutBias().forward(new LinearWithoutBias.Inputs(X, WEIGHT));
        String message = assertThrows(ShapeException.class, () -> withoutBias.backward(X))
                .getMessage();
        assertTrue(message.endsWith("backward: dy has shape [32, 4], but [32, 10] is needed"), message);
    }

    @Test
    void nullIsNamed() {
        assertMessage(
                NullPointerException.class, "Linear.Inputs: x is null", () -> new Linear.Inputs(null, WEIGHT, BIAS));
        assertMessage(
                NullPointerException.class, "Linear.Inputs: weight is null", () -> new Linear.Inputs(X, null, BIAS));
        assertMessage(
                NullPointerException.class, "Linear.Inputs: bias is null", () -> new Linear.Inputs(X, WEIGHT, null));
        assertMessage(
                NullPointerException.class,
                "LinearWithoutBias.Inputs: x is null",
                () -> new LinearWithoutBias.Inputs(null, WEIGHT));
        assertMessage(
                NullPointerException.class,
                "LinearWithoutBias.Inputs: weight is null",
                () -> new LinearWithoutBias.Inputs(X, null));
    }

    @Test
    void inputsAreRebuiltFromAsManyParts() {
        assertMessage(
                IllegalArgumentException.class,
                "TensorTree.rebuild: 1 tensors for Linear.Inputs, which has 3 parts",
                () -> new Linear.Inputs(X, WEIGHT, BIAS).rebuild(List.of(X)));
        assertMessage(
                IllegalArgumentException.class,
                "TensorTree.rebuild: 3 tensors for LinearWithoutBias.Inputs, which has 2 parts",
                () -> new LinearWithoutBias.Inputs(X, WEIGHT).rebuild(List.of(X, WEIGHT, BIAS)));
    }
}
