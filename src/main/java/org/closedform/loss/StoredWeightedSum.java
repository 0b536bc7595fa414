package org.closedform.loss;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.BinnedSums;
import org.closedform.kernel.Packing;
import org.closedform.storage.Storage;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/** What stands for a weighted sum in a stream: its rounded numbers, for their shapes and types, and the exact ones in digits. */
record StoredWeightedSum<T extends TensorTree<T>>(T sum, List<Digits> digits, Digits weight) implements Serializable {

    /**
     * The sums of a tensor.
     *
     * @param bytes all bins, then all places, then all kinds
     */
    record Digits(long terms, int depth, Labels bytes) implements Serializable {
        static Digits of(BinnedSums sums) {
            int bins = sums.bins().length;
            ByteBuffer bytes = ByteBuffer.allocate(bins * (Long.BYTES + 1) + sums.size());
            bytes.asLongBuffer().put(sums.bins());
            bytes.position(bins * Long.BYTES).put(sums.places()).put(sums.kinds());
            return new Digits(sums.terms(), sums.depth(), Labels.of(Packing.pack(bytes)));
        }

        BinnedSums sums(boolean isFloat64, int size) {
            Objects.requireNonNull(bytes, "WeightedSum: bytes is null");
            ByteBuffer buffer = Packing.unpack(bytes.toArray());
            long needed = (long) size * depth * (Long.BYTES + 1) + size;
            if (depth < 0 || buffer.capacity() < needed || buffer.capacity() > needed + Integer.BYTES) {
                throw new IllegalArgumentException("WeightedSum: " + buffer.capacity() + " bytes for " + size
                        + " elements of depth " + depth + "; " + needed + " are needed");
            }
            long[] bins = new long[size * depth];
            byte[] places = new byte[bins.length];
            byte[] kinds = new byte[size];
            buffer.asLongBuffer().get(bins);
            buffer.position(bins.length * Long.BYTES).get(places).get(kinds);
            return new BinnedSums(isFloat64, terms, depth, places, bins, kinds);
        }
    }

    StoredWeightedSum {
        Objects.requireNonNull(sum, "WeightedSum: sum is null");
        Objects.requireNonNull(digits, "WeightedSum: digits is null");
        Objects.requireNonNull(weight, "WeightedSum: weight is null");
        if (digits.size() != sum.parts().size()) {
            throw new IllegalArgumentException("WeightedSum: sums of " + digits.size() + " tensors; "
                    + sum.parts().size() + " are needed");
        }
    }

    static <T extends TensorTree<T>> StoredWeightedSum<T> of(T sum, List<BinnedSums> sums, BinnedSums weight) {
        return new StoredWeightedSum<>(
                sum, List.copyOf(sums.stream().map(Digits::of).toList()), Digits.of(weight));
    }

    private Object readResolve() {
        BinnedSums wholeWeight = weight.sums(true, 1);
        WeightedSum.requireWeight(wholeWeight.rounded().at(0));
        List<NamedTensor> parts = sum.parts();
        return new WeightedSum<>(
                sum,
                IntStream.range(0, parts.size())
                        .mapToObj(i -> digits.get(i)
                                .sums(
                                        Storage.of(parts.get(i).tensor()).isFloat64(),
                                        parts.get(i).tensor().size()))
                        .toList(),
                wholeWeight);
    }
}
