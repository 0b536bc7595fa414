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
import org.closedform.kernel.BinnedSums;
import org.closedform.kernel.Buffer;
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
 * <p><b>Order:</b> merging is commutative and associative to the last bit, and {@link #none} is neutral, NaN and infinities included: parts
 * of fixed content give the same bits however they are grouped, ordered or spread over machines. Terms are held as whole numbers, by
 * digits of 32 bits, of which the five highest that the terms touch are kept. <b>Accuracy:</b> the sum is exact where five are enough;
 * otherwise each term is cut off below 2⁻¹²⁸ of the largest. {@link #sum} and {@link #mean} are rounded once from that. A mean is
 * multiplied with its weight exactly. <b>Range:</b> a sum beyond the largest number is kept, at its element: it comes back when later
 * terms cancel it or the mean divides it. <b>Special values:</b> what IEEE 754 makes of a sum, as in the whole: NaN stays, ∞ − ∞ is NaN;
 * a whole that is too large is infinite. <b>Size:</b> at most 46 bytes an element, and 8 more when serialised; usually about 30. Adding up 2²⁹
 * parts or more is refused.
 *
 * <p>Serialisable where T is, in a form of its own. Source: Demmel and Nguyen, Parallel Reproducible Summation, 2015.
 *
 * @param <T> a tensor, or a record of tensors
 */
public final class WeightedSum<T extends TensorTree<T>> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Of the structure, shapes and element types of the sum; its numbers say nothing. */
    private final transient T like;

    private final transient List<BinnedSums> sums;
    private final transient BinnedSums weight;

    /** A tree like another, whose numbers are given. */
    WeightedSum(T like, List<BinnedSums> sums, BinnedSums weight) {
        this.like = like;
        this.sums = sums;
        this.weight = weight;
    }

    static void requireWeight(double weight) {
        if (!(weight >= 0)) {
            throw new IllegalArgumentException("WeightedSum: weight is " + weight + "; at least 0 is needed");
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
        requireWeight(weight);
        return of(sum, BinnedSums::of, weight);
    }

    /**
     * A part's mean: a loss with {@link Reduction#MEAN}, or its gradient. A mean of weight 0 is left out: it is NaN, or where only
     * label smoothing gave it a value it cannot be told what was divided; {@link Reduction#SUM} and {@link #of} miss nothing.
     *
     * @param <T> a tensor, or a record of tensors
     * @param mean the mean
     * @param weight what it was divided by, ≥ 0
     * @return mean · weight, exactly, with the weight
     * @throws IllegalArgumentException if the weight is negative or NaN
     */
    public static <T extends TensorTree<T>> WeightedSum<T> ofMean(T mean, double weight) {
        Objects.requireNonNull(mean, "WeightedSum.ofMean: mean is null");
        if (weight == 0) {
            return none(mean);
        }
        requireWeight(weight);
        return of(mean, x -> BinnedSums.product(x, weight), weight);
    }

    private static <T extends TensorTree<T>> WeightedSum<T> of(
            T tree, Function<Buffer, BinnedSums> sums, double weight) {
        return new WeightedSum<>(
                tree,
                tree.parts().stream()
                        .map(part -> sums.apply(Storage.of(part.tensor())))
                        .toList(),
                BinnedSums.of(weight));
    }

    /**
     * {@return the sum of nothing: 0, with weight 0}
     *
     * @param <T> a tensor, or a record of tensors
     * @param like a tree of the structure, shapes and element types wanted, such as the parameters
     */
    public static <T extends TensorTree<T>> WeightedSum<T> none(T like) {
        Objects.requireNonNull(like, "WeightedSum.none: like is null");
        return new WeightedSum<>(
                like,
                like.parts().stream()
                        .map(part -> BinnedSums.none(
                                part.tensor().size(), Storage.of(part.tensor()).isFloat64()))
                        .toList(),
                BinnedSums.none(1, true));
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
        other.like.requireLike(like, "WeightedSum.merge: other");
        List<BinnedSums> merged = IntStream.range(0, sums.size())
                .mapToObj(i -> sums.get(i).plus(other.sums.get(i)))
                .toList();
        return new WeightedSum<>(like, merged, weight.plus(other.weight));
    }

    /** {@return the sum, rounded to its element type; ±∞ where it is beyond the largest number} */
    public T sum() {
        return rebuild(BinnedSums::rounded);
    }

    /**
     * {@return what rounding took from {@link #sum}: the exact sum is both together, to twice the digits; 0 where the sum is
     * infinite}
     */
    public T remainder() {
        return rebuild(BinnedSums::remainder);
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
        return rebuild(sum -> sum.dividedBy(weight));
    }

    /**
     * {@return the gradient of the mean loss, sum / weight; the sum itself, 0, where nothing counts, as each loss's own gradient
     * is}
     */
    public T meanGradient() {
        return weight.isZero(0) ? sum() : mean();
    }

    private T rebuild(Function<BinnedSums, Buffer> numbers) {
        List<NamedTensor> parts = like.parts();
        return like.rebuild(IntStream.range(0, sums.size())
                .mapToObj(i -> Storage.tensor(parts.get(i).tensor().shape(), numbers.apply(sums.get(i))))
                .toList());
    }

    /** Whether the other holds the same numbers, as {@link #sum} and {@link #remainder} say them, in trees that are alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof WeightedSum<?> that
                && sum().equals(that.sum())
                && sums.equals(that.sums)
                && weight.equals(that.weight);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sum(), weight);
    }

    @Override
    public String toString() {
        return "WeightedSum[sum=" + sum() + ", remainder=" + remainder() + ", weight=" + weight() + ", weightRemainder="
                + weightRemainder() + "]";
    }

    private Object writeReplace() {
        return StoredWeightedSum.of(sum(), sums, weight);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("WeightedSum: only what stands for it is in a stream");
    }
}
