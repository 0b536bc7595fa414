package org.closedform.loss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.kernel.ExponentialSum;
import org.closedform.kernel.Packing;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * log Z = log Σ e^x of every position over classes that are in several places: what each place adds to it merges, exactly.
 *
 * <pre>{@code
 * merge:  Z = Z_a + Z_b
 * }</pre>
 *
 * <p>It is what {@link ClassShard} sends to the others. Merging is commutative and associative to the last bit, and {@link #none} is
 * neutral: however the classes are cut into shards, and in whatever order these arrive, the bits are the same.
 *
 * <p><b>Accuracy:</b> {@link #values} within 3 ulp of the larger of |log Z| and the largest logit; a class that has less than 10⁻²⁷ of
 * the largest one's probability may be left out. <b>Special values:</b> NaN with a NaN, +∞ with a +∞, −∞ without a class of more than −∞.
 *
 * <p>Source: sums by level as in Demmel and Nguyen, Parallel Reproducible Summation, 2015.
 */
public final class LogNormalizer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient ExponentialSum[] sums; // written by writeReplace

    LogNormalizer(ExponentialSum[] sums) {
        this.sums = sums;
    }

    /**
     * {@return log Z of no classes: −∞ at every position}
     *
     * @param positions how many positions, ≥ 0
     * @throws IllegalArgumentException if that is negative
     */
    public static LogNormalizer none(int positions) {
        if (positions < 0) {
            throw new IllegalArgumentException(
                    "LogNormalizer.none: positions is " + positions + "; at least 0 is needed");
        }
        ExponentialSum[] sums = new ExponentialSum[Shape.of(positions).size()]; // which says if there are too many
        Arrays.fill(sums, ExponentialSum.NONE);
        return new LogNormalizer(sums);
    }

    /**
     * {@return a collector that merges all shards of a stream, also a parallel one; {@link #none} for an empty stream}
     *
     * @param positions how many positions every shard has
     */
    public static Collector<LogNormalizer, ?, LogNormalizer> merging(int positions) {
        return Collectors.reducing(none(positions), LogNormalizer::merge);
    }

    /**
     * {@return log Z over the classes of this shard and another together}
     *
     * @param other other classes of the same positions
     * @throws ShapeException if the numbers of positions differ
     */
    public LogNormalizer merge(LogNormalizer other) {
        Objects.requireNonNull(other, "LogNormalizer.merge: other is null");
        if (other.positions() != positions()) {
            throw new ShapeException("LogNormalizer.merge: other has " + other.positions() + " positions, but "
                    + positions() + " are needed");
        }
        return new LogNormalizer(IntStream.range(0, sums.length)
                .mapToObj(i -> sums[i].merge(other.sums[i]))
                .toArray(ExponentialSum[]::new));
    }

    /** {@return how many positions there are} */
    public int positions() {
        return sums.length;
    }

    /** {@return log Z of every position, float64 [N]} */
    public Tensor values() {
        return Tensor.of(Arrays.stream(sums).mapToDouble(ExponentialSum::log).toArray());
    }

    ExponentialSum at(int position) {
        return sums[position];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogNormalizer that && Arrays.equals(sums, that.sums);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sums);
    }

    @Override
    public String toString() {
        return "LogNormalizer[" + values() + "]";
    }

    private Object writeReplace() {
        ByteBuffer levels = ByteBuffer.allocate(2 * Long.BYTES * ExponentialSum.LEVELS * sums.length);
        Arrays.stream(sums).forEach(sum -> {
            levels.asLongBuffer().put(sum.whole()).put(sum.units());
            levels.position(levels.position() + 2 * Long.BYTES * ExponentialSum.LEVELS);
        });
        return new Stored(
                Tensor.of(Arrays.stream(sums).mapToDouble(ExponentialSum::top).toArray()),
                Tensor.of(
                        Arrays.stream(sums).mapToDouble(ExponentialSum::special).toArray()),
                Labels.of(Packing.pack(levels)));
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("LogNormalizer: only what stands for it is in a stream");
    }

    /** The serial form: the top level of each position's sum, what is special of it, and the bytes of its levels. */
    private record Stored(Tensor tops, Tensor special, Labels levels) implements Serializable {
        private Object readResolve() {
            Objects.requireNonNull(tops, "LogNormalizer: tops is null");
            Objects.requireNonNull(special, "LogNormalizer: special is null")
                    .requireLike(tops, "LogNormalizer: special");
            int[] packed = Objects.requireNonNull(levels, "LogNormalizer: levels is null")
                    .toArray();
            LongBuffer numbers = Packing.unpack(packed).asLongBuffer();
            if (numbers.capacity() != 2L * ExponentialSum.LEVELS * tops.size()) {
                throw new IllegalArgumentException("LogNormalizer: " + numbers.capacity() + " numbers for "
                        + tops.size() + " positions; " + 2 * ExponentialSum.LEVELS + " are needed for each");
            }
            return new LogNormalizer(IntStream.range(0, tops.size())
                    .mapToObj(i -> {
                        long[] whole = new long[ExponentialSum.LEVELS];
                        long[] units = new long[ExponentialSum.LEVELS];
                        numbers.get(whole).get(units);
                        return new ExponentialSum(tops.at(i), whole, units, special.at(i));
                    })
                    .toArray(ExponentialSum[]::new));
        }
    }
}
