package org.closedform.tensor;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.closedform.kernel.Flags;
import org.closedform.kernel.Strided;

/**
 * What counts, such as the words of a sentence beside its padding, or the moves that a game allows: an immutable array of
 * {@code boolean} with a shape. True counts; false is left out, whatever number is there.
 *
 * <pre>{@code
 * Mask words = Mask.lengths(4, 3, 1);           // [[true, true, true, false], [true, false, false, false]]
 * Tensor p = new Softmax().withMask(words).apply(scores);
 * }</pre>
 *
 * <p>A mask broadcasts to what it masks, as in NumPy: axes match from the last, and an axis that is missing or has length 1 is
 * repeated. So one causal mask [T, S] is for scores [B, H, T, S], and a mask [B, 1, 1, S] says which keys are padding.
 *
 * <p>True counts in JAX ({@code where=}, {@code mask=}), in Keras, and in the boolean masks of ONNX's and PyTorch's attention. PyTorch
 * has the contrary too: {@code masked_fill} fills where its mask is true, and a {@code key_padding_mask} is true at padding. Of such a
 * mask take {@link #not}.
 */
public final class Mask implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final Mask ALL = new Mask(Shape.of(), new boolean[] {true});

    private final transient Shape shape;
    private final transient boolean[] counts;

    private Mask(Shape shape, boolean[] counts) {
        Objects.requireNonNull(shape, "Mask.of: shape is null");
        if (shape.size() != counts.length) {
            throw new ShapeException(
                    "Mask.of: shape " + shape + " takes " + shape.size() + " flags, but " + counts.length + " came");
        }
        this.shape = shape;
        this.counts = counts;
    }

    /** {@return the mask of shape [] under which everything counts, whatever its shape} */
    public static Mask all() {
        return ALL;
    }

    /**
     * {@return a mask of a vector}
     *
     * @param counts whether each place counts; copied
     */
    public static Mask of(boolean... counts) {
        Objects.requireNonNull(counts, "Mask.of: counts is null");
        return of(Shape.of(counts.length), counts);
    }

    /**
     * {@return a mask of any shape}
     *
     * @param shape its shape
     * @param counts whether each place counts, in row-major order; copied
     * @throws ShapeException if there are more or fewer flags than the shape has elements
     */
    public static Mask of(Shape shape, boolean... counts) {
        return new Mask(
                shape, Objects.requireNonNull(counts, "Mask.of: counts is null").clone());
    }

    /**
     * {@return a mask that is computed from indices}
     *
     * @param shape its shape
     * @param counts whether the place of an index counts; the index has one number per axis
     */
    public static Mask generate(Shape shape, Predicate<int[]> counts) {
        Objects.requireNonNull(shape, "Mask.generate: shape is null");
        Objects.requireNonNull(counts, "Mask.generate: counts is null");
        boolean[] flags = new boolean[shape.size()];
        IntStream.range(0, flags.length).forEach(i -> flags[i] = counts.test(shape.indexOf(i)));
        return new Mask(shape, flags);
    }

    /**
     * {@return the mask [queries, keys] under which query i sees the keys 0 to i: no step of a sequence sees a later one}
     *
     * <p>Where there are more keys than queries the first of both go together, as in ONNX and PyTorch ({@code is_causal}); of a sequence
     * whose first keys are from earlier calls, {@link #causal(int, int, int)} says how many these are.
     *
     * @param queries how many queries, ≥ 0
     * @param keys how many keys, ≥ 0
     * @throws IllegalArgumentException if a number is negative
     */
    public static Mask causal(int queries, int keys) {
        return causal(queries, keys, 0);
    }

    /**
     * {@return the mask [queries, keys] under which query i sees the keys 0 to past + i}
     *
     * @param queries how many queries, ≥ 0
     * @param keys how many keys, ≥ 0
     * @param past how many keys are before the first query's own, ≥ 0
     * @throws IllegalArgumentException if a number is negative
     */
    public static Mask causal(int queries, int keys, int past) {
        if (queries < 0 || keys < 0 || past < 0) {
            throw new IllegalArgumentException("Mask.causal: " + queries + " queries, " + keys + " keys, " + past
                    + " in the past; numbers of at least 0 are needed");
        }
        return generate(Shape.of(queries, keys), index -> index[1] - index[0] <= past);
    }

    /**
     * {@return the mask [N, steps] of N sequences that were padded to one length: the first steps of each count, as many as it has}
     *
     * @param steps the length with padding
     * @param lengths how many steps each sequence has, from 0 to {@code steps}
     * @throws IllegalArgumentException if a length is outside
     */
    public static Mask lengths(int steps, int... lengths) {
        Objects.requireNonNull(lengths, "Mask.lengths: lengths is null");
        if (steps < 0) {
            throw new IllegalArgumentException("Mask.lengths: " + steps + " steps; at least 0 are needed");
        }
        for (int i = 0; i < lengths.length; i++) {
            if (lengths[i] < 0 || lengths[i] > steps) {
                throw new IllegalArgumentException("Mask.lengths: sequence " + i + " has length " + lengths[i]
                        + "; with " + steps + " steps it has to be from 0 to " + steps);
            }
        }
        return generate(Shape.of(lengths.length, steps), index -> index[1] < lengths[index[0]]);
    }

    /** {@return the lengths of all axes} */
    public Shape shape() {
        return shape;
    }

    /** {@return the number of places} */
    public int size() {
        return counts.length;
    }

    /**
     * {@return whether a place counts}
     *
     * @param index one number per axis, from 0
     * @throws ShapeException if the index does not have one number per axis, or is outside the shape
     */
    public boolean at(int... index) {
        return counts[shape.offsetOf("Mask.at", index)];
    }

    /** {@return how many places count} */
    public int count() {
        return Flags.count(counts);
    }

    /** {@return a fresh array of all flags in row-major order} */
    public boolean[] toArray() {
        return counts.clone();
    }

    /** {@return the contrary: what is left out here counts} */
    public Mask not() {
        return new Mask(shape, Flags.not(counts));
    }

    /**
     * {@return what counts under this mask and under another, with broadcasting}
     *
     * @param other the other mask
     * @throws ShapeException if the shapes do not broadcast
     */
    public Mask and(Mask other) {
        Objects.requireNonNull(other, "Mask.and: other is null");
        Shape result = shape.broadcast("Mask.and", other.shape);
        return new Mask(result, Flags.and(repeated(result), other.repeated(result)));
    }

    /**
     * {@return for each line along some axes whether anything in it counts}
     *
     * @param axes the axes, which the result does not have; none means all
     * @throws ShapeException if there is no such axis, or one is named twice
     */
    public Mask any(int... axes) {
        int[] along = shape.axes("Mask.any", axes);
        Mask left = this;
        for (int i = along.length - 1; i >= 0; i--) {
            left = left.anyAlong(along[i]);
        }
        return left;
    }

    private Mask anyAlong(int axis) {
        Shape lines = shape.without(axis);
        return new Mask(
                lines, Flags.any(counts, lines.size(), shape.dimension(axis), shape.size(axis + 1, shape.rank())));
    }

    /**
     * {@return this mask in another shape}
     *
     * @param dimensions the new lengths; a single −1 stands for the length that the others leave
     * @throws ShapeException if the numbers of places differ
     */
    public Mask reshape(int... dimensions) {
        Shape result = shape.inferred("Mask.reshape", dimensions);
        if (result.size() != counts.length) {
            throw new ShapeException("Mask.reshape: " + shape + " has " + counts.length + " places, but " + result
                    + " takes " + result.size());
        }
        return new Mask(result, counts);
    }

    /**
     * {@return this mask with a new axis of length 1}
     *
     * @param axis where the new axis goes, from −rank − 1 to rank
     * @throws ShapeException if there is no such place
     */
    public Mask expandDims(int axis) {
        return new Mask(shape.with("Mask.expandDims", axis, 1), counts);
    }

    /**
     * {@return this mask, repeated along the axes that are missing or have length 1}
     *
     * @param larger the shape wanted
     * @throws ShapeException if this mask does not repeat into that shape
     */
    public Mask broadcastTo(Shape larger) {
        Objects.requireNonNull(larger, "Mask.broadcastTo: shape is null");
        requireRepeatsInto(larger, "Mask.broadcastTo: the mask");
        return larger.equals(shape) ? this : new Mask(larger, repeated(larger));
    }

    /**
     * {@return this mask, after checking that it broadcasts to a shape}
     *
     * @param larger the shape of what is masked
     * @param name what to call this mask in the message, such as {@code "Softmax: mask"}
     * @throws ShapeException if it does not
     */
    public Mask requireRepeatsInto(Shape larger, String name) {
        Objects.requireNonNull(larger, "Mask.requireRepeatsInto: shape is null");
        Objects.requireNonNull(name, "Mask.requireRepeatsInto: name is null");
        if (!shape.repeatsInto(larger)) {
            throw new ShapeException(name + " has shape " + shape + ", which does not repeat into " + larger
                    + "; axes match from the last, and one that is missing or has length 1 is repeated");
        }
        return this;
    }

    private boolean[] repeated(Shape larger) {
        return larger.equals(shape) ? counts : Strided.copy(counts, shape.stridesWithin(larger), larger.dimensions());
    }

    /** The flags, to be read only. */
    boolean[] flags() {
        return counts;
    }

    private Object writeReplace() {
        return new Stored(this);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Mask: only what stands for it is in a stream");
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof Mask that && shape.equals(that.shape) && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * shape.hashCode() + Arrays.hashCode(counts);
    }

    /** For example {@code Mask[3] [true, false, true]}. */
    @Override
    public String toString() {
        return "Mask" + shape + " " + Arrays.toString(counts);
    }
}
