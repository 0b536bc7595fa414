package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SoftmaxJacobianTest {
    private static final int CLASSES = 5;

    @Provide
    Arbitrary<double[]> logits() {
        return TensorArbitraries.logits(CLASSES);
    }

    private static Tensor dense(double[] logits) {
        return new Softmax(0).forward(Tensor.of(logits)).jacobian().toDense();
    }

    @Property
    void hasTheTwoCasesOfTheQuotientRule(@ForAll("logits") double[] logits) {
        BigDecimal[] y = HighPrecision.softmax(logits);
        Tensor jacobian = dense(logits);
        for (int i = 0; i < CLASSES; i++) {
            for (int j = 0; j < CLASSES; j++) {
                // 1 − y_i as the sum of the others: in 60 digits, too, it could cancel to nothing
                int own = i;
                BigDecimal complement = HighPrecision.sum(IntStream.range(0, CLASSES)
                        .filter(k -> k != own)
                        .mapToObj(k -> y[k])
                        .toArray(BigDecimal[]::new));
                BigDecimal expected =
                        i == j ? y[i].multiply(complement) : y[i].multiply(y[j]).negate();
                Ulps.assertWithin(10, Tensor.scalar(jacobian.at(i, j)), expected);
            }
        }
    }

    @Property
    void isSymmetric(@ForAll("logits") double[] logits) {
        assertEquals(dense(logits), dense(logits).transpose());
    }

    @Property
    void rowsSumToZero(@ForAll("logits") double[] logits) {
        Tensor jacobian = dense(logits);
        double rounding = CLASSES * ElementType.FLOAT64.epsilon();
        for (int i = 0; i < CLASSES; i++) {
            double diagonal = jacobian.at(i, i);
            double sum = jacobian.select(0, i).sum().item();
            // among subnormal entries the spacing no longer shrinks with them
            double bound = rounding * diagonal + CLASSES * Double.MIN_VALUE;
            assertTrue(Math.abs(sum) <= bound, () -> "a row with diagonal " + diagonal + " sums to " + sum);
        }
    }

    @Property
    void isWhatBackwardAppliesAlongAnyAxis(@ForAll("batches") Softmax.Pass pass) {
        Tensor y = pass.output();
        Tensor dy = y.map(p -> 2 - 3 * p * p);
        Jacobian jacobian = pass.jacobian();
        Tensor applied = pass.backward(dy);
        assertEquals(applied, jacobian.applyTranspose(dy));
        assertEquals(applied, jacobian.apply(dy), "J is symmetric, so J·v = Jᵀ·v");
        Tensor matrix = jacobian.toDense().reshape(y.size(), y.size());
        double rounding = 32 * y.elementType().epsilon();
        assertTrue(applied.reshape(-1).isClose(dy.reshape(-1).matmul(matrix), 0, rounding));
        assertTrue(jacobian.toDense().isClose(Jacobian.of(pass).toDense(), 0, rounding));
    }

    @Provide
    Arbitrary<Softmax.Pass> batches() {
        return TensorArbitraries.elementTypes().flatMap(type -> Arbitraries.of(
                        new Along(Shape.of(2, 3), 1), new Along(Shape.of(3, 2), 0), new Along(Shape.of(2, 3, 2), -2))
                .flatMap(along -> TensorArbitraries.tensors(along, type, TensorArbitraries.logits(3))
                        .map(x -> new Softmax(along.axis()).forward(x))));
    }

    @Nested
    class Value {
        @Test
        void keepsItsDigitsWhereAProbabilityRoundsToOne() {
            BigDecimal e = HighPrecision.exp(new BigDecimal(-100));
            BigDecimal sum = BigDecimal.ONE.add(e);
            BigDecimal expected = e.divide(sum.multiply(sum), HighPrecision.DIGITS);
            Ulps.assertWithin(
                    4,
                    Tensor.of(dense2(100).toDoubleArray()),
                    expected,
                    expected.negate(),
                    expected.negate(),
                    expected);
        }

        private Tensor dense2(double logit) {
            return new Softmax(0).forward(Tensor.of(logit, 0)).jacobian().toDense();
        }

        @Test
        void separateRowsDoNotMix() {
            Tensor dense = new Softmax(1)
                    .forward(Tensor.zeros(Shape.of(2, 2)))
                    .jacobian()
                    .toDense();
            assertEquals(Shape.of(2, 2, 2, 2), dense.shape());
            assertEquals(0.25, dense.at(1, 0, 1, 0));
            assertEquals(-0.25, dense.at(1, 0, 1, 1));
            assertEquals(0, dense.at(0, 0, 1, 0));
        }
    }

    @Nested
    class BadInput {
        private final SoftmaxJacobian jacobian = new SoftmaxJacobian(Tensor.of(0.5, 0.5), 0);

        @Test
        void namesWhatDoesNotFit() {
            assertEquals(
                    "Jacobian.apply: dx has shape [3], but [2] is needed",
                    assertThrows(ShapeException.class, () -> jacobian.apply(Tensor.of(1, 2, 3)))
                            .getMessage());
            assertEquals(
                    "Jacobian.applyTranspose: dy has shape [1], but [2] is needed",
                    assertThrows(ShapeException.class, () -> jacobian.applyTranspose(Tensor.of(1)))
                            .getMessage());
            assertEquals(
                    "Softmax.Pass: axis 1 of shape [2], whose axes are 0 to 0 (or -1 to -1)",
                    assertThrows(ShapeException.class, () -> new SoftmaxJacobian(Tensor.of(0.5, 0.5), 1))
                            .getMessage());
        }
    }
}
