package org.closedform.kernel.loops;

/** What loops over float32 do not share with their twins: how wide an element is, and how a double becomes one. */
public final class Float32Precision {
    /** The elements of six cache lines. */
    static final int PADDING = 6 * 32;

    /** The elements that fill the cache line in which an array's header of 16 bytes is. */
    static final int BESIDE_HEADER = 12;

    /** So many rows of a wide matrix product do not pay on the Vector API for loading the panel's into registers. */
    static final int FEW_ROWS = 16;

    private Float32Precision() {}

    /** x as an element. */
    public static float narrow(double x) {
        return (float) x;
    }

    /** What {@link #narrow} of high leaves of high + low. */
    static float rest(double high, double low) {
        return (float) (high - (float) high + low);
    }

    /** Copies elements as doubles. */
    public static void widen(float[] source, int from, double[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] = source[from + i];
        }
    }

    /** Copies doubles as elements. */
    public static void narrow(double[] source, int from, float[] target, int to, int count) {
        for (int i = 0; i < count; i++) {
            target[to + i] = narrow(source[from + i]);
        }
    }
}
