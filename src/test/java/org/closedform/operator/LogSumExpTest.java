package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
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
import org.closedform.testkit.OperatorContract;
import org.closedform.testkit.TensorArbitraries;
import org.closedform.testkit.Ulps;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LogSumExpTest extends OperatorContract<Tensor, Tensor> {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Override
    protected Arbitrary<Case<Tensor, Tensor>> cases(ElementType type) {
        return TensorArbitraries.shapes(1, 4).flatMap(shape -> axes(shape)
                .flatMap(axes -> Arbitraries.of(true, false).flatMap(keep -> TensorArbitraries.tensors(shape, type)
                        .map(x -> Case.of(new LogSumExp(axes, keep), x)))));
    }

    @Test
    void mayKeepItsAxes() {
        assertEquals(new LogSumExp(List.of(0, -1), true), new LogSumExp(0, -1).withKeepDims());
    }

    private static Arbitrary<List<Integer>> axes(Shape shape) {
        return Arbitraries.integers()
                .between(-shape.rank(), shape.rank() - 1)
                .list()
                .uniqueElements(axis -> Math.floorMod(axis, shape.rank()))
                .ofMaxSize(shape.rank());
    }

    @Provide
    Arbitrary<Tensor> rows() {
        Arbitrary<double[]> logits = Arbitraries.integers().between(1, 40).flatMap(TensorArbitraries::logits);
        return TensorArbitraries.elementTypes()
                .flatMap(type -> logits.map(row -> Tensor.of(row).to(type)));
    }

    @Property
    void matchesHighPrecision(@ForAll("rows") Tensor x) {
        double[] logits = x.toDoubleArray();
        BigDecimal[] logSoftmax = HighPrecision.logSoftmax(logits);
        BigDecimal expected = new BigDecimal(logits[0]).subtract(logSoftmax[0]);
        double scale = Math.max(Arrays.stream(logits).max().orElseThrow(), StrictMath.log(logits.length));
        double top =
                Math.max(Math.abs(scale), Math.abs(Arrays.stream(logits).max().orElseThrow()));
        Ulps.assertWithinOf(
                top == 0 ? 1 : top, x.elementType() == ElementType.FLOAT32 ? 2 : 4, new LogSumExp().apply(x), expected);
    }

    @Property
    void gradientIsTheSoftmax(@ForAll("rows") Tensor x) {
        LogSumExp.Pass pass = new LogSumExp(0).forward(x);
        Tensor one = Tensor.scalar(1).to(x.elementType());
        assertEquals(new Softmax(0).apply(x), pass.backward(one));
        assertEquals(new Softmax(0).apply(x), pass.softmax());
    }

    @Property
    void theTangentIsItsMeanUnderTheSoftmax(@ForAll("rows") Tensor x) {
        LogSumExp.Pass pass = new LogSumExp(0).forward(x);
        Tensor one = Tensor.scalar(1).to(x.elementType());
        Tensor tangent = x.map(v -> v % 1 + 0.5);
        double rounding = 8 * x.elementType().epsilon();
        double mean = pass.softmax().dot(tangent);
        assertEquals(mean, pass.pushforward(tangent).item(), rounding * 2);
        Tensor spread = new Softmax(0).forward(x).pushforward(tangent);
        assertTrue(pass.curvature(one, tangent).isClose(spread, rounding, rounding));
    }

    @Property
    void severalAxesAreOneLongAxis(@ForAll("rows") Tensor row) {
        Tensor x = Tensor.concatenate(0, row, row.plus(1)).reshape(2, 1, row.size());
        Tensor together = new LogSumExp(0, 2).apply(x);
        assertEquals(Shape.of(1), together.shape());
        assertEquals(new LogSumExp().apply(x.reshape(-1)).reshape(1), together);
    }

    @Nested
    class Shapes {
        private final Tensor x = Tensor.zeros(Shape.of(2, 3, 4));

        @Test
        void loseTheAxesOrKeepThemAsOne() {
            assertEquals(Shape.of(3), new LogSumExp(0, -1).apply(x).shape());
            assertEquals(
                    Shape.of(1, 3, 1),
                    new LogSumExp(List.of(0, -1), true).apply(x).shape());
            assertEquals(Shape.of(), new LogSumExp().apply(x).shape());
            assertEquals(
                    Shape.of(1, 1, 1), new LogSumExp(List.of(), true).apply(x).shape());
            assertTrue(new LogSumExp(1).apply(x).isClose(Tensor.full(Shape.of(2, 4), StrictMath.log(3)), 1e-15, 0));
        }
    }

    @Nested
    class SpecialValues {
        @Test
        void infinitiesAndNaN() {
            assertEquals(-INF, new LogSumExp(0).apply(Tensor.of(-INF, -INF)).item());
            assertEquals(INF, new LogSumExp(0).apply(Tensor.of(1, INF, -INF)).item());
            assertEquals(
                    Double.NaN,
                    new LogSumExp(0).apply(Tensor.of(INF, Double.NaN)).item());
            assertEquals(2, new LogSumExp(0).apply(Tensor.of(2, -INF)).item());
        }

        @Test
        void anEmptyAxisIsMinusInfinityWithAnEmptyGradient() {
            LogSumExp.Pass pass = new LogSumExp(1).forward(Tensor.zeros(Shape.of(2, 0)));
            assertEquals(Tensor.of(-INF, -INF), pass.output());
            assertEquals(Shape.of(2, 0), pass.backward(Tensor.of(1, 1)).shape());
            Tensor tangent = Tensor.zeros(Shape.of(2, 0));
            assertEquals(Tensor.of(0, 0), pass.pushforward(tangent));
            assertEquals(tangent, pass.curvature(Tensor.of(1, 1), tangent));
        }

        @Test
        void hugeLogitsAreAsGoodAsAny() {
            assertEquals(1e300, new LogSumExp(0).apply(Tensor.of(1e300, -1e300)).item());
        }
    }

    @Nested
    class Curvature {
        /** p = (1/4, 3/4) in the first line. */
        @Test
        void isTheCovarianceOfEachLine() {
            LogSumExp.Pass pass = new LogSumExp(1).forward(Tensor.of(new double[][] {{0, StrictMath.log(3)}, {0, 0}}));
            Tensor block = Tensor.of(new double[][] {{0.1875, -0.1875}, {-0.1875, 0.1875}});
            assertTrue(pass.hessian().block(0).isClose(block, 1e-15, 0));
            Tensor v = Tensor.of(new double[][] {{1, -2}, {0.5, 3}});
            assertTrue(pass.hessian().apply(v).isClose(pass.curvature(Tensor.of(1, 1), v), 1e-15, 0));
        }

        @Test
        void ofEmptyLinesIsEmpty() {
            LogSumExp.Pass pass = new LogSumExp(1).forward(Tensor.zeros(Shape.of(2, 0)));
            assertEquals(Shape.of(2, 0), pass.hessian().diagonal().shape());
        }

        /** Its products are those of curvature, and all of its forms say the same. */
        @Test
        void isOneMatrixAlongSeveralAxes() {
            Tensor x = Tensor.generate(Shape.of(2, 3, 2), at -> 0.5 * at[0] - 0.25 * at[1] * at[2] + 0.125 * at[2]);
            Tensor v = Tensor.generate(Shape.of(2, 3, 2), at -> at[0] - 0.5 * at[1] + 2 * at[2]);
            LogSumExp.Pass pass = new LogSumExp(0, 2).forward(x);
            Hessian hessian = pass.hessian();
            Tensor product = pass.curvature(Tensor.of(1, 1, 1), v);
            assertTrue(hessian.apply(v).isClose(product, 1e-15, 1e-16));
            Tensor dense = hessian.toDense();
            assertEquals(Shape.of(2, 3, 2, 2, 3, 2), dense.shape());
            assertTrue(dense.reshape(12, 12).matmul(v.reshape(12)).isClose(product.reshape(12), 1e-15, 1e-15));
            Tensor block = hessian.block(1);
            assertEquals(Shape.of(2, 2, 2, 2), block.shape());
            assertEquals(dense.at(1, 1, 0, 0, 1, 1), block.at(1, 0, 0, 1));
            assertEquals(0, dense.at(1, 1, 0, 0, 2, 1));
            assertEquals(dense.at(0, 2, 1, 0, 2, 1), hessian.diagonal().at(0, 2, 1));
            assertThrows(ShapeException.class, () -> hessian.apply(v.reshape(12)));
            assertThrows(ShapeException.class, () -> hessian.block(3));
        }

        @Test
        void ofAllAxesIsASingleBlock() {
            LogSumExp.Pass pass = new LogSumExp().forward(Tensor.zeros(Shape.of(2, 2)));
            assertEquals(Shape.of(2, 2, 2, 2), pass.hessian().block().shape());
            assertEquals(0.1875, pass.hessian().block().at(0, 1, 0, 1));
            assertEquals(-0.0625, pass.hessian().toDense().at(0, 1, 1, 1));
            assertEquals(
                    0,
                    new LogSumExp()
                            .forward(Tensor.scalar(3))
                            .hessian()
                            .apply(Tensor.scalar(1))
                            .item());
        }
    }

    @Nested
    class BadInput {
        @Test
        void namesTheAxis() {
            assertMessage("LogSumExp: axis 2 of shape [2, 3], whose axes are 0 to 1 (or -2 to -1)", 2);
            assertMessage("LogSumExp: axes [0, -2] of [2, 3] name one twice", 0, -2);
        }

        @Test
        void nullIsNamed() {
            assertNull("LogSumExp: axes is null", () -> new LogSumExp((List<Integer>) null, false));
            assertNull("LogSumExp: axes: one of them is null", () -> new LogSumExp(Arrays.asList(0, null), false));
        }

        private void assertNull(String expected, Executable run) {
            assertEquals(expected, assertThrows(NullPointerException.class, run).getMessage());
        }

        private void assertMessage(String expected, int... axes) {
            Tensor x = Tensor.zeros(Shape.of(2, 3));
            assertEquals(
                    expected,
                    assertThrows(ShapeException.class, () -> new LogSumExp(axes).apply(x))
                            .getMessage());
        }
    }
}
