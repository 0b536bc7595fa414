package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.closedform.operator.Operator;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;
import org.junit.jupiter.api.Test;

/** What does not count in the losses of numbers, of divergence and of focus is not seen: they are those of the rest. */
class MaskedLossesTest {
    private static final double NAN = Double.NaN;
    private static final Mask ROWS = Mask.of(Shape.of(3, 1), true, false, true);
    private static final Mask POSITIONS = Mask.of(Shape.of(3), true, false, true);
    private static final Tensor X = Tensor.of(new double[][] {{0.3, -1, 0.7}, {NAN, NAN, 1}, {2, 0.1, -0.4}});
    private static final Tensor T = Tensor.of(new double[][] {{1, 0, 0.5}, {0, 0.25, 1}, {0, 1, 0}});

    private static Tensor rest(Tensor x) {
        return Tensor.concatenate(0, x.slice(0, 0, 1), x.slice(0, 2, 3));
    }

    private static <X extends TensorTree<X>> X rest(X x) {
        return x.mapTensors(MaskedLossesTest::rest);
    }

    /** A masked loss, and the loss of the rows that count. */
    private static <X extends TensorTree<X>> void assertOfTheRest(
            BiFunction<Boolean, Reduction, Operator<X, Tensor>> loss, X x) {
        for (Reduction reduction : new Reduction[] {Reduction.SUM, Reduction.MEAN, Reduction.MEAN_OR_ZERO}) {
            Operator.Pass<X, Tensor> masked = loss.apply(true, reduction).forward(x);
            Operator.Pass<X, Tensor> rest = loss.apply(false, reduction).forward(rest(x));
            assertEquals(rest.output().item(), masked.output().item(), 1e-14);
            IntStream.range(0, x.parts().size()).forEach(i -> {
                Tensor gradient = masked.gradient().parts().get(i).tensor();
                Tensor expected = rest.gradient().parts().get(i).tensor();
                assertEquals(expected, rest(gradient), "" + reduction);
                assertEquals(0, gradient.slice(0, 1, 2).norm());
                Tensor moved =
                        masked.curvature(Tensor.scalar(1), x).parts().get(i).tensor();
                assertEquals(0, moved.slice(0, 1, 2).norm());
                assertEquals(
                        rest.curvature(Tensor.scalar(1), rest(x)).parts().get(i).tensor(), rest(moved));
            });
            assertEquals(rest.pushforward(rest(x)).item(), masked.pushforward(x).item(), 1e-14);
        }
    }

    @Test
    void ofNumbers() {
        Tensor w = Tensor.of(new double[][] {{1}, {7}, {2}});
        assertOfTheRest(
                (masked, reduction) -> masked
                        ? MeanSquaredError.of(T)
                                .withWeight(w)
                                .withReduction(reduction)
                                .withMask(ROWS)
                        : MeanSquaredError.of(rest(T)).withWeight(rest(w)).withReduction(reduction),
                X);
        assertOfTheRest(
                (masked, reduction) -> masked
                        ? HuberLoss.of(T).withReduction(reduction).withMask(ROWS)
                        : HuberLoss.of(rest(T)).withReduction(reduction),
                X);
        assertOfTheRest(
                (masked, reduction) -> masked
                        ? GaussianNegativeLogLikelihood.of(T)
                                .withReduction(reduction)
                                .withMask(ROWS)
                        : GaussianNegativeLogLikelihood.of(rest(T)).withReduction(reduction),
                new GaussianNegativeLogLikelihood.Inputs(X, X.square()));
        assertEquals(2, HuberLoss.of(Tensor.of(1, 2, 3)).withMask(POSITIONS).meanDivisor());
        assertEquals(
                2,
                GaussianNegativeLogLikelihood.of(Tensor.of(1, 2, 3))
                        .withMask(POSITIONS)
                        .meanDivisor());
    }

    @Test
    void overClasses() {
        assertOfTheRest(
                (masked, reduction) -> {
                    JensenShannonDivergence loss =
                            JensenShannonDivergence.onLogits().withReduction(reduction);
                    return masked ? loss.withMask(POSITIONS) : loss;
                },
                new JensenShannonDivergence.Inputs(X, T));
        assertOfTheRest(
                (masked, reduction) -> {
                    ZLoss loss = ZLoss.of(0.5).withReduction(reduction);
                    return masked ? loss.withMask(POSITIONS) : loss;
                },
                X);
        assertOfTheRest(
                (masked, reduction) -> new FocalLoss(
                        masked
                                ? CrossEntropyLoss.onLogits(Labels.of(0, 1, 2))
                                        .withMask(POSITIONS)
                                        .withReduction(reduction)
                                : CrossEntropyLoss.onLogits(Labels.of(0, 2)).withReduction(reduction),
                        2),
                X);
        assertOfTheRest(
                (masked, reduction) -> new BinaryFocalLoss(
                        masked
                                ? BinaryCrossEntropyLoss.onLogits(T)
                                        .withMask(ROWS)
                                        .withReduction(reduction)
                                : BinaryCrossEntropyLoss.onLogits(rest(T)).withReduction(reduction),
                        2),
                X);
    }

    @Test
    void aClassThatDoesNotCountIsNotThere() {
        Mask classes = Mask.of(Shape.of(3), true, false, true);
        Tensor two = Tensor.of(new double[][] {{0.3, 0.7}});
        Tensor three = Tensor.of(new double[][] {{0.3, NAN, 0.7}});
        assertEquals(ZLoss.of(1).apply(two), ZLoss.of(1).withClassMask(classes).apply(three));
        JensenShannonDivergence.Inputs in = new JensenShannonDivergence.Inputs(two, two.times(-2));
        JensenShannonDivergence.Inputs wide =
                new JensenShannonDivergence.Inputs(three, Tensor.of(new double[][] {{-0.6, 5, -1.4}}));
        Operator.Pass<JensenShannonDivergence.Inputs, Tensor> pass =
                JensenShannonDivergence.onLogits().withClassMask(classes).forward(wide);
        assertEquals(
                JensenShannonDivergence.onLogits().apply(in).item(),
                pass.output().item(),
                1e-16);
        assertEquals(0, pass.gradient().q().at(0, 1));
        FocalLoss focal = new FocalLoss(CrossEntropyLoss.onLogits(Labels.of(2)).withClassMask(classes), 2);
        assertEquals(
                FocalLoss.onLogits(Labels.of(1)).apply(two).item(),
                focal.apply(three).item(),
                1e-16);
        assertEquals(0, focal.forward(three).gradient().at(0, 1));
    }
}
