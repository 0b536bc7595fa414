package org.closedform.loss;

import java.util.Objects;
import java.util.stream.IntStream;
import org.closedform.kernel.ExponentialSum;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Shape;
import org.closedform.tensor.ShapeException;
import org.closedform.tensor.Tensor;

/**
 * The logits of some of the classes: softmax cross-entropy over more classes than one place holds.
 *
 * <pre>{@code
 * first:   log Z     = log Σ e^x over the classes of all shards
 * then:    loss      = log Z − x_label              in the shard that has the label; 0 in the others
 *          gradient  = y − t,   y = e^x / Z          of the shard's own logits
 * }</pre>
 *
 * <pre>{@code
 * LogNormalizer z = shards.map(ClassShard::logNormalizer).collect(LogNormalizer.merging(n));
 * Tensor losses = shards.map(shard -> shard.losses(labels, z)).reduce(Tensor::plus).orElseThrow();
 * Tensor gradient = shard.gradient(labels, z);       // of the sum of all losses, in each shard
 * }</pre>
 *
 * <p>However the classes are cut, the bits are those of one shard of all classes. <b>Shapes:</b> logits [N, C] of this shard's classes,
 * first … first + C − 1; labels [N], counted over all shards; losses float64 [N], gradient as the logits. <b>Special values:</b> those of
 * {@link CrossEntropyLoss} on logits. <b>Accuracy:</b> loss and gradient within 6 ulp, a sure class's too, as
 * {@link CrossEntropyLoss} has them, but for 10⁻²⁷ for each class: less than that may be left out.
 *
 * <p>Source: Shoeybi et al., Megatron-LM, 2019, §3, for the split of the loss over classes.
 *
 * @param logits of this shard's classes, [N, C]
 * @param firstClass the index of the first of them among all classes, ≥ 0
 */
public record ClassShard(Tensor logits, int firstClass) {
    /**
     * Checks that these can be logits of some classes.
     *
     * @param logits of this shard's classes, [N, C]
     * @param firstClass the index of the first of them among all classes, ≥ 0
     * @throws ShapeException if the logits are no matrix
     * @throws IllegalArgumentException if the first class is negative
     */
    public ClassShard {
        Objects.requireNonNull(logits, "ClassShard: logits is null");
        if (logits.rank() != 2) {
            throw new ShapeException(
                    "ClassShard: logits has shape " + logits.shape() + ", but a matrix [N, C] is needed");
        }
        if (firstClass < 0) {
            throw new IllegalArgumentException("ClassShard: firstClass is " + firstClass + "; at least 0 is needed");
        }
    }

    /** {@return what this shard adds to log Z of every position} */
    public LogNormalizer logNormalizer() {
        return new LogNormalizer(IntStream.range(0, positions())
                .mapToObj(i -> ExponentialSum.of(logits.select(0, i).toDoubleArray()))
                .toArray(ExponentialSum[]::new));
    }

    /**
     * {@return the loss log Z − x of every position whose label is in this shard, and 0 for others; float64 [N]}
     *
     * @param labels of all positions, counted over all shards
     * @param z log Z over all shards
     * @throws ShapeException if there are more or fewer labels, or positions of z
     * @throws IllegalArgumentException if a label is negative
     */
    public Tensor losses(Labels labels, LogNormalizer z) {
        require("losses", labels, z);
        return Tensor.generate(Shape.of(positions()), index -> {
            int label = labels.at(index[0]);
            return has(label) ? z.at(index[0]).surprise(logits.at(index[0], label - firstClass)) : 0;
        });
    }

    /**
     * {@return y − t of this shard's classes, the gradient of the sum of all losses; like the logits}
     *
     * @param labels of all positions, counted over all shards
     * @param z log Z over all shards
     * @throws ShapeException if there are more or fewer labels, or positions of z
     * @throws IllegalArgumentException if a label is negative
     */
    public Tensor gradient(Labels labels, LogNormalizer z) {
        require("gradient", labels, z);
        return Tensor.generate(logits.shape(), index -> {
                    ExponentialSum sum = z.at(index[0]);
                    double x = logits.at(index[0], index[1]);
                    return labels.at(index[0]) == firstClass + index[1]
                            ? sum.probabilityMinusOne(x)
                            : sum.probability(x);
                })
                .to(logits.elementType());
    }

    private int positions() {
        return logits.shape().dimension(0);
    }

    private boolean has(int label) {
        return label >= firstClass && label - firstClass < logits.shape().dimension(1);
    }

    private void require(String method, Labels labels, LogNormalizer z) {
        Objects.requireNonNull(labels, () -> "ClassShard." + method + ": labels is null");
        Objects.requireNonNull(z, () -> "ClassShard." + method + ": z is null");
        if (labels.shape().rank() != 1 || labels.size() != positions()) {
            throw new ShapeException("ClassShard." + method + ": labels has shape " + labels.shape() + ", but ["
                    + positions() + "] is needed");
        }
        labels.requireWithin(Integer.MAX_VALUE, "ClassShard." + method);
        if (z.positions() != positions()) {
            throw new ShapeException("ClassShard." + method + ": z is of " + z.positions() + " positions, but "
                    + positions() + " are needed");
        }
    }
}
