package org.closedform.kernel.loops;

/** What loops over float64 do not share with their twins: how wide an element is, and how a double becomes one. */
public final class Float64Precision {
    /** The elements of six cache lines. */
    static final int PADDING = 3 * 32;

    /** The elements that fill the cache line in which an array's header of 16 bytes is. */
    static final int BESIDE_HEADER = 6;

    /** So many rows of a wide matrix product do not pay on the Vector API, which are all: the panel comes from the second-level cache. */
    static final int FEW_ROWS = Loops.ROWS;

    private Float64Precision() {}

    /** x as an element. */
    public static double narrow(double x) {
        return x;
    }

    /** What {@link #narrow} of high leaves of high + low. */
    static double rest(double high, double low) {
        return low;
    }

    /** Copies elements. */
    public static void widen(double[] source, int from, double[] target, int to, int count) {
        System.arraycopy(source, from, target, to, count);
    }

    /** Copies elements. */
    public static void narrow(double[] source, int from, double[] target, int to, int count) {
        System.arraycopy(source, from, target, to, count);
    }
}
