package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.TensorArbitraries;

/** Mistakes that are made when this gradient is derived by hand do not get past the gradient check. */
class CrossEntropyLossMistakesTest {
    private static final int SAMPLES = 3;
    private static final int CLASSES = 4;

    record Batch(Tensor logits, Labels labels) {
        CrossEntropyLoss loss() {
            return CrossEntropyLoss.onLogits(labels);
        }

        Tensor y() {
            return new Softmax(1).apply(logits);
        }

        Tensor t() {
            return labels.oneHot(CLASSES, 1);
        }
    }

    @Provide
    Arbitrary<Batch> batches() {
        Shape shape = Shape.of(SAMPLES, CLASSES);
        return Combinators.combine(
                        TensorArbitraries.tensors(shape, ElementType.FLOAT64),
                        TensorArbitraries.labels(Shape.of(SAMPLES), CLASSES))
                .as(Batch::new);
    }

    /** The loss as it is, with this as the gradient of its mean. */
    private static Verdict verdict(Batch b, Tensor gradient) {
        Operator<Tensor, Tensor> mistaken = Operator.of(b.loss()::apply, (x, loss, dy) -> gradient.times(dy));
        return GradientCheck.of(mistaken).at(b.logits).verdict();
    }

    @Property(tries = 100)
    void theRightGradientPasses(@ForAll("batches") Batch b) {
        assertEquals(Verdict.PASS, verdict(b, b.y().minus(b.t()).times(1.0 / SAMPLES)));
    }

    @Property(tries = 100)
    void targetMinusPredictionFails(@ForAll("batches") Batch b) {
        assertEquals(Verdict.FAIL, verdict(b, b.t().minus(b.y()).times(1.0 / SAMPLES)));
    }

    @Property(tries = 100)
    void aMissingOneOverNFails(@ForAll("batches") Batch b) {
        assertEquals(Verdict.FAIL, verdict(b, b.y().minus(b.t())));
    }

    @Property(tries = 100)
    void thePredictionWithoutTheTargetFails(@ForAll("batches") Batch b) {
        assertEquals(Verdict.FAIL, verdict(b, b.y().times(1.0 / SAMPLES)));
    }

    @Property(tries = 100)
    void labelsOffByOneFail(@ForAll("batches") Batch b) {
        int[] next = Arrays.stream(b.labels.toArray())
                .map(label -> (label + 1) % CLASSES)
                .toArray();
        Tensor t = Labels.of(next).oneHot(CLASSES, 1);
        assertEquals(Verdict.FAIL, verdict(b, b.y().minus(t).times(1.0 / SAMPLES)));
    }

    /** Of 3 rows by 4 classes, so that no two-fold symmetry can make both axes agree. */
    @Property(tries = 100)
    void softmaxOverTheWrongAxisFails(@ForAll("batches") Batch b) {
        Tensor y = new Softmax(0).apply(b.logits);
        assertEquals(Verdict.FAIL, verdict(b, y.minus(b.t()).times(1.0 / SAMPLES)));
    }

    @Property(tries = 100)
    void onlyTheDiagonalOfTheSoftmaxJacobianFails(@ForAll("batches") Batch b) {
        Operator<Tensor, Tensor> diagonal = Operator.of(
                new Softmax(1)::apply, (x, y, dy) -> y.times(y.map(v -> 1 - v)).times(dy));
        Operator<Tensor, Tensor> mistaken = diagonal.then(CrossEntropyLoss.onProbabilities(b.labels));
        assertEquals(Verdict.FAIL, GradientCheck.of(mistaken).at(b.logits).verdict());
    }

    @Property(tries = 100)
    void aMistakeInAnyUnreducedPositionFails(@ForAll("batches") Batch b) {
        CrossEntropyLoss none = b.loss().withReduction(Reduction.NONE);
        Operator<Tensor, Tensor> mistaken = x -> {
            Operator.Pass<Tensor, Tensor> pass = none.forward(x);
            return Operator.Pass.of(
                    pass.output(),
                    dy -> pass.backward(Tensor.of(dy.at(0), dy.at(0), dy.at(2)))); // row 1 takes row 0's upstream
        };
        assertEquals(Verdict.FAIL, GradientCheck.of(mistaken).at(b.logits).verdict());
    }
}
