package org.closedform.operator;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.closedform.argument.Copied;
import org.closedform.kernel.Sequences;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;

/**
 * How a recurrent layer goes through a batch of sequences: forwards or backwards, each up to a length of its own.
 *
 * <pre>{@code
 * forward:  h_t of x_t and h_t−1,   t = 1 … L        h_0 is given, h_L is the last
 * reverse:  h_t of x_t and h_t+1,   t = L … 1        h_L+1 is given, h_1 is the last
 * }</pre>
 *
 * <p>The steps after L are padding: y is 0 there, the state is carried on past them unchanged, their gradients are 0, and no number in
 * them reaches anything, NaN included. What a pass shows of a padded step, such as z, is 0, and its gates are those of 0. This is what PyTorch's packed sequences do, and ONNX's {@code sequence_lens}. A
 * reversed layer reads each sequence from its own last step, not from the end of the padding. A sequence of no steps has
 * its initial state as the last.
 *
 * @param direction from the first step or from the last
 * @param lengths L of each sequence, from 0 to T; none means T for all
 */
public record Traversal(Direction direction, List<Integer> lengths) implements Serializable {

    /** Which step comes first. */
    public enum Direction {
        /** The first. */
        FORWARD,
        /** The last of each sequence. */
        REVERSE
    }

    /** All steps, from the first to the last. */
    static final Traversal ALL_FORWARD = new Traversal(Direction.FORWARD, List.of());

    /**
     * Copies the lengths, and checks that none is negative.
     *
     * @param direction from the first step or from the last
     * @param lengths L of each sequence, from 0 to T; none means T for all
     * @throws IllegalArgumentException if a length is negative
     */
    public Traversal {
        Objects.requireNonNull(direction, "Traversal: direction is null");
        lengths = Copied.of(lengths, "Traversal: lengths");
        requireNotNegative("Traversal", lengths);
    }

    private static void requireNotNegative(String operation, List<Integer> lengths) {
        first(lengths, length -> length < 0).ifPresent(n -> {
            throw new IllegalArgumentException(operation + ": the length of sequence " + n + " is " + lengths.get(n)
                    + ", but lengths are from 0 to the number of steps");
        });
    }

    private static OptionalInt first(List<Integer> lengths, IntPredicate wrong) {
        return IntStream.range(0, lengths.size())
                .filter(n -> wrong.test(lengths.get(n)))
                .findFirst();
    }

    Traversal withLengths(String operation, int... other) {
        Objects.requireNonNull(other, () -> operation + ": lengths is null");
        List<Integer> own = Arrays.stream(other).boxed().toList();
        requireNotNegative(operation, own);
        return new Traversal(direction, own);
    }

    Traversal reversed() {
        return new Traversal(isReversed() ? Direction.FORWARD : Direction.REVERSE, lengths);
    }

    boolean isReversed() {
        return direction == Direction.REVERSE;
    }

    /** Of the sequences in x, which is [T, N, D], or [N, D] for one step. */
    Sequences sequences(String operation, Shape x, int steps, int hidden) {
        int batch = x.dimension(-2);
        if (lengths.isEmpty()) {
            return Sequences.ofOneLength(steps, hidden, batch, isReversed());
        }
        if (lengths.size() != batch) {
            throw new ShapeException(operation + ": " + lengths.size() + " lengths, but x has " + batch
                    + " sequences in " + x + ", which take one each");
        }
        first(lengths, length -> length > steps).ifPresent(n -> {
            throw new IllegalArgumentException(operation + ": the length of sequence " + n + " is " + lengths.get(n)
                    + ", but x has " + steps + " steps in " + x + "; lengths are from 0 to " + steps);
        });
        int[] own = lengths.stream().mapToInt(length -> length).toArray();
        return new Sequences(steps, hidden, own, isReversed());
    }

    private Object writeReplace() {
        return new Stored(direction, Axes.written(lengths));
    }

    private record Stored(Direction direction, Labels lengths) implements Serializable {
        private Object readResolve() {
            return new Traversal(direction, Axes.read("Traversal", lengths));
        }
    }
}
