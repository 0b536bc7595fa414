package org.closedform.tensor;

import static org.closedform.tensor.ElementType.FLOAT32;
import static org.closedform.tensor.ElementType.FLOAT64;
import static org.closedform.tensor.Tensors.assertMisfit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

/** Tensors from what a buffer of java.nio still has to read. */
class TensorOfBufferTest {

    @Test
    void takesTheRemainingElementsAndLeavesThePosition() {
        FloatBuffer floats = FloatBuffer.wrap(new float[] {9, 1, 2, 3, 4, 9}, 1, 4);
        Tensor single = Tensor.of(Shape.of(2, 2), floats);
        assertEquals(Tensor.of(new float[][] {{1, 2}, {3, 4}}), single);
        assertEquals(FLOAT32, single.elementType());
        assertEquals(1, floats.position());
        assertEquals(5, floats.limit());

        DoubleBuffer doubles = DoubleBuffer.wrap(new double[] {9, 9, 0.1, -0.0, Double.NaN}, 2, 3);
        Tensor twice = Tensor.of(Shape.of(3), doubles);
        assertEquals(Tensor.of(0.1, -0.0, Double.NaN), twice);
        assertEquals(FLOAT64, twice.elementType());
        assertEquals(2, doubles.position());
        assertEquals(5, doubles.limit());
    }

    @Test
    void copies() {
        float[] floats = {1, 2};
        double[] doubles = {1, 2};
        Tensor single = Tensor.of(Shape.of(2), FloatBuffer.wrap(floats));
        Tensor twice = Tensor.of(Shape.of(2), DoubleBuffer.wrap(doubles));
        floats[0] = 7;
        doubles[0] = 7;
        assertEquals(Tensor.of(new float[] {1, 2}), single);
        assertEquals(Tensor.of(1, 2), twice);
    }

    @Test
    void readsNativeReadOnlyAndSlicedBuffersOfEitherByteOrder() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            FloatBuffer floats =
                    ByteBuffer.allocateDirect(16).order(order).asFloatBuffer().put(new float[] {5, 6, 7, 8});
            DoubleBuffer doubles =
                    ByteBuffer.allocateDirect(32).order(order).asDoubleBuffer().put(new double[] {5, 6, 7, 8});
            assertEquals(
                    Tensor.of(new float[] {7, 8}),
                    Tensor.of(Shape.of(2), floats.position(2).slice().asReadOnlyBuffer()),
                    () -> "in " + order);
            assertEquals(
                    Tensor.of(7, 8),
                    Tensor.of(Shape.of(2), doubles.position(2).slice().asReadOnlyBuffer()),
                    () -> "in " + order);
        }
    }

    @Test
    void makesEmptyTensorsAndScalars() {
        assertEquals(Tensor.zeros(Shape.of(0, 3)), Tensor.of(Shape.of(0, 3), DoubleBuffer.allocate(0)));
        assertEquals(Tensor.zeros(Shape.of(0, 3)).to(FLOAT32), Tensor.of(Shape.of(0, 3), FloatBuffer.allocate(0)));
        assertEquals(Tensor.scalar(3), Tensor.of(Shape.of(), DoubleBuffer.wrap(new double[] {3})));
    }

    @Test
    void hasToFitTheShape() {
        assertMisfit(
                "Tensor.of: shape [2, 3] takes 6 elements, but 5 came",
                () -> Tensor.of(Shape.of(2, 3), FloatBuffer.allocate(6).position(1)));
        assertMisfit(
                "Tensor.of: shape [2] takes 2 elements, but 3 came",
                () -> Tensor.of(Shape.of(2), DoubleBuffer.allocate(3)));
    }

    @Test
    void isRefusedWhereNull() {
        assertThrows(NullPointerException.class, () -> Tensor.of(Shape.of(0), (FloatBuffer) null));
        assertThrows(NullPointerException.class, () -> Tensor.of(Shape.of(0), (DoubleBuffer) null));
        assertThrows(NullPointerException.class, () -> Tensor.of(null, FloatBuffer.allocate(1)));
        assertThrows(NullPointerException.class, () -> Tensor.of(null, DoubleBuffer.allocate(1)));
    }
}
