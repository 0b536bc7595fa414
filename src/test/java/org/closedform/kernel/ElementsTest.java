package org.closedform.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ElementsTest {
    @Test
    void theDifferenceOfTheSameIsZero() {
        double[] x = {3, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, -0.0};
        double[] y = {1, Double.NaN, Double.POSITIVE_INFINITY, 1, 0};
        assertArrayEquals(
                new double[] {2, 0, 0, Double.NaN, -0.0},
                Elements.difference(Buffer.of(x), Buffer.of(y)).toDoubles());
    }

    private static int first(double... x) {
        return Elements.first(Buffer.of(x), v -> !(v >= 0));
    }

    @Test
    void findsTheFirstNumberThatIsNegativeOrNaN() {
        assertEquals(-1, first());
        assertEquals(-1, first(0, -0.0, 1, Double.POSITIVE_INFINITY), "negative zero is not negative");
        assertEquals(1, first(1, -Double.MIN_VALUE, Double.NaN));
        assertEquals(2, first(1, 1, Double.NaN, -1));
        assertEquals(0, first(Double.NEGATIVE_INFINITY));
        assertEquals(1, Elements.first(Buffer.of(new float[] {0, -Float.MIN_VALUE}), x -> !(x >= 0)));
    }
}
