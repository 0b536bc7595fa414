package org.closedform.loss;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.DoubleWords;
import org.closedform.storage.Storage;
import org.closedform.tensor.NamedTensor;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.TensorTree;

/**
 * The sum of losses, of gradients, or of a record of both, over a part of a data set, with the weight by which MEAN divides
 * it: such parts merge into the whole.
 *
 * <pre>{@code
 * merge:  sum    = sum_a + sum_b
 *         weight = weight_a + weight_b
 * mean:   sum / weight                       ∇ mean loss = Σ_k weight_k ∇ mean loss_k / Σ_k weight_k
 * }</pre>
 *
 * <p>So a full batch need not be on one machine, nor in one thread:
 *
 * <pre>{@code
 * Parameters gradient = batches.parallelStream()
 *         .map(batch -> WeightedSum.ofMean(batch.gradient(parameters), batch.size()))
 *         .collect(WeightedSum.merging(parameters))
 *         .meanGradient();
 * }</pre>
 *
 * <p>The weight of a part is what MEAN divides its losses by: {@link CrossEntropyLoss#meanDivisor}, or the number of elements of
 * {@link BinaryCrossEntropyLoss}, of positions of {@link KlDivergence}; for BATCH_MEAN the length of the batch. A layer that looks
 * at the whole batch, such as batch norm in training, makes the loss of a part another function than that of the whole.
 *
 * <p><b>Accuracy:</b> the sum is a pair, sum + remainder, with about twice the digits of the element type, and so is the weight.
 * Of K parts, merged in whatever order, the sum is within ½ ulp and {@link #mean} within 1 ulp of what the parts bring, but for
 * 4K u² Σ |term| with u = 2⁻⁵³ (float32: 2⁻²⁴), which shows only where the terms cancel to the last digit. So two orders give the
 * same bits, but where the exact number is that near to the middle between two others. Where no sum needs more than two words
 * merging is exactly associative: weights that count, terms that are whole numbers. A term of {@link #ofMean} below the type's
 * smallest normal number divided by u is right to half of the smallest number, 2⁻¹⁰⁷⁵ (float32: 2⁻¹⁵⁰). <b>Range:</b> a sum beyond
 * the largest number is kept, at its element: it comes back when later terms cancel it or the mean divides it. <b>Special
 * values:</b> what IEEE 754 makes of a sum, as in the whole: NaN stays, ∞ − ∞ is NaN; a whole that is too large is infinite.
 *
 * <p>Serialisable where T is, in a form of its own. Source: double-word arithmetic, see Joldes, Muller, Popescu, 2017, algorithm 5.
 *
 * @param <T> a tensor, or a record of tensors
 */
public final class WeightedSum<T extends TensorTree<T>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final transient T sum;
    private final transient List<DoubleWords> words;
    private final transient DoubleWords weight;

    /** A tree like another, whose numbers are given in words. */
    WeightedSum(T like, List<DoubleWords> words, DoubleWords weight) {
        this.sum = rebuild(like, words.stream().map(DoubleWords::rounded).toList());
        this.words = words;
        this.weight = weight;
    }

    static void requireWeight(double weight, double remainder) {
        if (!(weight >= 0 && weight + remainder >= 0)) {
            throw new IllegalArgumentException("WeightedSum: weight is " + weight
                    + (remainder == 0 ? "" : " + " + remainder) + "; at least 0 is needed");
        }
    }

    /**
     * {@return a part's sum, a loss with {@link Reduction#SUM} or its gradient, with its weight}
     *
     * @param <T> a tensor, or a record of tensors
     * @param sum the sum
     * @param weight what MEAN would have divided it by, ≥ 0
     * @throws IllegalArgumentException if the weight is negative or NaN
     */
    public static <T extends TensorTree<T>> WeightedSum<T> of(T sum, double weight) {
        Objects.requireNonNull(sum, "WeightedSum.of: sum is null");
        requireWeight(weight, 0);
        return of(sum, DoubleWords::of, weight);
    }

    /**
     * A part's mean: a loss with {@link Reduction#MEAN}, or its gradient. A mean of weight 0 is left out: it is NaN, or where only
     * label smoothing gave it a value it cannot be told what was divided; {@link Reduction#SUM} and {@link #of} miss nothing.
     *
     * @param <T> a tensor, or a record of tensors
     * @param mean the mean
     * @param weight what it was divided by, ≥ 0
     * @return mean · weight, in two words, with the weight
     * @throws IllegalArgumentException if the weight is negative or NaN
     */
    public static <T extends TensorTree<T>> WeightedSum<T> ofMean(T mean, double weight) {
        Objects.requireNonNull(mean, "WeightedSum.ofMean: mean is null");
        if (weight == 0) {
            return none(mean);
        }
        requireWeight(weight, 0);
        return of(mean, x -> DoubleWords.product(x, weight), weight);
    }

    private static <T extends TensorTree<T>> WeightedSum<T> of(
            T tree, Function<Buffer, DoubleWords> words, double weight) {
        return new WeightedSum<>(
                tree,
                tree.parts().stream()
                        .map(part -> words.apply(Storage.of(part.tensor())))
                        .toList(),
                DoubleWords.of(weight, 0));
    }

    /**
     * {@return the sum of nothing: 0, with weight 0}
     *
     * @param <T> a tensor, or a record of tensors
     * @param like a tree of the structure, shapes and element types wanted, such as the parameters
     */
    public static <T extends TensorTree<T>> WeightedSum<T> none(T like) {
        Objects.requireNonNull(like, "WeightedSum.none: like is null");
        return of(like.zerosLike(), 0);
    }

    /**
     * {@return a collector that merges all parts of a stream, also a parallel one; none for an empty stream}
     *
     * @param <T> a tensor, or a record of tensors
     * @param like a tree of the structure, shapes and element types of every part, such as the parameters
     */
    public static <T extends TensorTree<T>> Collector<WeightedSum<T>, ?, WeightedSum<T>> merging(T like) {
        return Collectors.reducing(none(like), WeightedSum::merge);
    }

    /**
     * {@return this part and another together, as if all data had been one part}
     *
     * @param other the sum over other data
     * @throws ShapeException if a tensor of the other differs in shape, naming it
     * @throws IllegalArgumentException if one differs in element type, or the number of tensors differs
     */
    public WeightedSum<T> merge(WeightedSum<T> other) {
        Objects.requireNonNull(other, "WeightedSum.merge: other is null");
        other.sum.requireLike(sum, "WeightedSum.merge: other");
        List<DoubleWords> merged = IntStream.range(0, words.size())
                .mapToObj(i -> words.get(i).plus(other.words.get(i)))
                .toList();
        return new WeightedSum<>(sum, merged, weight.plus(other.weight));
    }

    /** {@return the sum, rounded to its element type; ±∞ where it is beyond the largest number} */
    public T sum() {
        return sum;
    }

    /**
     * {@return what rounding took from {@link #sum}: the exact sum is both together, to twice the digits; 0 where the sum is
     * infinite}
     */
    public T remainder() {
        return rebuild(sum, words.stream().map(DoubleWords::remainder).toList());
    }

    /** {@return the weight ≥ 0 that the mean divides by, rounded; ∞ where it is beyond the largest number} */
    public double weight() {
        return weight.rounded().at(0);
    }

    /**
     * {@return what rounding took from {@link #weight}: the exact weight is both together, to twice the digits; 0 where the weight
     * is infinite}
     */
    public double weightRemainder() {
        return weight.remainder().at(0);
    }

    /**
     * {@return the mean loss, sum / weight, also where the sum or the weight is beyond the largest number and the mean is not; NaN
     * where nothing counts}
     */
    public T mean() {
        return rebuild(
                sum, words.stream().map(number -> number.dividedBy(weight)).toList());
    }

    /**
     * {@return the gradient of the mean loss, sum / weight; the sum itself, 0, where nothing counts, as each loss's own gradient
     * is}
     */
    public T meanGradient() {
        return weight.high().at(0) == 0 ? sum : mean();
    }

    private static <T extends TensorTree<T>> T rebuild(T like, List<Buffer> buffers) {
        List<NamedTensor> parts = like.parts();
        return like.rebuild(IntStream.range(0, buffers.size())
                .mapToObj(i -> Storage.tensor(parts.get(i).tensor().shape(), buffers.get(i)))
                .toList());
    }

    /** Whether the other holds the same numbers, to the last bit of both words, in trees that are equal. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WeightedSum<?> that
                && sum.equals(that.sum)
                && words.equals(that.words)
                && weight.equals(that.weight);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sum, words, weight);
    }

    @Override
    public String toString() {
        return "WeightedSum[sum=" + sum + ", remainder=" + remainder() + ", weight=" + weight() + ", weightRemainder="
                + weightRemainder() + "]";
    }

    private Object writeReplace() {
        return StoredWeightedSum.of(
                rebuild(sum, words.stream().map(DoubleWords::high).toList()),
                rebuild(sum, words.stream().map(DoubleWords::low).toList()),
                words,
                weight);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("WeightedSum: only what stands for it is in a stream");
    }
}
