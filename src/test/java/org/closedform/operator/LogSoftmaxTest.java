package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.JacobianCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LogSoftmaxTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(1, 4)
                .flatMap(along -> TensorArbitraries.tensors(along.shape(), type).map(x -> {
                    LogSoftmax logSoftmax = new LogSoftmax(along.axis());
                    boolean batched = Math.floorMod(along.axis(), along.shape().rank()) > 0;
                    return batched ? Case.rowwise(logSoftmax, x) : Case.of(logSoftmax, x);
                }));
    }

    @Provide
    Arbitrary<Tensor> rows() {
        Arbitrary<double[]> logits = Arbitraries.integers().between(1, 40).flatMap(TensorArbitraries::logits);
        return TensorArbitraries.elementTypes()
                .flatMap(type -> logits.map(row -> Tensor.of(row).to(type)));
    }

    @Property
    void matchesHighPrecision(@ForAll("rows") Tensor x) {
        Ulps.assertWithin(4, new LogSoftmax(0).apply(x), HighPrecision.logSoftmax(x.toDoubleArray()));
    }

    @Property
    void exponentialsAreTheSoftmax(@ForAll("rows") Tensor x) {
        Tensor softmax = new Softmax(0).apply(x);
        Tensor fromLogs = new LogSoftmax(0).apply(x.to(ElementType.FLOAT64)).map(StrictMath::exp);
        // e^y carries |y| times the rounding of y
        double rounding = Math.max(
                1000 * ElementType.FLOAT64.epsilon(), 4 * x.elementType().epsilon());
        assertTrue(softmax.isClose(fromLogs, rounding, 2 * Float.MIN_VALUE), () -> softmax + "\n" + fromLogs);
        assertEquals(softmax, new LogSoftmax(0).forward(x).softmax());
    }

    @Property
    void gradientIsTheUpstreamMinusItsShare(@ForAll("rows") Tensor x) {
        BigDecimal[] p = HighPrecision.softmax(x.toDoubleArray());
        Tensor dy = x.map(v -> v % 1 + 0.5);
        BigDecimal sum = HighPrecision.sum(HighPrecision.exact(dy.toDoubleArray()));
        Tensor dx = new LogSoftmax(0).forward(x).backward(dy);
        for (int i = 0; i < p.length; i++) {
            double scale = Math.max(1, Math.abs(sum.doubleValue()));
            BigDecimal expected = new BigDecimal(dy.at(i)).subtract(p[i].multiply(sum));
            Ulps.assertWithinOf(scale, 8, Tensor.of(dx.at(i)).to(x.elementType()), expected);
        }
    }

    @Nested
    class Value {
        @Test
        void keepsTheDigitsOfAConfidentRow() {
            for (double gap : new double[] {1, 10, 40, 300, 690}) {
                double[] logits = {gap, 0};
                Ulps.assertWithin(2, new LogSoftmax(0).apply(Tensor.of(logits)), HighPrecision.logSoftmax(logits));
            }
        }

        @Test
        void staysFiniteWhereProbabilitiesUnderflow() {
            assertEquals(Tensor.of(0, -1e5), new LogSoftmax(0).apply(Tensor.of(1e5, 0)));
        }
    }

    @Property
    void theJacobianIsWhatTheBackwardIsOf(@ForAll("rows") Tensor x) {
        LogSoftmax.Pass pass = new LogSoftmax().forward(x.to(ElementType.FLOAT64));
        JacobianCheck.check(pass, pass.jacobian()).assertPasses();
    }

    @Test
    void theDefaultAxisIsTheLast() {
        Tensor x = Tensor.of(new double[][] {{0, 1, 2}, {4, 5, 3}});
        assertEquals(new LogSoftmax(1).apply(x), new LogSoftmax().apply(x));
        assertEquals(new Softmax(1).apply(x), new Softmax().apply(x));
    }

    @Nested
    class Gradient {
        /** dx_0 = (1 − p_0) dy_0 − p_0 dy_1 = p_1 dy_0 − p_0 dy_1. */
        @Test
        void ofASureClassIsOfTheTrueSize() {
            BigDecimal[] p = HighPrecision.softmax(new double[] {0, -37.4});
            LogSoftmax.Pass pass = new LogSoftmax(0).forward(Tensor.of(0, -37.4));
            Ulps.assertWithin(4, pass.backward(Tensor.of(1, 0)), p[1], p[1].negate());
            Ulps.assertWithin(4, pass.backward(Tensor.of(0, 1)), p[0].negate(), p[0]);
        }

        /** Their sum is beyond the largest number, half of it is not. */
        @Test
        void ofTheLargestNumbersIsFinite() {
            LogSoftmax.Pass pass = new LogSoftmax(0).forward(Tensor.of(3, 3));
            assertEquals(
                    Tensor.of(0, 0), pass.backward(Tensor.of(1.5e308, 1.5e308)).plus(0));
        }

        @Test
        void ofAnInfiniteUpstreamIsTheFormula() {
            Tensor dx = new LogSoftmax(0).forward(Tensor.of(4, 3)).backward(Tensor.of(0, INF));
            assertEquals(Tensor.of(-INF, Double.NaN), dx);
        }
    }

    @Nested
    class Tangent {
        /** ẏ_0 = p_1 (ẋ_0 − ẋ_1) and ẏ_1 = p_0 (ẋ_1 − ẋ_0). */
        @Test
        void ofASureClassIsOfTheTrueSize() {
            BigDecimal[] p = HighPrecision.softmax(new double[] {0, -37.4});
            LogSoftmax.Pass pass = new LogSoftmax(0).forward(Tensor.of(0, -37.4));
            for (double offset : new double[] {0, -1, 1e6}) {
                Tensor tangent = Tensor.of(offset + 1, offset);
                Ulps.assertWithin(4, pass.pushforward(tangent), p[1], p[0].negate());
                assertEquals(pass.pushforward(tangent), pass.jacobian().apply(tangent));
            }
            BigDecimal product = p[0].multiply(p[1]).multiply(BigDecimal.valueOf(-5));
            Ulps.assertWithin(8, pass.curvature(Tensor.of(2, 3), Tensor.of(1, 0)), product, product.negate());
        }

        /** −(Σ dy)·p_0 p_1 (ẋ_0 − ẋ_1), with p = ½. */
        @Test
        void ofTheLargestNumbersIsFinite() {
            LogSoftmax.Pass pass = new LogSoftmax(0).forward(Tensor.of(3, 3));
            assertEquals(Tensor.of(1.5e308, -1.5e308), pass.pushforward(Tensor.of(1.5e308, -1.5e308)));
            assertEquals(Tensor.of(-0.75e308, 0.75e308), pass.curvature(Tensor.of(1.5e308, 1.5e308), Tensor.of(1, 0)));
        }

        @Test
        void ofAnInfiniteTangentIsTheFormula() {
            Tensor moved = new LogSoftmax(0).forward(Tensor.of(3, 3)).pushforward(Tensor.of(0, INF));
            assertEquals(Tensor.of(-INF, Double.NaN), moved);
        }
    }

    @Nested
    class SpecialValues {
        @Test
        void minusInfinityStaysMinusInfinity() {
            LogSoftmax.Pass pass = new LogSoftmax(0).forward(Tensor.of(0, -INF));
            assertEquals(Tensor.of(0, -INF), pass.output());
            assertEquals(Tensor.of(-2, 3), pass.backward(Tensor.of(1, 3)).plus(Tensor.of(1, 0)));
        }

        @Test
        void rowsWithoutADistributionAreNaN() {
            for (double special : new double[] {Double.NaN, INF}) {
                assertEquals(Tensor.of(Double.NaN, Double.NaN), new LogSoftmax(0).apply(Tensor.of(special, 1)));
            }
            assertEquals(Tensor.of(Double.NaN, Double.NaN), new LogSoftmax(0).apply(Tensor.of(-INF, -INF)));
        }
    }

    @Nested
    class WrongDerivations {
        @Test
        void areCaught() {
            Tensor x = Tensor.of(new double[][] {{0.5, -1, 2}, {1, 0.2, -0.3}});
            assertCaught(x, (in, y, dy) -> dy);
            assertCaught(x, (in, y, dy) -> dy.minus(y.map(StrictMath::exp)));
            assertCaught(x, (in, y, dy) -> y.map(StrictMath::exp)
                    .times(dy.sum(1).expandDims(1))
                    .minus(dy));
            assertCaught(x, (in, y, dy) -> dy.minus(y.map(StrictMath::exp).times(dy.sum(0))));
        }

        private void assertCaught(Tensor x, Operator.Backward<Tensor, Tensor> wrong) {
            Operator<Tensor, Tensor> mutant = Operator.of(new LogSoftmax(1)::apply, wrong);
            assertEquals(Verdict.FAIL, GradientCheck.of(mutant).at(x).verdict());
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesTheAxis() {
            assertEquals(
                    "LogSoftmax: axis 3 of shape [2, 5], whose axes are 0 to 1 (or -2 to -1)",
                    assertThrows(ShapeException.class, () -> new LogSoftmax(3).apply(Tensor.zeros(Shape.of(2, 5))))
                            .getMessage());
            assertEquals(
                    "LogSoftmax: axis -1 of [3, 0] is empty; at least one class is needed",
                    assertThrows(ShapeException.class, () -> new LogSoftmax(-1).apply(Tensor.zeros(Shape.of(3, 0))))
                            .getMessage());
            assertEquals(
                    "LogSoftmax.backward: dy has shape [1], but [2] is needed",
                    assertThrows(ShapeException.class, () -> new LogSoftmax(0)
                                    .forward(Tensor.of(1, 2))
                                    .backward(Tensor.of(1)))
                            .getMessage());
        }
    }
}
