package org.closedform.kernel.loops;

/**
 * The loops of batch normalisation. Some work on four lines of {@link #LANES} lanes, one after the other in an array.
 *
 * @param <A> {@code double[]} or {@code float[]}
 */
public interface ChannelLoops<A> {
    /** How many lanes a line has room for. */
    int LANES = 256;

    /** A new array, for a multiple of 64 elements a whole number of cache lines long: arrays made in turn can be aligned together. */
    A lanes(int size);

    /** Copies neighbours. */
    void copy(A source, int from, A target, int to, int count);

    /** Copies neighbours, often few. */
    void copyRun(A source, int from, A target, int to, int count);

    /** x[from … to) = value, rounded to the element type. */
    void fill(A x, int from, int to, double value);

    /** Fills the first lanes with values[first … end), each repeated {@code run} times, rounded to the element type. */
    void spread(double[] values, int first, int end, int run, A lanes);

    /** x −= mean for [from, to). */
    void center(A x, A mean, int from, int to);

    /** x = (x − mean)·dy for [from, to). */
    void multiplyDeviations(A x, A mean, A dy, int from, int to);

    /** sum += x of four lines. */
    void addLines(A x, A sum, int lanes);

    /** sum += x and squares += x² of four lines. */
    void addLinesAndSquares(A x, A sum, A squares, int lanes);

    /** sum += x. */
    void add(A x, A sum, int lanes);

    /** sum += x, and lost += what the addition loses. */
    void addCompensated(A x, A sum, A lost, int lanes);

    /** The same for the columns of a matrix x, one after the other; a row of it belongs to each lane. */
    void addColumnsCompensated(A x, int columns, A sum, A lost, int lanes);

    /** sum[0] += x and lost[0] += xLost, one lane after the other, and what the additions lose. */
    void addUpCompensated(A x, A xLost, A sum, A lost, int lanes);

    /** Adds the four quarters of a line to one, with a quarter line for scratch, and its four quarters to sixteen lanes. */
    void foldLine(A x, A quarter, A sum);

    /** totals[at …] = sum + lost. */
    void round(A sum, A lost, int lanes, double[] totals, int at);

    /** y = (x − mean)·scale + shift, with constants for every lane. */
    void normalize(A x, A mean, A scale, A shift, A y, int lanes);

    /** y = (x − mean)·scale + shift for [from, to), with constants that are rounded to the element type. */
    void normalize(A x, double mean, double scale, double shift, A y, int from, int to);

    /** dx = scale·((dy − shift) − (x − mean)·slope), with constants for every lane. */
    void differentiate(A x, A dy, A mean, A scale, A shift, A slope, A dx, int lanes);

    /** dx = scale·((dy − shift) − (x − mean)·slope) for [from, to), with constants that are rounded to the element type. */
    void differentiate(A x, A dy, double mean, double scale, double shift, double slope, A dx, int from, int to);
}
