package org.closedform.tensor;

import java.util.Objects;
import org.closedform.kernel.Buffer;

/** The type of a tensor's elements. An operation on two different types throws; {@link Tensor#to} converts. */
public enum ElementType {
    /** IEEE binary32, Java's {@code float}: about 7 decimal digits. */
    FLOAT32(0x1p-23),
    /** IEEE binary64, Java's {@code double}: about 16 decimal digits. */
    FLOAT64(0x1p-52);

    private final double epsilon;

    ElementType(double epsilon) {
        this.epsilon = epsilon;
    }

    /** {@return the distance from 1 to the next larger number, one ulp of 1: 2⁻²³ or 2⁻⁵²} */
    public double epsilon() {
        return epsilon;
    }

    Buffer buffer(int size) {
        return this == FLOAT32 ? Buffer.of(new float[size]) : Buffer.of(new double[size]);
    }

    static ElementType of(Buffer buffer) {
        return buffer.isFloat64() ? FLOAT64 : FLOAT32;
    }

    static void requireSame(String operation, Tensor x, Tensor y) {
        Objects.requireNonNull(y, () -> operation + ": the other tensor is null");
        if (x.elementType() != y.elementType()) {
            throw new IllegalArgumentException(
                    operation + ": " + y.elementType() + y.shape() + " does not mix with " + x.elementType() + x.shape()
                            + "; convert one with to(ElementType.FLOAT32) or to(ElementType.FLOAT64)");
        }
    }

    /** {@code float32} or {@code float64}. */
    @Override
    public String toString() {
        return this == FLOAT32 ? "float32" : "float64";
    }
}
