package org.closedform.loss;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.closedform.kernel.BinnedSums;
import org.closedform.kernel.Packing;
import org.closedform.storage.Storage;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/**
 * What stands for a weighted sum in a stream: its rounded numbers, for their shapes and types, and the exact ones in digits.
 *
 * @param form in which form the numbers are, {@link #FORM} here; 0 in streams of versions that summed in two rounded words
 * @param terms how many there are
 * @param depths how many bins an element of each tensor has, and then the weight
 * @param bytes of each tensor, and then of the weight: all bins, all places, all kinds
 */
record StoredWeightedSum<T extends TensorTree<T>>(int form, T sum, long terms, Labels depths, Labels bytes)
        implements Serializable {
    private static final int FORM = 1;

    StoredWeightedSum {
        if (form != FORM) {
            throw new IllegalArgumentException("WeightedSum: the stream is of another version of this library, in form "
                    + form + "; form " + FORM + " is needed");
        }
        Objects.requireNonNull(sum, "WeightedSum: sum is null");
        Objects.requireNonNull(depths, "WeightedSum: depths is null");
        Objects.requireNonNull(bytes, "WeightedSum: bytes is null");
        if (depths.size() != sum.parts().size() + 1) {
            throw new IllegalArgumentException("WeightedSum: " + depths.size() + " depths; "
                    + (sum.parts().size() + 1) + " are needed, of each tensor and of the weight");
        }
    }

    static <T extends TensorTree<T>> StoredWeightedSum<T> of(T sum, List<BinnedSums> sums, BinnedSums weight) {
        List<BinnedSums> all = Stream.concat(sums.stream(), Stream.of(weight)).toList();
        ByteBuffer bytes =
                ByteBuffer.allocate(all.stream().mapToInt(BinnedSums::byteCount).reduce(0, Math::addExact));
        all.forEach(each -> each.writeTo(bytes));
        return new StoredWeightedSum<>(
                FORM,
                sum,
                weight.terms(),
                Labels.of(all.stream().mapToInt(BinnedSums::depth).toArray()),
                Labels.of(Packing.pack(bytes)));
    }

    private Object readResolve() {
        ByteBuffer packed = Packing.unpack(bytes.toArray());
        List<BinnedSums> sums = new ArrayList<>();
        sum.parts().stream().map(NamedTensor::tensor).forEach(tensor -> sums.add(read(packed, tensor, sums.size())));
        BinnedSums weight = read(packed, Tensor.scalar(0), sums.size());
        WeightedSum.requireWeight(weight.rounded().at(0));
        return new WeightedSum<>(sum, sums, weight);
    }

    private BinnedSums read(ByteBuffer packed, Tensor like, int part) {
        return BinnedSums.readFrom(packed, Storage.of(like).isFloat64(), like.size(), terms, depths.at(part));
    }
}
