package org.closedform.bits;

import java.util.SplittableRandom;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** The same numbers everywhere: multiples of powers of two from a seeded generator, exact in both element types. */
final class BitInputs {
    private static final double[] SPECIAL = {
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Double.NaN,
        0.0,
        -0.0,
        0x1p100,
        -0x1p100,
        0x1p-100,
        0x1p-140,
        -0x1p-149,
        88.75,
        -103.5,
        709.75,
        -745.125
    };

    private final SplittableRandom random;
    private final ElementType type;

    BitInputs(ElementType type, long seed) {
        this.random = new SplittableRandom(seed);
        this.type = type;
    }

    ElementType type() {
        return type;
    }

    /** Numbers from −spread to spread, in steps of spread · 2⁻²³. */
    Tensor uniform(double spread, int... dimensions) {
        return tensor(() -> random.nextInt(-(1 << 23), 1 << 23) * 0x1p-23 * spread, dimensions);
    }

    /** Numbers in (0, 1). */
    Tensor unit(int... dimensions) {
        return tensor(() -> random.nextInt(1, 1 << 23) * 0x1p-23, dimensions);
    }

    /** Numbers of all sizes: of every exponent from 2⁻²⁰ to 2⁶, and one in {@code every} an infinity, NaN, huge or tiny. */
    Tensor mixed(int every, int... dimensions) {
        return tensor(
                () -> {
                    if (random.nextInt(every) == 0) {
                        return SPECIAL[random.nextInt(SPECIAL.length)];
                    }
                    double digits = random.nextInt(-(1 << 23), 1 << 23) * 0x1p-23;
                    return Math.scalb(digits, random.nextInt(-20, 7));
                },
                dimensions);
    }

    Labels labels(Shape shape, int classes) {
        int[] indices = new int[shape.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = random.nextInt(classes);
        }
        return Labels.of(shape, indices);
    }

    private Tensor tensor(java.util.function.DoubleSupplier source, int... dimensions) {
        return Tensor.draw(Shape.of(dimensions), source).to(type);
    }
}
