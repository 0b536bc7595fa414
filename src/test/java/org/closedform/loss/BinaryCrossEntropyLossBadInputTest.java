package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Input that does not fit is named, with what would be right. */
class BinaryCrossEntropyLossBadInputTest {
    private static final Tensor X = Tensor.zeros(Shape.of(2, 3));
    private static final BinaryCrossEntropyLoss LOSS = BinaryCrossEntropyLoss.onLogits(X);

    private static void assertMessage(Class<? extends Exception> type, String message, Executable call) {
        assertEquals(message, assertThrows(type, call).getMessage());
    }

    @Nested
    class WrongTargets {

        @Test
        void outsideZeroToOneAreRefusedWhenBuilt() {
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: target is -0.25 at element 1 of [2]; a number from 0 to 1 is needed",
                    () -> BinaryCrossEntropyLoss.onLogits(Tensor.of(0, -0.25)));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: target is 1.5 at element 2 of [1, 3]; a number from 0 to 1 is needed",
                    () -> BinaryCrossEntropyLoss.onProbabilities(Tensor.of(new double[][] {{0, 1, 1.5}})));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: target is NaN at element 0 of [1]; a number from 0 to 1 is needed",
                    () -> BinaryCrossEntropyLoss.onLogits(Tensor.of(Double.NaN)));
        }

        @Test
        void onlyJustAboveOneAreRefusedInBothTypes() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> BinaryCrossEntropyLoss.onLogits(Tensor.scalar(Math.nextUp(1.0))));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> BinaryCrossEntropyLoss.onLogits(Tensor.of(new float[] {Math.nextUp(1f)})));
        }

        @Test
        void ofAnotherShapeOrTypeAreRefused() {
            assertMessage(
                    ShapeException.class,
                    "BinaryCrossEntropyLoss: target has shape [2, 3], but [3] is needed",
                    () -> LOSS.forward(Tensor.of(1, 2, 3)));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: target: float64[2, 3] does not mix with float32[2, 3]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> LOSS.forward(X.to(ElementType.FLOAT32)));
        }
    }

    @Nested
    class WrongForm {

        @Test
        void logProbabilitiesAreRefused() {
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: form is LOG_PROBABILITIES, from which the probability of the other answer"
                            + " cannot be told without loss; LOGITS or PROBABILITIES is needed",
                    () -> new BinaryCrossEntropyLoss(
                            Form.LOG_PROBABILITIES, X, Optional.empty(), Optional.empty(), Reduction.SUM));
        }
    }

    @Nested
    class WrongWeights {

        @Test
        void negativeOrNaNAreRefusedWhenBuilt() {
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: weight is -1.0 at element 1 of [3]; at least 0 is needed",
                    () -> LOSS.withWeight(Tensor.of(1, -1, 0)));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: posWeight is NaN at element 0 of []; at least 0 is needed",
                    () -> LOSS.withPosWeight(Tensor.scalar(Double.NaN)));
        }

        @Test
        void thatDoNotBroadcastAreRefused() {
            assertMessage(
                    ShapeException.class,
                    "BinaryCrossEntropyLoss: weight has shape [2], which does not repeat into [2, 3]",
                    () -> LOSS.withWeight(Tensor.of(1, 1)).forward(X));
            assertMessage(
                    ShapeException.class,
                    "BinaryCrossEntropyLoss: posWeight has shape [1, 2, 3], which does not repeat into [2, 3]",
                    () -> LOSS.withPosWeight(Tensor.ones(Shape.of(1, 2, 3))).forward(X));
        }

        @Test
        void ofAnotherTypeAreRefused() {
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: weight is float32, but the prediction is float64; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> LOSS.withWeight(Tensor.of(new float[] {1})).forward(X));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss: posWeight is float32, but the prediction is float64; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> LOSS.withPosWeight(Tensor.of(new float[] {1})).forward(X));
        }
    }

    @Nested
    class Nothing {

        @Test
        void isNoPartOfALoss() {
            Optional<Tensor> none = Optional.empty();
            assertMessage(
                    NullPointerException.class,
                    "BinaryCrossEntropyLoss: form is null",
                    () -> new BinaryCrossEntropyLoss(null, X, none, none, Reduction.SUM));
            assertMessage(
                    NullPointerException.class,
                    "BinaryCrossEntropyLoss: target is null",
                    () -> BinaryCrossEntropyLoss.onProbabilities(null));
            assertMessage(
                    NullPointerException.class,
                    "BinaryCrossEntropyLoss: weight is null",
                    () -> new BinaryCrossEntropyLoss(Form.LOGITS, X, null, none, Reduction.SUM));
            assertMessage(
                    NullPointerException.class,
                    "BinaryCrossEntropyLoss: posWeight is null",
                    () -> new BinaryCrossEntropyLoss(Form.LOGITS, X, none, null, Reduction.SUM));
            assertMessage(
                    NullPointerException.class,
                    "BinaryCrossEntropyLoss: reduction is null",
                    () -> LOSS.withReduction(null));
            assertMessage(
                    NullPointerException.class, "BinaryCrossEntropyLoss: weight is null", () -> LOSS.withWeight(null));
            assertMessage(
                    NullPointerException.class,
                    "BinaryCrossEntropyLoss: posWeight is null",
                    () -> LOSS.withPosWeight(null));
        }
    }

    @Nested
    class Upstream {

        @Test
        void isLikeTheLoss() {
            assertMessage(
                    ShapeException.class,
                    "BinaryCrossEntropyLoss.backward: upstream has shape [2, 3], but [] is needed",
                    () -> LOSS.forward(X).backward(X));
            assertMessage(
                    ShapeException.class,
                    "BinaryCrossEntropyLoss.backward: upstream has shape [], but [2, 3] is needed: reduction NONE leaves a loss for each position, MEAN and SUM make a single number",
                    () -> LOSS.withReduction(Reduction.NONE).forward(X).backward(Tensor.scalar(1)));
            assertMessage(
                    IllegalArgumentException.class,
                    "BinaryCrossEntropyLoss.backward: upstream: float32[] does not mix with float64[]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> LOSS.forward(X).backward(Tensor.scalar(1).to(ElementType.FLOAT32)));
        }
    }
}
