package org.closedform.kernel.loops;

/**
 * Rows of up to 15 numbers without a loop: blocks of 8, 4, 2 and 1, as the bits of their length say. A loop over so few numbers does
 * not reach the vectors that the JIT compiler makes of it, and takes up to twice the time to find that out.
 */
final class Float32ShortRows {
    /** Longer rows fill vectors. */
    static final int LONGEST = 15;

    private Float32ShortRows() {}

    /** e *= high + low. */
    static void scale(float[] e, float high, float low, int from, int length) {
        int at = from;
        if ((length & 8) != 0) {
            scaleFour(e, high, low, at);
            scaleFour(e, high, low, at + 4);
            at += 8;
        }
        if ((length & 4) != 0) {
            scaleFour(e, high, low, at);
            at += 4;
        }
        if ((length & 2) != 0) {
            scale(e, high, low, at);
            scale(e, high, low, at + 1);
            at += 2;
        }
        if ((length & 1) != 0) {
            scale(e, high, low, at);
        }
    }

    private static void scaleFour(float[] e, float high, float low, int at) {
        scale(e, high, low, at);
        scale(e, high, low, at + 1);
        scale(e, high, low, at + 2);
        scale(e, high, low, at + 3);
    }

    private static void scale(float[] e, float high, float low, int at) {
        e[at] = Math.fma(e[at], high, e[at] * low);
    }

    /** y = (x − high) − low. */
    static void subtract(float[] x, float[] y, float high, float low, int from, int length) {
        int at = from;
        if ((length & 8) != 0) {
            subtractFour(x, y, high, low, at);
            subtractFour(x, y, high, low, at + 4);
            at += 8;
        }
        if ((length & 4) != 0) {
            subtractFour(x, y, high, low, at);
            at += 4;
        }
        if ((length & 2) != 0) {
            subtract(x, y, high, low, at);
            subtract(x, y, high, low, at + 1);
            at += 2;
        }
        if ((length & 1) != 0) {
            subtract(x, y, high, low, at);
        }
    }

    private static void subtractFour(float[] x, float[] y, float high, float low, int at) {
        subtract(x, y, high, low, at);
        subtract(x, y, high, low, at + 1);
        subtract(x, y, high, low, at + 2);
        subtract(x, y, high, low, at + 3);
    }

    private static void subtract(float[] x, float[] y, float high, float low, int at) {
        y[at] = (x[at] - high) - low;
    }
}
