package org.closedform.kernel;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.closedform.kernel.loops.Loops;

/** Arrays of one element type that a thread keeps, so that a call allocates little but its result. Their contents are undefined. */
final class Scratch<A> {
    private static final int BLOCKS = 5;

    private static final int PER_ROW = 5;

    static final ThreadLocal<Scratch<double[]>> FLOAT64 =
            ThreadLocal.withInitial(() -> new Scratch<>(Loops.FLOAT64, buffer -> ((Float64Buffer) buffer).values()));

    private static final ThreadLocal<Scratch<float[]>> FLOAT32 =
            ThreadLocal.withInitial(() -> new Scratch<>(Loops.FLOAT32, buffer -> ((Float32Buffer) buffer).values()));

    final Loops<A> loops;
    private final Function<Buffer, A> values;
    private final List<A> blocks;
    private final double[][] perRow = new double[PER_ROW][Loops.BLOCK];
    private final int[] columns = new int[Loops.BLOCK];
    private List<A> pair = List.of();
    private int pairSize;

    private Scratch(Loops<A> loops, Function<Buffer, A> values) {
        this.loops = loops;
        this.values = values;
        this.blocks =
                Stream.generate(() -> loops.scratch(Loops.BLOCK)).limit(BLOCKS).toList();
    }

    static Scratch<?> of(Buffer like) {
        return (like.isFloat64() ? FLOAT64 : FLOAT32).get();
    }

    /** The array of a buffer. */
    A values(Buffer buffer) {
        return values.apply(buffer);
    }

    /** One of {@value #BLOCKS} arrays of {@link Loops#BLOCK} elements. */
    A block(int index) {
        return blocks.get(index);
    }

    /** One of {@value #PER_ROW} arrays with a number for each of up to {@link Loops#BLOCK} rows. */
    double[] perRow(int index) {
        return perRow[index];
    }

    /** A column for each of as many rows. */
    int[] columns() {
        return columns;
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
