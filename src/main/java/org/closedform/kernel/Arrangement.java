package org.closedform.kernel;

/** Moves blocks of elements without changing them: concatenation, and selection by index. */
public final class Arrangement {
    private Arrangement() {}

    /**
     * Concatenates parts of {@code outer} blocks each: the first block of every part, then the second of every part, and so on.
     */
    public static Buffer concatenate(Buffer[] parts, int outer) {
        int size = 0;
        for (Buffer part : parts) {
            size += part.size();
        }
        Buffer result = parts[0].ofSize(size);
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (Buffer part : parts) {
                int length = part.size() / outer;
                result.copy(part, o * length, 1, to, length);
                to += length;
            }
        }
        return result;
    }

    /** Reads x as [outer, length, inner], and takes the blocks at these indices of the middle axis. */
    public static Buffer take(Buffer x, int outer, int length, int inner, int[] indices) {
        Buffer result = x.ofSize(outer * indices.length * inner);
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (int index : indices) {
                result.copy(x, (o * length + index) * inner, 1, to, inner);
                to += inner;
            }
        }
        return result;
    }
}
