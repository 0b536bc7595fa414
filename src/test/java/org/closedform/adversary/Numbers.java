package org.closedform.adversary;

import java.lang.reflect.Array;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import org.closedform.tensor.ElementType;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;

/** Numbers, arrays, shapes and tensors: small ones that mostly fit each other, and, as often as is said, hostile ones. */
final class Numbers {
    private static final int[] HOSTILE_INTS = {
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1,
        -65536,
        -3,
        4,
        7,
        46341,
        65536,
        Integer.MAX_VALUE - 1,
        Integer.MAX_VALUE
    };
    private static final double[] HOSTILE_DOUBLES = {
        Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE, -0.0, 1e300
    };
    static final List<String> STRINGS = List.of("Adversary", "x", "x[0]", "gamma", "weight");

    private final Random random;
    private final double hostility;
    private final Shape usualShape;
    private final ElementType usualType;

    Numbers(Random random, double hostility) {
        this.random = random;
        this.hostility = hostility;
        this.usualShape = shape(random.nextInt(4));
        this.usualType = random.nextInt(4) == 0 ? ElementType.FLOAT32 : ElementType.FLOAT64;
    }

    boolean isHostile() {
        return random.nextDouble() < hostility;
    }

    private boolean isUsual() {
        return random.nextInt(5) > 0;
    }

    int integer() {
        return isHostile() ? HOSTILE_INTS[random.nextInt(HOSTILE_INTS.length)] : random.nextInt(6) - 2;
    }

    double real() {
        return isHostile()
                ? HOSTILE_DOUBLES[random.nextInt(HOSTILE_DOUBLES.length)]
                : random.nextInt(3) == 0 ? random.nextInt(3) : random.nextDouble();
    }

    String string() {
        return STRINGS.get(random.nextInt(STRINGS.size()));
    }

    private Shape shape(int rank) {
        return Shape.of(random.ints(rank, 1, 4).toArray());
    }

    /** Hostile ones are empty along an axis, and may be huge along the others, with nothing in them. */
    Shape shape() {
        if (!isHostile()) {
            return isUsual() ? usualShape : shape(random.nextInt(4));
        }
        int[] dimensions = shape(random.nextInt(4) + 1).dimensions();
        dimensions[random.nextInt(dimensions.length)] = 65536;
        dimensions[random.nextInt(dimensions.length)] = 0;
        return Shape.of(dimensions);
    }

    Tensor tensor() {
        Shape shape = shape();
        ElementType type = isUsual() ? usualType : ElementType.values()[random.nextInt(2)];
        return Tensor.of(shape, reals(shape.size())).to(type);
    }

    Labels labels() {
        Shape shape = shape();
        return Labels.of(shape, integers(shape.size()));
    }

    Mask mask() {
        Shape shape = random.nextInt(3) == 0 ? Shape.of() : shape();
        return Mask.of(shape, flags(shape.size()));
    }

    int length() {
        return isUsual() ? usualShape.rank() : random.nextInt(8);
    }

    int[] integers(int length) {
        return random.ints(length).map(i -> integer()).toArray();
    }

    boolean[] flags(int length) {
        boolean[] flags = new boolean[length];
        for (int i = 0; i < length; i++) {
            flags[i] = random.nextInt(4) > 0;
        }
        return flags;
    }

    double[] reals(int length) {
        return random.doubles(length).map(x -> real()).toArray();
    }

    float[] floats(int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = (float) real();
        }
        return floats;
    }

    /** Of float, double or deeper arrays of them; hostile ones are ragged, or have a hole. */
    Object nested(Class<?> type, int length) {
        Class<?> element = type.getComponentType();
        if (!element.isArray()) {
            return element == float.class ? floats(length) : reals(length);
        }
        int inner = random.nextInt(3);
        Object array = Array.newInstance(element, length);
        for (int i = 0; i < length; i++) {
            Array.set(array, i, isHostile() ? null : nested(element, isHostile() ? inner + 1 : inner));
        }
        return array;
    }

    DoubleBuffer doubleBuffer() {
        return DoubleBuffer.wrap(reals(usualShape.size() + 1)).position(random.nextInt(2));
    }

    FloatBuffer floatBuffer() {
        return FloatBuffer.wrap(floats(usualShape.size() + 1)).position(random.nextInt(2));
    }
}
