package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class BufferTest {
    /** 0, 1, 2, … in both element types. */
    private static List<Buffer> counting(int size) {
        Buffer doubles = Buffer.of(new double[size]);
        Buffer floats = Buffer.of(new float[size]);
        for (int i = 0; i < size; i++) {
            doubles.set(i, i);
            floats.set(i, i);
        }
        return List.of(doubles, floats);
    }

    @Test
    void wrapsWithoutCopying() {
        double[] doubles = {1};
        float[] floats = {1};
        Buffer wide = Buffer.of(doubles);
        Buffer narrow = Buffer.of(floats);
        doubles[0] = 0.1;
        floats[0] = 0.1f;
        assertEquals(0.1, wide.at(0));
        assertEquals(0.1f, narrow.at(0));
        assertTrue(wide.isFloat64());
        assertFalse(narrow.isFloat64());
    }

    @Test
    void roundsOnceWhenItStores() {
        Buffer floats = Buffer.of(new float[3]);
        floats.set(0, 1 + 0x1p-24);
        floats.store(1, 1, 2, new double[] {0.1, 1e39}, 0);
        assertArrayEquals(new double[] {1, 0.1f, Double.POSITIVE_INFINITY}, floats.toDoubles());
        assertArrayEquals(new float[] {0.1f}, Buffer.of(new double[] {0.1}).toFloats());
    }

    @Test
    void loadsEveryStridethElement() {
        for (Buffer buffer : counting(10)) {
            double[] target = {-1, -1, -1, -1, -1};
            buffer.load(2, 3, 3, target, 1);
            assertArrayEquals(new double[] {-1, 2, 5, 8, -1}, target);
            buffer.load(7, 0, 2, target, 0);
            assertArrayEquals(new double[] {7, 7, 5, 8, -1}, target);
            buffer.load(4, 1, 5, target, 0);
            assertArrayEquals(new double[] {4, 5, 6, 7, 8}, target);
            buffer.load(10, 1, 0, target, 5);
            assertArrayEquals(new double[] {4, 5, 6, 7, 8}, target);
        }
    }

    @Test
    void storesToEveryStridethElement() {
        for (Buffer buffer : counting(6)) {
            buffer.store(1, 2, 3, new double[] {9, 10, 20, 30}, 1);
            assertArrayEquals(new double[] {0, 10, 2, 20, 4, 30}, buffer.toDoubles());
            buffer.store(4, 1, 2, new double[] {7, 8}, 0);
            assertArrayEquals(new double[] {0, 10, 2, 20, 7, 8}, buffer.toDoubles());
        }
    }

    @Test
    void copiesEveryStridethElement() {
        for (Buffer source : counting(10)) {
            Buffer target = source.ofSize(4);
            assertEquals(source.isFloat64(), target.isFloat64());
            target.copy(source, 1, 4, 1, 3);
            assertArrayEquals(new double[] {0, 1, 5, 9}, target.toDoubles());
            target.copy(source, 8, 1, 2, 2);
            assertArrayEquals(new double[] {0, 1, 8, 9}, target.toDoubles());
            target.copy(source, 3, 0, 0, 2);
            assertArrayEquals(new double[] {3, 3, 8, 9}, target.toDoubles());
        }
    }

    @Test
    void givesFreshArrays() {
        for (Buffer buffer : counting(2)) {
            buffer.toDoubles()[0] = 9;
            buffer.toFloats()[1] = 9;
            assertArrayEquals(new double[] {0, 1}, buffer.toDoubles());
        }
    }

    @Test
    void equalsByBitsAndType() {
        assertEquals(Buffer.of(new double[] {Double.NaN}), Buffer.of(new double[] {Double.NaN}));
        assertEquals(
                Buffer.of(new float[] {1, 2}).hashCode(),
                Buffer.of(new float[] {1, 2}).hashCode());
        assertNotEquals(Buffer.of(new double[] {0.0}), Buffer.of(new double[] {-0.0}));
        assertNotEquals(Buffer.of(new double[] {1}), Buffer.of(new float[] {1}));
        assertNotEquals(Buffer.of(new float[] {1}), Buffer.of(new double[] {1}));
    }
}
