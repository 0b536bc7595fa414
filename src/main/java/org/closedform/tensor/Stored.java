package org.closedform.tensor;

import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.closedform.kernel.Buffer;

/**
 * The serialization proxy of a tensor, a shape, labels or a mask. It writes the kind, the shape and the bits of the elements, and reads them
 * through the factories, with all their checks. It allocates memory only for bytes that have arrived: a forged size costs none.
 */
final class Stored implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int PIECE = 1 << 16;
    private static final char SHAPE = 'S';
    private static final char LABELS = 'L';
    private static final char MASK = 'M';
    private static final char FLOAT32 = 'F';
    private static final char FLOAT64 = 'D';

    private transient Object value;
    private transient String refusal;

    Stored(Object value) {
        this.value = value;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (value instanceof Tensor tensor) {
            boolean isFloat64 = tensor.elementType() == ElementType.FLOAT64;
            begin(out, isFloat64 ? FLOAT64 : FLOAT32, tensor.shape());
            if (isFloat64) {
                double[] elements = tensor.toDoubleArray();
                write(out, elements.length, Double.BYTES, (piece, at, n) -> piece.asDoubleBuffer()
                        .put(elements, at, n));
            } else {
                float[] elements = tensor.toFloatArray();
                write(out, elements.length, Float.BYTES, (piece, at, n) -> piece.asFloatBuffer()
                        .put(elements, at, n));
            }
        } else if (value instanceof Labels labels) {
            int[] indices = labels.toArray();
            begin(out, LABELS, labels.shape());
            write(out, indices.length, Integer.BYTES, (piece, at, n) -> piece.asIntBuffer()
                    .put(indices, at, n));
        } else if (value instanceof Mask mask) {
            boolean[] flags = mask.flags();
            begin(out, MASK, mask.shape());
            write(out, flags.length, Byte.BYTES, (piece, at, n) -> IntStream.range(0, n)
                    .forEach(i -> piece.put(i, (byte) (flags[at + i] ? 1 : 0))));
        } else {
            begin(out, SHAPE, (Shape) value);
        }
    }

    /**
     * Keeps the reason for a refusal until {@link #readResolve}: thrown here, amid the data, it would be hidden by the stream's own
     * error.
     */
    private void readObject(ObjectInputStream in) throws IOException {
        try {
            value = readValue(in);
        } catch (IllegalArgumentException e) {
            refusal = e.getMessage();
        }
    }

    private static Object readValue(ObjectInputStream in) throws IOException {
        char kind = (char) in.readUnsignedByte();
        Shape shape = readShape(in);
        return switch (kind) {
            case SHAPE -> shape;
            case LABELS -> readLabels(in, shape);
            case MASK -> readMask(in, shape);
            case FLOAT32 -> new DenseTensor(shape, readFloats(in, shape.size()));
            case FLOAT64 -> new DenseTensor(shape, readDoubles(in, shape.size()));
            default -> throw new IllegalArgumentException("Stored: kind " + (int) kind + " is unknown");
        };
    }

    private Object readResolve() throws InvalidObjectException {
        if (value == null) {
            throw new InvalidObjectException(refusal == null ? "Stored: there are no data" : refusal);
        }
        return value;
    }

    private static void begin(ObjectOutputStream out, char kind, Shape shape) throws IOException {
        out.writeByte(kind);
        out.writeInt(shape.rank());
        for (int dimension : shape.dimensions()) {
            out.writeInt(dimension);
        }
    }

    private static Shape readShape(ObjectInputStream in) throws IOException {
        int rank = in.readInt();
        if (rank < 0) {
            throw new IllegalArgumentException("Stored: a shape of rank " + rank);
        }
        IntStream.Builder dimensions = IntStream.builder();
        for (int axis = 0; axis < rank; axis++) {
            dimensions.add(in.readInt());
        }
        return Shape.of(dimensions.build().toArray());
    }

    private static Labels readLabels(ObjectInputStream in, Shape shape) throws IOException {
        List<ByteBuffer> pieces = pieces(in, shape.size(), Integer.BYTES);
        int[] indices = new int[shape.size()];
        read(pieces, Integer.BYTES, (piece, at, n) -> piece.asIntBuffer().get(indices, at, n));
        return Labels.of(shape, indices);
    }

    private static Mask readMask(ObjectInputStream in, Shape shape) throws IOException {
        List<ByteBuffer> pieces = pieces(in, shape.size(), Byte.BYTES);
        boolean[] flags = new boolean[shape.size()];
        read(pieces, Byte.BYTES, (piece, at, n) -> IntStream.range(0, n)
                .forEach(i -> flags[at + i] = isSet(piece.get(i))));
        return Mask.of(shape, flags);
    }

    private static boolean isSet(byte flag) {
        if (flag < 0 || flag > 1) {
            throw new IllegalArgumentException("Stored: a flag is " + flag + "; 0 or 1 is needed");
        }
        return flag == 1;
    }

    private static Buffer readFloats(ObjectInputStream in, int size) throws IOException {
        List<ByteBuffer> pieces = pieces(in, size, Float.BYTES);
        float[] elements = new float[size];
        read(pieces, Float.BYTES, (piece, at, n) -> piece.asFloatBuffer().get(elements, at, n));
        return Buffer.of(elements);
    }

    private static Buffer readDoubles(ObjectInputStream in, int size) throws IOException {
        List<ByteBuffer> pieces = pieces(in, size, Double.BYTES);
        double[] elements = new double[size];
        read(pieces, Double.BYTES, (piece, at, n) -> piece.asDoubleBuffer().get(elements, at, n));
        return Buffer.of(elements);
    }

    /** Copies {@code count} elements between the bytes of a piece and an array, from the array's index {@code at}. */
    @FunctionalInterface
    private interface Move {
        void run(ByteBuffer piece, int at, int count);
    }

    private static void write(ObjectOutputStream out, int size, int width, Move move) throws IOException {
        byte[] bytes = new byte[PIECE];
        int count = 0;
        for (int at = 0; at < size; at += count) {
            count = Math.min(PIECE / width, size - at);
            move.run(ByteBuffer.wrap(bytes), at, count);
            out.write(bytes, 0, count * width);
        }
    }

    /** Reads the bytes of {@code size} elements, piece by piece. */
    private static List<ByteBuffer> pieces(ObjectInputStream in, int size, int width) throws IOException {
        List<ByteBuffer> pieces = new ArrayList<>();
        long missing = (long) size * width;
        while (missing > 0) {
            int expected = (int) Math.min(PIECE, missing);
            byte[] piece = in.readNBytes(expected);
            if (piece.length < expected) {
                throw new EOFException("Stored: " + (missing - piece.length) + " bytes of the elements are missing");
            }
            pieces.add(ByteBuffer.wrap(piece));
            missing -= expected;
        }
        return pieces;
    }

    private static void read(List<ByteBuffer> pieces, int width, Move move) {
        int at = 0;
        for (ByteBuffer piece : pieces) {
            int count = piece.capacity() / width;
            move.run(piece, at, count);
            at += count;
        }
    }
}
