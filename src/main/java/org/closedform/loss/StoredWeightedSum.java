package org.closedform.loss;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.DoubleWords;
import org.closedform.kernel.Elements;
import org.closedform.storage.Storage;
import org.closedform.tensor.Labels;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.TensorTree;

/**
 * What stands for a weighted sum in a stream: numbers in two words and a power of two, (high + low)·2^exponent.
 *
 * @param exponents whole numbers, those of all elements, tensor after tensor; empty where none needs one
 */
record StoredWeightedSum<T extends TensorTree<T>>(
        T high, T low, Labels exponents, double weight, double weightRemainder, int weightExponent)
        implements Serializable {

    StoredWeightedSum {
        Objects.requireNonNull(high, "WeightedSum: sum is null");
        Objects.requireNonNull(low, "WeightedSum: remainder is null");
        Objects.requireNonNull(exponents, "WeightedSum: exponents is null");
        low.requireLike(high, "WeightedSum: remainder");
        int size = size(high.parts());
        if (exponents.size() != 0 && exponents.size() != size) {
            throw new IllegalArgumentException("WeightedSum: " + exponents.size() + " exponents for " + size
                    + " elements; as many are needed, or none");
        }
        WeightedSum.requireWeight(weight, weightRemainder);
    }

    static <T extends TensorTree<T>> StoredWeightedSum<T> of(
            T high, T low, List<DoubleWords> words, DoubleWords weight) {
        boolean inRange = words.stream().allMatch(number -> number.exponents().length == 0);
        IntStream exponents = words.stream()
                .flatMapToInt(number -> IntStream.range(0, number.high().size()).map(number::exponent));
        return new StoredWeightedSum<>(
                high,
                low,
                Labels.of(inRange ? new int[0] : exponents.toArray()),
                weight.high().at(0),
                weight.low().at(0),
                weight.exponent(0));
    }

    private Object readResolve() {
        return new WeightedSum<>(
                high,
                IntStream.range(0, high.parts().size()).mapToObj(this::words).toList(),
                DoubleWords.scaled(
                        Elements.full(1, weight), Elements.full(1, weightRemainder), new int[] {weightExponent}));
    }

    private DoubleWords words(int part) {
        int from = exponents.size() == 0 ? 0 : size(high.parts().subList(0, part));
        int to = exponents.size() == 0 ? 0 : size(high.parts().subList(0, part + 1));
        return DoubleWords.scaled(
                Storage.of(high.parts().get(part).tensor()),
                Storage.of(low.parts().get(part).tensor()),
                Arrays.copyOfRange(exponents.toArray(), from, to));
    }

    private static int size(List<NamedTensor> parts) {
        return parts.stream().mapToInt(part -> part.tensor().size()).reduce(0, Math::addExact);
    }
}
