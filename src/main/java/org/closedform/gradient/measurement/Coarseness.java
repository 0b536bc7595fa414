package org.closedform.gradient.measurement;

import java.util.Arrays;
import org.closedform.tensor.ElementType;

/**
 * How coarse each output is rounded: as its type says, or like a float, if no other value has been seen of it, and one at least,
 * of an output or a gradient, that is not as short by chance.
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

    /** The finest of all. */
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

    /** Whether a float uses its last digits, as one in a thousand millions of other numbers does if it looks like a float. */
    private static boolean isTelling(double value) {
        return (Float.floatToRawIntBits((float) value) & LAST_HALF) != 0;
    }
}
