package org.closedform.kernel;

import org.closedform.kernel.loops.Loops;

/**
 * Some neighbouring rows that lie side by side, as along all axes but the last: element k of each follows that of the row before. They
 * are computed as they lie, a few elements of every row at a time.
 */
final class Strip<A> {
    /** The most rows. */
    static final int WIDTH = 1024;

    /** How many numbers are computed at a time. */
    static final int CHUNK = 2 * WIDTH;

    /** Narrower strips do not pay. */
    private static final int LEAST = 32;

    /** Runs at least this long are computed in place. */
    private static final int LONG = 256;

    private final Loops<A> loops;
    private final A numbers;
    private final A exponentials;
    private A x;
    private A y;
    private Rows rows;

    /** Where the strip begins, and how many rows it has. */
    private int origin;

    private int width;

    Strip(Loops<A> loops) {
        this.loops = loops;
        numbers = loops.scratch(CHUNK);
        exponentials = loops.scratch(CHUNK);
    }

    /** Whether rows lie side by side in strips that are wide enough. */
    static boolean suits(Rows rows) {
        return rows.inner() >= LEAST;
    }

    /** Turns to other arrays. */
    void to(A x, A y, Rows rows) {
        this.x = x;
        this.y = y;
        this.rows = rows;
    }

    /** Turns to a strip of rows [first … end). */
    void turnTo(int first, int end) {
        int before = first % rows.inner();
        int most = Math.min(rows.inner() - before, end - first);
        int strips = (most + WIDTH - 1) / WIDTH;
        width = (most + strips - 1) / strips;
        origin = rows.offset(first, 0);
    }

    int width() {
        return width;
    }

    int length() {
        return rows.length();
    }

    /** How many elements of every row are computed at a time. */
    int elements() {
        return CHUNK / width;
    }

    /** Where an element of the first row is. */
    int at(int element) {
        return origin + element * rows.inner();
    }

    /** Sets values[i] = the first x of row i. */
    void firsts(double[] values) {
        loops.pick(x, origin, 1, 0, width, 0, values);
    }

    /** An x of a row. */
    double x(int row, int element) {
        return Buffer.ofArray(x).at(at(element) + row);
    }

    /** Computes e in y, of elements [from … to) of every row. Short runs are brought together first, so that vectors are full. */
    void make(int from, int to, double reference) {
        int step = step(from, to);
        if (step > 1 || width >= LONG) {
            for (int i = from; i < to; i += step) {
                loops.exponentials(x, y, at(i), at(i) + step * width, reference, false);
            }
            return;
        }
        for (int i = from, end; i < to; i = end) {
            end = Math.min(i + elements(), to);
            load(x, i, end, numbers, 0);
            loops.exponentials(numbers, exponentials, 0, (end - i) * width, reference, false);
            store(exponentials, i, end);
        }
    }

    /** Loads x of elements [from … to). */
    void loadX(int from, int to, A target) {
        load(x, from, to, target, 0);
    }

    /** Loads what is in y. */
    void loadY(int from, int to, A target, int place) {
        load(y, from, to, target, place);
    }

    private void load(A source, int from, int to, A target, int place) {
        int step = step(from, to);
        for (int i = from; i < to; i += step) {
            loops.copy(source, at(i), target, place + (i - from) * width, step * width);
        }
    }

    /** Stores elements [from … to) in y. */
    void store(A source, int from, int to) {
        int step = step(from, to);
        for (int i = from; i < to; i += step) {
            loops.copy(source, (i - from) * width, y, at(i), step * width);
        }
    }

    /** How many elements follow each other in the arrays: all of them, or one. */
    private int step(int from, int to) {
        return width == rows.inner() ? to - from : 1;
    }
}
