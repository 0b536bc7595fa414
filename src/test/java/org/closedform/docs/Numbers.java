package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Tensors of an element type, and what they are expected to hold, in row-major order. */
record Numbers(ElementType type) {

    Tensor vector(double... values) {
        return Tensor.of(values).to(type);
    }

    Tensor matrix(double[]... rows) {
        return Tensor.of(rows).to(type);
    }

    static double[] row(double... values) {
        return values;
    }

    Tensor empty(int... dimensions) {
        return Tensor.zeros(Shape.of(dimensions)).to(type);
    }

    /** The one of two numbers that suits the type. */
    double either(double inFloat32, double inFloat64) {
        return type == ElementType.FLOAT32 ? inFloat32 : inFloat64;
    }

    double largest() {
        return either(Float.MAX_VALUE, Double.MAX_VALUE);
    }

    /** The same numbers, all of them; 0.0 and −0.0 are one number. */
    void assertHolds(Tensor actual, double... expected) {
        assertHoldsWithin(0, actual, expected);
    }

    /** Each number within so many ulps, of the type, of what is expected. */
    void assertHoldsWithin(int ulps, Tensor actual, double... expected) {
        assertEquals(type, actual.elementType());
        double[] values = actual.toDoubleArray();
        assertEquals(expected.length, values.length, () -> "elements of " + actual);
        for (int i = 0; i < values.length; i++) {
            double unit = either(Math.ulp((float) expected[i]), Math.ulp(expected[i]));
            boolean near = Math.abs(values[i] - expected[i]) <= ulps * unit;
            if (Double.compare(values[i] + 0.0, expected[i] + 0.0) != 0 && !(Double.isFinite(values[i]) && near)) {
                fail("element " + i + " of " + Arrays.toString(values) + " is not " + expected[i] + " within " + ulps
                        + " ulp; expected " + Arrays.toString(expected));
            }
        }
    }

    /** An empty tensor of this shape. */
    void assertEmpty(Tensor actual, int... dimensions) {
        assertEquals(Shape.of(dimensions), actual.shape());
        assertHolds(actual);
    }
}
