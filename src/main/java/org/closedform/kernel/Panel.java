package org.closedform.kernel;

/**
 * Numbers x, and e for what is made of them, in arrays of their own element type: those of the buffers where rows lie one after the
 * other, otherwise scratch that a thread keeps, so that a call allocates nothing but its result.
 *
 * <p>The JIT compiler makes SIMD code of the loops that take the time: counted, over arrays with one index or at constant
 * distances, without branches. Searches, the maxima of short rows and the last sums of a fold have branches, and are scalar.
 */
sealed interface Panel permits Float32Panel, Float64Panel {
    /** So many numbers are summed, or looked through for the largest, at a time. */
    int SIZE = 1024;

    /**
     * Room between arrays that are read and written in one loop: a processor takes a load for one of a number just stored whose
     * address has the same last twelve bits, and waits.
     */
    int GAP = 32;

    /** Arrays that a thread keeps, so that a call allocates nothing but its result. */
    ThreadLocal<Panel> FLOAT64 = ThreadLocal.withInitial(Float64Panel::new);

    ThreadLocal<Panel> FLOAT32 = ThreadLocal.withInitial(Float32Panel::new);

    static Panel of(Buffer like) {
        return (like.isFloat64() ? FLOAT64 : FLOAT32).get();
    }

    /** Works on the arrays of these buffers. */
    void attach(Buffer x, Buffer e);

    /** Works on scratch for at least so many numbers; what is not loaded has any value. */
    void attachScratch(int size);

    /** Lets go of the arrays that it works on. */
    void detach();

    /** Loads x. */
    void load(Buffer source, Block from, Block to, int rows, int elements);

    /** Stores e. */
    void store(Buffer target, Block from, Block to, int rows, int elements);

    /** x[index]. */
    double at(int index);

    /** e[index]. */
    double made(int index);

    /** e[index] = value. */
    void make(int index, double value);

    /** Whether a row of which this is one x may have exponentials: it is finite, and the whole number next to x / ln 2 exact. */
    boolean isRegular(double x);

    /** Whether Σ e can be trusted: no x is NaN, infinite, or so far above the one that the row is divided by that e overflows. */
    boolean isInRange(double sum);

    /**
     * e = lift · e^x / 2^K for x[from … to), 2^K the power of two next to e^reference; for x = −∞, and where x is too far below for its
     * remainder, NaN instead of 0.
     */
    void exponentials(int from, int to, double reference);

    /** Makes every NaN of e[from … to) 0. */
    void dropNaN(int from, int to);

    /** 2^exponent is what an e that was divided by 2^K next to e^reference has to be multiplied with to give e^x. */
    double exponent(double reference);

    /** Σ e[from … to), of up to {@link #SIZE} numbers: first four by four, what is left as if by more digits. */
    double sum(int from, int to);

    /** The largest of the partial sums of the last {@link #sum}. */
    double largestPart();

    /** The largest of x[from … to), of up to {@link #SIZE} numbers; NaN if one is NaN. */
    double max(int from, int to);

    /** e times numerator / sum, as if that quotient were exact, for [from … to). */
    void scale(int from, int to, double numerator, double sum);

    /** e = (x − a) − b for [from … to). */
    void subtract(int from, int to, double a, double b);

    /** Σ e of so many rows from a place on, for the constants from {@code at} on: first four by four, then as if by more digits. */
    void sums(int from, int length, int at, int rows, RowConstants constants);

    /** The same without the largest e of a row, which is then what is left out, one by one. */
    void sumsButLargest(int from, int length, int at, int rows, RowConstants constants);

    /** {@link #scale(int, int, double, double)} for so many rows from a place on, each with its own constants. */
    void scale(int from, int length, int rows, RowConstants constants);

    /** {@link #subtract(int, int, double, double)} for so many rows from a place on, each with its own constants. */
    void subtract(int from, int length, int rows, RowConstants constants);

    /** What is made with every row. */
    RowConstants constants();

    /** What every e^x / 2^K is multiplied with. */
    double lift();

    /** What the rounding of numerator / sum loses. */
    static double lost(double quotient, double numerator, double sum) {
        return Math.fma(-sum, quotient, numerator) / sum;
    }
}
