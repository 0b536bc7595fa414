package org.closedform.docs;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.closedform.docs.Numbers.row;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.closedform.loss.CrossEntropyLoss;
import org.closedform.loss.Form;
import org.closedform.loss.Reduction;
import org.closedform.operator.LogSoftmax;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/** The rows of the table that are about cross-entropy. */
final class CrossEntropyRows {
    private CrossEntropyRows() {}

    static Map<String, Consumer<Numbers>> rows() {
        return Map.ofEntries(
                Map.entry("cross-entropy-invalid", CrossEntropyRows::invalid),
                Map.entry("cross-entropy-impossible", CrossEntropyRows::impossible),
                Map.entry("cross-entropy-far", CrossEntropyRows::far),
                Map.entry("cross-entropy-confident", CrossEntropyRows::confident),
                Map.entry("cross-entropy-zero-target", CrossEntropyRows::zeroTarget),
                Map.entry("cross-entropy-zero-probability", CrossEntropyRows::zeroProbability),
                Map.entry("cross-entropy-negative-probability", CrossEntropyRows::negativeProbability),
                Map.entry("cross-entropy-invalid-target", CrossEntropyRows::invalidTarget),
                Map.entry("cross-entropy-above-one", CrossEntropyRows::aboveOne),
                Map.entry("empty-batch-loss", CrossEntropyRows::emptyBatch),
                Map.entry("no-class", CrossEntropyRows::noClass));
    }

    /** The losses that take a one-hot target for one of its classes, as a label and as a distribution. */
    private static List<CrossEntropyLoss> onLogits(Numbers numbers, int label, int classes) {
        Tensor oneHot = Labels.of(Shape.of(), label).oneHot(classes).to(numbers.type());
        return List.of(CrossEntropyLoss.onLogits(Labels.of(Shape.of(), label)), CrossEntropyLoss.onLogits(oneHot));
    }

    private static List<CrossEntropyLoss> onProbabilities(Numbers numbers, int label, int classes) {
        return onLogits(numbers, label, classes).stream()
                .map(loss -> new CrossEntropyLoss(Form.PROBABILITIES, loss.target(), loss.reduction()))
                .toList();
    }

    private static void assertLoss(
            Numbers numbers, CrossEntropyLoss loss, Tensor prediction, double expected, double... gradient) {
        Operator.Pass<Tensor, Tensor> pass = loss.forward(prediction);
        numbers.assertHoldsWithin(8, pass.output(), expected);
        numbers.assertHoldsWithin(8, pass.gradient(), gradient);
    }

    private static void invalid(Numbers numbers) {
        for (double[] row :
                List.of(row(0, NaN), row(POSITIVE_INFINITY, 0), row(NEGATIVE_INFINITY, NEGATIVE_INFINITY))) {
            for (CrossEntropyLoss loss : onLogits(numbers, 0, 2)) {
                assertLoss(numbers, loss, numbers.vector(row), NaN, NaN, NaN);
            }
            CrossEntropyLoss each = CrossEntropyLoss.onLogits(Labels.of(0, 1)).withReduction(Reduction.NONE);
            Operator.Pass<Tensor, Tensor> pass = each.forward(numbers.matrix(row, row(NEGATIVE_INFINITY, 0)));
            numbers.assertHolds(pass.output(), NaN, 0);
            numbers.assertHolds(pass.gradient(), NaN, NaN, 0, 0);
        }
    }

    private static void impossible(Numbers numbers) {
        for (CrossEntropyLoss loss : onLogits(numbers, 0, 3)) {
            assertLoss(numbers, loss, numbers.vector(NEGATIVE_INFINITY, 9, 9), POSITIVE_INFINITY, -1, 0.5, 0.5);
        }
        CrossEntropyLoss soft = CrossEntropyLoss.onLogits(numbers.vector(0.25, 0.75, 0));
        assertLoss(numbers, soft, numbers.vector(NEGATIVE_INFINITY, 9, 9), POSITIVE_INFINITY, -0.25, -0.25, 0.5);
    }

    private static void far(Numbers numbers) {
        for (CrossEntropyLoss loss : onLogits(numbers, 1, 2)) {
            assertLoss(numbers, loss, numbers.vector(0, -numbers.largest()), numbers.largest(), 1, -1);
            assertLoss(numbers, loss, numbers.vector(1e4, 0), 1e4, 1, -1);
        }
    }

    /** log(1 + e^−x) and e^−x / (1 + e^−x) are both e^−x to all digits, for x = 80 and x = 700. */
    private static void confident(Numbers numbers) {
        double tiny = numbers.either(1.80485138784541517214e-35, 9.85967654375977085671e-305);
        for (CrossEntropyLoss loss : onLogits(numbers, 0, 2)) {
            assertLoss(numbers, loss, numbers.vector(numbers.either(80, 700), 0), tiny, -tiny, tiny);
        }
    }

    private static void zeroTarget(Numbers numbers) {
        for (CrossEntropyLoss loss : onProbabilities(numbers, 0, 3)) {
            assertLoss(numbers, loss, numbers.vector(1, 0, 0), 0, -1, 0, 0);
        }
        for (CrossEntropyLoss loss : onLogits(numbers, 0, 3)) {
            assertLoss(numbers, loss, numbers.vector(5, NEGATIVE_INFINITY, NEGATIVE_INFINITY), 0, 0, 0, 0);
        }
    }

    private static void zeroProbability(Numbers numbers) {
        for (CrossEntropyLoss loss : onProbabilities(numbers, 1, 2)) {
            assertLoss(numbers, loss, numbers.vector(1, 0), POSITIVE_INFINITY, 0, NEGATIVE_INFINITY);
        }
    }

    private static void negativeProbability(Numbers numbers) {
        for (CrossEntropyLoss loss : onProbabilities(numbers, 1, 2)) {
            for (double negative : List.of(-0.1, NEGATIVE_INFINITY)) {
                assertLoss(numbers, loss, numbers.vector(0.5, negative), NaN, 0, NaN);
                assertLoss(numbers, loss, numbers.vector(negative, 1), 0, 0, -1);
            }
        }
    }

    private static void aboveOne(Numbers numbers) {
        for (CrossEntropyLoss loss : onProbabilities(numbers, 1, 2)) {
            assertLoss(numbers, loss, numbers.vector(-3, 2), -0.693147180559945309417, 0, -0.5);
        }
    }

    private static void invalidTarget(Numbers numbers) {
        for (double invalid : List.of(-0.1, NaN, NEGATIVE_INFINITY)) {
            Tensor target = numbers.vector(0.5, invalid);
            assertThrows(IllegalArgumentException.class, () -> CrossEntropyLoss.onLogits(target));
            assertThrows(IllegalArgumentException.class, () -> CrossEntropyLoss.onProbabilities(target));
        }
    }

    private static void emptyBatch(Numbers numbers) {
        Tensor x = numbers.empty(0, 3);
        for (CrossEntropyLoss loss : List.of(
                CrossEntropyLoss.onLogits(Labels.of()),
                CrossEntropyLoss.onLogits(x),
                CrossEntropyLoss.onProbabilities(Labels.of()),
                CrossEntropyLoss.onProbabilities(x))) {
            numbers.assertEmpty(loss.withReduction(Reduction.NONE).apply(x), 0);
            numbers.assertHolds(loss.withReduction(Reduction.SUM).apply(x), 0);
            numbers.assertHolds(loss.withReduction(Reduction.MEAN).apply(x), NaN);
            for (Reduction reduction : Reduction.values()) {
                numbers.assertEmpty(loss.withReduction(reduction).forward(x).gradient(), 0, 3);
            }
        }
    }

    private static void noClass(Numbers numbers) {
        Tensor x = numbers.empty(2, 0);
        assertThrows(ShapeException.class, () -> new Softmax(1).apply(x));
        assertThrows(ShapeException.class, () -> new LogSoftmax(1).apply(x));
        assertThrows(ShapeException.class, () -> CrossEntropyLoss.onLogits(Labels.of(0, 0))
                .apply(x));
        assertThrows(
                ShapeException.class, () -> CrossEntropyLoss.onProbabilities(x).apply(x));
    }
}
