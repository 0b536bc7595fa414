package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Input that does not fit is named, with what would be right. */
class CrossEntropyLossBadInputTest {
    private static final Tensor LOGITS = Tensor.zeros(Shape.of(2, 3));
    private static final Labels LABELS = Labels.of(0, 2);
    private static final String IGNORE = "; withIgnoreIndex(…) leaves out positions with a label that is no class";

    private static void assertMessage(Class<? extends Exception> type, String message, Executable call) {
        assertEquals(message, assertThrows(type, call).getMessage());
    }

    @Nested
    class Prediction {

        @Test
        void ofAScalarIsRefused() {
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: prediction is a scalar; [C], [N, C] or [N, C, d1, …] is needed",
                    () -> CrossEntropyLoss.onLogits(LABELS).forward(Tensor.scalar(1)));
        }

        @Test
        void withoutClassesIsRefused() {
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: prediction has shape [2, 0], whose class axis 1 is empty; at least one class is needed",
                    () -> CrossEntropyLoss.onLogits(LABELS).forward(Tensor.zeros(Shape.of(2, 0))));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: prediction has shape [0], whose class axis 0 is empty; at least one class is needed",
                    () -> CrossEntropyLoss.onProbabilities(LABELS).forward(Tensor.of()));
        }
    }

    @Nested
    class WrongLabels {

        @Test
        void ofAnotherShapeAreRefused() {
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: labels have shape [3], but predictions [2, 3] take [2]",
                    () -> CrossEntropyLoss.onLogits(Labels.of(0, 1, 2)).forward(LOGITS));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: labels have shape [2], but predictions [2, 3, 4] take [2, 4]",
                    () -> CrossEntropyLoss.onProbabilities(LABELS).forward(Tensor.zeros(Shape.of(2, 3, 4))));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: labels have shape [1], but predictions [3] take []; a single label is Labels.of(Shape.of(), label)",
                    () -> CrossEntropyLoss.onLogits(Labels.of(0)).forward(Tensor.zeros(Shape.of(3))));
        }

        @Test
        void ofAShapeThatIsOftenWrittenAreToldWhatWouldBeRight() {
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: labels have shape [2, 3], but predictions [2, 3] take [2]; one-hot rows are a Tensor, or"
                            + " Labels.fromOneHot(…)",
                    () -> CrossEntropyLoss.onLogits(Labels.of(Shape.of(2, 3), 1, 0, 0, 0, 0, 1))
                            .forward(LOGITS));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: labels have shape [2, 3], but predictions [2, 3, 4] take [2, 4]; if the classes are"
                            + " along axis 2, withAxis(2) says so",
                    () -> CrossEntropyLoss.onLogits(Labels.of(Shape.of(2, 3), new int[6]))
                            .forward(Tensor.zeros(Shape.of(2, 3, 4))));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: labels have shape [2, 1], but predictions [2, 3] take [2]; reshape(…) gives them that"
                            + " shape",
                    () -> CrossEntropyLoss.onLogits(LABELS.reshape(2, 1)).forward(LOGITS));
        }

        @Test
        void givenAsATensorAreRefused() {
            String labels = " is needed; class indices are Labels: Labels.of(…)";
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: target has shape [2], but [2, 3]" + labels,
                    () -> CrossEntropyLoss.onLogits(Tensor.of(0, 2)).forward(LOGITS));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: target has shape [], but [3]" + labels,
                    () -> CrossEntropyLoss.onLogits(Tensor.scalar(1)).forward(Tensor.of(1, 2, 3)));
        }

        @Test
        void outsideTheClassesAreRefused() {
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: label 1 is class 3, but with 3 classes it has to be from 0 to 2" + IGNORE,
                    () -> CrossEntropyLoss.onLogits(Labels.of(0, 3)).forward(LOGITS));
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: label 0 is class -1, but with 3 classes it has to be from 0 to 2" + IGNORE,
                    () -> CrossEntropyLoss.onProbabilities(Labels.of(-1, 0)).forward(LOGITS));
        }

        @Test
        void outsideTheClassesAreRefusedBesideAnIgnoredOneToo() {
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: label 1 is class 3, but with 3 classes it has to be from 0 to 2",
                    () -> CrossEntropyLoss.onLogits(Labels.of(-100, 3))
                            .withIgnoreIndex(-100)
                            .forward(LOGITS));
        }
    }

    @Nested
    class WrongWeights {

        @Test
        void withANegativeOrNaNAreRefused() {
            CrossEntropyLoss loss = CrossEntropyLoss.onLogits(LABELS);
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: weight of class 0 is -1.0; at least 0 is needed",
                    () -> loss.withWeights(Tensor.of(-1, 1, 1)));
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: weight of class 2 is NaN; at least 0 is needed",
                    () -> loss.withWeights(Tensor.of(1, 0, Double.NaN)));
        }

        @Test
        void ofAnotherShapeAreRefused() {
            CrossEntropyLoss loss = CrossEntropyLoss.onLogits(LABELS);
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: weights have shape [1, 3], but a vector [C] is needed",
                    () -> loss.withWeights(Tensor.ones(Shape.of(1, 3))));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: weights has shape [2], but [3] is needed",
                    () -> loss.withWeights(Tensor.of(1, 1)).forward(LOGITS));
        }
    }

    @Nested
    class WrongDistributions {

        @Test
        void withANegativeOrNaNAreRefusedWhenBuilt() {
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: target probability -0.25 at element 2 of [2, 3]; at least 0 is needed",
                    () -> CrossEntropyLoss.onLogits(Tensor.of(new double[][] {{1, 0, -0.25}, {-1, 0, 0}})));
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: target probability NaN at element 1 of [2]; at least 0 is needed",
                    () -> CrossEntropyLoss.onProbabilities(Tensor.of(0, Double.NaN)));
        }

        @Test
        void ofAnotherShapeOrTypeAreRefused() {
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss: target has shape [3], but [2, 3] is needed",
                    () -> CrossEntropyLoss.onLogits(Tensor.of(1, 0, 0)).forward(LOGITS));
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss: target: float32[2, 3] does not mix with float64[2, 3]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> CrossEntropyLoss.onProbabilities(LOGITS.to(ElementType.FLOAT32))
                            .forward(LOGITS));
        }

        @Test
        void withAMinusZeroAreZero() {
            assertEquals(
                    0.0,
                    CrossEntropyLoss.onLogits(Tensor.of(-0.0, 0.0))
                            .apply(Tensor.of(1, 2))
                            .item());
        }
    }

    @Nested
    class Nothing {

        @Test
        void isNoPartOfALoss() {
            Target target = new Target.Classes(LABELS);
            assertMessage(
                    NullPointerException.class,
                    "CrossEntropyLoss: form is null",
                    () -> new CrossEntropyLoss(null, target, Reduction.SUM));
            assertMessage(
                    NullPointerException.class,
                    "CrossEntropyLoss: target is null",
                    () -> new CrossEntropyLoss(Form.LOGITS, null, Reduction.SUM));
            assertMessage(
                    NullPointerException.class,
                    "CrossEntropyLoss: reduction is null",
                    () -> CrossEntropyLoss.onLogits(LABELS).withReduction(null));
        }

        @Test
        void isNoTarget() {
            assertMessage(
                    NullPointerException.class,
                    "CrossEntropyLoss: labels is null",
                    () -> CrossEntropyLoss.onLogits((Labels) null));
            assertMessage(
                    NullPointerException.class,
                    "CrossEntropyLoss: target is null",
                    () -> CrossEntropyLoss.onProbabilities((Tensor) null));
        }
    }

    @Nested
    class Upstream {

        @Test
        void hasTheShapeOfTheLoss() {
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss.backward: upstream has shape [2], but [] is needed",
                    () -> CrossEntropyLoss.onLogits(LABELS).forward(LOGITS).backward(Tensor.of(1, 1)));
            assertMessage(
                    ShapeException.class,
                    "CrossEntropyLoss.backward: upstream has shape [], but [2] is needed: reduction NONE leaves a loss for each position, MEAN and SUM make a single number",
                    () -> CrossEntropyLoss.onLogits(LABELS)
                            .withReduction(Reduction.NONE)
                            .forward(LOGITS)
                            .backward(Tensor.scalar(1)));
        }

        @Test
        void hasTheTypeOfTheLoss() {
            assertMessage(
                    IllegalArgumentException.class,
                    "CrossEntropyLoss.backward: upstream: float64[] does not mix with float32[]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    () -> CrossEntropyLoss.onLogits(LABELS)
                            .forward(LOGITS.to(ElementType.FLOAT32))
                            .backward(Tensor.scalar(1)));
        }
    }
}
