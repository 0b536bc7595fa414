package org.closedform.kernel.loops;

/** Splits work on rows, channels or matrices into ranges. Today one thread does them all; what works on a range keeps its state to itself. */
public final class Splitter {
    private Splitter() {}

    /** Work on {@code [from, to)}. */
    @FunctionalInterface
    public interface Range {
        /** Does it. */
        void apply(int from, int to);
    }

    /** Does the work on {@code [0, count)}. */
    public static void split(int count, Range work) {
        work.apply(0, count);
    }
}
