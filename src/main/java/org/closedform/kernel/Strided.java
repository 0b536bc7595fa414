package org.closedform.kernel;

import java.util.Arrays;
import org.closedform.kernel.loops.Splitter;

/**
 * Walks a row-major result while its operands are read with strides of their own: 0 repeats an element (broadcasting),
 * anything else is a slice or a permutation.
 */
public final class Strided {
    /** The size of two scratch arrays that fit the first-level cache together. */
    private static final int CHUNK = 1024;

    /** About how long a number takes. */
    private static final double NANOSECONDS = 1;

    private final int[] dimensions;
    private final int[][] strides;

    private Strided(int[] dimensions, int[]... strides) {
        int rank = 0;
        int[] merged = new int[dimensions.length + 1];
        int[][] mergedStrides = new int[strides.length][dimensions.length + 1];
        for (int axis = 0; axis < dimensions.length; axis++) {
            if (dimensions[axis] == 1) {
                continue;
            }
            boolean continues = rank > 0;
            for (int k = 0; continues && k < strides.length; k++) {
                continues = mergedStrides[k][rank - 1] == strides[k][axis] * dimensions[axis];
            }
            int place = continues ? rank - 1 : rank++;
            merged[place] = continues ? merged[place] * dimensions[axis] : dimensions[axis];
            for (int k = 0; k < strides.length; k++) {
                mergedStrides[k][place] = strides[k][axis];
            }
        }
        if (rank == 0) {
            merged[rank++] = 1;
        }
        this.dimensions = Arrays.copyOf(merged, rank);
        this.strides = mergedStrides;
    }

    /** Elements of the source, read with an offset and strides, as a new row-major buffer. */
    public static Buffer copy(Buffer source, int offset, int[] strides, int[] dimensions) {
        Strided walk = new Strided(dimensions, strides);
        Buffer result = source.ofSize(walk.size());
        int stride = walk.runStride(0);
        walk.split((from, to) -> walk.forEachPiece(
                from,
                to,
                (run, done, count) ->
                        result.copy(source, offset + walk.start(0, run) + done * stride, stride, run + done, count)));
        return result;
    }

    /** Flags read with strides, as a new row-major array. */
    public static boolean[] copy(boolean[] source, int[] strides, int[] dimensions) {
        Strided walk = new Strided(dimensions, strides);
        boolean[] result = new boolean[walk.size()];
        int stride = walk.runStride(0);
        walk.split((from, to) -> walk.forEachPiece(from, to, (run, done, count) -> {
            int start = walk.start(0, run) + done * stride;
            for (int i = 0; i < count; i++) {
                result[run + done + i] = source[start + i * stride];
            }
        }));
        return result;
    }

    /** x where a flag is set, and another number elsewhere; the flags are read with strides. */
    public static Buffer where(Buffer x, boolean[] flags, int[] strides, int[] dimensions, double otherwise) {
        Strided walk = new Strided(dimensions, strides);
        Buffer result = x.ofSize(walk.size());
        int stride = walk.runStride(0);
        walk.split((from, to) -> {
            double[] numbers = new double[Math.min(walk.runLength(), CHUNK)];
            walk.forEachPiece(from, to, (run, done, count) -> {
                x.load(run + done, 1, count, numbers, 0);
                int start = walk.start(0, run) + done * stride;
                for (int i = 0; i < count; i++) {
                    numbers[i] = flags[start + i * stride] ? numbers[i] : otherwise;
                }
                result.store(run + done, 1, count, numbers, 0);
            });
        });
        return result;
    }

    /** x ∘ y with broadcasting. */
    public static Buffer combine(
            Arithmetic operation, Buffer x, int[] xStrides, Buffer y, int[] yStrides, int[] dimensions) {
        Strided walk = new Strided(dimensions, xStrides, yStrides);
        Buffer result = x.ofSize(walk.size());
        int xStride = walk.runStride(0);
        int yStride = walk.runStride(1);
        walk.split((from, to) -> {
            Buffer first = x.ofSize(Math.min(walk.runLength(), CHUNK));
            Buffer second = x.ofSize(first.size());
            walk.forEachPiece(from, to, (run, done, count) -> {
                first.copy(x, walk.start(0, run) + done * xStride, xStride, 0, count);
                second.copy(y, walk.start(1, run) + done * yStride, yStride, 0, count);
                operation.apply(first, second, count);
                result.copy(first, 0, 1, run + done, count);
            });
        });
        return result;
    }

    /** Works on at most {@link #CHUNK} elements of a run, which begins at element {@code run} of the result. */
    @FunctionalInterface
    private interface Piece {
        void apply(int run, int done, int count);
    }

    /** Does the work on ranges of pieces. */
    private void split(Splitter.Range work) {
        int size = size();
        if (size > 0) {
            Splitter.split(size / runLength() * piecesOfRun(), 1, Math.min(runLength(), CHUNK) * NANOSECONDS, work);
        }
    }

    private void forEachPiece(int from, int to, Piece work) {
        int length = runLength();
        int run = from / piecesOfRun() * length;
        int done = from % piecesOfRun() * CHUNK;
        for (int piece = from; piece < to; piece++) {
            work.apply(run, done, Math.min(CHUNK, length - done));
            done += CHUNK;
            if (done >= length) {
                done = 0;
                run += length;
            }
        }
    }

    private int piecesOfRun() {
        return (runLength() + CHUNK - 1) / CHUNK;
    }

    private int size() {
        int size = 1;
        for (int dimension : dimensions) {
            size *= dimension;
        }
        return size;
    }

    private int runLength() {
        return dimensions[dimensions.length - 1];
    }

    private int runStride(int operand) {
        return strides[operand][dimensions.length - 1];
    }

    /** Where the run of an operand starts that belongs to element {@code index} of the result. */
    private int start(int operand, int index) {
        int start = 0;
        int rest = index / runLength();
        for (int axis = dimensions.length - 2; axis >= 0; axis--) {
            start += rest % dimensions[axis] * strides[operand][axis];
            rest /= dimensions[axis];
        }
        return start;
    }
}
