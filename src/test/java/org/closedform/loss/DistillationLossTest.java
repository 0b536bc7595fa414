package org.closedform.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.closedform.operator.Operator;
import org.closedform.operator.Softmax;
import org.closedform.operator.Temperature;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Mask;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class DistillationLossTest extends OperatorContract<Tensor, Tensor> {
    private static final Tensor TEACHER = Tensor.of(new double[][] {{5, 1, -2, 0}, {0, 3, 2, 1}});
    private static final Tensor STUDENT = Tensor.of(new double[][] {{1, 0, 2, -1}, {0.5, 1, -1, 2}});

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return EntropyTest.shapes(type).flatMap(shape -> Combinators.combine(
                        TensorArbitraries.tensors(shape, type),
                        TensorArbitraries.tensors(shape, type),
                        Arbitraries.of(0.5, 1.0, 2.0, 3.0),
                        Arbitraries.of(Reduction.values()))
                .as((teacher, x, t, reduction) -> Case.of(
                                (Operator<Tensor, Tensor>)
                                        DistillationLoss.of(teacher, t).withReduction(reduction),
                                x)
                        .gradientScale(200)));
    }

    private static Tensor soft(Tensor x, double t) {
        return new Temperature(t).then(new Softmax(1)).apply(x);
    }

    @Test
    void gradientIsTheTemperatureTimesTheDifference() {
        for (double t : new double[] {0.5, 1, 4, 20}) {
            Tensor expected = soft(STUDENT, t).minus(soft(TEACHER, t)).times(t / 2);
            Tensor actual = DistillationLoss.of(TEACHER, t).forward(STUDENT).gradient();
            assertTrue(actual.isClose(expected, 1e-12, 1e-15), () -> actual + " instead of " + expected);
            Tensor apart = new Temperature(t)
                    .then(CrossEntropyLoss.onLogits(soft(TEACHER, t)))
                    .forward(STUDENT)
                    .gradient();
            assertTrue(actual.isClose(apart.times(t * t), 1e-12, 1e-15), "T² times the cross-entropy's");
        }
    }

    /** Without T² it shrinks as 1/T²; with it, it goes to (a − b)/C for logits of mean 0. */
    @Test
    void theSquareKeepsTheGradientsSizeAsTheTemperatureGrows() {
        Tensor a = STUDENT.minus(STUDENT.mean(1).expandDims(1));
        Tensor b = TEACHER.minus(TEACHER.mean(1).expandDims(1));
        Tensor limit = a.minus(b).times(1.0 / (4 * 2));
        double atHundred = DistillationLoss.of(b, 100).forward(a).gradient().norm();
        double atThousand = DistillationLoss.of(b, 1000).forward(a).gradient().norm();
        assertEquals(limit.norm(), atThousand, 1e-3 * limit.norm());
        assertEquals(1, atThousand / atHundred, 0.01);
        double withoutAtHundred = gradientWithout(100, b, a);
        assertEquals(1e-2, gradientWithout(1000, b, a) / withoutAtHundred, 1e-3);
    }

    private static double gradientWithout(double t, Tensor teacher, Tensor student) {
        return new Temperature(t)
                .then(CrossEntropyLoss.onLogits(soft(teacher, t)))
                .forward(student)
                .gradient()
                .norm();
    }

    @Test
    void equalLogitsLoseNothing() {
        Operator.Pass<Tensor, Tensor> pass = DistillationLoss.of(TEACHER, 3).forward(TEACHER.plus(7));
        assertEquals(0, pass.output().item(), 1e-15);
        assertEquals(0, pass.gradient().norm(), 1e-15);
    }

    /** x / T in float32 would be off by 3 · 10⁻⁵, and so would every probability. */
    @Test
    void aLowTemperatureLeavesFloat32ItsDigits() {
        Tensor teacher = Tensor.of(new float[] {1.1f, 1.1005f});
        Operator.Pass<Tensor, Tensor> pass =
                DistillationLoss.of(teacher, 1e-3).forward(Tensor.of(new float[] {1, 1.003f}));
        assertEquals(5.1839025702591e-7, pass.output().item(), 1e-13);
        assertEquals(-3.3012425993959e-4, pass.gradient().at(0), 3e-11);
    }

    @Test
    void whatDoesNotCountIsNotThere() {
        Tensor nan = Tensor.of(new double[][] {{5, Double.NaN, -2, 0}, {Double.NaN, 3, 2, 1}});
        Mask first = Mask.of(true, false);
        Mask classes = Mask.of(true, false, true, true);
        DistillationLoss masked = DistillationLoss.of(nan, 3).withMask(first).withClassMask(classes);
        Operator.Pass<Tensor, Tensor> pass = masked.forward(nan.times(0.5));
        Tensor left = Tensor.of(new double[][] {{5, -2, 0}});
        Operator.Pass<Tensor, Tensor> rest = DistillationLoss.of(left, 3).forward(left.times(0.5));
        assertEquals(rest.output(), pass.output());
        assertEquals(rest.gradient().select(0, 0), pass.gradient().select(0, 0).take(0, 0, 2, 3));
        assertEquals(0, pass.gradient().at(0, 1));
        assertEquals(0, pass.gradient().select(0, 1).norm());
        assertEquals(1, masked.meanDivisor());
        assertEquals(2, DistillationLoss.of(TEACHER, 3).meanDivisor());
        Tensor v = nan.map(x -> 1);
        assertEquals(0, pass.curvature(Tensor.scalar(1), v).select(0, 1).norm());
    }

    @Test
    void badInputIsNamed() {
        assertEquals(
                "DistillationLoss: mask has shape [3], which does not repeat into [2]; axes match from the last, and one"
                        + " that is missing or has length 1 is repeated",
                assertThrows(ShapeException.class, () -> DistillationLoss.of(TEACHER, 2)
                                .withMask(Mask.of(true, true, true))
                                .forward(STUDENT))
                        .getMessage());
        MeanSquaredErrorTest.assertMessage(
                "DistillationLoss: teacher has shape [2, 4], but [2, 3] is needed",
                assertThrows(ShapeException.class, () -> DistillationLoss.of(TEACHER, 2)
                        .forward(STUDENT.slice(1, 0, 3))));
        MeanSquaredErrorTest.assertMessage(
                "DistillationLoss: temperature is 0.0; a finite number above 0 is needed",
                assertThrows(IllegalArgumentException.class, () -> DistillationLoss.of(TEACHER, 0)));
    }
}
