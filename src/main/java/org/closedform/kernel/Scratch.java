package org.closedform.kernel;

import java.util.ArrayList;
import java.util.List;
import org.closedform.kernel.loops.Loops;

/**
 * The arrays of one element type that a thread keeps, and the exponentials that use them, so that a call allocates hardly more than
 * its result. The contents of the arrays are undefined.
 */
final class Scratch<A> {
    private static final int BLOCKS = 6;

    private static final int PER_ROW = 7;

    // no lambda here, nor in calls on arrays: the first lambda of a process takes 12 ms
    private static final ThreadLocal<Scratch<double[]>> FLOAT64 = new ThreadLocal<>() {
        @Override
        protected Scratch<double[]> initialValue() {
            return new Scratch<>(Loops.FLOAT64, true);
        }
    };

    private static final ThreadLocal<Scratch<float[]>> FLOAT32 = new ThreadLocal<>() {
        @Override
        protected Scratch<float[]> initialValue() {
            return new Scratch<>(Loops.FLOAT32, true);
        }
    };

    /** Whether all work of a thread uses this scratch; a thread that takes up other work while it waits would overwrite it. */
    private final boolean isShared;

    /** What this thread lends to work that waits; null while it is lent. */
    private Scratch<A> spare;

    /** The number that {@link #at} and {@link #set} move. */
    private final double[] number = new double[1];

    private final int[] zero = new int[1];

    final Loops<A> loops;
    private final List<A> blocks = new ArrayList<>(BLOCKS);
    private final double[][] perRow = new double[PER_ROW][Loops.BLOCK];
    private final int[] columns = new int[Loops.BLOCK];
    private List<A> pair = List.of();
    private int pairSize;
    private A row;
    private int rowSize;
    private final RowExponentials<A> exponentials;

    /** Made when it is needed. */
    private StripExponentials<A> strip;

    /** Made when it is needed. */
    private FusedCrossEntropy crossEntropy;

    private Scratch(Loops<A> loops, boolean isShared) {
        this.loops = loops;
        this.isShared = isShared;
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(loops.scratch(Loops.BLOCK));
        }
        this.exponentials = new RowExponentials<>(this);
    }

    /** The scratch of this thread, for the type of an array. */
    @SuppressWarnings("unchecked") // A is the type of the array
    static <A> Scratch<A> of(A array) {
        return (Scratch<A>) (array instanceof double[] ? FLOAT64.get() : FLOAT32.get());
    }

    /** Scratch that no other work uses until it is given back, for the type of an array. */
    static <A> Scratch<A> lend(A array) {
        Scratch<A> shared = of(array);
        Scratch<A> lent = shared.spare;
        shared.spare = null;
        return lent == null ? new Scratch<>(shared.loops, false) : lent;
    }

    /** Returns lent scratch, which this thread then lends again; the scratch that all work of a thread shares is not lent. */
    void giveBack() {
        if (!isShared) {
            of(block(0)).spare = this;
        }
    }

    boolean isShared() {
        return isShared;
    }

    double at(A array, int index) {
        loops.pick(array, index, 1, 0, 1, 0, number);
        return number[0];
    }

    void set(A array, int index, double value) {
        number[0] = value;
        loops.put(array, index, 1, 0, 1, zero, number);
    }

    /** The exponentials of this thread; every call turns them to other rows. */
    RowExponentials<A> exponentials() {
        return exponentials;
    }

    /** The exponentials of rows side by side. */
    StripExponentials<A> strip() {
        if (strip == null) {
            strip = new StripExponentials<>(loops);
        }
        return strip;
    }

    FusedCrossEntropy crossEntropy() {
        if (crossEntropy == null) {
            crossEntropy = new FusedCrossEntropy();
        }
        return crossEntropy;
    }

    /** One of {@value #BLOCKS} arrays of {@link Loops#BLOCK} elements. */
    A block(int index) {
        return blocks.get(index);
    }

    /** One of {@value #PER_ROW} arrays with a number for each of up to {@link Loops#BLOCK} rows. */
    double[] perRow(int index) {
        return perRow[index];
    }

    /** An array with a column index for each of up to {@link Loops#BLOCK} rows. */
    int[] columns() {
        return columns;
    }

    /** An array of at least {@code size} elements, the same one for the same size. */
    A row(int size) {
        if (size > rowSize) {
            row = loops.scratch(size);
            rowSize = size;
        }
        return row;
    }

    /** Two arrays of at least {@code size} elements. */
    List<A> pair(int size) {
        if (size > pairSize) {
            pair = List.of(loops.scratch(size), loops.scratch(size));
            pairSize = size;
        }
        return pair;
    }
}
