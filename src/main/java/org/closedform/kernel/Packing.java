package org.closedform.kernel;

import java.nio.ByteBuffer;

/** Bytes in whole numbers of 32 bits, so that labels can carry them in a stream, where a forged length costs no memory. */
public final class Packing {
    private Packing() {}

    /** The bytes, four a number; the last number is filled up with zeros. */
    public static int[] pack(ByteBuffer bytes) {
        int[] packed = new int[(bytes.capacity() + Integer.BYTES - 1) / Integer.BYTES];
        ByteBuffer padded = ByteBuffer.allocate(packed.length * Integer.BYTES).put(bytes.rewind());
        padded.rewind().asIntBuffer().get(packed);
        return packed;
    }

    /** What was packed, and up to three zeros. */
    public static ByteBuffer unpack(int[] packed) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(packed.length, Integer.BYTES));
        bytes.asIntBuffer().put(packed);
        return bytes;
    }
}
