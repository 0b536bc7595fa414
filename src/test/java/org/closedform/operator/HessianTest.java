package org.closedform.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
import org.closedform.testkit.TensorArbitraries;
import org.junit.jupiter.api.Test;

class HessianTest {
    private static final double EPSILON = ElementType.FLOAT64.epsilon();

    /** Probabilities of a shape along an axis, their weights, and two directions. */
    record Sample(Tensor y, int axis, Tensor weights, Tensor v, Tensor w) {
        Hessian hessian() {
            return Hessian.ofSoftmax(y, axis, weights);
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return TensorArbitraries.axes(1, 3).flatMap(along -> {
            Shape shape = along.shape();
            return Combinators.combine(
                            TensorArbitraries.tensors(
                                    along, ElementType.FLOAT64, TensorArbitraries.logits(along.length())),
                            TensorArbitraries.tensors(shape.without(along.axis()), ElementType.FLOAT64),
                            TensorArbitraries.tensors(shape, ElementType.FLOAT64),
                            TensorArbitraries.tensors(shape, ElementType.FLOAT64))
                    .as((x, weights, v, w) ->
                            new Sample(new Softmax(along.axis()).apply(x), along.axis(), weights.map(Math::abs), v, w));
        });
    }

    @Property
    void isSymmetric(@ForAll("samples") Sample s) {
        Hessian hessian = s.hessian();
        double size = s.weights.norm() * s.v.norm() * s.w.norm();
        assertEquals(s.w.dot(hessian.apply(s.v)), s.v.dot(hessian.apply(s.w)), 32 * EPSILON * size);
    }

    @Property
    void isTheWeighedVarianceOfTheDirection(@ForAll("samples") Sample s) {
        Tensor mean = s.y.times(s.v).sum(s.axis);
        Tensor square = s.v.minus(mean.expandDims(expanded(s))).square();
        double variance = s.y.times(square).sum(s.axis).times(s.weights).sum().item();
        double size = s.weights.norm() * s.v.dot(s.v);
        double product = s.v.dot(s.hessian().apply(s.v));
        assertEquals(variance, product, 32 * EPSILON * size);
        assertTrue(product >= -32 * EPSILON * size);
    }

    private static int expanded(Sample s) {
        return s.axis < 0 ? s.axis + s.y.rank() : s.axis;
    }

    @Property
    void whatIsConstantAlongALineIsInTheNullSpace(@ForAll("samples") Sample s) {
        Tensor constant = s.weights.expandDims(expanded(s)).broadcastTo(s.y.shape());
        assertTrue(s.hessian().apply(constant).norm() <= 16 * EPSILON * s.weights.norm() * constant.norm());
    }

    @Property
    void allEntriesAreThoseOfTheProducts(@ForAll("samples") Sample s) {
        int n = s.y.size();
        Tensor dense = s.hessian().toDense().reshape(n, n);
        double size = s.weights.norm() * s.v.norm();
        assertEquals(dense, dense.transpose());
        assertTrue(s.hessian()
                .apply(s.v)
                .isClose(dense.matmul(s.v.reshape(n)).reshape(s.y.shape()), 0, 32 * EPSILON * size));
        assertTrue(s.hessian()
                .diagonal()
                .reshape(n)
                .isClose(dense.times(Tensor.eye(n)).sum(1), 8 * EPSILON, Double.MIN_NORMAL));
    }

    @Test
    void aLineOfWeightZeroIsZeroWhateverItsProbabilities() {
        Tensor y = Tensor.of(new double[][] {{Double.NaN, Double.NaN}, {0.5, 0.5}});
        Hessian hessian = Hessian.ofSoftmax(y, 1, Tensor.of(0, 2));
        assertEquals(Tensor.of(new double[][] {{0, 0}, {0.5, 0.5}}), hessian.diagonal());
        assertEquals(0, hessian.block(0).norm());
        assertEquals(Tensor.of(new double[][] {{0.5, -0.5}, {-0.5, 0.5}}), hessian.block(1));
    }

    /** Of f = Σ over rows of (a + 2b)²: each row's block is [[2, 4], [4, 8]]. */
    @Test
    void knownByItsProductsItIsPutTogetherFromUnitVectors() {
        Tensor slopes = Tensor.of(new double[][] {{1, 2}});
        Hessian hessian = Hessian.ofBlocks(
                Tensor.of(new double[][] {{2, 8}, {2, 8}, {2, 8}}),
                -1,
                v -> v.matmul(slopes.transpose()).matmul(slopes).times(2));
        Tensor block = Tensor.of(new double[][] {{2, 4}, {4, 8}});
        assertEquals(block, hessian.block(2));
        Tensor dense = hessian.toDense();
        assertEquals(block, dense.select(0, 1).select(1, 1));
        assertEquals(0, dense.select(0, 1).select(1, 2).norm());
        assertThrows(ShapeException.class, () -> hessian.block(3));
        assertThrows(ShapeException.class, () -> hessian.apply(slopes));
        assertThrows(ShapeException.class, () -> Hessian.ofBlocks(slopes, 2, v -> v));
        assertThrows(NullPointerException.class, () -> Hessian.ofBlocks(null, 0, v -> v));
        assertThrows(NullPointerException.class, () -> Hessian.ofBlocks(slopes, 0, null));
    }

    @Test
    void aDiagonalIsAppliedElementByElement() {
        Hessian hessian = Hessian.ofDiagonal(Tensor.of(new double[][] {{1, 2}, {3, 4}}));
        assertEquals(
                Tensor.of(new double[][] {{5, -2}, {0, 4}}),
                hessian.apply(Tensor.of(new double[][] {{5, -1}, {0, 1}})));
        assertEquals(Tensor.scalar(3), hessian.block(1, 0));
        assertEquals(3, hessian.toDense().at(1, 0, 1, 0));
        assertEquals(0, hessian.toDense().at(1, 0, 0, 1));
    }

    @Test
    void badInputIsRefused() {
        Tensor y = Tensor.of(new double[][] {{0.5, 0.5}});
        assertEquals(
                "Hessian.ofSoftmax: weights has shape [2], but [1] is needed",
                assertThrows(ShapeException.class, () -> Hessian.ofSoftmax(y, 1, Tensor.of(1, 1)))
                        .getMessage());
        assertThrows(ShapeException.class, () -> Hessian.ofSoftmax(y, 2, Tensor.of(1)));
        assertThrows(
                IllegalArgumentException.class,
                () -> Hessian.ofSoftmax(y, 1, Tensor.of(1).to(ElementType.FLOAT32)));
        assertThrows(NullPointerException.class, () -> Hessian.ofSoftmax(null, 1, Tensor.of(1)));
        assertThrows(NullPointerException.class, () -> Hessian.ofDiagonal(null));
        Hessian hessian = Hessian.ofDiagonal(Tensor.of(1, 2));
        assertThrows(ShapeException.class, () -> hessian.apply(Tensor.of(1)));
        assertThrows(ShapeException.class, () -> hessian.block(2));
        assertThrows(ShapeException.class, () -> hessian.block());
        assertThrows(NullPointerException.class, () -> hessian.block((int[]) null));
    }
}
