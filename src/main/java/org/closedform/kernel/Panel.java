package org.closedform.kernel;

/**
 * Scratch for rows of numbers x, and e for what is made of them, in their own element type. The JIT compiler makes SIMD code of
 * every loop here: counted, over arrays with one index or at constant distances, without branches.
 */
sealed interface Panel permits Float32Panel, Float64Panel {
    /** Numbers that fit the first-level cache together with what is made of them. */
    int BLOCK = 1024;

    static Panel of(Buffer like, int capacity) {
        return like.isFloat64() ? new Float64Panel(capacity) : new Float32Panel(capacity);
    }

    /** Reads x[at …) from every {@code stride}-th element. */
    void load(Buffer source, int from, int stride, int count, int at);

    /** Writes e[at …) to every {@code stride}-th element. */
    void store(Buffer target, int to, int stride, int count, int at);

    /** x[index]. */
    double at(int index);

    /** The largest of x[from … to), NaN if one is NaN. */
    double max(int from, int to);

    /** Whether a row with this largest x has exponentials: it is finite, and the whole number next to x / ln 2 exact. */
    boolean isRegular(double max);

    /** Has {@link #exponentials} divide x[from … to) by the power of two 2^K next to e^max. */
    void shift(int from, int to, double max);

    /** e = lift · e^x / 2^K for x[0 … count); for x = −∞, and where x is too far below for its remainder, NaN instead of 0. */
    void exponentials(int count);

    /** Σ e^(x − max), of Σ e or of a part of it. */
    double relative(double sum, double max);

    /** Σ e[from … to). */
    double sum(int from, int to);

    /** Σ e[from … to) without one of them, which is lost. */
    double sumBut(int index, int from, int to);

    /** Makes every NaN of e[from … to) 0. */
    void dropNaN(int from, int to);

    /** e[from … to) times factor + rest, as if that sum were exact. */
    void scale(int from, int to, double factor, double rest);

    /** e = (x − first) − second for [from … to). */
    void subtract(int from, int to, double first, double second);
}
