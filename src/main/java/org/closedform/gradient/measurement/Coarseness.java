package org.closedform.gradient.measurement;

import java.util.Arrays;
import org.closedform.tensor.ElementType;

/**
 * How coarsely each output is rounded: as its type says; or like a float, if every value seen of it is one, and at least one such
 * value, of an output or a gradient, uses the last bits of a float, which small whole numbers and halves do not.
 */
final class Coarseness {
    private static final int LAST_HALF = 0xFFF;

    private final double[] here;
    private final double ofType;
    private final boolean[] single;
    private boolean telling;

    Coarseness(double[] here, double ofType) {
        this.here = here;
        this.ofType = ofType;
        this.single = new boolean[here.length];
        Arrays.fill(single, true);
        see(here);
    }

    /** Takes in the outputs at another point. */
    void see(double[] outputs) {
        for (int j = 0; j < outputs.length; j++) {
            single[j] &= isSingle(outputs[j]);
            telling |= single[j] && outputs[j] != here[j] && isTelling(outputs[j]);
        }
    }

    /** Takes in gradients as derived. */
    void seeGradients(double[][] gradients) {
        boolean all = Arrays.stream(gradients).flatMapToDouble(Arrays::stream).allMatch(Coarseness::isSingle);
        telling |=
                all && Arrays.stream(gradients).flatMapToDouble(Arrays::stream).anyMatch(Coarseness::isTelling);
    }

    double of(int output) {
        return telling && single[output] ? Math.max(ofType, ElementType.FLOAT32.epsilon()) : ofType;
    }

    /** The finest rounding of all outputs. */
    double ofAll() {
        boolean all = telling;
        for (boolean output : single) {
            all &= output;
        }
        return all ? Math.max(ofType, ElementType.FLOAT32.epsilon()) : ofType;
    }

    private static boolean isSingle(double value) {
        return (float) value == value || Double.isNaN(value);
    }

    /** Whether the float uses any of its last 12 bits. Then it is no short number such as 0.5, and a double is a float by chance once in 10⁹. */
    private static boolean isTelling(double value) {
        return (Float.floatToRawIntBits((float) value) & LAST_HALF) != 0;
    }
}
