package org.closedform.kernel.loops;

/**
 * The loops that take the time, as stateless functions over arrays of one element type. All that a loop needs is an argument, also
 * its scratch, which has at least {@link #BLOCK} elements and undefined contents before and after.
 *
 * <p>Element i of a result depends on element i of the arguments only, and sums are fixed trees: so the width of a provider's
 * vectors cannot reach the bits.
 *
 * <p>Rows of one length lie one after the other, row 0 at the origin. A loop over rows [first … end) finds its factors and leaves
 * its results in arrays with one number for each row, which are {@code double} whatever the elements are.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface Loops<A> extends ChannelLoops<A> {
    /** At most this many numbers are folded at a time. */
    int BLOCK = 1024;

    /** The products of a matrix that are added up before they are added to a sum. */
    int RUN = 4;

    /** The most rows of a matrix product that are made at a time. */
    int ROWS = 32;

    /** The most products of a sum. */
    int CHUNK = 128;

    /** How far apart the factors of two rows are: a power of two would crowd them in a part of the cache. */
    int FACTORS = CHUNK + 16;

    /** At most this many partial sums are left of a block. */
    int PARTS = BLOCK / 16;

    /** The provider for float64, in a constant, so that the JIT compiler inlines it. */
    Loops<double[]> FLOAT64 = Provider.CHOSEN.float64();

    /** The provider for float32. */
    Loops<float[]> FLOAT32 = Provider.CHOSEN.float32();

    /**
     * A new array, a few cache lines longer than {@code size}, so that arrays allocated in turn do not all begin at the same offset
     * in a page.
     */
    A scratch(int size);

    /** Copies {@code elements} elements of each of {@code rows} rows. */
    void copy(A source, Block from, A target, Block to, int rows, int elements);

    /** values[row] = x[column] of the row. */
    void pick(A x, int origin, int length, int first, int end, int column, double[] values);

    /** values[row] = x[columns[row]] of the row. */
    void pick(A x, int origin, int length, int first, int end, int[] columns, double[] values);

    /** values[row] = e[columns[row]] of the row, which becomes 0. */
    void take(A e, int origin, int length, int first, int end, int[] columns, double[] values);

    /** e[columns[row]] of the row = values[row]. */
    void put(A e, int origin, int length, int first, int end, int[] columns, double[] values);

    /** The largest of x[from … to), at least one; NaN if one is NaN. */
    double max(A x, int from, int to);

    /** {@link #max(Object, int, int)} of at most a block, faster where it is long; the last three arrays are scratch. */
    double max(A x, int from, int to, A parts, A padded, A quarters);

    /** The first index from {@code from} on with an element of at least {@code least}; there has to be one. */
    int first(A x, int from, double least);

    /** Whether x can be the reference of a row: it is finite, and the whole number next to x / ln 2 is exact. */
    boolean isRegular(double x);

    /**
     * e = {@link #lift} · e^x / 2^K for x[from … to), with the K of the reference. For x = −∞, and x too far below the reference, e
     * is NaN; but 0 if the reference is known to be the largest x.
     */
    void exponentials(A x, A e, int from, int to, double reference, boolean isLargest);

    /** An e of this reference, multiplied by 2^exponent, is e^x. */
    double exponent(double reference);

    /** The power of two in every e that keeps small ones from being subnormal. */
    double lift();

    /** Whether a sum of exponentials can be trusted: none is NaN, infinite, or overflowed. */
    boolean isInRange(double sum);

    /** Sums e[from … to), at most a block, by a fixed tree into at most {@link #PARTS} partial sums. Returns how many. */
    int fold(A e, int from, int to, A parts, A padded, A quarters);

    /** The largest of the first {@code count} partial sums, or 0 if none is positive; NaN is skipped. */
    double largest(A parts, int count);

    /** The sum of the first {@code count} partial sums, compensated. */
    double sum(A parts, int count);

    /** Sums of rows, with more digits than an element has. */
    void sums(A e, int origin, int length, int first, int end, double[] sums);

    /** sum = (a + b) + (c + d). */
    void addFour(A a, A b, A c, A d, A sum, int count);

    /** {@link #sum} of many rows, with their partial sums in columns: those of row i begin at i, {@code pitch} apart. */
    void sums(A parts, int count, int pitch, int rows, double[] sums);

    /** {@link #sums(Object, int, int, int, int, double[])} of many rows, whose sums of four neighbours are in such columns. */
    void sumsInTurn(A parts, int count, int pitch, int rows, double[] sums);

    /** Raises largest to the largest partial sum of each row in such columns. */
    void largest(A parts, int count, int pitch, int rows, double[] largest);

    /** Sums of many rows in such columns without their largest elements, these, and the columns of these; the last two arrays are scratch. */
    void sumsButLargest(
            A e,
            int count,
            int pitch,
            int rows,
            double[] sums,
            double[] largest,
            int[] columns,
            double[] values,
            double[] lost);

    /** Sums of rows without their largest element, and the column of that. */
    void sumsButLargest(A e, int origin, int length, int first, int end, double[] sums, int[] largest);

    /** e *= high + low for rows. */
    void scale(A e, int origin, int length, int first, int end, double[] high, double[] low);

    /** y = (x − high) − low for rows. */
    void subtract(A x, A y, int origin, int length, int first, int end, double[] high, double[] low);

    /** Rounds high + low to a pair of elements. */
    void narrow(double[] high, double[] low, int count, A highs, A lows);

    /** e *= high + low. */
    void scale(A e, A high, A low, int count);

    /** x = (x − high) − low. */
    void subtract(A x, A high, A low, int count);

    /** x = (origin − x)·weight. */
    void weighDistances(A x, A weight, double origin, int count);

    /** e = e·factor − x·xFactor. */
    void scaleAndSubtract(A e, double factor, A x, double xFactor, int count);

    /** x = (x·factor + shift)·weight. */
    void smooth(A x, A weight, double factor, double shift, int count);

    /** y = σ(x) for the first {@code count} elements; the last three arrays are scratch, as in those that follow. */
    void sigmoid(A x, A y, int count, A a, A q, A r);

    /** y = scale²·σ′(scale·x), for tanh′(x) = 4σ′(2x) too. */
    void sigmoidSlope(A x, A y, int count, int scale, A a, A q, A r);

    /** y = log(1 + e^(sign·x)), times sign. */
    void softplus(A x, A y, int count, int sign, A a, A q, A r);

    /** y = tanh(x). */
    void tanh(A x, A y, int count, A a, A q, A r);

    /** e^x = q·e^r with q a power of two times a constant, for numbers of which σ(−x) neither is 1 nor vanishes. */
    void powers(A x, A q, A r, int count);

    /** y = x·σ(u); infinite or NaN where x is, and where σ is almost 0. */
    void logisticGate(A x, A y, int count, Gate u, A a, A q, A r);

    /** y = x·σ(x); infinite or NaN where x is, and where σ is almost 0. */
    void silu(A x, A y, int count, A a, A q, A r);

    /** The same, and its slope; where that is infinite or NaN, y is, too. */
    void siluAndSlope(A x, A y, A slope, int count, A a, A q, A r);

    /** y = x·tanh(log(1 + e^x)); infinite or NaN where x is, and where the square of the tanh is almost 0. */
    void mishGate(A x, A y, int count, A a, A q, A r);

    /**
     * For each row i, sums[i] = Σ f_ip · panel[p] over p < steps, {@value #RUN} products at a time, from +0. The rows, at most {@value
     * #ROWS}, are rounded up to an even number, the lanes to at least 80 and to pairs of vectors: so far the arrays have to reach, and
     * sums may be overwritten.
     *
     * @param factors those of one row after the other, {@value #FACTORS} apart
     */
    void addRuns(A[] panel, A factors, A[] sums, int rows, int steps, int lanes);
}
