package org.closedform.kernel.loops;

/**
 * The loops of batch normalisation. Some work on four lines of {@link #LANES} lanes, one after the other in an array.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface ChannelLoops<A> {
    /** How many lanes a line has room for. */
    int LANES = 256;

    /** The distance between the classes of many channels; a power of two would put them all in the same places of a cache. */
    int CLASS_STRIDE = LANES + 16;

    /**
     * A new array. If size is a multiple of 64, array and header fill whole cache lines, so that arrays allocated in turn can be
     * aligned alike.
     */
    A lanes(int size);

    /** Copies a contiguous run. */
    void copy(A source, int from, A target, int to, int count);

    /** Copies a contiguous run that is often short. */
    void copyRun(A source, int from, A target, int to, int count);

    /** x[from … to) = value, rounded to the element type. */
    void fill(A x, int from, int to, double value);

    /** Fills the first lanes with values[first … end), each repeated {@code run} times, rounded to the element type. */
    void spread(double[] values, int first, int end, int run, A lanes);

    /** sum += x − mean and squares += (x − mean)² of four lines, with a mean that is rounded to the element type. */
    void addDeviations(A x, double mean, A sum, A squares, int lanes);

    /** The same with a mean for every lane. */
    void addDeviations(A x, A mean, A sum, A squares, int lanes);

    /** The same of lines in x that begin at {@code from}, {@code step} apart; the four lines are scratch. */
    void addDeviations(A x, int from, int step, A mean, A sum, A squares, int lanes, A lines);

    /**
     * The same of {@code count} rows that follow each other in x from {@code from} on, each of four lines: the lanes of the rows are
     * side by side.
     */
    void addRowDeviations(A x, int from, int count, A mean, A sum, A squares, int lanesOfRow, A lines);

    /** sum += dy and products += (x − mean)·dy of four lines, with a mean for every lane. */
    void addProducts(A x, A dy, A mean, A sum, A products, int lanes);

    /** The same of lines in x and dy that begin at {@code from}, {@code step} apart; the four lines of each are scratch. */
    void addProducts(A x, A dy, int from, int step, A mean, A sum, A products, int lanes, A xLines, A dyLines);

    /** The same of {@code count} rows of x and dy. */
    void addRowProducts(A x, A dy, int from, int count, A mean, A sum, A products, int lanesOfRow, A xLines, A dyLines);

    /** sum += x. */
    void add(A x, A sum, int lanes);

    /** sum += x, and lost += the rounding error of that addition. */
    void addCompensated(A x, A sum, A lost, int lanes);

    /** sum[0] += x, one lane after the other; lost[0] += xLost and the rounding errors. */
    void addUpCompensated(A x, A xLost, A sum, A lost, int lanes);

    /** Folds a line to a quarter: adds its four quarters. */
    void foldQuarters(A x, A sum);

    /** Adds the second quarter of every half of a line to the first. */
    void foldHalves(A x, A sum);

    /** Folds {@code count} pieces of a line, one after the other, to sixteen lanes each: classes[i][at + piece] is lane i. */
    void scatterClasses(A x, int count, int room, A classes, int at);

    /** Folds a line to sixteen lanes: adds its four quarters, into scratch of a quarter line, and the four quarters of that. */
    void foldLine(A x, A quarter, A sum);

    /** totals[at …] = sum + lost. */
    void round(A sum, A lost, int lanes, double[] totals, int at);

    /** y = (x − mean)·scale + shift for [from, from + count), with constants for every lane; the last two are scratch. */
    void normalize(A x, int from, int count, A mean, A scale, A shift, A y, A in, A out);

    /** y = (x − mean)·scale + shift for [from, to), with constants that are rounded to the element type. */
    void normalize(A x, double mean, double scale, double shift, A y, int from, int to);

    /** y = x̂·factor + term with x̂ = (x − mean)·scale + shift for [from, to), with constants that are rounded to the element type. */
    void normalizeAndScale(
            A x, double mean, double scale, double shift, double factor, double term, A y, int from, int to);

    /**
     * The same for [from, from + count), with constants for every {@code group} numbers of the array and a factor and a term for every
     * lane; the last two are scratch.
     */
    void normalizeAndScale(
            A x,
            int from,
            int count,
            int group,
            double[] mean,
            double[] scale,
            double[] shift,
            A factor,
            A term,
            A y,
            A in,
            A out);

    /**
     * dx = scale·((dy − shift) − (x − mean)·slope) for [from, from + count), with constants for every lane; the last three are
     * scratch.
     */
    void differentiate(A x, A dy, int from, int count, A mean, A scale, A shift, A slope, A dx, A xIn, A dyIn, A out);

    /** dx = scale·((dy − shift) − (x − mean)·slope) for [from, to), with constants that are rounded to the element type. */
    void differentiate(A x, A dy, double mean, double scale, double shift, double slope, A dx, int from, int to);
}
