package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.gradient.GradientCheck;
import org.closedform.gradient.Verdict;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.HighPrecision;
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.TensorArbitraries.Along;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SoftmaxTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.axes(1, 4)
                .flatMap(along -> TensorArbitraries.tensors(along.shape(), type).map(x -> {
                    Softmax softmax = new Softmax(along.axis());
                    boolean batched = Math.floorMod(along.axis(), along.shape().rank()) > 0;
                    return batched ? Case.rowwise(softmax, x) : Case.of(softmax, x);
                }));
    }

    @Provide
    Arbitrary<double[]> rows() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 40).flatMap(TensorArbitraries::logits),
                Arbitraries.integers().between(1, 6).flatMap(TensorArbitraries::extremes));
    }

    @Provide
    Arbitrary<Tensor> batches() {
        return TensorArbitraries.elementTypes()
                .flatMap(type ->
                        TensorArbitraries.tensors(new Along(Shape.of(3, 5), 1), type, TensorArbitraries.logits(5)));
    }

    @Property
    void matchesHighPrecision(@ForAll("rows") double[] logits) {
        for (ElementType type : ElementType.values()) {
            Tensor x = Tensor.of(Arrays.stream(logits)
                            .map(v -> type == ElementType.FLOAT32 ? Math.max(-1e38, Math.min(1e38, v)) : v)
                            .toArray())
                    .to(type);
            BigDecimal[] expected = HighPrecision.softmax(x.toDoubleArray());
            Ulps.assertWithin(4, new Softmax(0).apply(x), expected);
        }
    }

    @Property
    void rowsSumToOne(@ForAll("batches") Tensor x) {
        Tensor sums = new Softmax(1).apply(x).sum(1);
        double rounding = 4 * x.elementType().epsilon();
        assertTrue(sums.isClose(Tensor.of(1, 1, 1), rounding, 0), () -> "rows sum to " + sums);
    }

    @Property
    void isInvariantUnderShift(@ForAll("batches") Tensor x, @ForAll("powersOfTwo") double shift) {
        // a shift that rounds no logit: the same differences
        Tensor coarse = x.map(v -> StrictMath.rint(v % 64 * 8) / 8);
        Tensor shifted = new Softmax(1).apply(coarse.plus(shift));
        assertTrue(shifted.isClose(
                new Softmax(1).apply(coarse), 8 * x.elementType().epsilon(), 0));
    }

    @Provide
    Arbitrary<Double> powersOfTwo() {
        return Arbitraries.of(0.0, 1.0, -64.0, 4096.0, -8192.0);
    }

    @Property
    void isEquivariantUnderPermutation(@ForAll("batches") Tensor x, @ForAll("orders") int[] order) {
        Tensor permuted = new Softmax(1).apply(x.take(1, order));
        double rounding = 8 * x.elementType().epsilon();
        assertTrue(permuted.isClose(new Softmax(1).apply(x).take(1, order), rounding, Float.MIN_VALUE));
    }

    @Provide
    Arbitrary<int[]> orders() {
        return Arbitraries.shuffle(0, 1, 2, 3, 4)
                .map(order -> order.stream().mapToInt(i -> i).toArray());
    }

    @Property
    void everyAxisIsTheLastAxisMoved(@ForAll("batches") Tensor x) {
        Tensor y = new Softmax(1).apply(x);
        assertEquals(y.transpose(), new Softmax(0).apply(x.transpose()));
        assertEquals(
                y.transpose().reshape(5, 1, 3),
                new Softmax(-3).apply(x.transpose().reshape(5, 1, 3)));
    }

    @Property
    void gradientMatchesTheQuotientRule(@ForAll("rows") double[] logits) {
        double[] upstream = IntStream.range(0, logits.length)
                .mapToDouble(i -> 1.0 / (i + 2) - 0.3)
                .toArray();
        BigDecimal[] y = HighPrecision.softmax(logits);
        BigDecimal[] expected = new BigDecimal[y.length];
        for (int j = 0; j < y.length; j++) {
            expected[j] = BigDecimal.ZERO;
            for (int i = 0; i < y.length; i++) {
                BigDecimal partial = i == j
                        ? y[i].multiply(BigDecimal.ONE.subtract(y[i]))
                        : y[i].multiply(y[j]).negate();
                expected[j] = expected[j].add(partial.multiply(new BigDecimal(upstream[i])));
            }
        }
        Tensor dx = new Softmax(0).forward(Tensor.of(logits)).backward(Tensor.of(upstream));
        for (int j = 0; j < y.length; j++) { // y_j (dy_j − Σ y dy): the difference cancels, so ulps are of y_j
            Ulps.assertWithinOf(Math.max(y[j].doubleValue(), Double.MIN_NORMAL), 12, Tensor.of(dx.at(j)), expected[j]);
        }
    }

    @Nested
    class Value {
        @Test
        void ofOneTwoThree() {
            Ulps.assertWithin(
                    1,
                    new Softmax(0).apply(Tensor.of(1, 2, 3)),
                    new BigDecimal("0.090030573170380457998"),
                    new BigDecimal("0.244728471054797664926"),
                    new BigDecimal("0.665240955774821877076"));
        }

        @Test
        void hasFullDigitsInALongRowOfWideSpread() {
            double[] logits = IntStream.range(0, 1000)
                    .mapToDouble(i -> 100 * StrictMath.sin(i * i))
                    .toArray();
            Ulps.assertWithin(4, new Softmax(0).apply(Tensor.of(logits)), HighPrecision.softmax(logits));
        }

        @Test
        void ofOneClassIsOne() {
            assertEquals(
                    Tensor.of(1.0, 1.0).reshape(2, 1),
                    new Softmax(1).apply(Tensor.of(1e300, -5).reshape(2, 1)));
        }

        @Test
        void ofAnEmptyBatchIsEmpty() {
            assertEquals(
                    Shape.of(0, 3),
                    new Softmax(1).apply(Tensor.zeros(Shape.of(0, 3))).shape());
        }
    }

    @Nested
    class Gradient {
        /** y_0 y_1 (dy_0 − dy_1), whatever is added to both dy. */
        @Test
        void ofASureClassIsOfTheTrueSize() {
            BigDecimal[] y = HighPrecision.softmax(new double[] {0, -37.4});
            BigDecimal expected = y[0].multiply(y[1]);
            Softmax.Pass pass = new Softmax(0).forward(Tensor.of(0, -37.4));
            for (double offset : new double[] {0, -1, 0.5, 1e6}) {
                Tensor dx = pass.backward(Tensor.of(offset + 1, offset));
                Ulps.assertWithin(8, dx, expected, expected.negate());
                assertEquals(dx, pass.jacobian().apply(Tensor.of(offset + 1, offset)));
            }
        }

        /** ½·½·(2·1.5e308): neither Σ y dy nor dy_i − dy_j has to be representable. */
        @Test
        void ofTheLargestNumbersIsFinite() {
            Softmax.Pass pass = new Softmax(0).forward(Tensor.of(3, 3));
            assertEquals(Tensor.of(0.75e308, -0.75e308), pass.backward(Tensor.of(1.5e308, -1.5e308)));
            Softmax.Pass sure = new Softmax(0).forward(Tensor.of(0, -100));
            BigDecimal expected = HighPrecision.softmax(new double[] {0, -100})[1]
                    .multiply(new BigDecimal(1.5e308))
                    .multiply(new BigDecimal(2));
            Ulps.assertWithin(8, sure.backward(Tensor.of(1.5e308, -1.5e308)), expected, expected.negate());
        }

        @Test
        void ofAnInfiniteUpstreamIsTheFormula() {
            Tensor dx = new Softmax(0).forward(Tensor.of(3, 3)).backward(Tensor.of(INF, 0));
            assertEquals(Tensor.of(Double.NaN, -INF), dx);
        }
    }

    @Nested
    class Curvature {
        /** y_0 y_1 (y_1 − y_0) (dy_0 − dy_1) (ẋ_0 − ẋ_1) for the first of two classes, and minus that for the other. */
        @Test
        void ofASureClassIsOfTheTrueSize() {
            BigDecimal[] y = HighPrecision.softmax(new double[] {0, -37.4});
            BigDecimal expected = y[0].multiply(y[1]).multiply(y[1].subtract(y[0]));
            Softmax.Pass pass = new Softmax(0).forward(Tensor.of(0, -37.4));
            for (double offset : new double[] {0, -1, 0.5, 1e6}) {
                Tensor v = Tensor.of(offset + 1, offset);
                Ulps.assertWithin(8, pass.curvature(v, v), expected, expected.negate());
                assertEquals(pass.backward(v), pass.pushforward(v));
            }
        }

        /** The difference of the upstreams is beyond the largest number; what comes of it is not. */
        @Test
        void ofTheLargestNumbersIsFinite() {
            BigDecimal[] y = HighPrecision.softmax(new double[] {0, -100});
            BigDecimal expected = y[0].multiply(y[1])
                    .multiply(y[1].subtract(y[0]))
                    .multiply(new BigDecimal(1.5e308))
                    .multiply(new BigDecimal(1e-200))
                    .multiply(BigDecimal.valueOf(4));
            Softmax.Pass pass = new Softmax(0).forward(Tensor.of(0, -100));
            Tensor found = pass.curvature(Tensor.of(1.5e308, -1.5e308), Tensor.of(1e-200, -1e-200));
            Ulps.assertWithin(8, found, expected, expected.negate());
        }

        @Test
        void namesWhatDoesNotFit() {
            Tensor x = Tensor.of(1, 2);
            Softmax.Pass pass = new Softmax(0).forward(x);
            assertMessage(
                    "Softmax.pushforward: tangent has shape [3], but [2] is needed",
                    () -> pass.pushforward(Tensor.of(1, 2, 3)));
            assertMessage(
                    "Softmax.curvature: dy has shape [3], but [2] is needed",
                    () -> pass.curvature(Tensor.of(1, 2, 3), x));
            assertMessage(
                    "Softmax.curvature: tangent has shape [3], but [2] is needed",
                    () -> pass.curvature(x, Tensor.of(1, 2, 3)));
        }

        private void assertMessage(String expected, Executable run) {
            assertEquals(expected, assertThrows(ShapeException.class, run).getMessage());
        }
    }

    @Nested
    class SpecialValues {
        @Test
        void aRowWithNaNOrInfinityIsAllNaNAndTheOthersAreNot() {
            for (double special : new double[] {Double.NaN, INF}) {
                Tensor y = new Softmax(1).apply(Tensor.of(new double[][] {{1, special, 3}, {0, 0, 0}}));
                assertEquals(Tensor.of(Double.NaN, Double.NaN, Double.NaN), y.select(0, 0));
                assertTrue(y.select(0, 1).isClose(Tensor.full(Shape.of(3), 1 / 3.0), 1e-15, 0));
            }
        }

        @Test
        void minusInfinityBesideFiniteHasProbabilityAndGradientZero() {
            Softmax.Pass pass = new Softmax(0).forward(Tensor.of(0, -INF, 0));
            assertEquals(Tensor.of(0.5, 0, 0.5), pass.output());
            assertEquals(0, pass.backward(Tensor.of(1, 1e300, -3)).at(1));
        }

        @Test
        void nothingButMinusInfinityIsNaN() {
            assertEquals(Tensor.of(Double.NaN, Double.NaN), new Softmax(0).apply(Tensor.of(-INF, -INF)));
        }

        @Test
        void hugeLogitsAreAsGoodAsAny() {
            assertEquals(Tensor.of(0.5, 0.5, 0), new Softmax(0).apply(Tensor.of(1e300, 1e300, -1e300)));
            assertEquals(
                    Tensor.of(0, 1, 0),
                    new Softmax(0).apply(Tensor.of(-Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE)));
        }
    }

    @Nested
    class WrongDerivations {
        private final Tensor x = Tensor.of(new double[][] {{0.5, -1, 2}, {1, 0.2, -0.3}, {-2, 0.7, 1.1}});

        private void assertCaught(Operator.Backward<Tensor, Tensor> wrong) {
            assertEquals(
                    Verdict.FAIL,
                    GradientCheck.of(Operator.of(new Softmax(1)::apply, wrong))
                            .at(x)
                            .verdict());
        }

        @Test
        void areCaught() {
            List<Operator.Backward<Tensor, Tensor>> wrong = List.of(
                    (x, y, dy) -> new SoftmaxJacobian(y, 1).applyTranspose(dy).negate(),
                    (x, y, dy) -> y.times(dy),
                    (x, y, dy) -> y.times(y.map(p -> 1 - p)).times(dy),
                    (x, y, dy) -> new SoftmaxJacobian(y, 0).applyTranspose(dy),
                    (x, y, dy) -> y.times(dy.minus(dy.mean(1).expandDims(1))),
                    (x, y, dy) -> new SoftmaxJacobian(y, 1).applyTranspose(dy.map(v -> 1)));
            wrong.forEach(this::assertCaught);
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesTheAxisThatIsMissing() {
            ShapeException e =
                    assertThrows(ShapeException.class, () -> new Softmax(2).apply(Tensor.zeros(Shape.of(2, 5))));
            assertEquals("Softmax: axis 2 of shape [2, 5], whose axes are 0 to 1 (or -2 to -1)", e.getMessage());
            assertEquals(
                    "Softmax: axis -1 of a scalar, which has no axes",
                    assertThrows(ShapeException.class, () -> new Softmax(-1).apply(Tensor.scalar(1)))
                            .getMessage());
        }

        @Test
        void namesTheEmptyAxis() {
            ShapeException e =
                    assertThrows(ShapeException.class, () -> new Softmax(1).apply(Tensor.zeros(Shape.of(3, 0))));
            assertEquals("Softmax: axis 1 of [3, 0] is empty; at least one class is needed", e.getMessage());
        }

        @Test
        void namesNull() {
            assertEquals(
                    "Softmax: x is null",
                    assertThrows(NullPointerException.class, () -> new Softmax(0).apply(null))
                            .getMessage());
        }

        @Test
        void namesTheUpstreamThatDoesNotFit() {
            Softmax.Pass pass = new Softmax(0).forward(Tensor.of(1, 2));
            assertEquals(
                    "Softmax.backward: dy has shape [3], but [2] is needed",
                    assertThrows(ShapeException.class, () -> pass.backward(Tensor.of(1, 2, 3)))
                            .getMessage());
            assertEquals(
                    "Softmax.backward: dy: float32[2] does not mix with float64[2]; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)",
                    assertThrows(IllegalArgumentException.class, () -> pass.backward(Tensor.of(new float[] {1, 2})))
                            .getMessage());
        }
    }
}
