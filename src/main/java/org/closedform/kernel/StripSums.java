package org.closedform.kernel;

import java.util.List;
import java.util.stream.Stream;
import org.closedform.kernel.loops.Loops;

/**
 * The partial sums of e for the rows of a {@link Strip}, with a lane for each row, in columns: one of every row, and {@link #PITCH}
 * numbers further on the next. They are those of {@link Loops#fold} and {@link Loops#sums} for each row.
 */
final class StripSums<A> {
    /** A power of two would keep all the partial sums of a row in a few sets of the cache. */
    static final int PITCH = Strip.WIDTH + 16;

    private static final int FOUR = 4;
    private static final int QUARTER = Loops.BLOCK / FOUR;

    private final Loops<A> loops;
    private final Strip<A> strip;
    private final A zeros;

    /** For sums of four: the terms, four such sums, and the sum of those. */
    private final List<A> terms;

    private final List<A> fours;
    private final A sum;
    private A parts;
    private int size;

    StripSums(Loops<A> loops, Strip<A> strip) {
        this.loops = loops;
        this.strip = strip;
        zeros = loops.scratch(Strip.CHUNK);
        terms = Stream.generate(() -> loops.scratch(Strip.CHUNK)).limit(FOUR).toList();
        fours = Stream.generate(() -> loops.scratch(Strip.CHUNK)).limit(FOUR).toList();
        sum = loops.scratch(Strip.CHUNK);
    }

    /** The columns. */
    A parts() {
        return parts;
    }

    /** Makes e of all elements of short rows, and sums of four neighbours; what is left is added one by one. Returns how many. */
    int ofShort(double reference) {
        return makeNeighbours(0, strip.length(), strip.length() / FOUR, reference);
    }

    /** Makes e of all elements of short rows, each of which is a part. */
    int single(double reference) {
        return makeNeighbours(0, strip.length(), 0, reference);
    }

    /** Makes e of elements [from … to), at most a block, and its partial sums. Returns how many. */
    int ofBlock(int from, int to, double reference) {
        return to - from <= QUARTER
                ? makeNeighbours(from, to, (to - from + FOUR - 1) / FOUR, reference)
                : makeDistant(from, to, reference);
    }

    /** {@code sums} sums of four neighbours, and the rest one by one. */
    private int makeNeighbours(int from, int to, int sums, double reference) {
        allocate(Math.min(to - from, Loops.PARTS));
        int most = strip.elements();
        for (int part = 0, count; part < sums; part += count) {
            count = Math.min(most, sums - part);
            int first = from + FOUR * part;
            strip.make(first, Math.min(first + FOUR * count, to), reference);
            for (int i = 0; i < FOUR * count; i++) {
                load(first + i, Math.min(to, first + i + 1), 1, terms.get(i % FOUR), i / FOUR);
            }
            addFour(terms, sum, count);
            keep(sum, part, count);
        }
        int rest = Math.min(from + FOUR * sums, to);
        strip.make(rest, to, reference);
        for (int i = rest; i < to; i++) {
            strip.loadY(i, i + 1, parts, (sums + i - rest) * PITCH);
        }
        return sums + to - rest;
    }

    /** Sums of sixteen, each {@link Loops#PARTS} elements from the next. */
    private int makeDistant(int from, int to, double reference) {
        allocate(Loops.PARTS);
        int most = strip.elements();
        for (int part = 0, count; part < Loops.PARTS; part += count) {
            count = Math.min(most, Loops.PARTS - part);
            for (int i = 0; i < FOUR; i++) {
                for (int k = 0; k < FOUR; k++) {
                    int first = from + part + i * Loops.PARTS + k * QUARTER;
                    int end = Math.min(first + count, to);
                    strip.make(first, end, reference);
                    load(first, end, count, terms.get(k), 0);
                }
                addFour(terms, fours.get(i), count);
            }
            addFour(fours, sum, count);
            keep(sum, part, count);
        }
        return Loops.PARTS;
    }

    /** Loads e of elements [from … to) of every row, and zeros up to {@code count} elements, as the elements from {@code place} on. */
    private void load(int from, int to, int count, A target, int place) {
        int width = strip.width();
        int loaded = Math.max(0, to - from);
        strip.loadY(from, from + loaded, target, place * width);
        loops.copy(zeros, 0, target, (place + loaded) * width, (count - loaded) * width);
    }

    /** Adds terms of {@code count} elements of every row. */
    private void addFour(List<A> terms, A sum, int count) {
        loops.addFour(terms.get(0), terms.get(1), terms.get(2), terms.get(3), sum, count * strip.width());
    }

    /** Keeps partial sums [part … part + count) of every row. */
    private void keep(A sum, int part, int count) {
        for (int i = 0; i < count; i++) {
            loops.copy(sum, i * strip.width(), parts, (part + i) * PITCH, strip.width());
        }
    }

    private void allocate(int count) {
        if (count * PITCH > size) {
            size = count * PITCH;
            parts = loops.scratch(size);
        }
    }
}
