package org.closedform.kernel;

/**
 * Scratch for numbers x, and e for what is made of them, in their own element type. The JIT compiler makes SIMD code of every loop
 * here: counted, over arrays with one index or at constant distances, without branches.
 */
sealed interface Panel permits Float32Panel, Float64Panel {
    /** Numbers of some whole vectors: a loop over them leaves no rest that is done one by one. */
    int VECTORS = 64;

    /** Numbers that fit the first-level cache together with what is made of them. */
    int SIZE = 1024;

    /** Arrays that a thread keeps, so that a call allocates nothing but its result. */
    ThreadLocal<Panel> FLOAT64 = ThreadLocal.withInitial(Float64Panel::new);

    ThreadLocal<Panel> FLOAT32 = ThreadLocal.withInitial(Float32Panel::new);

    static Panel of(Buffer like) {
        return (like.isFloat64() ? FLOAT64 : FLOAT32).get();
    }

    /** The least whole number of vectors that holds so many numbers. */
    static int whole(int count) {
        return (count + VECTORS - 1) / VECTORS * VECTORS;
    }

    /** Reads x[at …) from every {@code stride}-th element. */
    void load(Buffer source, int from, int stride, int count, int at);

    /** Reads e[0 …) back from where it was written. */
    void loadMade(Buffer source, int from, int stride, int count);

    /** Writes e[at …) to every {@code stride}-th element. */
    void store(Buffer target, int to, int stride, int count, int at);

    /** x[index]. */
    double at(int index);

    /** e[index]. */
    double made(int index);

    /** e[index] = value. */
    void make(int index, double value);

    /** The largest of x[from … to), NaN if one is NaN. */
    double max(int from, int to);

    /** Whether a row of which this is one x may have exponentials: it is finite, and the whole number next to x / ln 2 exact. */
    boolean isRegular(double x);

    /** Whether Σ e can be trusted: no x is NaN, infinite, or so far above the one that the row is divided by that e overflows. */
    boolean isInRange(double sum);

    /** Has {@link #exponentials} divide x[from … to) by 2^K, the power of two next to e^reference. */
    void shift(int from, int to, double reference);

    /**
     * e = lift · e^x / 2^K for x[from … to), and for whatever follows; for x = −∞, and where x is too far below for its remainder, NaN
     * instead of 0.
     */
    void exponentials(int from, int to);

    /** Σ e^(x_i − x), of Σ e or of a part of it, for a row that was divided by 2^K next to e^reference. */
    double relative(double sum, double reference, double x);

    /** Σ e[from … to). */
    double sum(int from, int to);

    /** Makes every NaN of e[from … to) 0. */
    void dropNaN(int from, int to);

    /** Has {@link #scale} and {@link #subtract} take a and b for [from … to). */
    void pair(int from, int to, double a, double b);

    /** e times a + b, as if that sum were exact, for [0 … count). */
    void scale(int count);

    /** e = (x − a) − b for [0 … count). */
    void subtract(int count);
}
