package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What batch norm says to inputs that do not fit, in training and in inference. */
class BatchNormBadInputTest {
    private static final Tensor X = Tensor.zeros(Shape.of(4, 3));
    private static final Tensor THREE = Tensor.ones(Shape.of(3));
    private static final Tensor TWO = Tensor.ones(Shape.of(2));

    private static void assertMessage(Class<? extends Exception> type, String message, Executable run) {
        assertEquals(message, assertThrows(type, run).getMessage());
    }

    private static void assertBothSay(
            Class<? extends Exception> type, String message, int axis, Tensor x, Tensor gamma, Tensor beta) {
        BatchNorm.Inputs in = new BatchNorm.Inputs(x, gamma, beta);
        BatchNorm training = new BatchNorm(axis, 1e-5);
        BatchNormInference inference = training.inference(RunningStatistics.initial(3));
        assertMessage(type, "BatchNorm: " + message, () -> training.forward(in));
        assertMessage(type, "BatchNorm: " + message, () -> training.apply(in));
        assertMessage(type, "BatchNormInference: " + message, () -> inference.forward(in));
        assertMessage(type, "BatchNormInference: " + message, () -> inference.apply(in));
    }

    @Nested
    class Shapes {
        @Test
        void aVectorOrScalarIsNoBatch() {
            assertBothSay(
                    ShapeException.class,
                    "x has shape [3], but a batch of rank 2 or more is needed",
                    1,
                    THREE,
                    THREE,
                    THREE);
            assertBothSay(
                    ShapeException.class,
                    "x has shape [], but a batch of rank 2 or more is needed",
                    0,
                    Tensor.scalar(1),
                    THREE,
                    THREE);
        }

        @ParameterizedTest
        @CsvSource({"2", "-3"})
        void theAxisIsOneOfX(int axis) {
            assertBothSay(
                    ShapeException.class,
                    "axis " + axis + " of shape [4, 3], whose axes are 0 to 1 (or -2 to -1)",
                    axis,
                    X,
                    THREE,
                    THREE);
        }

        @Test
        void gammaAndBetaHaveOneNumberForEachChannel() {
            assertBothSay(
                    ShapeException.class,
                    "gamma has shape [2], but x [4, 3] has 3 channels along axis 1, which take [3]",
                    1,
                    X,
                    TWO,
                    THREE);
            assertBothSay(
                    ShapeException.class,
                    "beta has shape [2], but x [4, 3] has 3 channels along axis 1, which take [3]",
                    -1,
                    X,
                    THREE,
                    TWO);
            assertBothSay(
                    ShapeException.class,
                    "gamma has shape [1, 3], but x [4, 3] has 3 channels along axis 1, which take [3]",
                    1,
                    X,
                    THREE.reshape(1, 3),
                    THREE);
            assertBothSay(
                    ShapeException.class,
                    "gamma has shape [3], but x [4, 3] has 4 channels along axis 0, which take [4]",
                    0,
                    X,
                    THREE,
                    THREE);
        }

        @Test
        void runningStatisticsHaveTheChannelsOfX() {
            BatchNormInference inference = new BatchNorm().inference(RunningStatistics.initial(2));
            assertMessage(
                    ShapeException.class,
                    "BatchNormInference: the running statistics are of 2 channels, but x [4, 3] has 3 along axis 1",
                    () -> inference.apply(new BatchNorm.Inputs(X, THREE, THREE)));
        }

        @Test
        void theUpstreamIsLikeTheOutput() {
            BatchNorm.Inputs in = new BatchNorm.Inputs(X, THREE, THREE);
            BatchNorm.Pass training = new BatchNorm().forward(in);
            BatchNormInference.Pass inference =
                    new BatchNorm().inference(RunningStatistics.initial(3)).forward(in);
            Tensor transposed = X.transpose();
            assertMessage(
                    ShapeException.class,
                    "BatchNorm.backward: dy has shape [3, 4], but [4, 3] is needed",
                    () -> training.backward(transposed));
            assertMessage(
                    ShapeException.class,
                    "BatchNormInference.backward: dy has shape [3, 4], but [4, 3] is needed",
                    () -> inference.backward(transposed));
        }

        @Test
        void theTangentIsLikeTheInputs() {
            BatchNorm.Inputs in = new BatchNorm.Inputs(X, THREE, THREE);
            BatchNorm.Inputs wrong = new BatchNorm.Inputs(X, TWO, THREE);
            BatchNorm.Pass training = new BatchNorm().forward(in);
            BatchNormInference.Pass inference =
                    new BatchNorm().inference(RunningStatistics.initial(3)).forward(in);
            String said = ": tangent: gamma has shape [2], but [3] is needed";
            assertMessage(ShapeException.class, "BatchNorm.pushforward" + said, () -> training.pushforward(wrong));
            assertMessage(ShapeException.class, "BatchNorm.curvature" + said, () -> training.curvature(X, wrong));
            assertMessage(
                    ShapeException.class, "BatchNormInference.pushforward" + said, () -> inference.pushforward(wrong));
            assertMessage(
                    ShapeException.class, "BatchNormInference.curvature" + said, () -> inference.curvature(X, wrong));
        }

        @Test
        void theUpstreamOfTheCurvatureIsLikeTheOutput() {
            BatchNorm.Inputs in = new BatchNorm.Inputs(X, THREE, THREE);
            BatchNorm.Pass training = new BatchNorm().forward(in);
            BatchNormInference.Pass inference =
                    new BatchNorm().inference(RunningStatistics.initial(3)).forward(in);
            Tensor transposed = X.transpose();
            String said = ".curvature: dy has shape [3, 4], but [4, 3] is needed";
            assertMessage(ShapeException.class, "BatchNorm" + said, () -> training.curvature(transposed, in));
            assertMessage(ShapeException.class, "BatchNormInference" + said, () -> inference.curvature(transposed, in));
        }
    }

    @Nested
    class ElementTypes {
        private final Tensor single = THREE.to(ElementType.FLOAT32);

        @Test
        void areNotMixed() {
            assertBothSay(
                    IllegalArgumentException.class,
                    "gamma is float32, but x is float64; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    1,
                    X,
                    single,
                    THREE);
            assertBothSay(
                    IllegalArgumentException.class,
                    "beta is float64, but x is float32; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    1,
                    X.to(ElementType.FLOAT32),
                    single,
                    THREE);
        }

        @Test
        void areNotMixedInBackward() {
            BatchNorm.Pass pass =
                    new BatchNorm().forward(new BatchNorm.Inputs(X.to(ElementType.FLOAT32), single, single));
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchNorm.backward: dy: float64[4, 3] does not mix with float32[4, 3]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> pass.backward(X));
        }

        @Test
        void areNotMixedInATangent() {
            BatchNorm.Pass pass = new BatchNorm().forward(new BatchNorm.Inputs(X, THREE, THREE));
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchNorm.pushforward: tangent: beta: float32[3] does not mix with float64[3]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> pass.pushforward(new BatchNorm.Inputs(X, THREE, single)));
        }
    }

    @Nested
    class Settings {
        @ParameterizedTest
        @CsvSource({"-1.0E-5", "-Infinity", "Infinity", "NaN"})
        void epsilonIsFiniteAndNotNegative(double epsilon) {
            String message = ": epsilon is " + epsilon + "; a finite number of at least 0 is needed";
            RunningStatistics running = RunningStatistics.initial(1);
            assertMessage(IllegalArgumentException.class, "BatchNorm" + message, () -> new BatchNorm(1, epsilon));
            assertMessage(
                    IllegalArgumentException.class,
                    "BatchNormInference" + message,
                    () -> new BatchNormInference(1, epsilon, running));
        }

        @Test
        void nullIsNamed() {
            assertMessage(
                    NullPointerException.class,
                    "BatchNorm.Inputs: x is null",
                    () -> new BatchNorm.Inputs(null, THREE, THREE));
            assertMessage(
                    NullPointerException.class,
                    "BatchNorm.Inputs: gamma is null",
                    () -> new BatchNorm.Inputs(X, null, THREE));
            assertMessage(
                    NullPointerException.class,
                    "BatchNorm.Inputs: beta is null",
                    () -> new BatchNorm.Inputs(X, THREE, null));
            assertMessage(NullPointerException.class, "BatchNormInference: running is null", () -> new BatchNorm()
                    .inference(null));
            BatchNorm.Pass pass = new BatchNorm().forward(new BatchNorm.Inputs(X, THREE, THREE));
            assertMessage(
                    NullPointerException.class, "BatchNorm.pushforward: tangent is null", () -> pass.pushforward(null));
        }

        @Test
        void inputsAreRebuiltFromThreeParts() {
            BatchNorm.Inputs in = new BatchNorm.Inputs(X, THREE, THREE);
            assertMessage(
                    IllegalArgumentException.class,
                    "TensorTree.rebuild: 2 tensors for BatchNorm.Inputs, which has 3 parts",
                    () -> in.rebuild(List.of(X, THREE)));
        }
    }
}
