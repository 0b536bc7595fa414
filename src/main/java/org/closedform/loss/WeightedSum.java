package org.closedform.loss;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.closedform.kernel.Buffer;
import org.closedform.kernel.DoubleWords;
import org.closedform.tensor.Part;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;
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
 * merging is exactly associative: weights that count, terms that are whole numbers. <b>Special values:</b> what IEEE 754 makes
 * of a sum, as in the whole: NaN stays, ∞ − ∞ is NaN, what is too large is infinite.
 *
 * <p>Serialisable where T is. Source: double-word arithmetic, see Joldes, Muller, Popescu, 2017, algorithm 5.
 *
 * @param <T> a tensor, or a record of tensors
 * @param sum the sum, rounded to its element type
 * @param remainder what rounding took from it
 * @param weight what the mean divides by, ≥ 0
 * @param weightRemainder what rounding took from it
 */
public record WeightedSum<T extends TensorTree<T>>(T sum, T remainder, double weight, double weightRemainder)
        implements Serializable {
    /**
     * Checks that the two trees match, and the weight.
     *
     * @param sum the sum, rounded to its element type
     * @param remainder what rounding took from it
     * @param weight what the mean divides by, ≥ 0
     * @param weightRemainder what rounding took from it
     * @throws IllegalArgumentException if a weight is negative or NaN, or the remainder is not of the sum's structure, shapes and
     *     element types
     */
    public WeightedSum {
        Objects.requireNonNull(sum, "WeightedSum: sum is null");
        Objects.requireNonNull(remainder, "WeightedSum: remainder is null");
        remainder.requireLike(sum, "WeightedSum: remainder");
        if (!(weight >= 0 && weight + weightRemainder >= 0)) {
            throw new IllegalArgumentException("WeightedSum: weight is " + weight
                    + (weightRemainder == 0 ? "" : " + " + weightRemainder) + "; at least 0 is needed");
        }
    }

    /**
     * A part's sum: a loss with {@link Reduction#SUM}, or its gradient.
     *
     * @param <T> a tensor, or a record of tensors
     * @param sum the sum
     * @param weight what MEAN would have divided it by, ≥ 0
     * @return the sum with its weight
     * @throws IllegalArgumentException if the weight is negative or NaN
     */
    public static <T extends TensorTree<T>> WeightedSum<T> of(T sum, double weight) {
        Objects.requireNonNull(sum, "WeightedSum.of: sum is null");
        return new WeightedSum<>(sum, zeros(sum), weight, 0);
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
        List<DoubleWords> words = mean.parts().stream()
                .map(part -> DoubleWords.product(part.tensor().buffer(), weight))
                .toList();
        return of(mean, words, DoubleWords.of(weight, 0));
    }

    /**
     * The sum of nothing.
     *
     * @param <T> a tensor, or a record of tensors
     * @param like a tree of the structure, shapes and element types wanted, such as the parameters
     * @return 0, which weighs 0
     */
    public static <T extends TensorTree<T>> WeightedSum<T> none(T like) {
        Objects.requireNonNull(like, "WeightedSum.none: like is null");
        return of(zeros(like), 0);
    }

    /**
     * Merges all parts of a stream, also a parallel one; none for an empty stream.
     *
     * @param <T> a tensor, or a record of tensors
     * @param like a tree of the structure, shapes and element types of every part, such as the parameters
     * @return the collector
     */
    public static <T extends TensorTree<T>> Collector<WeightedSum<T>, ?, WeightedSum<T>> merging(T like) {
        return Collectors.reducing(none(like), WeightedSum::merge);
    }

    /**
     * This part and another together.
     *
     * @param other the sum over other data
     * @return as if all data had been one part
     * @throws ShapeException if a tensor of the other differs in shape, naming it
     * @throws IllegalArgumentException if one differs in element type, or the number of tensors differs
     */
    public WeightedSum<T> merge(WeightedSum<T> other) {
        Objects.requireNonNull(other, "WeightedSum.merge: other is null");
        other.sum.requireLike(sum, "WeightedSum.merge: other");
        List<DoubleWords> mine = words();
        List<DoubleWords> theirs = other.words();
        List<DoubleWords> words = IntStream.range(0, mine.size())
                .mapToObj(i -> mine.get(i).plus(theirs.get(i)))
                .toList();
        return of(
                sum,
                words,
                DoubleWords.of(weight, weightRemainder).plus(DoubleWords.of(other.weight, other.weightRemainder)));
    }

    /**
     * The mean loss.
     *
     * @return sum / weight; NaN where nothing counts, as a mean of nothing is
     */
    public T mean() {
        List<Buffer> quotients = words().stream()
                .map(words -> words.dividedBy(DoubleWords.of(weight, weightRemainder)))
                .toList();
        return rebuild(sum, quotients);
    }

    /**
     * The gradient of the mean loss.
     *
     * @return sum / weight; the sum itself, 0, where nothing counts, as each loss's own gradient is
     */
    public T meanGradient() {
        return weight == 0 ? sum : mean();
    }

    private List<DoubleWords> words() {
        List<Part> high = sum.parts();
        List<Part> low = remainder.parts();
        return IntStream.range(0, high.size())
                .mapToObj(i -> new DoubleWords(
                        high.get(i).tensor().buffer(), low.get(i).tensor().buffer()))
                .toList();
    }

    private static <T extends TensorTree<T>> WeightedSum<T> of(T like, List<DoubleWords> words, DoubleWords weight) {
        return new WeightedSum<>(
                rebuild(like, words.stream().map(DoubleWords::rounded).toList()),
                rebuild(like, words.stream().map(DoubleWords::remainder).toList()),
                weight.rounded().at(0),
                weight.remainder().at(0));
    }

    private static <T extends TensorTree<T>> T rebuild(T like, List<Buffer> buffers) {
        List<Part> parts = like.parts();
        return like.rebuild(IntStream.range(0, buffers.size())
                .mapToObj(i -> Tensor.of(parts.get(i).tensor().shape(), buffers.get(i)))
                .toList());
    }

    private static <T extends TensorTree<T>> T zeros(T like) {
        return like.mapTensors(tensor -> tensor.map(x -> 0));
    }
}
