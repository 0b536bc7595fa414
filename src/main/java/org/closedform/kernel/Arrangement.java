package org.closedform.kernel;

/** Blocks of whole elements moved from one place to another. */
public final class Arrangement {
    private Arrangement() {}

    /** Parts, each {@code outer} blocks of its own length, interleaved block by block. */
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

    /** Of each of {@code outer} groups of {@code length} blocks of {@code inner} elements, the blocks at the indices. */
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
